#include "app/cli/cluster_choice.h"
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "pipelines/kafka/metadata.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class TopicsCommand final : public Command {
public:
    explicit TopicsCommand(CLI::App& parser) {
        m_cluster.addOptions(parser, ClusterChoice::Use::Reads);
        parser.add_flag("--internal", m_internal, "Internal topics, too");
        parser.add_option("--timeout", m_timeoutSeconds, "Seconds to wait for the cluster")
            ->capture_default_str()
            ->check(CLI::Range(1, 600));
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nReads metadata and offsets only: no group is joined, no topic is created.");
    }

    int run(const CommandContext&) override {
        if (!m_cluster.given()) return kUsage;
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), m_json);
        auto topics = kafka::listTopics(*access, std::chrono::seconds(m_timeoutSeconds));
        if (!topics) return reportError(topics.error(), m_json);
        if (!m_internal) std::erase_if(*topics, [](const admin::TopicInfo& topic) { return topic.internal; });
        if (m_json)
            printJson(*topics);
        else
            printTable(*topics);
        return kSuccess;
    }

private:
    static void printJson(const std::vector<admin::TopicInfo>& topics) {
        JsonWriter json;
        json.beginObject().key("topics").beginArray();
        for (const admin::TopicInfo& topic : topics) {
            json.beginObject().key("name").string(topic.name).key("internal").boolean(topic.internal);
            if (!topic.error.empty()) json.key("error").string(topic.error);
            json.key("partitions").beginArray();
            for (const admin::PartitionInfo& partition : topic.partitions) {
                json.beginObject();
                json.key("id").number(partition.id).key("leader").number(partition.leader);
                json.key("replicas").beginArray();
                for (const int replica : partition.replicas)
                    json.number(replica);
                json.endArray().key("isr").beginArray();
                for (const int replica : partition.isr)
                    json.number(replica);
                json.endArray();
                json.key("low").number(partition.low).key("high").number(partition.high);
                json.endObject();
            }
            json.endArray().endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    static void printTable(const std::vector<admin::TopicInfo>& topics) {
        Table table({"TOPIC", "PARTITION", "LEADER", "ISR", "LOW", "HIGH", "OFFSET SPAN"});
        for (const admin::TopicInfo& topic : topics) {
            if (!topic.error.empty()) table.add({topic.name, topic.error});
            for (const admin::PartitionInfo& p : topic.partitions) {
                const bool known = p.low >= 0 && p.high >= 0;
                table.add({topic.name, std::to_string(p.id), p.leader < 0 ? "none" : std::to_string(p.leader),
                           std::to_string(p.isr.size()) + "/" + std::to_string(p.replicas.size()),
                           known ? std::to_string(p.low) : "?", known ? std::to_string(p.high) : "?",
                           known ? std::to_string(p.high - p.low) : "?"});
            }
        }
        printLine(table.text());
    }

    ClusterChoice m_cluster;
    int m_timeoutSeconds = 10;
    bool m_internal = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addTopics(CLI::App& parser) {
    return std::make_unique<TopicsCommand>(parser);
}

} // namespace eventflow::app
