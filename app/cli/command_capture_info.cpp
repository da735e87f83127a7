#include "app/cli/command.h"
#include "app/cli/console_text.h"
#include "app/cli/table.h"
#include "core/capture/capture_reader.h"
#include "core/capture/capture_verify.h"
#include "pipelines/collect/file_bytes.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {
namespace {

using capture::CaptureReader;

std::string countOf(const std::optional<std::uint64_t>& records) {
    return records ? std::to_string(*records) : "?";
}

class CaptureInfoCommand final : public Command {
public:
    explicit CaptureInfoCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "A capture (.mcap)")->required();
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nReads the index alone, however large the capture is.");
    }

    int run(const CommandContext&) override {
        const auto bytes = collect::FileBytes::open(m_file);
        if (!bytes) return reportError(bytes.error().at(m_file), m_json);
        const auto reader = CaptureReader::open(**bytes);
        if (!reader) return reportError(reader.error().at(m_file), m_json);
        if (m_json)
            printJson(*reader, (*bytes)->size());
        else
            printText(*reader, (*bytes)->size());
        return kSuccess;
    }

private:
    void printText(const CaptureReader& reader, std::uint64_t size) const {
        printLine(m_file + ": " + countOf(reader.records()) + " records of " +
                  std::to_string(reader.channels().size()) + " partitions in " +
                  bytesText(static_cast<double>(size)) + ", " + std::to_string(reader.chunks().size()) +
                  " chunks");
        if (const auto range = reader.timeRange())
            printLine("arrived from " + formatIso8601(range->first) + " to " + formatIso8601(range->last));
        if (!reader.info().clusterId.empty()) printLine("cluster " + reader.info().clusterId);
        if (!reader.info().engineVersion.empty()) printLine("written by " + reader.info().engineVersion);
        if (!reader.schemas().empty()) printLine(std::to_string(reader.schemas().size()) + " schemas");
        if (reader.damage()) printLine("DAMAGED: " + reader.damage()->text());
        Table table({"TOPIC", "PARTITION", "RECORDS", "LOW", "HIGH"});
        for (const capture::CaptureChannel& channel : reader.channels()) {
            const auto mark = [&](std::int64_t capture::PartitionWatermarks::*end) {
                const std::int64_t value = channel.watermarks ? (*channel.watermarks).*end : -1;
                return value < 0 ? std::string("?") : std::to_string(value);
            };
            table.add({channel.stream.topic, std::to_string(channel.stream.partition),
                       countOf(channel.records), mark(&capture::PartitionWatermarks::low),
                       mark(&capture::PartitionWatermarks::high)});
        }
        printLine(table.text());
    }

    static void printJson(const CaptureReader& reader, std::uint64_t size) {
        JsonWriter json;
        json.beginObject().key("bytes").number(size);
        if (const auto records = reader.records()) json.key("records").number(*records);
        json.key("chunks").number(static_cast<std::uint64_t>(reader.chunks().size()));
        if (const auto range = reader.timeRange())
            json.key("from").string(formatIso8601(range->first)).key("to").string(formatIso8601(range->last));
        json.key("cluster_id").string(reader.info().clusterId);
        json.key("workspace_hash").string(reader.info().workspaceHash);
        json.key("engine_version").string(reader.info().engineVersion);
        if (reader.damage()) json.key("damage").string(reader.damage()->text());
        json.key("schemas").beginArray();
        for (const capture::CapturedSchema& schema : reader.schemas())
            json.number(schema.registryId);
        json.endArray().key("partitions").beginArray();
        for (const capture::CaptureChannel& channel : reader.channels()) {
            json.beginObject().key("topic").string(channel.stream.topic);
            json.key("partition").number(channel.stream.partition);
            if (channel.records) json.key("records").number(*channel.records);
            if (channel.watermarks)
                json.key("low").number(channel.watermarks->low).key("high").number(channel.watermarks->high);
            json.endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    std::string m_file;
    bool m_json = false;
};

class CaptureVerifyCommand final : public Command {
public:
    explicit CaptureVerifyCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "A capture (.mcap)")->required();
        parser.footer("\nReads every byte: checksums, indexes, counts and records. Exit code 1 where "
                      "something is wrong.");
    }

    int run(const CommandContext& context) override {
        const auto bytes = collect::FileBytes::open(m_file);
        if (!bytes) return reportError(bytes.error().at(m_file), false);
        const auto report =
            capture::verify(**bytes, {}, [&](std::uint64_t) { return !context.stop.stop_requested(); });
        if (context.stop.stop_requested()) return kInterrupted;
        if (!report) return reportError(report.error().at(m_file), false);
        for (const std::string& problem : report->problems)
            printLine(problem);
        if (report->problemCount > report->problems.size())
            printLine("and " + std::to_string(report->problemCount - report->problems.size()) + " more");
        printLine(m_file + ": " + std::to_string(report->records) + " records in " +
                  std::to_string(report->chunks) + " chunks, " +
                  (report->ok() ? "sound" : std::to_string(report->problemCount) + " problems") +
                  (report->dataCrcPresent ? "" : " (no checksum of the whole data)"));
        return report->ok() ? kSuccess : kFailure;
    }

private:
    std::string m_file;
};

} // namespace

std::unique_ptr<Command> addCaptureInfo(CLI::App& parser) {
    return std::make_unique<CaptureInfoCommand>(parser);
}

std::unique_ptr<Command> addCaptureVerify(CLI::App& parser) {
    return std::make_unique<CaptureVerifyCommand>(parser);
}

} // namespace eventflow::app
