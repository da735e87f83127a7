#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/console_text.h"
#include "app/cli/table.h"
#include "core/admin/lag_history.h"
#include "pipelines/admin/group_lag.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>
#include <optional>

namespace eventflow::app {

namespace {

/// The time lag of the partition that is furthest behind.
struct Behind {
    std::optional<Duration> longest; ///< nothing: of no partition is it known
    std::size_t unknown = 0;         ///< partitions of which it is not
};

Behind behindOf(const std::vector<admin::TimeLag>& times) {
    Behind out;
    for (const admin::TimeLag& time : times) {
        const auto behind = time.behind();
        if (behind)
            out.longest = std::max(out.longest.value_or(Duration::zero()), *behind);
        else
            ++out.unknown;
    }
    return out;
}

std::string shortText(Duration duration) {
    return formatDuration(std::chrono::floor<std::chrono::milliseconds>(duration));
}

class GroupLagCommand final : public ClusterCommand {
public:
    explicit GroupLagCommand(CLI::App& parser) {
        parser.add_option("GROUP", m_group, "Its id")->required();
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        auto* watch = parser.add_flag("-w,--watch", m_watch, "Say it again and again, with the rates since");
        parser.add_option("--every", m_every, "How often: 5s, 1m")->capture_default_str()->needs(watch);
        parser.add_option("--for", m_for, "End after that time; without it when interrupted")->needs(watch);
        parser.add_flag("--json", m_json, "Print JSON, one object for each look");
        parser.footer(
            "\nLag in records is counted in offsets, as kafka-consumer-groups does; lag in time is that of "
            "the\npartition furthest behind: from the first record not committed to the newest one. Reads "
            "two records\nof each partition that lags; no group is joined, no offset is committed. Rates and "
            "the time until\nit has caught up are those of the last minute.");
    }

private:
    static constexpr auto kRateWindow = std::chrono::minutes(1);

    [[nodiscard]] const ClusterChoice& cluster() const override { return m_cluster; }
    [[nodiscard]] bool json() const override { return m_json; }

    int work(const admin::AdminClient& client, const CommandContext& context) override {
        const auto every = parseDuration(m_every);
        const auto whole = m_for.empty() ? std::optional(Duration::max()) : parseDuration(m_for);
        if (!every || *every < std::chrono::milliseconds(100) || !whole) {
            printNote("eventflow: --every and --for take a time such as 5s or 1m, --every at least 100ms");
            return kUsage;
        }
        const auto start = std::chrono::steady_clock::now();
        for (auto due = start;;) {
            if (const Status status = look(client); !status) {
                // Once seen, a group may come back: a broker that is away for a moment ends no watch.
                if (m_history.samples().empty() || status.error().code != ErrorCode::Unavailable)
                    return reportError(status.error(), m_json);
                printNote("eventflow: " + status.error().detail);
            }
            due = std::max(due + std::chrono::duration_cast<std::chrono::steady_clock::duration>(*every),
                           std::chrono::steady_clock::now());
            if (!m_watch || due - start > *whole) break;
            if (!waitUntil(due, context.stop)) break;
        }
        if (m_watch && !m_json) printExtremes();
        return context.stop.stop_requested() ? kInterrupted : kSuccess;
    }

    Status look(const admin::AdminClient& client) {
        const auto lag = admin::fetchGroupLag(client, m_group);
        if (!lag) return lag.error();
        for (const Error& problem : lag->problems)
            printNote("eventflow: " + problem.detail);
        const auto times = admin::fetchTimeLags(client.access(), lag->partitions, client.timeout());
        const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
        m_history.add(now, *lag);
        m_least = std::min(m_least, lag->totalLag());
        m_most = std::max(m_most, lag->totalLag());
        if (m_json)
            printJson(now, *lag, times);
        else
            printText(now, *lag, times);
        return {};
    }

