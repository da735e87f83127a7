// eventflow: the engine without a screen.

#include "app/cli/command.h"

#include <CLI/CLI.hpp>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using eventflow::app::Command;

constexpr const char* kFooter = R"(
Exit codes:
  0    done
  1    the command could not do its work; the reason is on standard error
  2    the command line is wrong
  130  interrupted; what was read until then is processed and stored

Results go to standard output, notes and progress to standard error. With --json
every command prints its result as JSON, one object on the last line.)";

/// Turns SIGINT and SIGTERM into a stop request; a second one ends the process at once.
class SignalStop {
public:
    SignalStop() {
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGINT);
        sigaddset(&m_signals, SIGTERM);
        // Blocked here, before any other thread exists, so that only the waiting thread gets them.
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        m_waiter = std::jthread([this] { wait(); });
    }
    ~SignalStop() {
        m_ending = true;
        pthread_kill(m_waiter.native_handle(), SIGTERM);
    }
    SignalStop(const SignalStop&) = delete;
    SignalStop& operator=(const SignalStop&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

private:
    void wait() {
        int signal = 0;
        while (sigwait(&m_signals, &signal) == 0 && !m_ending)
            if (!m_stop.request_stop()) _exit(eventflow::app::kInterrupted);
    }

    sigset_t m_signals{};
    std::stop_source m_stop;
    std::atomic<bool> m_ending{false};
    std::jthread m_waiter;
};

} // namespace

