#include "pipelines/kafka/kafka_conf.h"

#include "core/config/secret_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace eventflow::kafka {
namespace {

struct Setting {
    const char* name;
    const char* value;
};

struct Refusal {
    std::string_view name; ///< a trailing '*' stands for any rest
    std::string_view reason;
};

constexpr std::string_view kGivenElsewhere = "the addresses are given as the connection's bootstrap servers";
constexpr std::string_view kGroup = "EventFlow assigns partitions itself and never joins a consumer group";
constexpr std::string_view kCommit =
    "EventFlow never commits offsets; positions live in the workspace's store";
constexpr std::string_view kOwned = "EventFlow sets it itself";
constexpr std::string_view kRunsCode = "it would run a program or load a library named by a workspace";
constexpr std::string_view kWrites = "it belongs to producers, and a reader never writes";

constexpr Refusal kRefusedAlways[] = {
    {"bootstrap.servers", kGivenElsewhere},
    {"metadata.broker.list", kGivenElsewhere},
    {"group.*", kGroup},
    {"partition.assignment.strategy", kGroup},
    {"session.timeout.ms", kGroup},
    {"heartbeat.interval.ms", kGroup},
    {"max.poll.interval.ms", kGroup},
    {"coordinator.query.interval.ms", kGroup},
    {"enable.auto.commit", kCommit},
    {"auto.commit.*", kCommit},
    {"enable.auto.offset.store", kCommit},
    {"offset.store.*", kCommit},
    {"allow.auto.create.topics", "EventFlow never lets a broker create a topic by accident"},
    {"transactional.id", "EventFlow does not use transactions"},
    {"transaction.timeout.ms", "EventFlow does not use transactions"},
    {"enable.idempotence", kOwned},
    {"enable.gapless.guarantee", kOwned},
    {"enabled_events", kOwned},
    {"log.queue", kOwned},
    {"internal.*", kOwned},
    {"test.mock.*", "use EventFlow's embedded broker instead"},
    {"plugin.library.paths", kRunsCode},
    {"ssl.engine.*", kRunsCode},
    {"ssl.providers", kRunsCode},
    {"sasl.kerberos.kinit.cmd", kRunsCode},
};

constexpr Refusal kRefusedForReaders[] = {
    {"auto.offset.reset",
     "where reading starts is chosen per source, and an offset that is gone is reported"},
    {"enable.partition.eof", kOwned},
    {"queue.buffering.*", kWrites},
    {"linger.ms", kWrites},
    {"message.send.max.retries", kWrites},
    {"retries", kWrites},
    {"retry.backoff.ms", kWrites},
    {"compression.*", kWrites},
    {"batch.*", kWrites},
    {"delivery.*", kWrites},
    {"sticky.partitioning.linger.ms", kWrites},
    {"request.required.acks", kWrites},
    {"acks", kWrites},
    {"request.timeout.ms", kWrites},
    {"message.timeout.ms", kWrites},
    {"queuing.strategy", kWrites},
    {"produce.*", kWrites},
    {"partitioner", kWrites},
    {"msg_order_cmp", kWrites},
};

/// May be overridden: a bulk scan over a fast line wants larger fetches.
constexpr Setting kReaderDefaults[] = {
    {"isolation.level", "read_committed"},
    {"fetch.min.bytes", "1"},
    // Only one fetch is in flight per broker, so this is how long a newly assigned partition can wait.
    {"fetch.wait.max.ms", "100"},
    {"max.partition.fetch.bytes", "1048576"},
    {"fetch.max.bytes", "16777216"},
    {"queued.min.messages", "100000"},
    {"queued.max.messages.kbytes", "65536"},
    {"topic.metadata.refresh.interval.ms", "60000"},
};

constexpr Setting kReaderEnforced[] = {
    {"enable.auto.commit", "false"},  {"enable.auto.offset.store", "false"},
    {"auto.offset.reset", "error"},   {"allow.auto.create.topics", "false"},
    {"enable.partition.eof", "true"},
};

constexpr Setting kWriterDefaults[] = {
    {"linger.ms", "20"},
    {"batch.size", "1000000"},
    {"compression.type", "lz4"},
    {"queue.buffering.max.kbytes", "65536"},
    {"queue.buffering.max.messages", "200000"},
    {"message.timeout.ms", "60000"},
    // The same key lands in the same partition as with the Java client.
    {"partitioner", "murmur2_random"},
};

constexpr Setting kCommonDefaults[] = {
    {"client.id", "eventflow/" EVENTFLOW_VERSION},
    {"socket.keepalive.enable", "true"},
    {"socket.nagle.disable", "true"},
    {"socket.connection.setup.timeout.ms", "10000"},
    // The library's 10 s would leave a recovered cluster unread for as long.
    {"reconnect.backoff.ms", "100"},
    {"reconnect.backoff.max.ms", "2000"},
    {"log.connection.close", "false"},
};

/// Bounds that keep the memory ceiling and, from below, avoid librdkafka 2.0.2's one-second stall on a full
/// queue.
struct Range {
    std::string_view name;
    std::int64_t low;
    std::int64_t high;
};
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

Error refused(const std::string& name, std::string_view reason) {
    return {ErrorCode::InvalidArgument,
            "property \"" + name + "\" is refused: " + std::string(reason) + "; remove it"};
}

template <std::size_t N>
Status checkRefusals(const Refusal (&refusals)[N], const std::string& name) {
    const auto* found = std::find_if(std::begin(refusals), std::end(refusals),
                                     [&](const Refusal& r) { return matches(r.name, name); });
    return found == std::end(refusals) ? Status() : Status(refused(name, found->reason));
}

/// librdkafka puts these values into the shell command that renews a Kerberos ticket.
Status checkKerberos(const std::string& name, const std::string& value) {
    if (!name.starts_with("sasl.kerberos.")) return {};
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._/@:-").find(c) != std::string_view::npos;
    });
    if (plain && !value.starts_with('-')) return {};
    return Error{ErrorCode::InvalidArgument,
                 "property \"" + name +
                     "\": only letters, digits and ._/@:- are allowed, since it becomes part of a "
                     "shell command"};
}

