#include "core/config/client_properties.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace eventflow::config {

namespace {

struct Refusal {
    std::string_view name; ///< a trailing '*' stands for any rest
    PropertyRefusal reason;
};

constexpr Refusal kRefusedAlways[] = {
    {"bootstrap.servers", PropertyRefusal::GivenElsewhere},
    {"metadata.broker.list", PropertyRefusal::GivenElsewhere},
    {"group.*", PropertyRefusal::JoinsGroups},
    {"partition.assignment.strategy", PropertyRefusal::JoinsGroups},
    {"session.timeout.ms", PropertyRefusal::JoinsGroups},
    {"heartbeat.interval.ms", PropertyRefusal::JoinsGroups},
    {"max.poll.interval.ms", PropertyRefusal::JoinsGroups},
    {"coordinator.query.interval.ms", PropertyRefusal::JoinsGroups},
    {"enable.auto.commit", PropertyRefusal::Commits},
    {"auto.commit.*", PropertyRefusal::Commits},
    {"enable.auto.offset.store", PropertyRefusal::Commits},
    {"offset.store.*", PropertyRefusal::Commits},
    {"allow.auto.create.topics", PropertyRefusal::CreatesTopics},
    {"transactional.id", PropertyRefusal::Transactional},
    {"transaction.timeout.ms", PropertyRefusal::Transactional},
    {"enable.idempotence", PropertyRefusal::OwnSetting},
    {"enable.gapless.guarantee", PropertyRefusal::OwnSetting},
    {"enabled_events", PropertyRefusal::OwnSetting},
    {"log.queue", PropertyRefusal::OwnSetting},
    {"internal.*", PropertyRefusal::OwnSetting},
    {"test.mock.*", PropertyRefusal::EmbeddedBroker},
    {"plugin.library.paths", PropertyRefusal::RunsCode},
    {"ssl.engine.*", PropertyRefusal::RunsCode},
    {"ssl.providers", PropertyRefusal::RunsCode},
    {"sasl.kerberos.kinit.cmd", PropertyRefusal::RunsCode},
};

constexpr Refusal kRefusedForReaders[] = {
    {"auto.offset.reset", PropertyRefusal::StartsWhereChosen},
    {"enable.partition.eof", PropertyRefusal::OwnSetting},
    {"queue.buffering.*", PropertyRefusal::Writes},
    {"linger.ms", PropertyRefusal::Writes},
    {"message.send.max.retries", PropertyRefusal::Writes},
    {"retries", PropertyRefusal::Writes},
    {"retry.backoff.ms", PropertyRefusal::Writes},
    {"compression.*", PropertyRefusal::Writes},
    {"batch.*", PropertyRefusal::Writes},
    {"delivery.*", PropertyRefusal::Writes},
    {"sticky.partitioning.linger.ms", PropertyRefusal::Writes},
    {"request.required.acks", PropertyRefusal::Writes},
    {"acks", PropertyRefusal::Writes},
    {"request.timeout.ms", PropertyRefusal::Writes},
    {"message.timeout.ms", PropertyRefusal::Writes},
    {"queuing.strategy", PropertyRefusal::Writes},
    {"produce.*", PropertyRefusal::Writes},
    {"partitioner", PropertyRefusal::Writes},
    {"msg_order_cmp", PropertyRefusal::Writes},
};

struct Range {
    std::string_view name;
    std::int64_t low;
    std::int64_t high;
};
/// From below they avoid librdkafka 2.0.2's stall of a second on a full queue.
constexpr Range kRanges[] = {
    {"queued.max.messages.kbytes", 16384, 1048576},
    {"queue.buffering.max.kbytes", 1024, 1048576},
    {"receive.message.max.bytes", 1000000, 1073741824},
};

bool matches(std::string_view pattern, std::string_view name) {
    if (!pattern.ends_with('*')) return pattern == name;
    pattern.remove_suffix(1);
    return name.starts_with(pattern);
}

template <std::size_t N>
std::optional<PropertyRefusal> find(const Refusal (&refusals)[N], std::string_view name) {
    const auto* found = std::find_if(std::begin(refusals), std::end(refusals),
                                     [&](const Refusal& refusal) { return matches(refusal.name, name); });
    return found == std::end(refusals) ? std::nullopt : std::optional(found->reason);
}

} // namespace

std::optional<PropertyRefusal> writerRefusal(std::string_view property) {
    return find(kRefusedAlways, property);
}

std::optional<PropertyRefusal> readerRefusal(std::string_view property) {
    const auto always = writerRefusal(property);
    return always ? always : find(kRefusedForReaders, property);
}

std::optional<PropertyRange> propertyRange(std::string_view property) {
    const auto* range = std::find_if(std::begin(kRanges), std::end(kRanges),
                                     [&](const Range& one) { return one.name == property; });
    return range == std::end(kRanges) ? std::nullopt : std::optional(PropertyRange{range->low, range->high});
}

bool isInRange(std::string_view property, std::string_view value) {
    const auto range = propertyRange(property);
    if (!range) return true;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    return error == std::errc() && end == value.data() + value.size() && number >= range->low &&
           number <= range->high;
}

bool isSafeForShell(std::string_view property, std::string_view value) {
    if (!property.starts_with("sasl.kerberos.")) return true;
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._/@:-").find(c) != std::string_view::npos;
    });
    return plain && !value.starts_with('-');
}

} // namespace eventflow::config
