#pragma once

#include "core/base/result.h"

#include <librdkafka/rdkafka.h>

#include <string_view>

namespace eventflow::kafka {

/// What a librdkafka error means to a caller. Everything the client recovers from by itself (transport,
/// leader moves, timeouts) is Unavailable.
ErrorCode codeOf(rd_kafka_resp_err_t error);

/// `what: Broker: Unknown topic or partition (UNKNOWN_TOPIC_OR_PART)`, with `detail` in place of librdkafka's
/// own text where there is one.
Error toError(rd_kafka_resp_err_t error, std::string_view what, std::string_view detail = {});

} // namespace eventflow::kafka
