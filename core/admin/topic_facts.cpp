#include "core/admin/topic_facts.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

namespace eventflow::admin {
namespace {

std::optional<std::int64_t> numberOf(const ConfigSet& configs, std::string_view name) {
    const std::string text = configs.valueOf(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// -1 is Kafka's "without bound".
std::optional<std::int64_t> boundOf(const ConfigSet& configs, std::string_view name) {
    const auto number = numberOf(configs, name);
    return number && *number >= 0 ? number : std::nullopt;
}

void addReplication(TopicFacts& facts, const TopicInfo& topic) {
    for (const PartitionInfo& partition : topic.partitions) {
        if (partition.leader < 0) ++facts.withoutLeader;
        if (partition.isr.size() < partition.replicas.size()) ++facts.shortOfReplicas;
        if (facts.minInsyncReplicas &&
            partition.isr.size() < static_cast<std::size_t>(*facts.minInsyncReplicas))
            facts.underMinIsr = facts.underMinIsr.value_or(0) + 1;
    }
}

void addConfigs(TopicFacts& facts, const ConfigSet& configs) {
    const std::string policy = configs.valueOf("cleanup.policy");
    facts.compacted = policy.find("compact") != std::string::npos;
    facts.deletesOld = policy.find("delete") != std::string::npos;
    if (const auto ms = boundOf(configs, "retention.ms"); ms && facts.deletesOld) {
        constexpr std::int64_t longest = std::numeric_limits<std::int64_t>::max() / 1'000'000;
        if (*ms <= longest) facts.retention = std::chrono::milliseconds(*ms);
    }
    if (facts.deletesOld) facts.retentionBytes = boundOf(configs, "retention.bytes");
    if (const auto minimum = boundOf(configs, "min.insync.replicas"); minimum) {
        facts.minInsyncReplicas = static_cast<int>(std::min<std::int64_t>(*minimum, 1000));
        facts.underMinIsr = 0;
    }
}

std::optional<std::int64_t> spanOf(const std::vector<Watermarks>& watermarks) {
    if (watermarks.empty()) return std::nullopt;
    std::int64_t total = 0;
    for (const Watermarks& marks : watermarks) {
        if (!marks.known()) return std::nullopt;
        total += marks.offsetSpan();
    }
    return total;
}

} // namespace

TopicFacts factsOf(const TopicInfo& topic, const ConfigSet& configs,
                   const std::vector<Watermarks>& watermarks) {
    TopicFacts facts;
    addConfigs(facts, configs);
    addReplication(facts, topic);
    facts.offsetSpan = spanOf(watermarks);
    return facts;
}

} // namespace eventflow::admin