    void printText(Timestamp now, const admin::GroupLag& lag,
                   const std::vector<admin::TimeLag>& times) const {
        std::string line = formatIso8601(std::chrono::floor<std::chrono::seconds>(now)) + "  lag " +
                           std::to_string(lag.totalLag());
        const Behind behind = behindOf(times);
        if (behind.longest) line += "  behind " + shortText(*behind.longest);
        if (behind.unknown > 0) line += "  (not known of " + std::to_string(behind.unknown) + " partitions)";
        if (const auto rates = m_history.rates(kRateWindow)) {
            line += "  consumed " + countText(rates->consumed) + "/s  produced " +
                    countText(rates->produced) + "/s";
            if (lag.totalLag() > 0)
                line += rates->catchesUpIn ? "  caught up in " + shortText(*rates->catchesUpIn)
                                           : "  does not catch up";
        }
        line += "  " + std::string(toString(lag.group.state));
        printLine(line);
        if (!m_watch) printPartitions(lag, times);
    }

    static void printPartitions(const admin::GroupLag& lag, const std::vector<admin::TimeLag>& times) {
        Table table({"TOPIC", "PARTITION", "LAG", "BEHIND", "CLIENT"});
        bool any = false;
        for (std::size_t i = 0; i < lag.partitions.size(); ++i) {
            const admin::PartitionLag& partition = lag.partitions[i];
            const auto records = partition.lag();
            if (records && *records == 0) continue;
            any = true;
            const auto behind = times[i].behind();
            table.add({partition.partition.topic, std::to_string(partition.partition.partition),
                       records ? std::to_string(*records) : "nothing committed",
                       behind ? shortText(*behind) : "unknown: " + times[i].unknown,
                       partition.clientId.empty() ? "-" : partition.clientId});
        }
        printLine(any ? table.text() : "Every partition is read to its end.");
    }

    void printJson(Timestamp now, const admin::GroupLag& lag,
                   const std::vector<admin::TimeLag>& times) const {
        JsonWriter json;
        json.beginObject().key("time").string(formatIso8601(now)).key("group").string(m_group);
        json.key("state").string(toString(lag.group.state)).key("lag").number(lag.totalLag());
        const Behind behind = behindOf(times);
        if (behind.longest)
            json.key("behind_ms")
                .number(std::chrono::floor<std::chrono::milliseconds>(*behind.longest).count());
        json.key("behind_unknown_partitions").number(static_cast<std::uint64_t>(behind.unknown));
        if (const auto rates = m_history.rates(kRateWindow)) {
            json.key("consumed_per_second").number(rates->consumed);
            json.key("produced_per_second").number(rates->produced);
            if (rates->catchesUpIn)
                json.key("caught_up_in_seconds")
                    .number(std::chrono::duration<double>(*rates->catchesUpIn).count());
        }
        json.key("partitions").beginArray();
        for (std::size_t i = 0; i < lag.partitions.size(); ++i) {
            const admin::PartitionLag& partition = lag.partitions[i];
            json.beginObject().key("topic").string(partition.partition.topic);
            json.key("partition").number(partition.partition.partition);
            if (const auto records = partition.lag()) json.key("lag").number(*records);
            if (const auto late = times[i].behind())
                json.key("behind_ms").number(std::chrono::floor<std::chrono::milliseconds>(*late).count());
            json.endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    void printExtremes() const {
        if (m_history.samples().empty()) return;
        printNote("lag between " + std::to_string(m_least) + " and " + std::to_string(m_most) + " over " +
                  std::to_string(m_history.samples().size()) + " looks");
    }

    ClusterChoice m_cluster;
    std::string m_group;
    std::string m_every = "5s";
    std::string m_for;
    bool m_watch = false;
    bool m_json = false;
    admin::LagHistory m_history;
    std::int64_t m_least = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_most = 0;
};

} // namespace

std::unique_ptr<Command> addGroupsLag(CLI::App& parser) {
    return std::make_unique<GroupLagCommand>(parser);
}

} // namespace eventflow::app
