#pragma once

#include "core/feed/cluster.h"
#include "widgets/common/async_call.h"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace eventflow::widgets {

/// Carries a planned change out away from the GUI thread. Other than an AsyncCall, stopping does not lose the
/// outcome: whoever stops a write wants to know what went. Thread: GUI.
class ChangeRun {
public:
    using Outcome = Result<feed::ChangeOutcome>;

    /// `cluster` lives as long as the run, which may outlive this object.
    void start(std::shared_ptr<feed::Cluster> cluster, std::shared_ptr<feed::PlannedChange> change,
               feed::PlannedChange::Options options, std::function<void(Outcome)> done);
    void stop() { m_stop.request_stop(); }

    [[nodiscard]] bool isRunning() const { return m_call.isRunning(); }
    [[nodiscard]] admin::WriteCounts counts() const;

private:
    struct Progress {
        std::mutex mutex;
        admin::WriteCounts counts;
    };

    std::stop_source m_stop{std::nostopstate};
    std::shared_ptr<Progress> m_progress = std::make_shared<Progress>();
    AsyncCall<Outcome> m_call;
};

} // namespace eventflow::widgets
