#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "pipelines/kafka/connection_test.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace eventflow::app {

namespace {

const char* sign(admin::CheckState state) {
    switch (state) {
    case admin::CheckState::Passed:
        return "ok     ";
    case admin::CheckState::Warning:
        return "warning";
    case admin::CheckState::Failed:
        return "FAILED ";
    case admin::CheckState::Skipped:
        break;
    }
    return "-      ";
}

const char* word(admin::Access access) {
    switch (access) {
    case admin::Access::Allowed:
        return "allowed";
    case admin::Access::Denied:
        return "denied";
    case admin::Access::Unknown:
        break;
    }
    return "unknown";
}

class TestCommand final : public Command {
public:
    explicit TestCommand(CLI::App& parser) {
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_option("--topic", m_topics,
                          "Look at the permissions on these topics; without it, on the first few");
        parser.add_option("--timeout", m_timeoutSeconds, "Seconds to wait in each step")
            ->capture_default_str()
            ->check(CLI::Range(1, 600));
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer(
            "\nGoes the way of the connection step by step and says what is wrong first: names, network, "
            "TLS,\n"
            "login, the addresses that brokers advertise, permissions. Reads only. Exit code 1 when a step\n"
            "fails.");
    }

    int run(const CommandContext& context) override {
        if (!m_cluster.given()) {
            printNote("eventflow: give --brokers or --workspace");
            return kUsage;
        }
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), m_json);
        kafka::ConnectionTestOptions options;
        options.timeout = std::chrono::seconds(m_timeoutSeconds);
        options.topics = m_topics;
        options.stop = context.stop;
        if (!m_json) options.onStep = printStep;
        const admin::ConnectionReport report = kafka::testConnection(*access, options);
        if (m_json)
            printJson(report);
        else if (!report.capabilities.empty())
            printCapabilities(report.capabilities);
        return report.connected() ? kSuccess : kFailure;
    }

private:
    static void printStep(const admin::CheckResult& result) {
        std::string name = toString(result.step);
        name.resize(12, ' ');
        printLine(std::string(sign(result.state)) + "  " + name + result.summary);
        for (const std::string& detail : result.details)
            printLine(std::string(21, ' ') + detail);
    }

    static void printCapabilities(const std::vector<admin::Capability>& capabilities) {
        Table table({"REQUEST", "", "NEEDS", "WITHOUT IT"});
        for (const admin::Capability& capability : capabilities) {
            const bool allowed = capability.access == admin::Access::Allowed;
            table.add({capability.name, word(capability.access), allowed ? "" : capability.permission,
                       allowed ? "" : capability.consequence});
        }
        printLine("\n" + table.text());
    }

    static void printJson(const admin::ConnectionReport& report) {
        JsonWriter json;
        json.beginObject().key("connected").boolean(report.connected()).key("steps").beginArray();
        for (const admin::CheckResult& result : report.steps) {
            json.beginObject()
                .key("step")
                .string(toString(result.step))
                .key("state")
                .string(toString(result.state));
            json.key("summary").string(result.summary).key("ms").number(std::int64_t{result.spent.count()});
            json.key("details").beginArray();
            for (const std::string& detail : result.details)
                json.string(detail);
            json.endArray().endObject();
        }
        json.endArray().key("capabilities").beginArray();
        for (const admin::Capability& capability : report.capabilities) {
            json.beginObject()
                .key("name")
                .string(capability.name)
                .key("access")
                .string(word(capability.access));
            json.key("permission")
                .string(capability.permission)
                .key("consequence")
                .string(capability.consequence);
            json.key("reason").string(capability.reason).endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    ClusterChoice m_cluster;
    std::vector<std::string> m_topics;
    int m_timeoutSeconds = 5;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addConnectionsTest(CLI::App& parser) {
    return std::make_unique<TestCommand>(parser);
}

} // namespace eventflow::app
