#pragma once

#include "core/model/record.h"

#include <librdkafka/rdkafka.h>

namespace eventflow::kafka {

/// Copies a message into the batch: key, value with kValuePadding readable bytes behind it, headers in order,
/// the broker's timestamp as arrival. Null stays null and empty stays empty. `message` may be destroyed
/// afterwards: what a reader holds on to is not counted by librdkafka's queue bound.
void appendRecord(RecordBatch& out, const Stream& stream, const rd_kafka_message_t& message);

/// tsArrival and its type, as the broker gave them.
void setTimestamp(Record& record, const rd_kafka_message_t& message);

} // namespace eventflow::kafka
