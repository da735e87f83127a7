#include "widgets/viewmodels/stage_model.h"

#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/reject_text.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

QVariant shown(const StageRow& row, int column) {
    const feed::StepStats& s = row.stats;
    switch (column) {
    case StageModel::StepColumn:
        return stepWord(s.step);
    case StageModel::In:
        return format::exact(s.in);
    case StageModel::Out:
        return format::exact(s.out);
    case StageModel::Rejected:
        return format::exact(s.rejected);
    case StageModel::Rate:
        return format::rate(row.perSecond);
    case StageModel::Busy:
        return format::percent(row.busy);
    case StageModel::P50:
        return format::seconds(s.p50Seconds);
    case StageModel::P99:
        return format::seconds(s.p99Seconds);
    case StageModel::Queue:
        return row.queueFill()
                   ? StageModel::tr("%1 (%2)").arg(format::bytes(static_cast<double>(s.queueBytes)),
                                                   format::percent(*row.queueFill()))
                   : QStringLiteral("–");
    case StageModel::Batches:
        return row.queueFill() ? format::exact(s.queueBatches) : QStringLiteral("–");
    default:
        return {};
    }
}

QVariant raw(const StageRow& row, int column) {
    const feed::StepStats& s = row.stats;
    switch (column) {
    case StageModel::StepColumn:
        return static_cast<int>(s.step);
    case StageModel::In:
        return static_cast<qulonglong>(s.in);
    case StageModel::Out:
        return static_cast<qulonglong>(s.out);
    case StageModel::Rejected:
        return static_cast<qulonglong>(s.rejected);
    case StageModel::Rate:
        return row.perSecond;
    case StageModel::Busy:
        return row.busy;
    case StageModel::P50:
        return s.p50Seconds;
    case StageModel::P99:
        return s.p99Seconds;
    case StageModel::Queue:
        return static_cast<qulonglong>(s.queueBytes);
    case StageModel::Batches:
        return static_cast<qulonglong>(s.queueBatches);
    default:
        return {};
    }
}

bool hasEnded(feed::RunState state) {
    return state == feed::RunState::Finished || state == feed::RunState::Failed ||
           state == feed::RunState::Idle;
}

} // namespace

std::optional<double> StageRow::queueFill() const {
    if (stats.queueCapacity == 0) return std::nullopt;
    const double fill = static_cast<double>(stats.queueBytes) / static_cast<double>(stats.queueCapacity);
    return std::clamp(fill, 0.0, 1.0);
}

void StageModel::clear() {
    m_meters = {};
    resetRows();
}

void StageModel::apply(const feed::PipelineDelta& delta) {
    const bool ended = hasEnded(delta.status.state);
    if (ended != m_ended) {
        m_ended = ended;
        Q_EMIT headerDataChanged(Qt::Horizontal, Rate, Busy);
    }
    std::vector<StageRow> rows;
    for (const feed::StepStats& stats : delta.steps) {
        Meters& meters = m_meters[static_cast<std::size_t>(stats.step)];
        meters.records.update(delta.uptimeSeconds, stats.in);
        meters.busyMicroseconds.update(delta.uptimeSeconds,
                                       static_cast<std::uint64_t>(stats.busySeconds * 1e6));
        StageRow row{toString(stats.step), stats};
        if (!m_ended) {
            row.perSecond = meters.records.perSecond();
            row.busy = meters.busyMicroseconds.perSecond() / 1e6;
        } else if (delta.uptimeSeconds > 0) {
            row.perSecond = static_cast<double>(stats.in) / delta.uptimeSeconds;
            row.busy = stats.busySeconds / delta.uptimeSeconds;
        }
        rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return a.stats.step < b.stats.step; });
    const auto sameStep = [](const auto& a, const auto& b) { return a.stats.step == b.stats.step; };
    rows.erase(std::unique(rows.begin(), rows.end(), sameStep), rows.end());
    setRows(std::move(rows));
}

QVariant StageModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const StageRow& r = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(r, index.column());
    case SortRole:
        return raw(r, index.column());
    case RecordIdRole:
        return QString::fromStdString(r.key);
    case Qt::ToolTipRole:
        if (index.column() == Queue && r.queueFill())
            return tr("The queue holds up to %1")
                .arg(format::bytes(static_cast<double>(r.stats.queueCapacity)));
        return index.column() == StepColumn ? stepExplanation(r.stats.step) : QVariant();
    case MutedRole:
        return index.column() == Rejected && r.stats.rejected == 0;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == StepColumn ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant StageModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == StepColumn ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Busy:
            return tr("CPU time per second, all threads of the step: 200 % are two busy cores");
        case P50:
            return tr("Half of the batches spend less time in the step");
        case P99:
            return tr("99 of 100 batches spend less time in the step");
        case Queue:
            return tr("Bytes waiting in front of the step; a full queue slows the source down");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case StepColumn:
        return tr("Step");
    case In:
        return tr("In");
    case Out:
        return tr("Out");
    case Rejected:
        return tr("Rejected");
    case Rate:
        return m_ended ? tr("Mean rate") : tr("Rate");
    case Busy:
        return m_ended ? tr("Mean CPU") : tr("CPU");
    case P50:
        return tr("p50");
    case P99:
        return tr("p99");
    case Queue:
        return tr("Queue");
    case Batches:
        return tr("Batches");
    default:
        return {};
    }
}

Conservation conservation(const feed::Counters& c) {
    return {static_cast<std::int64_t>(c.read - c.stored - c.deadLettered - c.duplicates - c.dropped)};
}

} // namespace eventflow::viewmodels
