#include "widgets/viewmodels/group_table_model.h"

#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/topic_details.h"

#include <QLocale>

#include <set>

namespace eventflow::viewmodels {

using admin::GroupListing;
using admin::GroupState;

GroupFigures figuresOf(const admin::GroupLag& lag) {
    GroupFigures figures;
    figures.error = lag.group.error;
    figures.state = lag.group.state;
    figures.members = lag.group.members.size();
    std::set<std::string> topics;
    for (const admin::PartitionLag& partition : lag.partitions) {
        topics.insert(partition.partition.topic);
        figures.lagKnown = figures.lagKnown || partition.lag().has_value();
    }
    figures.topics.assign(topics.begin(), topics.end());
    figures.lag = lag.totalLag();
    return figures;
}

QString groupStateText(GroupState state) {
    switch (state) {
    case GroupState::Stable:
        return GroupTableModel::tr("Stable");
    case GroupState::Empty:
        return GroupTableModel::tr("Empty");
    case GroupState::Dead:
        return GroupTableModel::tr("Dead");
    case GroupState::PreparingRebalance:
        return GroupTableModel::tr("Rebalancing, waiting for members");
    case GroupState::CompletingRebalance:
        return GroupTableModel::tr("Rebalancing, handing out partitions");
    case GroupState::Unknown:
        break;
    }
    return GroupTableModel::tr("Not known");
}

Severity groupSeverity(GroupState state) {
    switch (state) {
    case GroupState::Stable:
        return Severity::Ok;
    case GroupState::PreparingRebalance:
    case GroupState::CompletingRebalance:
        return Severity::Warning;
    default:
        return Severity::Info;
    }
}

QString lagText(const std::optional<std::int64_t>& lag) {
    return lag ? QLocale().toString(static_cast<qlonglong>(*lag)) : QStringLiteral("–");
}

void GroupTableModel::setFilter(const QString& text) {
    m_filter = text.trimmed().toStdString();
    refilter();
}

void GroupTableModel::setTopic(const std::string& topic) {
    m_topic = topic;
    refilter();
}

void GroupTableModel::setFigures(std::unordered_map<std::string, GroupFigures> figures) {
    for (auto& [id, known] : figures)
        m_figures.insert_or_assign(id, Known{std::move(known), false});
    if (!m_topic.empty()) refilter();
    announceAll();
}

void GroupTableModel::outdateFigures() {
    for (auto& [id, known] : m_figures)
        known.outdated = true;
}

std::vector<std::string> GroupTableModel::withoutFigures(int first, int last, std::size_t limit) const {
    std::vector<std::string> ids;
    for (int i = std::max(first, 0); i <= std::min(last, rowCount() - 1) && ids.size() < limit; ++i) {
        const auto known = m_figures.find(row(i).id);
        if (known == m_figures.end() || known->second.outdated) ids.push_back(row(i).id);
    }
    return ids;
}

std::vector<std::string> GroupTableModel::unknownGroups(std::size_t limit) const {
    std::vector<std::string> ids;
    for (const GroupListing& group : all())
        if (ids.size() < limit && !m_figures.contains(group.id)) ids.push_back(group.id);
    return ids;
}

const GroupFigures* GroupTableModel::figuresOf(const GroupListing& group) const {
    const auto known = m_figures.find(group.id);
    return known == m_figures.end() || known->second.figures.error ? nullptr : &known->second.figures;
}

GroupState GroupTableModel::stateOf(const GroupListing& group) const {
    const GroupFigures* figures = figuresOf(group);
    return figures == nullptr ? group.state : figures->state;
}

bool GroupTableModel::accepts(const GroupListing& group) const {
    if (!m_filter.empty() && !containsWord(group.id, m_filter)) return false;
    if (m_topic.empty()) return true;
    const GroupFigures* figures = figuresOf(group);
    return figures != nullptr && std::ranges::binary_search(figures->topics, m_topic);
}

bool GroupTableModel::isKnown(const GroupListing& group, int column) const {
    if (column == Id || column == State) return true;
    const GroupFigures* figures = figuresOf(group);
    if (figures == nullptr) return false;
    if (column == Lag) return figures->lagKnown;
    return column != Behind || figures->behind.has_value();
}

bool GroupTableModel::less(const GroupListing& a, const GroupListing& b, int column) const {
    if (column == Id) return a.id < b.id;
    if (column == State) return stateOf(a) < stateOf(b);
    const GroupFigures* left = figuresOf(a);
    const GroupFigures* right = figuresOf(b);
    if (left == nullptr || right == nullptr) return false;
    if (column == Members) return left->members < right->members;
    if (column == Topics) return left->topics.size() < right->topics.size();
    return column == Lag ? left->lag < right->lag : left->behind < right->behind;
}

int GroupTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString GroupTableModel::shown(const GroupListing& group, int column) const {
    if (column == Id) return oneLine(group.id, 256);
    if (column == State) return groupStateText(stateOf(group));
    const auto known = m_figures.find(group.id);
    if (known == m_figures.end()) return QStringLiteral("…");
    const GroupFigures& figures = known->second.figures;
    if (figures.error) return column == Lag ? unknownWord(*figures.error) : QStringLiteral("–");
    switch (column) {
    case Members:
        return format::exact(figures.members);
    case Topics:
        if (figures.topics.size() == 1) return oneLine(figures.topics.front(), 200);
        return format::exact(figures.topics.size());
    case Lag:
        return figures.lagKnown ? lagText(figures.lag) : QStringLiteral("–");
    default:
        if (!figures.behind) return QStringLiteral("–");
        if (*figures.behind == Duration::zero()) return tr("read up");
        return QStringLiteral("≥ ") + format::age(*figures.behind);
    }
}

QVariant GroupTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const GroupListing& group = row(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return shown(group, column);
    case RecordIdRole:
        return fromUtf8(group.id);
    case Qt::ToolTipRole: {
        const auto known = m_figures.find(group.id);
        if (column == State) return QString::fromLatin1(admin::toString(stateOf(group)));
        if (known != m_figures.end() && known->second.figures.error)
            return oneLine(known->second.figures.error->detail, 400);
        return column == Id || column == Topics ? QVariant(shown(group, column)) : QVariant();
    }
    case Qt::TextAlignmentRole:
        return cellAlignment(column == Members || column == Lag || column == Behind);
    case SeverityRole:
        return column == State ? QVariant(static_cast<int>(groupSeverity(stateOf(group)))) : QVariant();
    case MutedRole:
        return figuresOf(group) == nullptr && column != Id;
    default:
        return {};
    }
}

QVariant GroupTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section == Members || section == Lag || section == Behind);
    if (role == Qt::ToolTipRole && section == Lag)
        return tr("Offsets between what was committed and the end, over all partitions, as Kafka's own tool "
                  "counts");
    if (role == Qt::ToolTipRole && section == Behind)
        return tr("How late the group is in the partition that lags most, in the records' own time");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Id:
        return tr("Group");
    case State:
        return tr("State");
    case Members:
        return tr("Members");
    case Topics:
        return tr("Topics");
    case Lag:
        return tr("Lag");
    case Behind:
        return tr("Behind");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
