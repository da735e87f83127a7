#pragma once

#include "core/base/result.h"
#include "pipelines/kafka/kafka_handle.h"

#include <map>
#include <string>

namespace eventflow::kafka {

/// librdkafka properties by name, as a workspace's connection or a command line gives them.
using Properties = std::map<std::string, std::string>;

/// The configuration of a client that cannot disturb anyone: no group join, no commit, no topic creation, an
/// offset that is gone is an error and not a jump. `properties` may add what is needed to connect (TLS, SASL,
/// addresses) and tune fetching; what would write, join, commit, create or run a program is refused. Errors
/// (InvalidArgument, LimitExceeded) name the property and never repeat a secret's value.
Result<ConfPtr> makeReaderConf(const std::string& bootstrapServers, const Properties& properties);

/// The configuration of an idempotent producer with a bounded queue. Topics are created by the broker only if
/// `createTopics`. Errors as of makeReaderConf.
Result<ConfPtr> makeWriterConf(const std::string& bootstrapServers, const Properties& properties,
                               bool createTopics);

} // namespace eventflow::kafka
