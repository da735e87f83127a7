#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/session/simulation_producer.h"
#include "pipelines/collect/capture_sink.h"
#include "pipelines/collect/simulator.h"

#include <CLI/CLI.hpp>

#include <map>
#include <optional>

namespace eventflow::app {

namespace {

class GenerateCommand final : public Command {
public:
    explicit GenerateCommand(CLI::App& parser) {
        m_options.events = kDefaultEvents;
        parser
            .add_option("--incident", m_incident,
                        "none, saturation, leak, error-burst, silent-host, schema-break or all")
            ->default_str("none");
        parser.add_option("--seed", m_options.seed, "The same seed gives the same bytes")
            ->capture_default_str();
        parser.add_option("--events", m_options.events, "How many records")->capture_default_str();
        parser
            .add_option("--hosts", m_options.hosts,
                        "Size of the fleet; each host gives about 0.6 records a second of event time")
            ->capture_default_str()
            ->check(CLI::Range(1, 100'000));
        parser.add_option("--start", m_start, "Event time of the beginning, ISO 8601")
            ->default_str("2026-01-01T00:00:00Z");
        parser
            .add_option("--rate", m_rate,
                        "Records a second of wall time, 1 to 1000000; without it as fast as possible")
            ->check(CLI::Range(1.0, 1'000'000.0));
        parser
            .add_option("--duplicates", m_duplicates,
                        "Share of payments and logs that is delivered twice, 0 to 1")
            ->check(CLI::Range(0.0, 1.0));
        parser.add_option("--corrupt", m_corrupt, "Share of damaged records, 0 to 1")
            ->check(CLI::Range(0.0, 1.0));
        auto* output = parser
                           .add_option("-o,--output", m_output,
                                       "File to write; - is standard output. .gz and .zst compress")
                           ->default_str("-");
        parser
            .add_option("--format", m_format,
                        "ndjson (values only) or kcat (with topic, partition, offset, time, key)")
            ->check(CLI::IsMember({"ndjson", "kcat"}))
            ->default_str("ndjson");
        parser.add_option("--brokers", m_brokers, "Produce to this Kafka cluster instead of a file")
            ->excludes(output);
        parser.add_flag("--create-topics", m_createTopics,
                        "Let the cluster create topics that are not there");
        parser.add_flag("--json", m_json,
                        "End with one JSON object (not with standard output as the target)");
        parser.footer(
            "\nExamples:\n"
            "  eventflow generate --incident saturation --seed 7 --events 1000000 -o cap.ndjson.zst\n"
            "  eventflow generate --events 1000 | head\n"
            "  eventflow generate --rate 5000 --brokers 127.0.0.1:9092 --create-topics");
    }

    int run(const CommandContext& context) override {
        if (Status status = complete(); !status) {
            printNote("eventflow: " + status.error().detail);
            return kUsage;
        }
        return m_brokers.empty() ? toFile(context.stop) : toKafka(context.stop);
    }

private:
    Status complete() {
        const auto incident = collect::parseIncidentKind(m_incident);
        if (!incident)
            return Error{ErrorCode::InvalidArgument, "--incident " + m_incident + ": not known; see --help"};
        m_options.incident = *incident;
        const auto start = parseIso8601(m_start);
        if (!start)
            return Error{ErrorCode::InvalidArgument,
                         "--start " + m_start + ": not a time like 2026-01-01T00:00:00Z"};
        m_options.start = *start;
        const auto perMillion = [](double share) { return static_cast<unsigned>(share * 1e6 + 0.5); };
        if (m_duplicates) m_options.duplicatesPerMillion = perMillion(*m_duplicates);
        if (m_corrupt) m_options.corruptedPerMillion = perMillion(*m_corrupt);
        return collect::validate(m_options);
    }

    [[nodiscard]] int toFile(std::stop_token stop) const {
        const bool toStdout = m_output == "-";
        collect::CaptureTarget target;
        if (!toStdout) target.file = m_output;
        target.format = m_format == "kcat" ? collect::LineFormat::Kcat : collect::LineFormat::Ndjson;
        if (!toStdout) target.compression = collect::compressionBySuffix(target.file);
        target.pacing.eventsPerSecond = m_rate.value_or(0);
        const auto started = std::chrono::steady_clock::now();
        const auto written = collect::writeCapture(m_options, target, stop);
        if (!written) return reportError(written.error(), m_json && !toStdout);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
        return toStdout ? kSuccess : report(written->records, written->bytes, m_output, seconds.count());
    }

    [[nodiscard]] int toKafka(std::stop_token stop) const {
        kafka::ProducerOptions options;
        options.createTopics = m_createTopics;
        // That it shall write is what its --brokers says.
        const config::Connection connection = namedByAddress(m_brokers, false);
        const auto permit = config::WritePermit::forConnection(connection);
        if (!permit) return reportError(permit.error(), m_json);
        const auto access = kafka::makeClusterAccess(connection, {});
        if (!access) return reportError(access.error(), m_json);
        auto producer = kafka::KafkaProducer::create(*access, *permit, options);
        if (!producer) return reportError(producer.error(), m_json);
        const auto started = std::chrono::steady_clock::now();
        const auto produced = produceSimulation(m_options, {m_rate.value_or(0), 0}, **producer, stop);
        if (!produced) return reportError(produced.error(), m_json);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - started;
        return report(produced->records, produced->bytes, m_brokers, seconds.count());
    }

    [[nodiscard]] int report(std::uint64_t records, std::uint64_t bytes, const std::string& target,
                             double seconds) const {
        if (m_json) {
            JsonWriter json;
            json.beginObject();
            json.key("records").number(records).key("bytes").number(bytes);
            json.key("target").string(target).key("seconds").number(seconds);
            json.endObject();
            printLine(json.text());
        } else {
            printNote(std::to_string(records) + " records, " + std::to_string(bytes) + " bytes to " + target);
        }
        return kSuccess;
    }

    static constexpr std::uint64_t kDefaultEvents = 100'000;

    collect::SimulatorOptions m_options;
    std::string m_incident = "none";
    std::string m_start = "2026-01-01T00:00:00Z";
    std::string m_output = "-";
    std::string m_format = "ndjson";
    std::string m_brokers;
    std::optional<double> m_rate;
    std::optional<double> m_duplicates;
    std::optional<double> m_corrupt;
    bool m_createTopics = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addGenerate(CLI::App& parser) {
    return std::make_unique<GenerateCommand>(parser);
}

} // namespace eventflow::app
