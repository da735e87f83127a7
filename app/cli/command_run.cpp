#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/pipeline_run.h"
#include "app/session/connection_secrets.h"
#include "app/session/demo_stream.h"
#include "app/session/schema_lookup.h"
#include "pipelines/kafka/kafka_source.h"
#include "pipelines/runtime/system_clock.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class RunCommand final : public Command {
public:
    explicit RunCommand(CLI::App& parser) {
        parser.add_option(
            "--workspace", m_workspace,
            "Folder with connections, rules and settings; what is read is stored there and continued at the "
            "next start. Without it: the starter workspace in a temporary folder");
        auto* brokers = parser.add_option("--brokers", m_brokers,
                                          "Addresses of a cluster instead of the workspace's connection");
        parser
            .add_option("--connection", m_connection,
                        "Name of the workspace's connection; default: the first")
            ->excludes(brokers);
        parser.add_option("--topics", m_topics, "Topics to read; default: all that are not internal")
            ->delimiter(',');
        parser
            .add_option("--from", m_from,
                        "Where to begin in partitions that were not read before: earliest or latest")
            ->check(CLI::IsMember({"earliest", "latest"}))
            ->default_str("latest");
        parser.add_flag("--until-end", m_untilEnd,
                        "End when everything that is there at the start has been read");
        auto* demo =
            parser.add_flag("--demo", m_demo, "Read the sample incident from a broker inside this process");
        auto* embedded =
            parser.add_flag("--embedded-broker", m_embedded,
                            "Start an empty broker inside this process, print its address and read from it");
        demo->excludes(brokers)->excludes(embedded);
        embedded->excludes(brokers);
        parser.add_option("--duration", m_seconds, "Stop after this many seconds")
            ->check(CLI::Range(1, 31'536'000));
        parser.add_option("--workers", m_run.workers, "Threads that decode and normalize")
            ->check(CLI::Range(1, 64));
        parser.add_option("--alerts-out", m_run.alertsOut, "File for one JSON line per alert transition");
        parser.add_option("--notifications-out", m_run.notificationsOut,
                          "File for one JSON line per message that the rule files' route would send");
        parser.add_flag("--json", m_run.json, "End with one JSON object on standard output");
        parser.footer(
            "\nReading disturbs nobody: no group is joined, no offset committed, no topic created.\n\n"
            "Examples:\n"
            "  eventflow run --demo --duration 30\n"
            "  eventflow run --brokers kafka:9092 --topics ingest.raw.agent --workspace ./prod");
    }

    int run(const CommandContext& context) override {
        if (m_seconds > 0) m_run.duration = std::chrono::seconds(m_seconds);
        auto session = openSession(m_workspace);
        if (!session) return reportError(session.error(), m_run.json);
        auto source = makeSource(**session);
        if (!source) return reportError(source.error(), m_run.json);
        auto store = (*session)->openStore();
        if (!store) return reportError(store.error(), m_run.json);

        const runtime::SystemClock clock;
        runtime::PipelineConfig config = (*session)->pipelineConfig();
        config.live = true;
        config.wallClock = &clock;
        config.decoding.schemas = m_schemas;
        return runPipeline(**session, std::move(config), std::move(*source), std::move(*store), m_run,
                           context);
    }

private:
    Result<std::unique_ptr<collect::Source>> makeSource(const Session& session) {
        if (m_demo) {
            auto demo = DemoStream::start();
            if (!demo) return demo.error();
            m_demoStream = std::move(*demo);
            printNote("broker: " + m_demoStream->bootstrapServers());
            return m_demoStream->makeSource();
        }
        kafka::KafkaSourceOptions options;
        options.topics = m_topics;
        options.stopAtEnd = m_untilEnd;
        options.start = m_from == "earliest" ? kafka::StartAt::Earliest : kafka::StartAt::Latest;
        if (m_embedded) {
            auto broker = kafka::EmbeddedBroker::start();
            if (!broker) return broker.error();
            m_broker = std::move(*broker);
            if (Status status = createSimulatorTopics(*m_broker); !status) return status.error();
            printNote("broker: " + m_broker->bootstrapServers());
            options.access.bootstrapServers = m_broker->bootstrapServers();
            options.start = kafka::StartAt::Earliest;
        } else if (!m_brokers.empty()) {
            options.access.bootstrapServers = m_brokers;
        } else {
            if (Status status = useConnection(session, options); !status) return status.error();
        }
        return kafka::makeKafkaSource(std::move(options));
    }

    Status useConnection(const Session& session, kafka::KafkaSourceOptions& options) {
        const auto& connections = session.workspace().connections;
        if (connections.empty() && m_connection.empty())
            return Error{ErrorCode::InvalidArgument,
                         "nothing to read: give --brokers, --demo, or a workspace with a connection"};
        const auto connection = findConnection(connections, m_connection, m_workspace.value_or("workspace"));
        if (!connection) return connection.error();
        auto secrets = collectSecrets(*connection, askOnTerminal);
        if (!secrets) return secrets.error();
        auto access = kafka::makeClusterAccess(*connection, *secrets);
        if (!access) return access.error();
        options.access = std::move(*access);
        auto schemas = openSchemaLookup(*connection, *secrets);
        if (!schemas) return schemas.error();
        m_schemas = std::move(*schemas);
        if (m_topics.empty()) options.topics = connection->topics;
        return {};
    }

    std::optional<std::string> m_workspace;
    std::string m_brokers;
    std::string m_connection;
    std::vector<std::string> m_topics;
    std::string m_from = "latest";
    int m_seconds = 0;
    bool m_untilEnd = false;
    bool m_demo = false;
    bool m_embedded = false;
    PipelineRun m_run;
    std::shared_ptr<codec::SchemaLookup> m_schemas;
    std::unique_ptr<DemoStream> m_demoStream;
    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
};

} // namespace

std::unique_ptr<Command> addRun(CLI::App& parser) {
    return std::make_unique<RunCommand>(parser);
}

} // namespace eventflow::app
