#include "app/cli/capture_output.h"
#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/scan_choice.h"
#include "app/cli/scan_summary.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/watermarks.h"
#include "pipelines/capture/schema_collector.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <utility>

namespace eventflow::app {
namespace {

Timestamp now() {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

/// Records what a scan finds. A failure or a full capture stops the scan.
class RecordingSink final : public browse::MatchSink {
public:
    RecordingSink(capture::Recorder& recorder, std::shared_ptr<codec::SchemaLookup> schemas,
                  std::function<void()> stop)
        : m_recorder(recorder), m_collector(std::move(schemas)), m_stop(std::move(stop)) {}

    void onMatch(const Record& record) override {
        if (m_failure || m_full) return;
        for (const capture::CapturedSchema& schema : m_collector.newOnes(record))
            if (const Status added = m_recorder.addSchema(schema); !added) return fail(added.error());
        const auto taken = m_recorder.write(record, now());
        if (!taken) return fail(taken.error());
        m_full = *taken == capture::Recorder::Taken::Full;
        if (m_full) m_stop();
    }

    void onTurn() override {
        if (m_failure || m_full) return;
        if (const Status kept = m_recorder.idle(now()); !kept) fail(kept.error());
    }

    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }
    [[nodiscard]] bool full() const { return m_full; }
    [[nodiscard]] const capture::SchemaCollector& collector() const { return m_collector; }

private:
    void fail(const Error& error) {
        m_failure = error;
        m_stop();
    }

    capture::Recorder& m_recorder;
    capture::SchemaCollector m_collector;
    std::function<void()> m_stop;
    std::optional<Error> m_failure;
    bool m_full = false;
};

class CaptureRecordCommand final : public Command {
public:
    explicit CaptureRecordCommand(CLI::App& parser) {
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        m_scan.addOptions(parser, ScanChoice::Order::AsRead);
        m_output.addOptions(parser, CaptureOutput::Use::Recording);
        parser.add_flag("--json", m_json, "End with one JSON object on standard output");
        parser.footer(
            "\nReads only: no group is joined, nothing is committed, no topic is created. With --follow it\n"
            "records until it is stopped (Ctrl-C), and the capture is complete then.\n\n"
            "Example: eventflow capture record orders --brokers localhost:9092 --from -15m -o incident.mcap\n"
            "A ring of the last half hour: … --follow --segment-time 5m --keep 6 -o ring.mcap");
    }

    int run(const CommandContext& context) override {
        const auto request = m_scan.request();
        auto options = m_output.options();
        if (!request || !options) {
            printNote("eventflow: " + (request ? options.error() : request.error()).detail);
            return kUsage;
        }
        if (!m_cluster.given()) return kUsage;
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), m_json);
        const auto schemas = m_cluster.schemas();
        if (!schemas) return reportError(schemas.error(), m_json);
        if (const Status described = describe(*access, *options, context.stop); !described)
            return reportError(described.error(), m_json);
        return record(*access, *request, std::move(*options), *schemas, context);
    }

private:
    /// What the capture says of the cluster: its id, and where each partition began and ended.
    Status describe(const kafka::ClusterAccess& access, capture::RecorderOptions& options,
                    const std::stop_token& stop) const {
        const auto client = admin::AdminClient::open(access, m_scan.timeout());
        if (!client) return client.error();
        const auto catalog = admin::fetchCatalog(*client, stop);
        if (!catalog) return catalog.error();
        options.info.clusterId = catalog->clusterId;
        options.info.engineVersion = "eventflow " EVENTFLOW_VERSION;
        std::vector<admin::TopicPartition> partitions;
        for (const std::string& name : m_scan.topics())
            if (const admin::TopicEntry* topic = catalog->find(name))
                for (const admin::PartitionState& partition : catalog->partitionsOf(*topic))
                    partitions.push_back({name, partition.id});
        const auto marks = admin::fetchWatermarks(*client, partitions);
        for (std::size_t i = 0; i < partitions.size(); ++i)
            options.watermarks.push_back(
                {partitions[i].topic, partitions[i].partition, marks[i].low, marks[i].high});
        return {};
    }

    int record(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
               capture::RecorderOptions options, const std::shared_ptr<codec::SchemaLookup>& schemas,
               const CommandContext& context) {
        auto recorder = capture::Recorder::open(std::move(options));
        if (!recorder) return reportError(recorder.error(), m_json);
        std::stop_source stop;
        const std::stop_callback interrupted(context.stop, [&] { stop.request_stop(); });
        RecordingSink sink(**recorder, schemas, [&] { stop.request_stop(); });
        browse::FilterRequest filter = m_scan.filter();
        filter.schemas = schemas;
        browse::ScanProgress progress;
        const auto end = m_scan.scan(access, request, filter, sink, progress, stop.get_token());
        const Status finished = (*recorder)->finish();
        printScanSummary(progress, end);
        printRecorded(**recorder);
        printSchemas(sink.collector());
        if (sink.full()) printNote("--max-file was reached");
        if (m_json) printSummary(**recorder, progress);
        if (sink.failure()) return reportError(*sink.failure(), m_json);
        if (!finished) return reportError(finished.error(), m_json);
        if (!end) return reportError(end.error(), m_json);
        // A recording without an end is meant to be stopped.
        return context.stop.stop_requested() && !m_scan.follows() ? kInterrupted : kSuccess;
    }

    static void printSchemas(const capture::SchemaCollector& collector) {
        if (!collector.trouble()) return;
        printNote(std::to_string(collector.missing()) +
                  " schemas that records name are not in the capture, the last because " +
                  collector.trouble()->detail);
    }

    static void printSummary(const capture::Recorder& recorder, const browse::ScanProgress& progress) {
        JsonWriter json;
        json.beginObject().key("read").number(static_cast<std::int64_t>(progress.snapshot().records));
        json.key("records").number(static_cast<std::int64_t>(recorder.counts().records));
        json.key("refused").number(static_cast<std::int64_t>(recorder.counts().refused));
        json.key("bytes").number(static_cast<std::int64_t>(recorder.counts().bytes));
        json.key("files").beginArray();
        for (const auto& file : recorder.files())
            json.string(file.string());
        json.endArray().endObject();
        printLine(json.text());
    }

    ClusterChoice m_cluster;
    ScanChoice m_scan;
    CaptureOutput m_output;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addCaptureRecord(CLI::App& parser) {
    return std::make_unique<CaptureRecordCommand>(parser);
}

} // namespace eventflow::app
