#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/console_text.h"
#include "app/cli/record_printer.h"
#include "app/cli/scan_choice.h"
#include "app/cli/scan_summary.h"
#include "pipelines/browse/estimate.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <utility>

namespace eventflow::app {
namespace {

class ConsumeCommand final : public Command {
public:
    explicit ConsumeCommand(CLI::App& parser) {
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        m_scan.addOptions(parser, ScanChoice::Order::Any);
        parser.add_flag("--estimate", m_estimate, "Say how much would be read, and read a few samples only");
        addOutput(parser);
        parser.footer(
            "\nReads only: no group is joined, nothing is committed, no topic is created.\n"
            "Without --from, --newest or --follow it reads everything, oldest first in each partition.");
    }

    int run(const CommandContext& context) override;

private:
    void addOutput(CLI::App& parser);
    [[nodiscard]] Result<std::shared_ptr<codec::SchemaLookup>> schemas() const;
    int printEstimate(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                      const std::stop_token& stop) const;

    ClusterChoice m_cluster;
    ScanChoice m_scan;
    std::string m_format = "json";
    std::string m_avro;
    std::string m_protobuf;
    std::string m_message;
    bool m_asBytes = false;
    bool m_estimate = false;
    bool m_quiet = false;
};

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

int ConsumeCommand::run(const CommandContext& context) {
    const auto wanted = m_scan.request();
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
                           m_format == "table", m_scan.follows(), !m_asBytes};
    RecordPrinter printer(style, *schemas, [&] { stop.request_stop(); });
    browse::ScanProgress progress;
    browse::FilterRequest filter = m_scan.filter();
    filter.schemas = *schemas;
    const auto end = m_scan.scan(*access, *wanted, filter, printer, progress, stop.get_token());
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

int ConsumeCommand::printEstimate(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                  const std::stop_token& stop) const {
    auto cluster = browse::ClusterReader::open(access, browse::sampleTuning(request.isolation));
    if (!cluster) return reportError(cluster.error(), false);
    if (Status status = (*cluster)->connect(m_scan.timeout(), stop); !status)
        return reportError(status.error(), false);
    const auto plan = browse::planScan(**cluster, request, m_scan.timeout());
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
