#include "widgets/changes/change_run.h"

namespace eventflow::widgets {

void ChangeRun::start(std::shared_ptr<feed::Cluster> cluster, std::shared_ptr<feed::PlannedChange> change,
                      feed::PlannedChange::Options options, std::function<void(Outcome)> done) {
    m_stop = std::stop_source();
    m_progress = std::make_shared<Progress>();
    options.onProgress = [progress = m_progress](const admin::WriteCounts& counts) {
        const std::lock_guard lock(progress->mutex);
        progress->counts = counts;
    };
    m_call.start(
        [cluster = std::move(cluster), change = std::move(change), options = std::move(options),
         stop = m_stop](std::stop_token abandoned) mutable {
            const std::stop_callback forward(abandoned, [&stop] { stop.request_stop(); });
            return change->execute(options, stop.get_token());
        },
        std::move(done));
}

admin::WriteCounts ChangeRun::counts() const {
    const std::lock_guard lock(m_progress->mutex);
    return m_progress->counts;
}

} // namespace eventflow::widgets
