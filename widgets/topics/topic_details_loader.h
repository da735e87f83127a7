#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/topic_details.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

class QTableView;

namespace eventflow::viewmodels {
class TopicTableModel;
}

namespace eventflow::widgets {

/// Asks for configurations and offsets of the topics that are in sight, a batch at a time, when the table has
/// come to rest. Thread: GUI.
class TopicDetailsLoader : public QObject {
    Q_OBJECT
public:
    using Details = std::unordered_map<std::string, viewmodels::TopicDetails>;
    static constexpr std::size_t kTopicsPerBatch = 100;
    static constexpr std::size_t kPartitionsPerBatch = 5'000;

    /// Lifetime: owned by the view.
    TopicDetailsLoader(QTableView& view, viewmodels::TopicTableModel& model);

    /// nullptr: nothing is asked for.
    void setCluster(std::shared_ptr<feed::Cluster> cluster);
    /// Soon, if there is anything to ask for.
    void wake();

private:
    struct Wanted {
        std::string topic;
        std::uint32_t partitions = 0;
    };
    void load();
    [[nodiscard]] std::vector<Wanted> wanted() const;
    static Details ask(feed::Cluster& cluster, const std::vector<Wanted>& topics);

    QTableView& m_view;
    viewmodels::TopicTableModel& m_model;
    std::shared_ptr<feed::Cluster> m_cluster;
    QTimer m_timer;
    AsyncCall<Details> m_call;
};

} // namespace eventflow::widgets
