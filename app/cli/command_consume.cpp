#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/console_text.h"
#include "app/cli/record_printer.h"
#include "app/cli/scan_summary.h"
#include "app/cli/scan_text.h"
#include "pipelines/browse/estimate.h"
#include "pipelines/browse/key_lookup.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <optional>
#include <utility>

namespace eventflow::app {
namespace {

using browse::ScanEnd;

class ConsumeCommand final : public Command {
public:
    explicit ConsumeCommand(CLI::App& parser) {
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_option("--timeout", m_timeoutSeconds, "Seconds to wait for the cluster")
            ->capture_default_str()
            ->check(CLI::Range(1, 600));
        addSelection(parser);
        addLimits(parser);
        addOutput(parser);
        parser.footer(
            "\nReads only: no group is joined, nothing is committed, no topic is created.\n"
            "Without --from, --newest or --follow it reads everything, oldest first in each partition.");
    }

    int run(const CommandContext& context) override;

private:
    void addSelection(CLI::App& parser);
    void addLimits(CLI::App& parser);
    void addOutput(CLI::App& parser);
    [[nodiscard]] Result<browse::ScanRequest> request() const;
    Status applyLimits(browse::ScanRequest& request) const;
    [[nodiscard]] browse::FilterRequest filter() const;
    [[nodiscard]] std::chrono::seconds timeout() const { return std::chrono::seconds(m_timeoutSeconds); }
    [[nodiscard]] Result<std::shared_ptr<codec::SchemaLookup>> schemas() const;
    Result<ScanEnd> scan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                         const browse::FilterRequest& wanted, browse::MatchSink& sink,
                         browse::ScanProgress& progress, const std::stop_token& stop);
    int printEstimate(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                      const std::stop_token& stop) const;

