#include "widgets/viewmodels/topic_tree_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/rate_meter.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace eventflow::viewmodels {

struct TopicTreeModel::Node {
    Level level = Level::Source;
    std::string name;
    std::int32_t partition = -1;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::optional<std::int64_t> lag;
    std::int64_t firstOffset = -1;
    std::int64_t nextOffset = -1;
    std::int64_t endOffset = -1;
    Timestamp lastEvent = kNoTime;
    RateMeter recordMeter;
    RateMeter byteMeter;

    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children; // by name, then partition

    void take(const feed::StreamStats& stats) {
        records = stats.records;
        bytes = stats.bytes;
        lag = stats.lag();
        firstOffset = stats.firstOffset;
        nextOffset = stats.nextOffset;
        endOffset = stats.endOffset;
        lastEvent = stats.lastEvent;
    }
    /// Totals of what is below; offsets of several partitions do not add up to anything.
    void takeTotals() {
        records = bytes = 0;
        lag.reset();
        lastEvent = kNoTime;
        for (const auto& c : children) {
            records += c->records;
            bytes += c->bytes;
            if (c->lag) lag = lag.value_or(0) + *c->lag;
            lastEvent = std::max(lastEvent, c->lastEvent);
        }
    }
    void meter(double uptimeSeconds) {
        recordMeter.update(uptimeSeconds, records);
        byteMeter.update(uptimeSeconds, bytes);
    }
};

namespace {

constexpr double kEverySeconds = 0.09; // ten times a second is as fast as figures can be read

bool isNumeric(int column) {
    return column != TopicTreeModel::Name && column != TopicTreeModel::LastEvent;
}

QString offsetText(std::int64_t offset) {
    return offset < 0 ? QStringLiteral("–") : QString::number(offset);
}

bool hasEnded(feed::RunState state) {
    return state == feed::RunState::Finished || state == feed::RunState::Failed ||
           state == feed::RunState::Idle;
}

} // namespace

TopicTreeModel::TopicTreeModel(QObject* parent) : QAbstractItemModel(parent) {}
TopicTreeModel::~TopicTreeModel() = default;

void TopicTreeModel::apply(const feed::PipelineDelta& delta) {
    const bool ended = hasEnded(delta.status.state);
    const bool soon =
        delta.uptimeSeconds >= m_uptimeSeconds && delta.uptimeSeconds - m_uptimeSeconds < kEverySeconds;
    if (soon && delta.generation == m_generation && ended == m_ended && delta.streams.size() == m_streams)
        return;
    if (delta.generation != m_generation) reset();
    m_generation = delta.generation;
    m_streams = delta.streams.size();
    m_uptimeSeconds = delta.uptimeSeconds;
    setEnded(ended);
    if (delta.streams.empty() && m_source == nullptr) return;
    showSource(delta.status.source);

    for (const feed::StreamStats& stats : delta.streams) {
        Node& partition = child(child(*m_source, stats.topic, -1), {}, stats.partition);
        partition.take(stats);
        partition.meter(delta.uptimeSeconds);
    }
    for (const auto& topic : m_source->children) {
        topic->takeTotals();
        topic->meter(delta.uptimeSeconds);
        announce(*topic);
    }
    m_source->takeTotals();
    m_source->meter(delta.uptimeSeconds);
    announce(*m_source);
    Q_EMIT dataChanged(indexOf(*m_source, Name), indexOf(*m_source, LastEvent));
}

void TopicTreeModel::reset() {
    beginResetModel();
    m_source.reset();
    endResetModel();
}

void TopicTreeModel::showSource(const std::string& name) {
    if (m_source == nullptr) {
        beginInsertRows({}, 0, 0);
        m_source = std::make_unique<Node>();
        endInsertRows();
    }
    if (!name.empty()) m_source->name = name;
}

TopicTreeModel::Node& TopicTreeModel::child(Node& parent, const std::string& name, std::int32_t partition) {
    auto& children = parent.children;
    const auto key = std::tie(name, partition);
    const auto it =
        std::lower_bound(children.begin(), children.end(), key, [](const auto& node, const auto& k) {
            return std::tie(node->name, node->partition) < k;
        });
    if (it != children.end() && std::tie((*it)->name, (*it)->partition) == key) return **it;

    auto node = std::make_unique<Node>();
    node->level = parent.level == Level::Source ? Level::Topic : Level::Partition;
    node->name = name;
    node->partition = partition;
    node->parent = &parent;
    const auto at = static_cast<std::size_t>(it - children.begin());
    beginInsertRows(indexOf(parent, 0), static_cast<int>(at), static_cast<int>(at));
    children.insert(it, std::move(node));
    for (std::size_t i = at; i < children.size(); ++i)
        children[i]->row = static_cast<int>(i);
    endInsertRows();
    return *children[at];
}

void TopicTreeModel::setEnded(bool ended) {
    if (ended == m_ended) return;
    m_ended = ended;
    Q_EMIT headerDataChanged(Qt::Horizontal, Rate, ByteRate);
}

void TopicTreeModel::announce(const Node& parent) {
    if (parent.children.empty()) return;
    Q_EMIT dataChanged(indexOf(*parent.children.front(), Records),
                       indexOf(*parent.children.back(), LastEvent));
}

std::size_t TopicTreeModel::topicCount() const {
    return m_source == nullptr ? 0 : m_source->children.size();
}

