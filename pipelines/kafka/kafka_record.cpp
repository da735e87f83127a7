#include "pipelines/kafka/kafka_record.h"

#include <cstring>
#include <string_view>

namespace eventflow::kafka {
namespace {

NullableBytes copyNullable(Arena& arena, const void* data, std::size_t size) {
    if (!data) return std::nullopt;
    return arena.copy(std::string_view(static_cast<const char*>(data), size));
}

std::string_view copyPadded(Arena& arena, const void* data, std::size_t size) {
    auto* target = reinterpret_cast<char*>(arena.allocate(size + kValuePadding, 1));
    if (size > 0) std::memcpy(target, data, size);
    std::memset(target + size, 0, kValuePadding);
    return {target, size};
}

std::span<const Header> copyHeaders(RecordBatch& out, const rd_kafka_message_t& message) {
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    const std::size_t count = rd_kafka_header_cnt(headers);
    if (count == 0) return {};
    auto* target = reinterpret_cast<Header*>(out.arena.allocate(count * sizeof(Header), alignof(Header)));
    for (std::size_t i = 0; i < count; ++i) {
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        rd_kafka_header_get_all(headers, i, &name, &value, &size);
        const Header* header =
            new (target + i) Header{out.arena.copy(name), copyNullable(out.arena, value, size)};
        out.bytes += header->name.size() + size;
    }
    return {target, count};
}

} // namespace

void setTimestamp(Record& record, const rd_kafka_message_t& message) {
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const std::int64_t ms = rd_kafka_message_timestamp(&message, &type);
    if (type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || ms < 0) return;
    record.tsArrival = timestampFromMs(ms);
    record.timestampType = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? TimestampType::LogAppendTime
                                                                      : TimestampType::CreateTime;
}

void appendRecord(RecordBatch& out, const Stream& stream, const rd_kafka_message_t& message) {
    Record& record = out.records.emplace_back();
    record.stream = &stream;
    record.offset = message.offset;
    setTimestamp(record, message);
    record.key = copyNullable(out.arena, message.key, message.key_len);
    if (message.payload) record.value = copyPadded(out.arena, message.payload, message.len);
    record.headers = copyHeaders(out, message);
    out.bytes += message.key_len + message.len;
}

} // namespace eventflow::kafka