    ClusterChoice m_cluster;
    int m_timeoutSeconds = 10;
    std::vector<std::string> m_topics;
    std::string m_from;
    std::string m_to;
    std::optional<std::uint64_t> m_count;
    bool m_newest = false;
    bool m_sorted = false;
    bool m_follow = false;
    bool m_uncommitted = false;
    std::vector<std::int32_t> m_partitions;
    std::optional<std::string> m_key;
    std::string m_partitioner = "murmur2";
    std::string m_filter;
    std::string m_grep;
    bool m_ignoreCase = false;
    std::string m_format = "json";
    std::string m_avro;
    std::string m_protobuf;
    std::string m_message;
    bool m_asBytes = false;
    bool m_estimate = false;
    bool m_quiet = false;
    std::string m_maxBytes;
    std::string m_rate;
    std::string m_timeout;
};

void ConsumeCommand::addSelection(CLI::App& parser) {
    parser.add_option("TOPIC", m_topics, "Topics to read")->required();
    parser.add_option("--from", m_from,
                      "Where to begin: beginning, end, an offset, end-100, -5m, a time (ISO 8601, @epoch)");
    parser.add_option("--to", m_to, "Where to end, as --from; default: the end there is now");
    parser.add_option("-n,--count", m_count, "Stop after that many records that match");
    auto* newest = parser.add_flag("--newest", m_newest, "Newest first, merged over partitions by timestamp");
    parser.add_flag("--sorted", m_sorted, "Oldest first, merged over partitions by timestamp")
        ->excludes(newest);
    parser.add_flag("-f,--follow", m_follow, "Go on with what is produced; without --from only that")
        ->excludes(newest);
    parser.add_option("-p,--partition", m_partitions, "Only these partitions")->delimiter(',');
    parser.add_flag("--uncommitted", m_uncommitted, "Records of open and aborted transactions, too");
    parser.add_option("--key", m_key, "Only this key; reads only the partition it belongs to");
    parser.add_option("--partitioner", m_partitioner, "How the producer chose it: murmur2, crc32 or fnv1a")
        ->check(CLI::IsMember({"murmur2", "crc32", "fnv1a"}))
        ->capture_default_str();
    parser.add_option("--filter", m_filter, "CEL: payload.amount > 100 && headers.source == \"web\"");
    parser.add_option("--grep", m_grep, "Bytes in key, value or headers");
    parser.add_flag("-i,--ignore-case", m_ignoreCase, "Of --grep, for ASCII letters");
}

void ConsumeCommand::addLimits(CLI::App& parser) {
    parser.add_flag("--estimate", m_estimate, "Say how much would be read, and read a few samples only");
    parser.add_option("--max-bytes", m_maxBytes, "Stop after reading that much: 500K, 64M, 2G");
    parser.add_option("--rate", m_rate, "Read at most that much a second");
    parser.add_option("--max-time", m_timeout, "Stop after that time: 30s, 5m");
}

void ConsumeCommand::addOutput(CLI::App& parser) {
    parser.add_option("--format", m_format, "json, kcat, raw, csv, hex or table")
        ->check(CLI::IsMember({"json", "kcat", "raw", "csv", "hex", "table"}))
        ->capture_default_str();
    auto* avro = parser.add_option("--avro", m_avro, "Values are Avro of the schema in this file");
    auto* protobuf =
        parser.add_option("--protobuf", m_protobuf,
                          "Values are Protobuf of these .proto files (one, or a folder of them) or of this "
                          "descriptor set");
    avro->excludes(protobuf);
    parser.add_option("--message", m_message, "Which message of --protobuf, by its full name")
        ->needs(protobuf);
    parser.add_flag("--as-bytes", m_asBytes,
                    "Keys and values as they came; else what is Avro, Protobuf, MessagePack or "
                    "CBOR becomes JSON in the formats json, csv and table");
    parser.add_flag("-q,--quiet", m_quiet, "No summary on standard error");
}

Result<browse::ScanRequest> ConsumeCommand::request() const {
    const Timestamp now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    browse::ScanRequest request;
    for (const std::string& topic : m_topics)
        request.topics.push_back({topic, m_partitions});
    request.order = m_newest   ? browse::ScanOrder::NewestFirst
                    : m_sorted ? browse::ScanOrder::OldestFirst
                               : browse::ScanOrder::AsRead;
    request.follow = m_follow;
    if (m_uncommitted) request.isolation = browse::Isolation::ReadUncommitted;
    if (m_follow && m_from.empty()) request.from = browse::Bound::end();
    if (!m_from.empty()) {
        const auto from = parseBound("--from", m_from, now);
        if (!from) return from.error();
        request.from = *from;
    }
    if (!m_to.empty()) {
        if (m_follow) return Error{ErrorCode::InvalidArgument, "--to and --follow exclude each other"};
        const auto to = parseBound("--to", m_to, now);
        if (!to) return to.error();
        request.to = *to;
    }
    if (m_follow && m_sorted)
        return Error{ErrorCode::InvalidArgument, "--sorted and --follow exclude each other"};
    if (Status status = applyLimits(request); !status) return status.error();
    return request;
}

Status ConsumeCommand::applyLimits(browse::ScanRequest& request) const {
    request.limits.matches = m_count.value_or(0);
    if (!m_maxBytes.empty()) {
        const auto bytes = parseBytes("--max-bytes", m_maxBytes);
        if (!bytes) return bytes.error();
        request.limits.bytes = *bytes;
    }
    if (!m_rate.empty()) {
        const auto rate = parseBytes("--rate", m_rate);
        if (!rate) return rate.error();
        request.limits.bytesPerSecond = *rate;
    }
    if (!m_timeout.empty()) {
        const auto time = parseDuration(m_timeout);
        if (!time) return Error{ErrorCode::InvalidArgument, "--max-time " + m_timeout + ": expected 30s, 5m"};
        request.limits.time = std::chrono::duration_cast<std::chrono::milliseconds>(*time);
    }
    return {};
}

browse::FilterRequest ConsumeCommand::filter() const {
    browse::FilterRequest filter;
    filter.expression = m_filter;
    if (!m_grep.empty()) filter.text = browse::TextQuery{m_grep, m_ignoreCase};
    return filter;
}

int ConsumeCommand::run(const CommandContext& context) {
    const auto wanted = request();
    if (!wanted) {
        printNote("eventflow: " + wanted.error().detail);
        return kUsage;
    }
    if (!m_cluster.given()) return kUsage;
    const auto access = m_cluster.access();
    if (!access) return reportError(access.error(), false);
    // Ends the scan also when nobody reads its output any more.
    std::stop_source stop;
    const std::stop_callback interrupted(context.stop, [&] { stop.request_stop(); });
    if (m_estimate) return printEstimate(*access, *wanted, stop.get_token());

    const auto schemas = this->schemas();
    if (!schemas) return reportError(schemas.error(), false);
    const PrintStyle style{browse::recordFormatOf(m_format).value_or(browse::RecordFormat::Json),
                           m_format == "table", m_follow, !m_asBytes};
    RecordPrinter printer(style, *schemas, [&] { stop.request_stop(); });
    browse::ScanProgress progress;
    browse::FilterRequest filter = this->filter();
    filter.schemas = *schemas;
    const auto end = scan(*access, *wanted, filter, printer, progress, stop.get_token());
    printer.flush();
    if (!m_quiet) printScanSummary(progress, end);
    if (!end) return reportError(end.error(), false);
    return context.stop.stop_requested() ? kInterrupted : kSuccess;
}

Result<std::shared_ptr<codec::SchemaLookup>> ConsumeCommand::schemas() const {
    std::vector<config::SchemaFileChoice> files;
    using Format = config::SchemaFileChoice::Format;
    for (const auto& [path, format] :
         {std::pair{m_avro, Format::Avro}, std::pair{m_protobuf, Format::Protobuf}})
        if (!path.empty())
            files.push_back({"*", config::SchemaFileChoice::Part::Value, format,
                             std::filesystem::absolute(path).string(), m_message});
    return m_cluster.schemas(files);
}

Result<ScanEnd> ConsumeCommand::scan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                     const browse::FilterRequest& wanted, browse::MatchSink& sink,
                                     browse::ScanProgress& progress, const std::stop_token& stop) {
    const auto patience = timeout();
    if (m_key) {
        const auto partitioner = browse::partitionerOf(m_partitioner);
        return browse::findKey(access, request,
                               {*m_key, partitioner.value_or(browse::Partitioner::Murmur2), true}, wanted,
                               sink, progress, patience, stop);
    }
    auto compiled = browse::RecordFilter::compile(wanted);
    if (!compiled) return compiled.error();
    // A few records need no large fetches.
    const bool few = m_count && *m_count <= 1000 && !m_follow && m_filter.empty() && m_grep.empty();
    auto cluster = browse::ClusterReader::open(
        access, few ? browse::pageTuning(request.isolation)
                    : browse::bulkTuning(request.isolation, request.limits.bytesPerSecond));
    if (!cluster) return cluster.error();
    if (Status status = (*cluster)->connect(patience, stop); !status) return status.error();
    const auto plan = browse::planScan(**cluster, request, patience);
    if (!plan) return plan.error();
    return browse::runScan(**cluster, *plan, request, **compiled, sink, progress, stop);
}