std::string TopicTreeModel::topicOf(const QModelIndex& index) const {
    const Node* node = nodeOf(index);
    if (node == nullptr || node->level == Level::Source) return {};
    return node->level == Level::Topic ? node->name : node->parent->name;
}

TopicTreeModel::Level TopicTreeModel::levelOf(const QModelIndex& index) const {
    const Node* node = nodeOf(index);
    return node == nullptr ? Level::Source : node->level;
}

QModelIndex TopicTreeModel::indexOfTopic(const std::string& topic) const {
    if (m_source == nullptr) return {};
    for (const auto& node : m_source->children)
        if (node->name == topic) return indexOf(*node, Name);
    return {};
}

std::uint64_t TopicTreeModel::recordsOf(const std::string& topic) const {
    const Node* node = nodeOf(indexOfTopic(topic));
    return node == nullptr ? 0 : node->records;
}

const TopicTreeModel::Node* TopicTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<const Node*>(index.constInternalPointer()) : nullptr;
}

QModelIndex TopicTreeModel::indexOf(const Node& node, int column) const {
    return createIndex(node.row, column, &node);
}

QModelIndex TopicTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    const Node* owner = nodeOf(parent);
    return indexOf(owner == nullptr ? *m_source : *owner->children[static_cast<std::size_t>(row)], column);
}

QModelIndex TopicTreeModel::parent(const QModelIndex& child) const {
    const Node* node = nodeOf(child);
    return node == nullptr || node->parent == nullptr ? QModelIndex() : indexOf(*node->parent, 0);
}

int TopicTreeModel::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0) return 0;
    const Node* node = nodeOf(parent);
    if (node == nullptr) return m_source == nullptr ? 0 : 1;
    return static_cast<int>(node->children.size());
}

double TopicTreeModel::rateOf(const Node& node, bool bytes) const {
    if (!m_ended) return (bytes ? node.byteMeter : node.recordMeter).perSecond();
    return m_uptimeSeconds > 0 ? static_cast<double>(bytes ? node.bytes : node.records) / m_uptimeSeconds : 0;
}

QVariant TopicTreeModel::shown(const Node& node, int column) const {
    switch (column) {
    case Name:
        if (node.level == Level::Partition) return tr("Partition %1").arg(node.partition);
        return node.name.empty() ? tr("(unnamed)") : oneLine(node.name);
    case Records:
        return format::compact(static_cast<double>(node.records));
    case Rate:
        return format::rate(rateOf(node, false));
    case ByteRate:
        return format::byteRate(rateOf(node, true));
    case Lag:
        return node.lag ? QString::number(*node.lag) : QStringLiteral("–");
    case FirstOffset:
        return node.level == Level::Partition ? offsetText(node.firstOffset) : QString();
    case NextOffset:
        return node.level == Level::Partition ? offsetText(node.nextOffset) : QString();
    case EndOffset:
        return node.level == Level::Partition ? offsetText(node.endOffset) : QString();
    case LastEvent:
        return format::time(node.lastEvent);
    default:
        return {};
    }
}

QVariant TopicTreeModel::raw(const Node& node, int column) const {
    switch (column) {
    case Records:
        return static_cast<qulonglong>(node.records);
    case Rate:
        return rateOf(node, false);
    case ByteRate:
        return rateOf(node, true);
    case Lag:
        return static_cast<qlonglong>(node.lag.value_or(-1));
    case FirstOffset:
        return static_cast<qlonglong>(node.firstOffset);
    case NextOffset:
        return static_cast<qlonglong>(node.nextOffset);
    case EndOffset:
        return static_cast<qlonglong>(node.endOffset);
    case LastEvent:
        return static_cast<qlonglong>(toNs(node.lastEvent));
    case Name:
        if (node.level == Level::Partition) return node.partition;
        [[fallthrough]];
    default:
        return shown(node, column);
    }
}

QVariant TopicTreeModel::data(const QModelIndex& index, int role) const {
    const Node* node = nodeOf(index);
    if (node == nullptr) return {};
    switch (role) {
    case Qt::DisplayRole:
        return shown(*node, index.column());
    case SortRole:
        return raw(*node, index.column());
    case StateRole:
        return static_cast<int>(node->level);
    case RecordIdRole:
        return fromUtf8(topicOf(index)) + u'/' + QString::number(node->partition);
    case MutedRole:
        return node->level == Level::Partition && index.column() != Lag;
    case Qt::ToolTipRole:
        if (index.column() == Records) return format::exact(node->records);
        if (index.column() == LastEvent) return format::dateTime(node->lastEvent);
        return index.column() == Name ? shown(*node, Name) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((isNumeric(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TopicTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((isNumeric(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Lag:
            return tr("Records between what was read and the end of the partition");
        case FirstOffset:
            return tr("The first offset that was read");
        case NextOffset:
            return tr("The offset that is read next");
        case EndOffset:
            return tr("One past the last offset that exists");
        case LastEvent:
            return tr("Event time of the newest record, UTC");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Topic");
    case Records:
        return tr("Records");
    case Rate:
        return m_ended ? tr("Mean rate") : tr("Rate");
    case ByteRate:
        return m_ended ? tr("Mean bytes/s") : tr("Bytes/s");
    case Lag:
        return tr("Lag");
    case FirstOffset:
        return tr("First");
    case NextOffset:
        return tr("Next");
    case EndOffset:
        return tr("End");
    case LastEvent:
        return tr("Last event");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
