#include "app/cli/change_options.h"
#include "app/cli/command.h"
#include "pipelines/admin/topic_changes.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <optional>

namespace eventflow::app {

namespace {

/// Hands the plan of a topic's change on.
class TopicChangeCommand : public ChangeCommand {
protected:
    using ChangeCommand::ChangeCommand;

    template <typename PlanType>
    int finish(const Result<PlanType>& plan) const {
        if (!plan) return reportError(plan.error(), json());
        return m_options.finish(*plan, [&](const admin::ChangeClient& client, admin::AuditLog& audit) {
            return execute(client, *plan, m_options.confirmation(), audit);
        });
    }
};

/// `retention.ms=1000`; nothing when there is no '='.
std::optional<std::pair<std::string, std::string>> splitSetting(const std::string& text) {
    const std::size_t at = text.find('=');
    if (at == std::string::npos || at == 0) return std::nullopt;
    return std::pair(text.substr(0, at), text.substr(at + 1));
}

class TopicCreateCommand final : public TopicChangeCommand {
public:
    explicit TopicCreateCommand(CLI::App& parser) : TopicChangeCommand(parser) {
        parser.add_option("TOPIC", m_topic.name, "Its name")->required();
        parser.add_option("--partitions", m_topic.partitions, "How many")->capture_default_str();
        parser.add_option("--replicas", m_topic.replicas, "How many; without it the cluster's default");
        parser.add_option("--config", m_configs, "NAME=VALUE; may be given often");
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext&) override {
        for (const std::string& text : m_configs) {
            const auto setting = splitSetting(text);
            if (!setting) return usage("--config " + text + ": expected NAME=VALUE");
            m_topic.configs.insert_or_assign(setting->first, setting->second);
        }
        return finish(admin::planCreateTopic(reader, m_topic));
    }

    admin::TopicSpec m_topic;
    std::vector<std::string> m_configs;
};

class TopicAlterCommand final : public TopicChangeCommand {
public:
    explicit TopicAlterCommand(CLI::App& parser) : TopicChangeCommand(parser) {
        parser.add_option("TOPIC", m_topic, "Its name")->required();
        auto* set = parser.add_option("--set", m_set, "NAME=VALUE; may be given often");
        auto* unset = parser.add_option("--unset", m_unset, "NAME; back to what the brokers have");
        parser.add_option("--partitions", m_partitions, "More partitions, up to this number")
            ->excludes(set)
            ->excludes(unset);
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext&) override {
        if (m_partitions) return finish(admin::planAddPartitions(reader, m_topic, *m_partitions));
        std::map<std::string, std::optional<std::string>> values;
        for (const std::string& text : m_set) {
            const auto setting = splitSetting(text);
            if (!setting) return usage("--set " + text + ": expected NAME=VALUE");
            values.insert_or_assign(setting->first, setting->second);
        }
        for (const std::string& name : m_unset)
            values.insert_or_assign(name, std::nullopt);
        if (values.empty()) return usage("give --set, --unset or --partitions");
        return finish(admin::planAlterConfigs(reader, m_topic, values));
    }

    std::string m_topic;
    std::vector<std::string> m_set;
    std::vector<std::string> m_unset;
    std::optional<int> m_partitions;
};

class TopicDeleteCommand final : public TopicChangeCommand {
public:
    explicit TopicDeleteCommand(CLI::App& parser) : TopicChangeCommand(parser) {
        parser.add_option("TOPIC", m_topic, "Its name")->required();
        parser.add_option(
            "--before", m_before,
            "PARTITION:OFFSET; delete only the records before it, not the topic; may be given often");
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext&) override {
        if (m_before.empty()) return finish(admin::planDeleteTopic(reader, m_topic));
        std::map<std::int32_t, std::int64_t> before;
        for (const std::string& text : m_before) {
            const std::size_t at = std::min(text.find(':'), text.size());
            std::int32_t partition = 0;
            std::int64_t offset = 0;
            const char* end = text.data() + text.size();
            const auto first = std::from_chars(text.data(), text.data() + at, partition);
            const auto second = std::from_chars(std::min(text.data() + at + 1, end), end, offset);
            if (at == text.size() || first.ec != std::errc() || first.ptr != text.data() + at ||
                second.ec != std::errc() || second.ptr != end)
                return usage("--before " + text + ": expected PARTITION:OFFSET");
            before[partition] = offset;
        }
        return finish(admin::planDeleteRecords(reader, m_topic, before));
    }

    std::string m_topic;
    std::vector<std::string> m_before;
};

class TopicEnsureCommand final : public TopicChangeCommand {
public:
    explicit TopicEnsureCommand(CLI::App& parser) : TopicChangeCommand(parser) {}

private:
    int work(const admin::AdminClient& reader, const CommandContext&) override {
        return finish(admin::planEnsureTopics(reader, admin::pipelineTopics()));
    }
};

} // namespace

std::unique_ptr<Command> addTopicCreate(CLI::App& parser) {
    return std::make_unique<TopicCreateCommand>(parser);
}
std::unique_ptr<Command> addTopicAlter(CLI::App& parser) {
    return std::make_unique<TopicAlterCommand>(parser);
}
std::unique_ptr<Command> addTopicDelete(CLI::App& parser) {
    return std::make_unique<TopicDeleteCommand>(parser);
}
std::unique_ptr<Command> addTopicEnsure(CLI::App& parser) {
    return std::make_unique<TopicEnsureCommand>(parser);
}

} // namespace eventflow::app
