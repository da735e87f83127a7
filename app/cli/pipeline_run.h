#pragma once

#include "app/cli/command.h"
#include "app/session/session.h"
#include "pipelines/collect/source.h"

#include <memory>
#include <optional>
#include <string>

namespace eventflow::app {

/// What `run` and `replay` have in common.
struct PipelineRun {
    std::optional<std::string> alertsOut;
    std::optional<std::string> notificationsOut;
    std::optional<unsigned> workers;
    std::optional<std::chrono::seconds> duration; ///< stop by itself after this time
    bool json = false;
};

/// Runs the source through the session's pipeline to its end (or the stop), with progress on standard error
/// when it is a terminal, and prints the summary. Returns the exit code.
int runPipeline(const Session& session, runtime::PipelineConfig config,
                std::unique_ptr<collect::Source> source, std::unique_ptr<store::StoreWriter> store,
                const PipelineRun& options, const CommandContext& context);

/// Opens the session and says on standard error what is worth knowing about it.
Result<std::unique_ptr<Session>> openSession(const std::optional<std::string>& folder);

} // namespace eventflow::app
