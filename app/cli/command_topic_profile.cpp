#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/profile_text.h"
#include "app/cli/scan_text.h"
#include "app/clusters/cluster_scans.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class TopicProfileCommand final : public Command {
public:
    explicit TopicProfileCommand(CLI::App& parser) {
        parser.add_option("TOPIC", m_topic, "Its name")->required();
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser
            .add_option("-n,--count", m_limits.records,
                        "Look at the newest so many records, by their time; 0: all there are")
            ->capture_default_str();
        parser.add_option("--max-bytes", m_maxBytes, "Stop after reading that much: 500K, 64M, 2G");
        parser.add_option("--max-time", m_maxTime, "Stop after that time: 30s, 5m");
        parser.add_option("--rate", m_rate, "Read at most that much a second");
        parser.add_option("--top", m_shown.keys, "How many of the most frequent keys to show")
            ->capture_default_str()
            ->check(CLI::Range(0, static_cast<int>(profile::TopKeys::kCapacity)));
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer(
            "\nRate, sizes, keys, headers, fields of JSON values, and how evenly partitions are filled, in "
            "bounded\nmemory: quantiles are within 1 %, the number of distinct keys is an estimate, fields "
            "are looked for\nin every 16th value. Reads only: no group is joined, nothing is committed.\n\n"
            "Examples:\n"
            "  eventflow topics profile orders --brokers kafka:9092\n"
            "  eventflow topics profile orders -n 0 --max-bytes 2G --workspace ./shop --json");
    }

    int run(const CommandContext& context) override {
        if (const Status status = complete(); !status) {
            printNote("eventflow: " + status.error().detail);
            return kUsage;
        }
        if (!m_cluster.given()) return kUsage;
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), m_json);
        const auto profile = profileTopic(*access, m_topic, m_limits, {}, context.stop);
        if (!profile) return reportError(profile.error(), m_json);
        printLine(m_json ? profileJson(m_topic, *profile, m_shown) : profileText(m_topic, *profile, m_shown));
        return context.stop.stop_requested() ? kInterrupted : kSuccess;
    }

private:
    static Status readBytes(const char* option, const std::string& text, std::uint64_t& into) {
        if (text.empty()) return {};
        const auto bytes = parseBytes(option, text);
        if (!bytes) return bytes.error();
        into = *bytes;
        return {};
    }

    Status complete() {
        if (Status status = readBytes("--max-bytes", m_maxBytes, m_limits.bytes); !status) return status;
        if (Status status = readBytes("--rate", m_rate, m_limits.bytesPerSecond); !status) return status;
        if (m_maxTime.empty()) return {};
        const auto time = parseDuration(m_maxTime);
        if (!time) return Error{ErrorCode::InvalidArgument, "--max-time " + m_maxTime + ": expected 30s, 5m"};
        m_limits.time = std::chrono::duration_cast<std::chrono::milliseconds>(*time);
        return {};
    }

    ClusterChoice m_cluster;
    std::string m_topic;
    std::string m_maxBytes;
    std::string m_maxTime;
    std::string m_rate;
    browse::ScanLimits m_limits{.records = 10'000};
    ProfileShown m_shown;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addTopicProfile(CLI::App& parser) {
    return std::make_unique<TopicProfileCommand>(parser);
}

} // namespace eventflow::app
