#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/record_printer.h"
#include "app/cli/scan_summary.h"
#include "app/cli/scan_text.h"
#include "pipelines/browse/browser.h"
#include "pipelines/kafka/metadata.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace eventflow::app {

namespace {

constexpr std::size_t kShortestId = 4;

class TraceCommand final : public Command {
public:
    explicit TraceCommand(CLI::App& parser) {
        parser.add_option("ID", m_id, "A trace id, a correlation id, an order number …")->required();
        parser.add_option("TOPIC", m_topics, "Topics to look in; default: all that are not internal");
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_option("--from", m_from, "Where to begin: -1h, a time, beginning, end-1000")
            ->capture_default_str();
        parser.add_option("--to", m_to, "Where to end, as --from; default: the end there is now");
        parser.add_option("--timeout", m_timeoutSeconds, "Seconds to wait for the cluster")
            ->capture_default_str()
            ->check(CLI::Range(1, 600));
        parser.add_option("-n,--count", m_count, "Stop after that many records")->capture_default_str();
        parser.add_option("--max-bytes", m_maxBytes, "Stop after reading that much: 500K, 64M, 2G");
        parser.add_option("--rate", m_rate, "Read at most that much a second");
        parser.add_option("--format", m_format, "table, json, kcat, csv, raw or hex")
            ->check(CLI::IsMember({"table", "json", "kcat", "csv", "raw", "hex"}))
            ->capture_default_str();
        parser.add_flag("-q,--quiet", m_quiet, "No summary on standard error");
        parser.footer(
            "\nPrints every record that has the id in its key, value or headers, of all topics together, the "
            "oldest\nfirst: the way of one request. The id is looked for as bytes; in Avro and Protobuf "
            "texts "
            "stand as they\nare, in compressed values they do not. Reads only: no group is joined.\n\n"
            "Example:\n"
            "  eventflow trace 4bf92f3577b34da6 orders payments --from -15m --brokers kafka:9092");
    }

    int run(const CommandContext& context) override {
        auto request = this->request();
        if (!request) {
            printNote("eventflow: " + request.error().detail);
            return kUsage;
        }
        if (!m_cluster.given()) return kUsage;
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), false);
        if (const Status status = addTopics(*access, *request); !status)
            return reportError(status.error(), false);
        std::stop_source stop;
        const std::stop_callback interrupted(context.stop, [&] { stop.request_stop(); });
        const auto schemas = m_cluster.schemas();
        if (!schemas) return reportError(schemas.error(), false);
        const PrintStyle style{browse::recordFormatOf(m_format).value_or(browse::RecordFormat::Json),
                               m_format == "table", false, true};
        RecordPrinter printer(style, *schemas, [&] { stop.request_stop(); });
        browse::ScanProgress progress;
        const auto end = scan(*access, *request, printer, progress, stop.get_token());
        printer.flush();
        if (!m_quiet) printScanSummary(progress, end);
        if (!end) return reportError(end.error(), false);
        return context.stop.stop_requested() ? kInterrupted : kSuccess;
    }

private:
    [[nodiscard]] Result<browse::ScanRequest> request() const {
        if (m_id.size() < kShortestId)
            return Error{ErrorCode::InvalidArgument,
                         "an id of less than 4 characters is found everywhere; use `consume --grep`"};
        const Timestamp now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
        browse::ScanRequest request;
        request.order = browse::ScanOrder::OldestFirst;
        request.limits.matches = m_count;
        const auto from = parseBound("--from", m_from, now);
        if (!from) return from.error();
        request.from = *from;
        if (!m_to.empty()) {
            const auto to = parseBound("--to", m_to, now);
            if (!to) return to.error();
            request.to = *to;
        }
        for (const auto& [option, text, into] :
             {std::tuple("--max-bytes", &m_maxBytes, &request.limits.bytes),
              std::tuple("--rate", &m_rate, &request.limits.bytesPerSecond)}) {
            if (text->empty()) continue;
            const auto bytes = parseBytes(option, *text);
            if (!bytes) return bytes.error();
            *into = *bytes;
        }
        return request;
    }

    [[nodiscard]] std::chrono::seconds timeout() const { return std::chrono::seconds(m_timeoutSeconds); }

    Status addTopics(const kafka::ClusterAccess& access, browse::ScanRequest& request) const {
        for (const std::string& topic : m_topics)
            request.topics.push_back({topic, {}});
        if (!m_topics.empty()) return {};
        const auto topics = kafka::listTopics(access, timeout());
        if (!topics) return topics.error();
        for (const admin::TopicInfo& topic : *topics)
            if (!topic.internal && !topic.denied && !topic.partitions.empty())
                request.topics.push_back({topic.name, {}});
        if (!request.topics.empty()) return {};
        return Error{ErrorCode::NotFound, "there are no topics that this login may see"};
    }

    Result<browse::ScanEnd> scan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                 browse::MatchSink& sink, browse::ScanProgress& progress,
                                 const std::stop_token& stop) const {
        browse::FilterRequest wanted;
        wanted.text = browse::TextQuery{m_id, false};
        auto compiled = browse::RecordFilter::compile(wanted);
        if (!compiled) return compiled.error();
        auto cluster = browse::ClusterReader::open(
            access, browse::bulkTuning(request.isolation, request.limits.bytesPerSecond));
        if (!cluster) return cluster.error();
        if (Status status = (*cluster)->connect(timeout(), stop); !status) return status.error();
        const auto plan = browse::planScan(**cluster, request, timeout());
        if (!plan) return plan.error();
        return browse::runScan(**cluster, *plan, request, **compiled, sink, progress, stop);
    }

    ClusterChoice m_cluster;
    std::string m_id;
    std::vector<std::string> m_topics;
    std::string m_from = "-1h";
    std::string m_to;
    std::string m_maxBytes;
    std::string m_rate;
    std::string m_format = "table";
    int m_timeoutSeconds = 10;
    std::uint64_t m_count = 1000;
    bool m_quiet = false;
};

} // namespace

std::unique_ptr<Command> addTrace(CLI::App& parser) {
    return std::make_unique<TraceCommand>(parser);
}

} // namespace eventflow::app
