#include "app/cli/change_options.h"
#include "app/cli/command.h"
#include "core/base/text_file.h"
#include "pipelines/admin/group_changes.h"
#include "pipelines/admin/record_writes.h"
#include "pipelines/collect/file_reader.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <cerrno>
#include <limits>

namespace eventflow::app {

namespace {

/// Standard input, or a pipe that is named as a file.
class DescriptorReader final : public collect::ByteReader {
public:
    explicit DescriptorReader(int descriptor) : m_descriptor(descriptor) {}

    Result<std::size_t> read(std::span<char> target) override {
        while (true) {
            const ssize_t count = ::read(m_descriptor, target.data(), target.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return collect::fileError("reading standard input", errno);
            m_bytes += static_cast<std::uint64_t>(count);
            return static_cast<std::size_t>(count);
        }
    }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_bytes; }

private:
    int m_descriptor;
    std::uint64_t m_bytes = 0;
};

class ProduceCommand final : public WriteCommand {
public:
    explicit ProduceCommand(CLI::App& parser) : WriteCommand(parser) {
        parser.add_option("TOPIC", m_topic, "Where to")->required();
        parser.add_option("FILE", m_file, "A record for each line; - is standard input")->default_str("-");
        parser.add_option("--format", m_format, "lines, or kcat: what `kcat -J` prints")
            ->check(CLI::IsMember({"lines", "kcat"}))
            ->default_str("lines");
        parser.add_option("--key-separator", m_settings.keySeparator,
                          "What stands between key and value of a line");
        parser.add_option("--null", m_settings.nullMarker,
                          "A key or value that is this text is null (a tombstone)");
        parser.add_option("--header", m_headers, "NAME=VALUE of every record; may be given often");
        parser.add_option("--partition", m_settings.partition, "Into this partition; else by key")
            ->check(CLI::Range(0, 1'000'000));
        parser.add_option("--timestamp", m_timestamp, "Of every record: ISO 8601 or since the epoch");
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext& context) override {
        if (const Status status = complete(); !status) return usage(status.error().detail);
        const auto plan =
            admin::planProduce(reader, m_topic, m_file == "-" ? "standard input" : m_file, m_settings);
        if (!plan) return reportError(plan.error(), json());
        return m_options.finishWrite(
            *plan, m_rate, context, [&](const admin::WriteContext& target) -> Result<admin::WriteReport> {
                std::unique_ptr<collect::ByteReader> input = std::make_unique<DescriptorReader>(STDIN_FILENO);
                if (m_file != "-") {
                    auto file = collect::FileReader::open(m_file);
                    if (!file) return file.error().at(m_file);
                    input = std::move(*file);
                }
                return execute(target, *plan, std::move(input));
            });
    }

    Status complete() {
        if (m_format == "kcat") m_settings.format = admin::ProduceSettings::Format::Kcat;
        for (const std::string& text : m_headers) {
            const std::size_t at = text.find('=');
            if (at == std::string::npos || at == 0)
                return Error{ErrorCode::InvalidArgument, "--header " + text + ": expected NAME=VALUE"};
            m_settings.headers.emplace_back(text.substr(0, at), text.substr(at + 1));
        }
        if (m_timestamp.empty()) return {};
        const auto time = parseTime(m_timestamp);
        if (!time) return Error{ErrorCode::InvalidArgument, "--timestamp " + m_timestamp + ": not a time"};
        m_settings.timestamp = *time;
        return {};
    }

    std::string m_topic;
    std::string m_file = "-";
    std::string m_format = "lines";
    std::string m_timestamp;
    std::vector<std::string> m_headers;
    admin::ProduceSettings m_settings;
};

constexpr std::size_t kMaxPositionsFile = 64 * 1024 * 1024;

class CopyCommand final : public WriteCommand {
public:
    explicit CopyCommand(CLI::App& parser) : WriteCommand(parser) {
        parser.add_option("SOURCE", m_request.sourceTopic, "The topic to copy")->required();
        parser.add_option("TOPIC", m_request.topic, "Where to")->required();
        auto* brokers = parser.add_option("--source-brokers", m_sourceBrokers,
                                          "The source's cluster; without it the same");
        parser
            .add_option("--source-connection", m_sourceConnection,
                        "The same, by the name of a connection of --workspace")
            ->excludes(brokers);
        parser.add_flag("--by-key", m_byKey, "Into the partition of each key, instead of the one it had");
        parser.add_option(
            "--resume", m_resume,
            "Go on where this file says (topic,partition,offset), and write there how far it came");
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext& context) override {
        m_request.keepPartition = !m_byKey;
        if (const Status status = addRanges(); !status) return reportError(status.error(), json());
        const auto from = sourceAccess();
        if (!from) return reportError(from.error(), json());
        const auto source = admin::AdminClient::open(*from);
        if (!source) return reportError(source.error(), json());
        const auto plan = admin::planCopy(*source, reader, m_request);
        if (!plan) return reportError(plan.error(), json());
        admin::WriteReport report;
        const int code = m_options.finishWrite(
            *plan, m_rate, context, [&](const admin::WriteContext& target) { return execute(target, *plan); },
            &report);
        if (m_resume.empty() || report.next.empty()) return code;
        std::map<admin::TopicPartition, std::int64_t> positions = m_positions;
        for (const auto& [partition, next] : report.next)
            positions[partition] = next;
        const Status saved = writeTextFile(m_resume, admin::formatOffsets(positions));
        return saved ? code : reportError(saved.error(), json());
    }

    [[nodiscard]] Result<kafka::ClusterAccess> sourceAccess() const {
        if (!m_sourceConnection.empty()) return cluster().accessOf(m_sourceConnection);
        if (m_sourceBrokers.empty()) return cluster().access();
        return kafka::makeClusterAccess(namedByAddress(m_sourceBrokers, true), {});
    }

    Status addRanges() {
        std::error_code ignored;
        if (m_resume.empty() || !std::filesystem::exists(m_resume, ignored)) return {};
        const auto text = readTextFile(m_resume, kMaxPositionsFile);
        if (!text) return text.error();
        auto positions = admin::parseOffsets(*text);
        if (!positions) return positions.error().at(m_resume);
        m_positions = std::move(*positions);
        for (const auto& [partition, offset] : m_positions)
            m_request.ranges.push_back({partition, offset, std::numeric_limits<std::int64_t>::max(), 0});
        return {};
    }

    admin::CopyRequest m_request;
    std::string m_sourceBrokers;
    std::string m_sourceConnection;
    std::string m_resume;
    std::map<admin::TopicPartition, std::int64_t> m_positions;
    bool m_byKey = false;
};

} // namespace

std::unique_ptr<Command> addProduce(CLI::App& parser) {
    return std::make_unique<ProduceCommand>(parser);
}
std::unique_ptr<Command> addCopy(CLI::App& parser) {
    return std::make_unique<CopyCommand>(parser);
}

} // namespace eventflow::app
