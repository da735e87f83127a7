#include "widgets/topics/topic_details_loader.h"

#include "widgets/viewmodels/topic_table_model.h"

#include <QScrollBar>
#include <QTableView>

#include <algorithm>

namespace eventflow::widgets {

namespace {

constexpr int kRestMs = 120;

/// Of a batch that brought nothing at all: the next would wait as long for as much.
std::optional<Error> troubleOf(const TopicDetailsLoader::Details& details) {
    std::optional<Error> trouble;
    for (const auto& [name, one] : details) {
        if (!one.spanError || one.spanError->code != ErrorCode::Unavailable || !one.configError)
            return std::nullopt;
        trouble = one.spanError;
    }
    return trouble;
}

} // namespace

TopicDetailsLoader::TopicDetailsLoader(QTableView& view, viewmodels::TopicTableModel& model)
    : QObject(&view), m_view(view), m_model(model) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kRestMs);
    connect(&m_timer, &QTimer::timeout, this, &TopicDetailsLoader::load);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, &TopicDetailsLoader::wake);
    connect(&model, &QAbstractItemModel::modelReset, this, &TopicDetailsLoader::wake);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &TopicDetailsLoader::wake);
}

void TopicDetailsLoader::setCluster(std::shared_ptr<feed::Cluster> cluster) {
    m_call.cancel();
    m_cluster = std::move(cluster);
    m_stopped = false;
    m_trouble.reset();
    m_since = QDateTime::currentDateTime();
    wake();
}

void TopicDetailsLoader::wake() {
    m_timer.start();
}

TopicDetailsLoader::Whole TopicDetailsLoader::whole() const {
    if (m_cluster == nullptr || !m_model.sortsByDetails()) return Whole::NotWanted;
    if (m_model.unknownTopics(1).empty()) return Whole::Complete;
    return m_stopped ? Whole::Stopped : Whole::Loading;
}

void TopicDetailsLoader::onSorted() {
    m_stopped = false;
    m_trouble.reset();
    m_since = QDateTime::currentDateTime();
    Q_EMIT wholeChanged();
    wake();
}

void TopicDetailsLoader::stopWhole() {
    if (whole() != Whole::Loading) return;
    m_stopped = true;
    m_call.cancel();
    m_model.resort();
    Q_EMIT wholeChanged();
    wake();
}

void TopicDetailsLoader::loadWhole() {
    if (whole() == Whole::Complete) m_model.forgetDetails();
    onSorted();
}

std::vector<std::string> TopicDetailsLoader::wantedNames() const {
    const int last = m_view.rowAt(m_view.viewport()->height() - 1);
    auto names =
        m_model.withoutDetails(m_view.rowAt(0), last < 0 ? m_model.rowCount() - 1 : last, kTopicsPerBatch);
    return names.empty() && whole() == Whole::Loading ? m_model.unknownTopics(kTopicsPerBatch) : names;
}

std::vector<TopicDetailsLoader::Wanted> TopicDetailsLoader::wanted() const {
    std::unordered_map<std::string_view, std::uint32_t> counts;
    for (const admin::TopicEntry& topic : m_model.all())
        counts.emplace(topic.name, topic.partitionCount);
    std::vector<Wanted> topics;
    std::size_t partitions = 0;
    for (const std::string& name : wantedNames()) {
        const std::uint32_t count = counts[name];
        partitions += count;
        if (!topics.empty() && partitions > kPartitionsPerBatch) break;
        topics.push_back({name, count});
    }
    return topics;
}

void TopicDetailsLoader::load() {
    if (m_cluster == nullptr || m_call.isRunning() || !m_view.isVisible()) return;
    std::vector<Wanted> topics = wanted();
    if (topics.empty()) return;
    m_call.start([cluster = m_cluster,
                  topics = std::move(topics)](const std::stop_token&) { return ask(*cluster, topics); },
                 [this](Details details) { take(std::move(details)); });
}

void TopicDetailsLoader::take(Details details) {
    if (m_model.sortsByDetails()) {
        m_unsorted = true;
        m_trouble = troubleOf(details);
        m_stopped = m_stopped || m_trouble;
    }
    m_model.setDetails(std::move(details));
    const Whole now = whole();
    if (m_unsorted && (now == Whole::Complete || now == Whole::Stopped)) {
        m_unsorted = false;
        m_model.resort();
    }
    if (now != Whole::NotWanted) Q_EMIT wholeChanged();
    if (now == Whole::Loading)
        load();
    else
        wake(); // the view may have moved on
}

TopicDetailsLoader::Details TopicDetailsLoader::ask(feed::Cluster& cluster,
                                                    const std::vector<Wanted>& topics) {
    std::vector<std::string> names;
    std::vector<admin::TopicPartition> partitions;
    for (const Wanted& topic : topics) {
        names.push_back(topic.topic);
        for (std::uint32_t id = 0; id < topic.partitions; ++id)
            partitions.push_back({topic.topic, static_cast<std::int32_t>(id)});
    }
    const auto configs = cluster.topicConfigs(names);
    const auto marks = cluster.watermarks(partitions);
    Details details;
    std::size_t at = 0;
    for (std::size_t i = 0; i < topics.size(); ++i) {
        viewmodels::TopicDetails one;
        const admin::ConfigSet set = configs && i < configs->size() ? (*configs)[i] : admin::ConfigSet{};
        one.configError = configs ? set.error : configs.error();
        std::vector<admin::Watermarks> own;
        for (std::uint32_t id = 0; id < topics[i].partitions && at < marks.size(); ++id) {
            own.push_back(marks[at++]);
            if (own.back().error) one.spanError = own.back().error;
        }
        one.facts = admin::factsOf({}, set, own);
        details.emplace(topics[i].topic, std::move(one));
    }
    return details;
}

} // namespace eventflow::widgets
