#include "app/cli/pipeline_run.h"

#include "app/cli/lines_out.h"
#include "app/session/run_summary.h"

#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace eventflow::app {

namespace {

constexpr std::chrono::milliseconds kLookEvery{10};
constexpr std::chrono::milliseconds kProgressEvery{500};

/// Waits for the end, a stop or the duration; shows progress on a terminal meanwhile.
void watch(runtime::Pipeline& pipeline, const PipelineRun& options, std::stop_token stop) {
    const bool terminal = isatty(STDERR_FILENO) == 1;
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    auto nextProgress = std::chrono::steady_clock::now() + kProgressEvery;
    while (!pipeline.finished()) {
        wake.wait_for(lock, stop, kLookEvery, [] { return false; });
        const bool over = options.duration && pipeline.uptimeSeconds() >=
                                                  std::chrono::duration<double>(*options.duration).count();
        if (stop.stop_requested() || over) {
            pipeline.requestStop();
            return;
        }
        if (!terminal || std::chrono::steady_clock::now() < nextProgress) continue;
        nextProgress += kProgressEvery;
        printNote("\r\033[K" + summaryText(pipeline.counters(), pipeline.uptimeSeconds()) + "\033[A");
    }
}

/// The files of `--alerts-out` and `--notifications-out`.
class OutputFiles {
public:
    Status open(const PipelineRun& options) {
        if (Status status = create(options.alertsOut, m_alerts); !status) return status;
        return create(options.notificationsOut, m_notifications);
    }
    [[nodiscard]] bool any() const { return m_alerts || m_notifications; }
    /// Thread: the engine's.
    void write(const EngineOutput& output) {
        if (m_alerts)
            for (const AlertTransition& transition : output.transitions)
                m_alerts->write(toJsonLine(transition));
        if (m_notifications)
            for (const notify::Notification& notification : output.notifications)
                m_notifications->write(toJsonLine(notification));
    }
    Status finish() {
        if (m_alerts)
            if (Status status = m_alerts->finish(); !status) return status;
        return m_notifications ? m_notifications->finish() : Status();
    }

private:
    static Status create(const std::optional<std::string>& path, std::unique_ptr<LinesOut>& file) {
        if (!path) return {};
        auto created = LinesOut::create(*path);
        if (!created) return created.error();
        file = std::move(*created);
        return {};
    }

    std::unique_ptr<LinesOut> m_alerts;
    std::unique_ptr<LinesOut> m_notifications;
};

/// What became of the rules, for people.
std::string reloadText(const feed::RulesReload& reload) {
    std::string text = reload.rules != nullptr
                           ? "rules reloaded: " + reload.report.summary()
                           : std::string("rules not reloaded, the ones loaded before stay in use:");
    for (const rules::Finding& finding : reload.findings)
        text += std::string("\n  ") + (finding.severity == rules::Severity::Error ? "error: " : "warning: ") +
                toString(finding);
    for (const rules::ReloadedRule& rule : reload.report.rules) {
        const bool asBefore = rule.outcome == rules::ReloadOutcome::Kept && !rule.changed;
        if (asBefore) continue;
        text += "\n  " + rule.id + ": " + toString(rule.outcome) + (rule.changed ? ", changed" : "") +
                "; alerts: " + std::to_string(rule.alertsKept) + " go on, " +
                std::to_string(rule.alertsEnded) + " end";
    }
    return text;
}

std::string marksText(const Result<notify::Marks>& marks) {
    if (!marks)
        return "silences and acknowledgements not reloaded, those loaded before stay in force: " +
               marks.error().detail;
    return "reloaded: " + std::to_string(marks->silences.size()) + " silences, " +
           std::to_string(marks->acknowledgements.size()) + " acknowledgements";
}

} // namespace

Result<std::unique_ptr<Session>> openSession(const std::optional<std::string>& folder) {
    auto session = Session::open(folder ? std::optional<std::filesystem::path>(*folder) : std::nullopt);
    if (!session) return session;
    if ((*session)->created())
        printNote((*session)->workspace().root.string() + ": new workspace with the starter rules");
    for (const rules::Finding& finding : (*session)->findings())
        printNote("warning: " + toString(finding));
    return session;
}

int runPipeline(const Session& session, runtime::PipelineConfig config,
                std::unique_ptr<collect::Source> source, std::unique_ptr<store::StoreWriter> store,
                const PipelineRun& options, const CommandContext& context) {
    OutputFiles files;
    if (const Status status = files.open(options); !status) return reportError(status.error(), options.json);
    if (files.any()) config.onOutput = [&files](const EngineOutput& output) { files.write(output); };
    config.onRulesReload = [](const feed::RulesReload& reload) { printNote(reloadText(reload)); };
    config.onMarksReload = [](const Result<notify::Marks>& marks) { printNote(marksText(marks)); };
    if (options.workers) config.limits.workers = *options.workers;
    if (!options.json) {
        printNote("source: " + source->describe());
        printNote(session.temporary() ? "workspace: temporary, removed at the end"
                                      : "workspace: " + session.workspace().root.string());
    }
    auto pipeline = runtime::Pipeline::start(std::move(config), std::move(source), std::move(store));
    watch(*pipeline, options, context.stop);
    const Status status = pipeline->join();
    const double seconds = pipeline->uptimeSeconds();

    if (const Status written = files.finish(); !written) return reportError(written.error(), options.json);
    // What was read before a failure is stored all the same, so the figures come in any case.
    if (options.json)
        printLine(summaryJson(pipeline->counters(), seconds));
    else
        printLine(summaryText(pipeline->counters(), seconds));
    if (!status) {
        printNote("eventflow: " + status.error().detail);
        return kFailure;
    }
    return context.stop.stop_requested() ? kInterrupted : kSuccess;
}

} // namespace eventflow::app
