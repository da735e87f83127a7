#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/admin/config_docs.h"
#include "pipelines/admin/topic_facts.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class TopicDescribeCommand final : public ClusterCommand {
public:
    explicit TopicDescribeCommand(CLI::App& parser) {
        parser.add_option("TOPIC", m_topic, "Its name")->required();
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_flag("--all", m_all, "Configurations that have their default, too");
        parser.add_flag("--docs", m_docs, "Say what each configuration means");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nReads only. What this login may not see is named on standard error.");
    }

private:
    [[nodiscard]] const ClusterChoice& cluster() const override { return m_cluster; }
    [[nodiscard]] bool json() const override { return m_json; }

    int work(const admin::AdminClient& client, const CommandContext&) override {
        const auto topic = admin::describeTopic(client, m_topic);
        if (!topic) return reportError(topic.error(), m_json);
        for (const Error& problem : topic->problems)
            printNote("eventflow: " + problem.detail);
        if (m_json)
            printJson(*topic);
        else
            printText(*topic);
        return kSuccess;
    }

    [[nodiscard]] bool shown(const admin::ConfigEntry& entry) const { return m_all || !entry.isDefault(); }

    void printText(const admin::TopicDescription& topic) const {
        const admin::TopicFacts& facts = topic.facts;
        const auto count = [](std::uint32_t number, const char* what) {
            return number == 0 ? std::string() : ", " + std::to_string(number) + ' ' + what;
        };
        printLine(m_topic + ": " + std::to_string(topic.topic.partitions.size()) + " partitions" +
                  count(facts.withoutLeader, "without a leader") +
                  count(facts.shortOfReplicas, "with replicas out of sync") +
                  count(facts.underMinIsr.value_or(0), "below min.insync.replicas (writes refused)") +
                  ", offset span " + (facts.offsetSpan ? std::to_string(*facts.offsetSpan) : "unknown") +
                  (facts.compacted ? ", compacted" : "") +
                  (facts.retention ? ", kept for " + formatDuration(*facts.retention) : ""));
        Table partitions({"PARTITION", "LEADER", "ISR", "LOW", "HIGH", "OFFSET SPAN"});
        for (std::size_t i = 0; i < topic.topic.partitions.size(); ++i) {
            const auto& partition = topic.topic.partitions[i];
            const auto& marks = topic.watermarks[i];
            const auto number = [&](std::int64_t value) {
                return marks.known() ? std::to_string(value) : "?";
            };
            partitions.add(
                {std::to_string(partition.id),
                 partition.leader < 0 ? "none" : std::to_string(partition.leader),
                 std::to_string(partition.isr.size()) + "/" + std::to_string(partition.replicas.size()),
                 number(marks.low), number(marks.high), number(marks.offsetSpan())});
        }
        printLine(partitions.text());
        for (const admin::OpenTransaction& open : topic.openTransactions)
            printLine("Partition " + std::to_string(open.partition) + ": a transaction is open" +
                      (open.since ? " since " + formatIso8601(*open.since) : std::string()) +
                      "; consumers of committed records wait at offset " + std::to_string(open.lastStable) +
                      ", " + std::to_string(open.high - open.lastStable) + " before the end");
        Table configs({"CONFIGURATION", "VALUE", "SET BY", m_docs ? "MEANING" : ""});
        for (const admin::ConfigEntry& entry : topic.configs.entries) {
            if (!shown(entry)) continue;
            const admin::ConfigDoc* doc = m_docs ? admin::configDoc(entry.name) : nullptr;
            configs.add({entry.name, entry.sensitive ? "(hidden)" : entry.value.value_or("-"),
                         toString(entry.source), doc ? std::string(doc->text) : ""});
        }
        printLine(configs.text());
    }

    void printJson(const admin::TopicDescription& topic) const {
        JsonWriter json;
        json.beginObject().key("name").string(m_topic);
        const admin::TopicFacts& facts = topic.facts;
        json.key("without_leader").number(static_cast<std::int64_t>(facts.withoutLeader));
        json.key("short_of_replicas").number(static_cast<std::int64_t>(facts.shortOfReplicas));
        if (facts.underMinIsr)
            json.key("under_min_isr").number(static_cast<std::int64_t>(*facts.underMinIsr));
        if (facts.offsetSpan) json.key("offset_span").number(*facts.offsetSpan);
        json.key("compacted").boolean(facts.compacted);
        if (facts.retention)
            json.key("retention_ms")
                .number(std::chrono::floor<std::chrono::milliseconds>(*facts.retention).count());
        json.key("partitions").beginArray();
        for (std::size_t i = 0; i < topic.topic.partitions.size(); ++i) {
            const auto& partition = topic.topic.partitions[i];
            json.beginObject().key("id").number(partition.id).key("leader").number(partition.leader);
            json.key("replicas").number(static_cast<std::int64_t>(partition.replicas.size()));
            json.key("in_sync").number(static_cast<std::int64_t>(partition.isr.size()));
            json.key("low")
                .number(topic.watermarks[i].low)
                .key("high")
                .number(topic.watermarks[i].high)
                .endObject();
        }
        json.endArray().key("open_transactions").beginArray();
        for (const admin::OpenTransaction& open : topic.openTransactions) {
            json.beginObject().key("partition").number(open.partition);
            json.key("last_stable").number(open.lastStable).key("high").number(open.high);
            if (open.since) json.key("since").string(formatIso8601(*open.since));
            json.endObject();
        }
        json.endArray().key("configs").beginArray();
        for (const admin::ConfigEntry& entry : topic.configs.entries) {
            if (!shown(entry)) continue;
            json.beginObject().key("name").string(entry.name).key("value");
            if (entry.value)
                json.string(*entry.value);
            else
                json.null();
            json.key("source").string(toString(entry.source));
            json.key("sensitive")
                .boolean(entry.sensitive)
                .key("read_only")
                .boolean(entry.readOnly)
                .endObject();
        }
        json.endArray().key("problems").beginArray();
        for (const Error& problem : topic.problems)
            json.string(problem.detail);
        json.endArray().endObject();
        printLine(json.text());
    }

    ClusterChoice m_cluster;
    std::string m_topic;
    bool m_all = false;
    bool m_docs = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addTopicDescribe(CLI::App& parser) {
    return std::make_unique<TopicDescribeCommand>(parser);
}

} // namespace eventflow::app