int main(int argc, char** argv) {
    using namespace eventflow::app;
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App parser(
        "EventFlow takes event streams apart: read them from Kafka or from captures, watch their metrics,\n"
        "and prove alert rules on recorded data before they page anyone.",
        "eventflow");
    parser.set_version_flag("--version", "eventflow " EVENTFLOW_VERSION);
    parser.require_subcommand(1);
    parser.footer(kFooter);

    std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> commands;
    const auto add = [&](CLI::App& under, const char* name, const char* description, auto factory) {
        CLI::App* sub = under.add_subcommand(name, description);
        commands.emplace_back(sub, factory(*sub));
    };
    add(parser, "run", "Read from Kafka (or the built-in demo), evaluate the rules and store, until stopped",
        addRun);
    add(parser, "replay", "Play captures through the same pipeline and print what came of them", addReplay);
    add(parser, "generate", "Make a synthetic event stream: to a file, to standard output or to Kafka",
        addGenerate);
    add(parser, "query", "Evaluate a PromQL expression on what a workspace has stored", addQuery);
    add(parser, "consume",
        "Print the records of topics: ranges, the newest, a live tail, one key, what matches", addConsume);
    add(parser, "trace", "Follow an id over topics: every record that has it, the oldest first", addTrace);
    add(parser, "topics", "List the topics of a cluster with partitions and offsets, or change them",
        addTopics);
    CLI::App& topics = *commands.back().first;
    add(topics, "list", "List them (as without a further word)", addTopics);
    add(topics, "describe", "Say what is known of one: partitions, offsets, configuration", addTopicDescribe);
    add(topics, "profile", "Say what its records are like: rate, sizes, keys, headers, fields",
        addTopicProfile);
    add(topics, "create", "Make one", addTopicCreate);
    add(topics, "alter", "Change the configuration of one, or give it more partitions", addTopicAlter);
    add(topics, "delete", "Delete one, or its oldest records", addTopicDelete);
    add(topics, "ensure", "Make the topics of EventFlow's pipelines that are missing, compare the others",
        addTopicEnsure);
    CLI::App* groups =
        parser.add_subcommand("groups", "Look into consumer groups, move or delete their offsets");
    groups->require_subcommand(1);
    add(*groups, "list", "List them", addGroupsList);
    add(*groups, "describe", "Say who reads what, and how far behind", addGroupsDescribe);
    add(*groups, "lag", "Say how far behind one is, in records and in time, once or again and again",
        addGroupsLag);
    add(*groups, "stuck", "Find partitions that are not read on, and the record their consumer chokes on",
        addGroupsStuck);
    add(*groups, "reset", "Say where a group goes on reading", addGroupsReset);
    add(*groups, "delete", "Delete a group, or its offsets of one topic", addGroupsDelete);
    add(parser, "produce", "Write the lines of a file as records", addProduce);
    add(parser, "copy", "Copy records from one topic to another, also between clusters", addCopy);
    add(parser, "redrive", "Send dead letters back to the topics they came from", addRedrive);
    CLI::App* capture = parser.add_subcommand("capture", "Record topics into a file, and work on such files");
    capture->require_subcommand(1);
    add(*capture, "record", "Record topics: a range, a time, a live tail, a ring of the newest",
        addCaptureRecord);
    add(*capture, "copy", "Cut, filter, merge captures, or make one of what another tool wrote",
        addCaptureCopy);
    add(*capture, "info", "Say what is in a capture", addCaptureInfo);
    add(*capture, "verify", "Check every byte of a capture", addCaptureVerify);
    CLI::App* connections = parser.add_subcommand("connections", "Work on the connections of a workspace");
    connections->require_subcommand(1);
    add(*connections, "list", "List them, with the secrets each needs", addConnectionsList);
    add(*connections, "test", "Find out step by step whether a cluster can be used, and what a login may do",
        addConnectionsTest);
    add(*connections, "import", "Take over the configuration of a Java client, kcat or rpk",
        addConnectionsImport);
    add(*connections, "export", "Print one, without its secrets", addConnectionsExport);
    add(*connections, "remove", "Remove one from workspace.yaml", addConnectionsRemove);
    add(*connections, "secret", "Store or remove the secrets of a connection", addConnectionsSecret);
    CLI::App* rules = parser.add_subcommand("rules", "Work on rule files");
    rules->require_subcommand(1);
    add(*rules, "check", "Load rule files and report what is wrong with them", addRulesCheck);
    add(*rules, "test", "Run promtool test files, with more inputs and checks than promtool's", addRulesTest);
    add(*rules, "backtest", "Say what rules would have done on captures, and compare two versions of them",
        addRulesBacktest);
    add(*rules, "export", "Write rules and their tests for another engine", addRulesExport);
    add(*rules, "fmt", "Write expressions in their canonical form", addRulesFmt);
    add(*rules, "explain", "Say in words what a rule selects and computes", addRulesExplain);
    CLI::App* alerts = parser.add_subcommand("alerts", "Look into the alerts of a workspace");
    alerts->require_subcommand(1);
    add(*alerts, "list", "List alerts, or the steps they took", addAlertsList);
    add(*alerts, "explain", "Say why an alert took its steps: values, thresholds, windows, records",
        addAlertsExplain);
    add(*alerts, "acknowledge", "Say that somebody sees to an alert that fires, so that it is not repeated",
        addAlertsAcknowledge);
    add(*alerts, "unacknowledge", "Take that back", addAlertsUnacknowledge);
    CLI::App* silence =
        alerts->add_subcommand("silence", "Keep alerts from being told to anybody for a time");
    silence->require_subcommand(1);
    add(*silence, "add", "Silence alerts by their labels", addSilenceAdd);
    add(*silence, "list", "List silences, of the rule files too", addSilenceList);
    add(*silence, "expire", "End a silence", addSilenceExpire);

    CLI::App* schema = parser.add_subcommand("schema", "Work on schemas: files, and subjects of a registry");
    schema->require_subcommand(1);
    add(*schema, "check", "Say whether a schema may follow its earlier versions, and what breaks if not",
        addSchemaCheck);
    add(*schema, "diff", "Say what two versions differ in and what each difference breaks", addSchemaDiff);
    add(*schema, "infer", "Propose a schema from JSON values, or find where values drift from one",
        addSchemaInfer);
    add(*schema, "register", "Check a schema and register it; a dry run without --execute",
        addSchemaRegister);
    add(*schema, "list", "List the subjects of a registry, or the versions of a subject", addSchemaList);
    add(*schema, "show", "Print a schema, as its text or as a tree", addSchemaShow);

    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return parser.exit(error) == 0 ? kSuccess : kUsage;
    }
    const SignalStop signals;
    for (const auto& [sub, command] : commands)
        // A command with commands below it is meant only when none of those is.
        if (sub->parsed() && sub->get_subcommands().empty()) return command->run({signals.token()});
    return kUsage;
}
