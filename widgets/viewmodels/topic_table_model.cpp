#include "widgets/viewmodels/topic_table_model.h"

#include "widgets/viewmodels/format.h"

#include <utility>

namespace eventflow::viewmodels {

using admin::TopicEntry;

Severity topicSeverity(const TopicEntry& topic) {
    if (topic.withoutLeader > 0) return Severity::Critical;
    return !topic.error.empty() || topic.shortOfReplicas > 0 ? Severity::Warning : Severity::Ok;
}

QString topicStateText(const TopicEntry& topic) {
    if (!topic.error.empty()) return TopicTableModel::tr("not described");
    if (topic.withoutLeader > 0)
        return TopicTableModel::tr("%1 without leader").arg(format::exact(topic.withoutLeader));
    if (topic.shortOfReplicas > 0)
        return TopicTableModel::tr("%1 short of replicas").arg(format::exact(topic.shortOfReplicas));
    return TopicTableModel::tr("in sync");
}

void TopicTableModel::setTopics(std::vector<TopicEntry> topics) {
    m_problems = static_cast<std::size_t>(std::ranges::count_if(
        topics, [](const TopicEntry& topic) { return topicSeverity(topic) != Severity::Ok; }));
    setAll(std::move(topics));
    if (m_details.size() <= all().size()) return;
    std::unordered_map<std::string, Known> kept;
    for (const TopicEntry& topic : all())
        if (auto node = m_details.extract(topic.name); !node.empty()) kept.insert(std::move(node));
    m_details = std::move(kept);
}

void TopicTableModel::setFilter(const QString& text) {
    m_filter = text.trimmed().toStdString();
    refilter();
}

void TopicTableModel::setInternalShown(bool shown) {
    m_internalShown = shown;
    refilter();
}

void TopicTableModel::setProblemsOnly(bool only) {
    m_problemsOnly = only;
    refilter();
}

void TopicTableModel::setDetails(std::unordered_map<std::string, TopicDetails> details) {
    for (auto& [name, known] : details)
        m_details.insert_or_assign(name, Known{std::move(known), false});
    announceAll();
}

void TopicTableModel::outdateDetails() {
    for (auto& [name, known] : m_details)
        known.outdated = true;
}

std::vector<std::string> TopicTableModel::withoutDetails(int first, int last, std::size_t limit) const {
    std::vector<std::string> names;
    for (int i = std::max(first, 0); i <= std::min(last, rowCount() - 1) && names.size() < limit; ++i) {
        const auto known = m_details.find(row(i).name);
        if (row(i).error.empty() && (known == m_details.end() || known->second.outdated))
            names.push_back(row(i).name);
    }
    return names;
}

std::vector<std::string> TopicTableModel::unknownTopics(std::size_t limit) const {
    std::vector<std::string> names;
    for (int i = 0; i < rowCount() && names.size() < limit; ++i)
        if (row(i).error.empty() && detailsOf(row(i)) == nullptr) names.push_back(row(i).name);
    return names;
}

TopicTableModel::Ranking TopicTableModel::ranking() const {
    Ranking ranking;
    ranking.rows = static_cast<std::size_t>(rowCount());
    for (int i = 0; i < rowCount(); ++i) {
        // A topic that is not described has no details to wait for.
        if (!row(i).error.empty() || detailsOf(row(i)) != nullptr) ++ranking.asked;
        if (isKnown(row(i), sortColumn())) ++ranking.ranked;
    }
    return ranking;
}

bool TopicTableModel::accepts(const TopicEntry& topic) const {
    if (m_problemsOnly && topicSeverity(topic) == Severity::Ok) return false;
    // An internal topic with a problem is not hidden from those who look for problems.
    if (topic.internal && !m_internalShown && !m_problemsOnly) return false;
    return m_filter.empty() || containsWord(topic.name, m_filter);
}

const TopicDetails* TopicTableModel::detailsOf(const TopicEntry& topic) const {
    const auto known = m_details.find(topic.name);
    return known == m_details.end() ? nullptr : &known->second.details;
}

bool TopicTableModel::isKnown(const TopicEntry& topic, int column) const {
    if (column < Span) return true;
    const TopicDetails* details = detailsOf(topic);
    if (details == nullptr) return false;
    if (column == Span) return details->facts.offsetSpan.has_value();
    return !details->configError;
}

namespace {

/// Records that are never too old outlast any age; a topic that deletes by nothing outlasts those.
std::pair<int, Duration> retentionRank(const admin::TopicFacts& facts) {
    if (facts.retention) return {0, *facts.retention};
    return {facts.deletesOld ? 1 : 2, Duration::zero()};
}

/// In the order of the words that are shown.
int cleanupRank(const admin::TopicFacts& facts) {
    if (facts.compacted) return facts.deletesOld ? 2 : 1;
    return facts.deletesOld ? 3 : 0;
}

} // namespace

bool TopicTableModel::less(const TopicEntry& a, const TopicEntry& b, int column) const {
    switch (column) {
    case Partitions:
        return a.partitionCount < b.partitionCount;
    case Replicas:
        return a.replicas < b.replicas;
    case State:
        if (topicSeverity(a) != topicSeverity(b)) return topicSeverity(a) < topicSeverity(b);
        return a.withoutLeader + a.shortOfReplicas > b.withoutLeader + b.shortOfReplicas;
    case Span:
    case Retention:
    case Cleanup:
        break;
    default:
        return a.name < b.name;
    }
    const TopicDetails* left = m_sortedBy[static_cast<std::size_t>(&a - m_sorted)];
    const TopicDetails* right = m_sortedBy[static_cast<std::size_t>(&b - m_sorted)];
    if (left == nullptr || right == nullptr) return false;
    if (column == Span) return left->facts.offsetSpan < right->facts.offsetSpan;
    if (column == Retention) return retentionRank(left->facts) < retentionRank(right->facts);
    return cleanupRank(left->facts) < cleanupRank(right->facts);
}

void TopicTableModel::prepareSort(const std::vector<TopicEntry>& topics, int column) const {
    m_sortedBy.clear();
    m_sorted = topics.data();
    if (column < Span) return;
    m_sortedBy.reserve(topics.size());
    for (const TopicEntry& topic : topics)
        m_sortedBy.push_back(detailsOf(topic));
}

int TopicTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString TopicTableModel::shown(const TopicEntry& topic, int column) const {
    switch (column) {
    case Name:
        return oneLine(topic.name, 256);
    case Partitions:
        return format::exact(topic.partitionCount);
    case Replicas:
        return format::exact(topic.replicas);
    case State:
        return topicStateText(topic);
    default:
        break;
    }
    const TopicDetails* details = detailsOf(topic);
    if (details == nullptr) return topic.error.empty() ? QStringLiteral("…") : QStringLiteral("–");
    if (column == Retention) return retentionText(*details);
    if (column == Cleanup) return cleanupText(*details);
    return details->spanError ? unknownWord(*details->spanError) : spanText(details->facts.offsetSpan);
}

QString TopicTableModel::toolTip(const TopicEntry& topic, int column) const {
    if (column == Name) return oneLine(topic.name, 256);
    if (column == State) return oneLine(topic.error, 400);
    const TopicDetails* details = detailsOf(topic);
    if (details == nullptr) return {};
    if (column == Span && details->spanError) return oneLine(details->spanError->detail, 400);
    if ((column == Retention || column == Cleanup) && details->configError)
        return oneLine(details->configError->detail, 400);
    return {};
}

QVariant TopicTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const TopicEntry& topic = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(topic, index.column());
    case RecordIdRole:
        return fromUtf8(topic.name);
    case Qt::ToolTipRole:
        return toolTip(topic, index.column());
    case Qt::TextAlignmentRole:
        return cellAlignment(index.column() == Partitions || index.column() == Replicas ||
                             index.column() == Span);
    case SeverityRole:
        if (index.column() != State || topicSeverity(topic) == Severity::Ok) return {};
        return static_cast<int>(topicSeverity(topic));
    case MutedRole:
        return topic.internal || index.column() == State || detailsOf(topic) == nullptr;
    default:
        return {};
    }
}

QVariant TopicTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return cellAlignment(section == Partitions || section == Replicas || section == Span);
    if (role == Qt::ToolTipRole && section == Span)
        return tr("The span of offsets of all partitions: there are at most so many records. Compaction, "
                  "transactions and deletion leave gaps, so that this is no count.");
    if (role == Qt::ToolTipRole && section >= Span)
        return tr("Asked for where it is in sight, and for all topics when they are sorted by it.");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Topic");
    case Partitions:
        return tr("Partitions");
    case Replicas:
        return tr("Replicas");
    case State:
        return tr("State");
    case Span:
        return tr("Offset span");
    case Retention:
        return tr("Retention");
    case Cleanup:
        return tr("Cleanup");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
