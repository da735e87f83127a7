#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"
#include "widgets/viewmodels/topic_details.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

class QTableView;

namespace eventflow::viewmodels {
class TopicTableModel;
}

namespace eventflow::widgets {

/// Asks for configurations and offsets of topics, a batch at a time: of those in sight when the table has
/// come to rest, and of all that are listed while they are sorted by them. Rows move once, when the last
/// batch is there. Thread: GUI.
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

    /// What becomes of all topics while they are sorted by details.
    enum class Whole {
        NotWanted, ///< sorted by something else
        Loading,
        Stopped, ///< by stopWhole(), or by trouble()
        Complete,
    };
    [[nodiscard]] Whole whole() const;
    /// Why nothing came any more.
    [[nodiscard]] const std::optional<Error>& trouble() const { return m_trouble; }
    /// When the first of them were asked for.
    [[nodiscard]] const QDateTime& wholeSince() const { return m_since; }
    void stopWhole();
    /// After a stop: those that are missing. When complete: all anew.
    void loadWhole();
    /// The list is sorted by another column.
    void onSorted();

Q_SIGNALS:
    void wholeChanged(); ///< whole(), or how far it is

private:
    struct Wanted {
        std::string topic;
        std::uint32_t partitions = 0;
    };
    void load();
    void take(Details details);
    [[nodiscard]] std::vector<std::string> wantedNames() const;
    [[nodiscard]] std::vector<Wanted> wanted() const;
    static Details ask(feed::Cluster& cluster, const std::vector<Wanted>& topics);

    QTableView& m_view;
    viewmodels::TopicTableModel& m_model;
    std::shared_ptr<feed::Cluster> m_cluster;
    QTimer m_timer;
    AsyncCall<Details> m_call;
    bool m_stopped = false;
    bool m_unsorted = false; ///< details came that the order of the rows does not go by yet
    std::optional<Error> m_trouble;
    QDateTime m_since;
};

} // namespace eventflow::widgets
