#include "widgets/topics/topic_details_loader.h"

#include "widgets/viewmodels/topic_table_model.h"

#include <QScrollBar>
#include <QTableView>

namespace eventflow::widgets {

namespace {
constexpr int kRestMs = 120;
}

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
    wake();
}

void TopicDetailsLoader::wake() {
    m_timer.start();
}

std::vector<TopicDetailsLoader::Wanted> TopicDetailsLoader::wanted() const {
    const int first = m_view.rowAt(0);
    const int last = m_view.rowAt(m_view.viewport()->height() - 1);
    std::vector<Wanted> topics;
    std::size_t partitions = 0;
    const auto names =
        m_model.withoutDetails(first, last < 0 ? m_model.rowCount() - 1 : last, kTopicsPerBatch);
    for (const std::string& name : names) {
        const std::uint32_t count = m_model.row(m_model.rowOf(viewmodels::fromUtf8(name))).partitionCount;
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
                 [this](Details details) {
                     m_model.setDetails(std::move(details));
                     wake(); // the view may have moved on
                 });
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