Status checkRange(const std::string& name, const std::string& value) {
    const auto* range =
        std::find_if(std::begin(kRanges), std::end(kRanges), [&](const Range& r) { return r.name == name; });
    if (range == std::end(kRanges)) return {};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc() && end == value.data() + value.size() && number >= range->low &&
        number <= range->high)
        return {};
    return Error{ErrorCode::LimitExceeded, "property \"" + name + "\": expected a number from " +
                                               std::to_string(range->low) + " to " +
                                               std::to_string(range->high)};
}

Status setProperty(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
    std::array<char, 512> reason{};
    // A value that ends at an embedded NUL would be another value than the one that was written down.
    if (name.find('\0') != name.npos || value.find('\0') != value.npos)
        return Error{ErrorCode::InvalidArgument,
                     "property \"" + name.substr(0, name.find('\0')) + "\": holds a NUL byte"};
    switch (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), reason.data(), reason.size())) {
    case RD_KAFKA_CONF_OK:
        return {};
    case RD_KAFKA_CONF_UNKNOWN:
        return Error{ErrorCode::InvalidArgument, "property \"" + name + "\" is unknown to librdkafka " +
                                                     rd_kafka_version_str() + "; check its spelling"};
    case RD_KAFKA_CONF_INVALID:
        break;
    }
    return Error{ErrorCode::InvalidArgument,
                 "property \"" + name +
                     "\": " + (config::isSecretName(name) ? "its value is not accepted" : reason.data())};
}

template <std::size_t N>
Status setAll(rd_kafka_conf_t* conf, const Setting (&settings)[N]) {
    for (const Setting& setting : settings)
        if (Status status = setProperty(conf, setting.name, setting.value); !status) return status;
    return {};
}

Status setBootstrap(rd_kafka_conf_t* conf, const std::string& servers) {
    const bool blank =
        std::all_of(servers.begin(), servers.end(), [](char c) { return c == ' ' || c == ','; });
    if (blank)
        return Error{ErrorCode::InvalidArgument,
                     "bootstrap servers: none given; expected host:port[,host:port…]"};
    return setProperty(conf, "bootstrap.servers", servers);
}

Status setGiven(rd_kafka_conf_t* conf, const Properties& properties, bool reader) {
    for (const auto& [name, value] : properties) {
        if (Status status = checkRefusals(kRefusedAlways, name); !status) return status;
        if (reader)
            if (Status status = checkRefusals(kRefusedForReaders, name); !status) return status;
        if (Status status = checkKerberos(name, value); !status) return status;
        if (Status status = checkRange(name, value); !status) return status;
        if (Status status = setProperty(conf, name, value); !status) return status;
    }
    return {};
}

} // namespace

Result<ConfPtr> makeReaderConf(const std::string& bootstrapServers, const Properties& properties) {
    ConfPtr conf(rd_kafka_conf_new());
    Status status = setBootstrap(conf.get(), bootstrapServers);
    if (status) status = setAll(conf.get(), kCommonDefaults);
    if (status) status = setAll(conf.get(), kReaderDefaults);
    if (status) status = setGiven(conf.get(), properties, true);
    if (status) status = setAll(conf.get(), kReaderEnforced);
    if (!status) return status.error();
    return conf;
}

Result<ConfPtr> makeWriterConf(const std::string& bootstrapServers, const Properties& properties,
                               bool createTopics) {
    ConfPtr conf(rd_kafka_conf_new());
    Status status = setBootstrap(conf.get(), bootstrapServers);
    if (status) status = setAll(conf.get(), kCommonDefaults);
    if (status) status = setAll(conf.get(), kWriterDefaults);
    if (status) status = setGiven(conf.get(), properties, false);
    if (status) status = setProperty(conf.get(), "enable.idempotence", "true");
    if (status) status = setProperty(conf.get(), "allow.auto.create.topics", createTopics ? "true" : "false");
    if (!status) return status.error();
    return conf;
}

} // namespace eventflow::kafka
