#include "pipelines/kafka/kafka_conf.h"

#include "core/config/client_properties.h"
#include "core/config/secret_names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace eventflow::kafka {
namespace {

struct Setting {
    const char* name;
    const char* value;
};

/// For the log and the command line; the desktop has words of its own.
std::string_view reasonOf(config::PropertyRefusal refusal) {
    using enum config::PropertyRefusal;
    switch (refusal) {
    case GivenElsewhere:
        return "the addresses are given as the connection's bootstrap servers";
    case JoinsGroups:
        return "EventFlow assigns partitions itself and never joins a consumer group";
    case Commits:
        return "EventFlow never commits offsets; positions live in the workspace's store";
    case CreatesTopics:
        return "EventFlow never lets a broker create a topic by accident";
    case Transactional:
        return "EventFlow does not use transactions";
    case OwnSetting:
        return "EventFlow sets it itself";
    case EmbeddedBroker:
        return "use EventFlow's embedded broker instead";
    case RunsCode:
        return "it would run a program or load a library named by a workspace";
    case Writes:
        return "it belongs to producers, and a reader never writes";
    case StartsWhereChosen:
        return "where reading starts is chosen per source, and an offset that is gone is reported";
    }
    return "it is not allowed";
}

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

Status checkAllowed(const std::string& name, const std::string& value, bool reader) {
    if (const auto refusal = reader ? config::readerRefusal(name) : config::writerRefusal(name))
        return Error{ErrorCode::InvalidArgument, "property \"" + name + "\" is refused: " +
                                                     std::string(reasonOf(*refusal)) + "; remove it"};
    if (!config::isSafeForShell(name, value))
        return Error{ErrorCode::InvalidArgument,
                     "property \"" + name +
                         "\": only letters, digits and ._/@:- are allowed, since it becomes part of a "
                         "shell command"};
    if (config::isInRange(name, value)) return {};
    const auto range = config::propertyRange(name).value_or(config::PropertyRange{});
    return Error{ErrorCode::LimitExceeded, "property \"" + name + "\": expected a number from " +
                                               std::to_string(range.low) + " to " +
                                               std::to_string(range.high)};
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
        if (Status status = checkAllowed(name, value, reader); !status) return status;
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
