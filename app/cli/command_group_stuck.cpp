#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/console_text.h"
#include "core/admin/lag_history.h"
#include "core/browse/record_text.h"
#include "pipelines/admin/group_lag.h"
#include "pipelines/admin/neighbourhood.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

namespace {

/// A stuck partition with the record that its consumer is at.
struct Finding {
    admin::LagHistory::Stuck stuck;
    Result<admin::Neighbourhood> records;

    [[nodiscard]] const admin::OwnedRecord* suspect() const {
        return records && records->suspect < records->records.size() ? &records->records[records->suspect]
                                                                     : nullptr;
    }
};

class GroupStuckCommand final : public ClusterCommand {
public:
    explicit GroupStuckCommand(CLI::App& parser) {
        parser.add_option("GROUP", m_group, "Its id")->required();
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_option("--for", m_for, "How long a commit has to stand still")->capture_default_str();
        parser.add_option("--every", m_every, "How often to look meanwhile")->capture_default_str();
        parser.add_option("--around", m_around, "Records to show before and behind the suspected one")
            ->capture_default_str()
            ->check(CLI::Range(0, 100));
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer(
            "\nWatches the group for that time. A partition is stuck when it has a member, its end moves and "
            "its\ncommit does not: its consumer hangs, or chokes on the first record that is not committed, "
            "which is\nshown. Reads only: no group is joined, no offset is committed.\n"
            "Exit codes: 0 nothing is stuck, 1 something is, 2 it could not be found out.");
    }

private:
    [[nodiscard]] const ClusterChoice& cluster() const override { return m_cluster; }
    [[nodiscard]] bool json() const override { return m_json; }

    int fail(const Error& error) const {
        reportError(error, m_json);
        return kUsage;
    }

    int work(const admin::AdminClient& client, const CommandContext& context) override {
        const auto whole = parseDuration(m_for);
        const auto every = parseDuration(m_every);
        if (!whole || !every || *every < std::chrono::milliseconds(100) || *whole < *every)
            return fail({ErrorCode::InvalidArgument,
                         "--for and --every take a time such as 1m or 5s; --every at least 100ms, --for not "
                         "less than --every"});
        admin::LagHistory history;
        Timestamp first = kNoTime;
        auto due = std::chrono::steady_clock::now();
        while (true) {
            const auto lag = admin::fetchGroupLag(client, m_group);
            if (!lag) return fail(lag.error());
            m_members = lag->group.members.size();
            const Timestamp now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
            history.add(now, *lag);
            if (first == kNoTime) first = now;
            // No commit can have stood still for longer than what was seen.
            if (now - first >= *whole) break;
            due += std::chrono::duration_cast<std::chrono::steady_clock::duration>(*every);
            if (!waitUntil(due, context.stop)) return kInterrupted;
        }
        std::vector<Finding> findings;
        for (const auto& stuck : history.stuck(*whole))
            findings.push_back(
                {stuck, admin::fetchNeighbourhood(client, stuck.partition, stuck.committed, m_around)});
        if (m_json)
            printJson(findings);
        else
            printText(findings);
        return findings.empty() ? kSuccess : kFailure;
    }

    void printText(const std::vector<Finding>& findings) const {
        if (findings.empty())
            printLine(m_members == 0 ? m_group + " has no members: nobody reads, so nothing is stuck"
                                     : "nothing is stuck in " + m_group);
        for (const Finding& finding : findings) {
            const auto& stuck = finding.stuck;
            printLine(toString(stuck.partition) + " is stuck at offset " + std::to_string(stuck.committed) +
                      ": lag " + std::to_string(stuck.lag) + ", grown by " + std::to_string(stuck.grownBy) +
                      " since " + formatIso8601(std::chrono::floor<std::chrono::seconds>(stuck.since)) +
                      ", client " + stuck.clientId);
            if (!finding.records) {
                printNote("eventflow: " + finding.records.error().detail);
                continue;
            }
            for (const admin::OwnedRecord& record : finding.records->records)
                printLine(recordLine(record, &record == finding.suspect()));
        }
    }

    static std::string recordLine(const admin::OwnedRecord& record, bool suspected) {
        const auto shown = [](const std::optional<std::string>& bytes, std::size_t width) {
            return oneLine(bytes ? NullableBytes(*bytes) : std::nullopt, width);
        };
        return std::string(suspected ? "  > " : "    ") + std::to_string(record.offset) + "  " +
               (record.timestamp == kNoTime ? "" : formatIso8601(record.timestamp) + "  ") +
               shown(record.key, 24) + "  " + std::to_string(record.value ? record.value->size() : 0) +
               " bytes  " + shown(record.value, 80);
    }

    void printJson(const std::vector<Finding>& findings) const {
        JsonWriter json;
        json.beginObject().key("group").string(m_group).key("members").number(
            static_cast<std::uint64_t>(m_members));
        json.key("stuck").beginArray();
        for (const Finding& finding : findings) {
            const auto& stuck = finding.stuck;
            json.beginObject().key("topic").string(stuck.partition.topic);
            json.key("partition").number(stuck.partition.partition).key("committed").number(stuck.committed);
            json.key("lag").number(stuck.lag).key("grown_by").number(stuck.grownBy);
            json.key("since").string(formatIso8601(stuck.since)).key("client").string(stuck.clientId);
            if (const admin::OwnedRecord* suspect = finding.suspect()) {
                std::string text;
                browse::appendRecordText(text, admin::RecordView(*suspect).record(),
                                         browse::RecordFormat::Json);
                text.pop_back(); // the line's end
                json.key("suspect").raw(text);
            }
            if (!finding.records) json.key("error").string(finding.records.error().detail);
            json.endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    ClusterChoice m_cluster;
    std::string m_group;
    std::string m_for = "30s";
    std::string m_every = "5s";
    std::int64_t m_around = 2;
    std::size_t m_members = 0;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addGroupsStuck(CLI::App& parser) {
    return std::make_unique<GroupStuckCommand>(parser);
}

} // namespace eventflow::app
