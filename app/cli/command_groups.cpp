#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "pipelines/admin/group_lag.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class GroupsListCommand final : public ClusterCommand {
public:
    explicit GroupsListCommand(CLI::App& parser) {
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nReads only: no group is joined.");
    }

private:
    [[nodiscard]] const ClusterChoice& cluster() const override { return m_cluster; }
    [[nodiscard]] bool json() const override { return m_json; }

    int work(const admin::AdminClient& client, const CommandContext&) override {
        const auto list = admin::listGroups(client);
        if (!list) return reportError(list.error(), m_json);
        for (const Error& problem : list->problems)
            printNote("eventflow: " + problem.detail);
        if (m_json)
            printJson(*list);
        else
            printTable(*list);
        return kSuccess;
    }

    static void printTable(const admin::GroupList& list) {
        Table table({"GROUP", "STATE"});
        for (const admin::GroupListing& group : list.groups)
            table.add({group.id, toString(group.state)});
        printLine(table.text());
    }

    static void printJson(const admin::GroupList& list) {
        JsonWriter json;
        json.beginObject().key("groups").beginArray();
        for (const admin::GroupListing& group : list.groups)
            json.beginObject()
                .key("id")
                .string(group.id)
                .key("state")
                .string(toString(group.state))
                .endObject();
        json.endArray().key("problems").beginArray();
        for (const Error& problem : list.problems)
            json.string(problem.detail);
        json.endArray().endObject();
        printLine(json.text());
    }

    ClusterChoice m_cluster;
    bool m_json = false;
};

class GroupsDescribeCommand final : public ClusterCommand {
public:
    explicit GroupsDescribeCommand(CLI::App& parser) {
        parser.add_option("GROUP", m_group, "Its id")->required();
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_flag("--time", m_time,
                        "Tell the lag in time, too: reads two records of each partition that lags");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nReads only: no group is joined, no offset is committed.");
    }

private:
    [[nodiscard]] const ClusterChoice& cluster() const override { return m_cluster; }
    [[nodiscard]] bool json() const override { return m_json; }

    int work(const admin::AdminClient& client, const CommandContext&) override {
        const auto lag = admin::fetchGroupLag(client, m_group);
        if (!lag) return reportError(lag.error(), m_json);
        for (const Error& problem : lag->problems)
            printNote("eventflow: " + problem.detail);
        std::vector<admin::TimeLag> times;
        if (m_time) times = admin::fetchTimeLags(client.access(), lag->partitions, client.timeout());
        if (m_json)
            printJson(*lag, times);
        else
            printTable(*lag, times);
        return kSuccess;
    }

    static std::string number(std::int64_t value) { return value < 0 ? "-" : std::to_string(value); }

    static std::string timeText(const std::vector<admin::TimeLag>& times, std::size_t i) {
        if (i >= times.size()) return "";
        const auto behind = times[i].behind();
        return behind ? formatDuration(*behind) : "unknown: " + times[i].unknown;
    }

    static void printTable(const admin::GroupLag& lag, const std::vector<admin::TimeLag>& times) {
        printLine(lag.group.id + ": " + toString(lag.group.state) + ", " +
                  std::to_string(lag.group.members.size()) + " members, lag " +
                  std::to_string(lag.totalLag()) + ", coordinator " +
                  std::to_string(lag.group.coordinator.id));
        Table table({"TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "CLIENT", "HOST",
                     times.empty() ? "" : "BEHIND"});
        for (std::size_t i = 0; i < lag.partitions.size(); ++i) {
            const admin::PartitionLag& partition = lag.partitions[i];
            const auto records = partition.lag();
            table.add({partition.partition.topic, std::to_string(partition.partition.partition),
                       number(partition.committed), number(partition.end),
                       records ? std::to_string(*records) : "-",
                       partition.clientId.empty() ? "-" : partition.clientId,
                       partition.host.empty() ? "-" : partition.host, timeText(times, i)});
        }
        printLine(table.text());
    }

    static void printJson(const admin::GroupLag& lag, const std::vector<admin::TimeLag>& times) {
        JsonWriter json;
        json.beginObject().key("id").string(lag.group.id).key("state").string(toString(lag.group.state));
        json.key("members").number(static_cast<std::int64_t>(lag.group.members.size()));
        json.key("lag").number(lag.totalLag()).key("partitions").beginArray();
        for (std::size_t i = 0; i < lag.partitions.size(); ++i) {
            const admin::PartitionLag& partition = lag.partitions[i];
            json.beginObject().key("topic").string(partition.partition.topic);
            json.key("partition").number(partition.partition.partition);
            json.key("committed").number(partition.committed).key("end").number(partition.end);
            if (const auto records = partition.lag()) json.key("lag").number(*records);
            if (i < times.size()) {
                if (const auto behind = times[i].behind())
                    json.key("behind_ms")
                        .number(std::chrono::floor<std::chrono::milliseconds>(*behind).count());
                else
                    json.key("behind_unknown").string(times[i].unknown);
            }
            json.key("member").string(partition.member).key("client").string(partition.clientId);
            json.key("host").string(partition.host).endObject();
        }
        json.endArray().key("problems").beginArray();
        for (const Error& problem : lag.problems)
            json.string(problem.detail);
        json.endArray().endObject();
        printLine(json.text());
    }

    ClusterChoice m_cluster;
    std::string m_group;
    bool m_time = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addGroupsList(CLI::App& parser) {
    return std::make_unique<GroupsListCommand>(parser);
}
std::unique_ptr<Command> addGroupsDescribe(CLI::App& parser) {
    return std::make_unique<GroupsDescribeCommand>(parser);
}

} // namespace eventflow::app
