#include "app/cli/command.h"
#include "app/cli/pipeline_run.h"
#include "app/session/replay_store.h"
#include "pipelines/collect/file_source.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace eventflow::app {

namespace {

/// Small batches when the replay is paced, so that a slow one moves smoothly.
constexpr std::size_t kPacedBatchRecords = 64;

class ReplayCommand final : public Command {
public:
    explicit ReplayCommand(CLI::App& parser) {
        parser
            .add_option(
                "FILE", m_files,
                "Captures: .mcap, merged by time, or NDJSON and what kcat, rpk, AKHQ and the like wrote, one "
                "after another; also .gz and .zst")
            ->required();
        parser.add_option(
            "--workspace", m_workspace,
            "Folder with rules and settings; the result is stored there. A new or empty folder gets the "
            "starter rules. Without it: the starter workspace in a temporary folder");
        parser
            .add_option("--speed", m_speed, "How fast event time runs: max, or a factor (1 is as recorded)")
            ->default_str("max");
        parser
            .add_option("--workers", m_run.workers,
                        "Threads that decode and normalize; the result does not depend on it")
            ->check(CLI::Range(1, 64));
        parser.add_option("--alerts-out", m_run.alertsOut, "File for one JSON line per alert transition");
        parser.add_option("--notifications-out", m_run.notificationsOut,
                          "File for one JSON line per message that the rule files' route would send");
        parser.add_flag("--json", m_run.json, "End with one JSON object on standard output");
        parser.footer("\nA replay that was interrupted goes on where it stopped when the same command is "
                      "given again; one\n"
                      "that was finished starts anew.\n\n"
                      "Example: eventflow replay incident.ndjson.zst --workspace ./incident --alerts-out "
                      "alerts.ndjson");
    }

    int run(const CommandContext& context) override {
        const auto speed = parseSpeed();
        if (!speed) {
            printNote("eventflow: " + speed.error().detail);
            return kUsage;
        }
        auto session = openSession(m_workspace);
        if (!session) return reportError(session.error(), m_run.json);

        collect::FileSourceOptions options;
        options.maxRecordBytes = (*session)->workspace().limits.maxRecordBytes;
        if (*speed > 0) options.batchRecords = kPacedBatchRecords;
        auto source = collect::makeFileSource({m_files.begin(), m_files.end()}, options);
        if (!source) return reportError(source.error(), m_run.json);
        auto store = openReplayStore(**session, (*source)->id());
        if (!store) return reportError(store.error(), m_run.json);

        runtime::PipelineConfig config = (*session)->pipelineConfig();
        config.speed = *speed;
        return runPipeline(**session, std::move(config), std::move(*source), std::move(*store), m_run,
                           context);
    }

private:
    /// 0 for max.
    [[nodiscard]] Result<double> parseSpeed() const {
        if (m_speed == "max") return 0.0;
        double factor = 0;
        const char* end = m_speed.data() + m_speed.size();
        const auto parsed = std::from_chars(m_speed.data(), end, factor);
        if (parsed.ec == std::errc{} && parsed.ptr == end && factor > 0 && factor <= 1e9) return factor;
        return Error{ErrorCode::InvalidArgument, "--speed " + m_speed + ": give max or a number above 0"};
    }

    std::vector<std::string> m_files;
    std::optional<std::string> m_workspace;
    std::string m_speed = "max";
    PipelineRun m_run;
};

} // namespace

std::unique_ptr<Command> addReplay(CLI::App& parser) {
    return std::make_unique<ReplayCommand>(parser);
}

} // namespace eventflow::app
