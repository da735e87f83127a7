#include "widgets/viewmodels/partition_table_model.h"

#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/topic_details.h"

#include <QLocale>

namespace eventflow::viewmodels {
namespace {

Severity severityOf(const PartitionRow& row) {
    if (row.info.leader < 0) return Severity::Critical;
    return row.info.isr.size() < row.info.replicas.size() ? Severity::Warning : Severity::Ok;
}

QString stateText(const PartitionRow& row) {
    if (row.info.leader < 0) return PartitionTableModel::tr("without leader");
    const std::size_t missing =
        row.info.replicas.size() - std::min(row.info.isr.size(), row.info.replicas.size());
    if (missing > 0)
        return PartitionTableModel::tr("%1 of %2 replicas out of sync")
            .arg(format::exact(missing), format::exact(row.info.replicas.size()));
    return PartitionTableModel::tr("in sync");
}

QString brokersText(const std::vector<std::int32_t>& brokers) {
    constexpr std::size_t kShown = 32;
    QStringList ids;
    for (std::size_t i = 0; i < brokers.size() && i < kShown; ++i)
        ids += QString::number(brokers[i]);
    if (brokers.size() > kShown) ids += QStringLiteral("…");
    return ids.isEmpty() ? QStringLiteral("–") : ids.join(QStringLiteral(", "));
}

QString offsetText(const PartitionRow& row, std::int64_t offset) {
    if (offset >= 0) return QLocale().toString(static_cast<qlonglong>(offset));
    return row.marks.error ? unknownWord(*row.marks.error) : QStringLiteral("–");
}

bool isNumber(int column) {
    return column == PartitionTableModel::Partition || column == PartitionTableModel::Leader ||
           column >= PartitionTableModel::Low;
}

} // namespace

void PartitionTableModel::setDescription(const admin::TopicDescription& description) {
    std::vector<PartitionRow> rows;
    rows.reserve(description.topic.partitions.size());
    for (std::size_t i = 0; i < description.topic.partitions.size(); ++i) {
        const admin::PartitionInfo& info = description.topic.partitions[i];
        rows.push_back({std::to_string(info.id), info,
                        i < description.watermarks.size() ? description.watermarks[i] : admin::Watermarks{}});
    }
    setAll(std::move(rows));
}

bool PartitionTableModel::isKnown(const PartitionRow& row, int column) const {
    if (column == Low) return row.marks.low >= 0;
    if (column == High) return row.marks.high >= 0;
    return column != Span || row.marks.known();
}

bool PartitionTableModel::less(const PartitionRow& a, const PartitionRow& b, int column) const {
    switch (column) {
    case State:
        return severityOf(a) < severityOf(b);
    case Leader:
        return a.info.leader < b.info.leader;
    case Replicas:
        return a.info.replicas.size() < b.info.replicas.size();
    case InSync:
        return a.info.isr.size() < b.info.isr.size();
    case Low:
        return a.marks.low < b.marks.low;
    case High:
        return a.marks.high < b.marks.high;
    case Span:
        return a.marks.offsetSpan() < b.marks.offsetSpan();
    default:
        return a.info.id < b.info.id;
    }
}

int PartitionTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PartitionTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const PartitionRow& row = this->row(index.row());
    if (role == RecordIdRole) return fromUtf8(row.key);
    if (role == Qt::TextAlignmentRole) return cellAlignment(isNumber(index.column()));
    if (role == MutedRole) return index.column() == State;
    if (role == SeverityRole && index.column() == State && severityOf(row) != Severity::Ok)
        return static_cast<int>(severityOf(row));
    if (role == Qt::ToolTipRole && index.column() >= Low && row.marks.error)
        return oneLine(row.marks.error->detail, 400);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Partition:
        return QString::number(row.info.id);
    case State:
        return stateText(row);
    case Leader:
        return row.info.leader < 0 ? tr("none") : QString::number(row.info.leader);
    case Replicas:
        return brokersText(row.info.replicas);
    case InSync:
        return brokersText(row.info.isr);
    case Low:
        return offsetText(row, row.marks.low);
    case High:
        return offsetText(row, row.marks.high);
    case Span:
        return spanText(row.marks.known() ? std::optional(row.marks.offsetSpan()) : std::nullopt);
    default:
        return {};
    }
}

QVariant PartitionTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(isNumber(section));
    if (role == Qt::ToolTipRole && section == Low) return tr("The first offset that is still there");
    if (role == Qt::ToolTipRole && section == High) return tr("One past the last offset");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Partition:
        return tr("Partition");
    case State:
        return tr("State");
    case Leader:
        return tr("Leader");
    case Replicas:
        return tr("Replicas");
    case InSync:
        return tr("In sync");
    case Low:
        return tr("Low");
    case High:
        return tr("High");
    case Span:
        return tr("Offset span");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
