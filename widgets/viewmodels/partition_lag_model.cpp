#include "widgets/viewmodels/partition_lag_model.h"

#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/group_table_model.h"

#include <unordered_map>

namespace eventflow::viewmodels {
namespace {

QString behindText(const PartitionLagRow& row) {
    if (!row.time) return QStringLiteral("…");
    const auto behind = row.time->behind();
    if (!behind) return PartitionLagModel::tr("not known");
    return *behind == Duration::zero() ? PartitionLagModel::tr("read up") : format::age(*behind);
}

QString offsetText(std::int64_t offset, const QString& unknown) {
    return offset < 0 ? unknown : lagText(offset);
}

bool isNumber(int column) {
    return column >= PartitionLagModel::Committed && column <= PartitionLagModel::Behind;
}

} // namespace

std::optional<Duration> worstBehind(const std::vector<admin::TimeLag>& lags) {
    std::optional<Duration> worst;
    for (const admin::TimeLag& lag : lags)
        if (const auto behind = lag.behind(); behind && (!worst || *behind > *worst)) worst = behind;
    return worst;
}

void PartitionLagModel::setLag(const admin::GroupLag& lag) {
    std::unordered_map<std::string, std::optional<admin::TimeLag>> times;
    for (const PartitionLagRow& row : all())
        times.emplace(row.key, row.time);
    std::vector<PartitionLagRow> rows;
    rows.reserve(lag.partitions.size());
    for (const admin::PartitionLag& partition : lag.partitions) {
        PartitionLagRow row{toString(partition.partition), partition, {}};
        if (const auto known = times.find(row.key); known != times.end()) row.time = known->second;
        rows.push_back(std::move(row));
    }
    setAll(std::move(rows));
}

void PartitionLagModel::setTimeLags(const std::vector<admin::TimeLag>& lags) {
    std::vector<PartitionLagRow> rows = all();
    for (std::size_t i = 0; i < rows.size() && i < lags.size(); ++i)
        rows[i].time = lags[i];
    setAll(std::move(rows));
}

bool PartitionLagModel::isKnown(const PartitionLagRow& row, int column) const {
    switch (column) {
    case Committed:
        return row.lag.committed >= 0;
    case End:
        return row.lag.end >= 0;
    case Lag:
        return row.lag.lag().has_value();
    case Behind:
        return row.time && row.time->behind();
    default:
        return true;
    }
}

bool PartitionLagModel::less(const PartitionLagRow& a, const PartitionLagRow& b, int column) const {
    switch (column) {
    case Committed:
        return a.lag.committed < b.lag.committed;
    case End:
        return a.lag.end < b.lag.end;
    case Lag:
        return a.lag.lag() < b.lag.lag();
    case Behind:
        return a.time && b.time && a.time->behind() < b.time->behind();
    case Client:
        return a.lag.clientId < b.lag.clientId;
    case Host:
        return a.lag.host < b.lag.host;
    default:
        return a.lag.partition < b.lag.partition;
    }
}

int PartitionLagModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PartitionLagModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const PartitionLagRow& row = this->row(index.row());
    const int column = index.column();
    if (role == RecordIdRole) return fromUtf8(row.key);
    if (role == Qt::TextAlignmentRole) return cellAlignment(isNumber(column));
    if (role == MutedRole) return !isKnown(row, column) || (column >= Client && row.lag.member.empty());
    if (role == SeverityRole && column == Lag && row.lag.lag().value_or(0) < 0)
        return static_cast<int>(Severity::Warning);
    if (role == Qt::ToolTipRole) {
        if (column == Lag && row.lag.lag().value_or(0) < 0)
            return tr("The log was cut or made anew under the group.");
        if (column == Behind && row.time && !row.time->unknown.empty())
            return oneLine(row.time->unknown, 400);
        if (column >= Client) return oneLine(row.lag.member, 300);
    }
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case Partition:
        return oneLine(row.key, 256);
    case Committed:
        return offsetText(row.lag.committed, tr("none"));
    case End:
        return offsetText(row.lag.end, tr("not known"));
    case Lag:
        return lagText(row.lag.lag());
    case Behind:
        return behindText(row);
    case Client:
        return row.lag.member.empty() ? tr("nobody") : oneLine(row.lag.clientId, 200);
    default:
        return row.lag.host.empty() ? QStringLiteral("–") : oneLine(row.lag.host, 200);
    }
}

QVariant PartitionLagModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(isNumber(section));
    if (role == Qt::ToolTipRole && section == Behind)
        return tr("Between the first record that is not committed and the newest, in the records' own time");
    if (role == Qt::ToolTipRole && section == Committed) return tr("The next offset to be read");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Partition:
        return tr("Partition");
    case Committed:
        return tr("Committed");
    case End:
        return tr("End");
    case Lag:
        return tr("Lag");
    case Behind:
        return tr("Behind");
    case Client:
        return tr("Read by");
    case Host:
        return tr("Host");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