int ConsumeCommand::printEstimate(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                  const std::stop_token& stop) const {
    auto cluster = browse::ClusterReader::open(access, browse::sampleTuning(request.isolation));
    if (!cluster) return reportError(cluster.error(), false);
    if (Status status = (*cluster)->connect(timeout(), stop); !status)
        return reportError(status.error(), false);
    const auto plan = browse::planScan(**cluster, request, timeout());
    if (!plan) return reportError(plan.error(), false);
    const auto estimate = browse::estimateScan(**cluster, *plan, request.limits, stop);
    if (!estimate) return reportError(estimate.error(), false);
    printLine(std::to_string(estimate->partitions) + " partitions, " +
              std::to_string(estimate->emptyPartitions) + " of them empty in this range; offset span " +
              std::to_string(estimate->offsetSpan));
    if (estimate->offsetSpan > 0 && estimate->sampledRecords == 0)
        printLine("no record was found in the samples: the number of bytes is not known");
    else
        printLine("about " + countText(estimate->records) + " records of " + bytesText(estimate->meanBytes) +
                  " = " + bytesText(estimate->bytes) + ", from " + std::to_string(estimate->sampledRecords) +
                  " sampled records");
    if (estimate->seconds) printLine("at --rate: " + countText(*estimate->seconds) + " s");
    return kSuccess;
}

} // namespace

std::unique_ptr<Command> addConsume(CLI::App& parser) {
    return std::make_unique<ConsumeCommand>(parser);
}

} // namespace eventflow::app
