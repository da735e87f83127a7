#pragma once

#include "core/base/json_writer.h"
#include "core/base/result.h"
#include "core/base/time.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace CLI { // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace eventflow::app {

/// What a process says to its caller. Documented in `eventflow --help`.
enum ExitCode : int {
    kSuccess = 0,
    kFailure = 1, ///< the command could not do its work; the reason is on standard error
    kUsage = 2,   ///< the command line is wrong
    kInterrupted = 130,
};

/// What every command gets.
struct CommandContext {
    /// Stopped by SIGINT and SIGTERM: finish what is under way and end.
    std::stop_token stop;
};

/// One sub-command: its options are bound to members by the factory, run() does the work.
class Command {
public:
    Command() = default;
    Command(const Command&) = delete;
    Command& operator=(const Command&) = delete;
    virtual ~Command() = default;
    virtual int run(const CommandContext& context) = 0;
};

/// Adds a sub-command's options to its parser and returns what runs it.
std::unique_ptr<Command> addRun(CLI::App& parser);
std::unique_ptr<Command> addReplay(CLI::App& parser);
std::unique_ptr<Command> addGenerate(CLI::App& parser);
std::unique_ptr<Command> addQuery(CLI::App& parser);
std::unique_ptr<Command> addTopics(CLI::App& parser);
std::unique_ptr<Command> addConsume(CLI::App& parser);
std::unique_ptr<Command> addTrace(CLI::App& parser);
std::unique_ptr<Command> addTopicDescribe(CLI::App& parser);
std::unique_ptr<Command> addTopicProfile(CLI::App& parser);
std::unique_ptr<Command> addTopicCreate(CLI::App& parser);
std::unique_ptr<Command> addTopicAlter(CLI::App& parser);
std::unique_ptr<Command> addTopicDelete(CLI::App& parser);
std::unique_ptr<Command> addTopicEnsure(CLI::App& parser);
std::unique_ptr<Command> addGroupsList(CLI::App& parser);
std::unique_ptr<Command> addGroupsDescribe(CLI::App& parser);
std::unique_ptr<Command> addGroupsLag(CLI::App& parser);
std::unique_ptr<Command> addGroupsStuck(CLI::App& parser);
std::unique_ptr<Command> addGroupsReset(CLI::App& parser);
std::unique_ptr<Command> addGroupsDelete(CLI::App& parser);
std::unique_ptr<Command> addProduce(CLI::App& parser);
std::unique_ptr<Command> addCopy(CLI::App& parser);
std::unique_ptr<Command> addRedrive(CLI::App& parser);
std::unique_ptr<Command> addConnectionsList(CLI::App& parser);
std::unique_ptr<Command> addConnectionsTest(CLI::App& parser);
std::unique_ptr<Command> addConnectionsImport(CLI::App& parser);
std::unique_ptr<Command> addConnectionsExport(CLI::App& parser);
std::unique_ptr<Command> addConnectionsRemove(CLI::App& parser);
std::unique_ptr<Command> addConnectionsSecret(CLI::App& parser);
std::unique_ptr<Command> addCaptureRecord(CLI::App& parser);
std::unique_ptr<Command> addCaptureCopy(CLI::App& parser);
std::unique_ptr<Command> addCaptureInfo(CLI::App& parser);
std::unique_ptr<Command> addCaptureVerify(CLI::App& parser);
std::unique_ptr<Command> addRulesCheck(CLI::App& parser);
std::unique_ptr<Command> addRulesTest(CLI::App& parser);
std::unique_ptr<Command> addRulesBacktest(CLI::App& parser);
std::unique_ptr<Command> addRulesExport(CLI::App& parser);
std::unique_ptr<Command> addRulesFmt(CLI::App& parser);
std::unique_ptr<Command> addRulesExplain(CLI::App& parser);
std::unique_ptr<Command> addAlertsList(CLI::App& parser);
std::unique_ptr<Command> addAlertsExplain(CLI::App& parser);
std::unique_ptr<Command> addAlertsAcknowledge(CLI::App& parser);
std::unique_ptr<Command> addAlertsUnacknowledge(CLI::App& parser);
std::unique_ptr<Command> addSilenceAdd(CLI::App& parser);
std::unique_ptr<Command> addSilenceList(CLI::App& parser);
std::unique_ptr<Command> addSilenceExpire(CLI::App& parser);
std::unique_ptr<Command> addSchemaCheck(CLI::App& parser);
std::unique_ptr<Command> addSchemaDiff(CLI::App& parser);
std::unique_ptr<Command> addSchemaInfer(CLI::App& parser);
std::unique_ptr<Command> addSchemaRegister(CLI::App& parser);
std::unique_ptr<Command> addSchemaList(CLI::App& parser);
std::unique_ptr<Command> addSchemaShow(CLI::App& parser);

/// ISO 8601, or seconds, milliseconds, … since the epoch.
std::optional<Timestamp> parseTime(const std::string& text);
/// Prints the error on standard error and, with `json`, as an object on standard output; returns kFailure.
int reportError(const Error& error, bool json);
/// Prints a line on standard output.
void printLine(const std::string& line);
/// False when it was stopped before.
bool waitUntil(std::chrono::steady_clock::time_point time, const std::stop_token& stop);
/// Prints a line on standard error: progress and notes, never results.
void printNote(const std::string& line);

} // namespace eventflow::app
