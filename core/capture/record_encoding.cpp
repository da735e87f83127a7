#include "core/capture/record_encoding.h"

#include "core/base/byte_order.h"
#include "core/base/zigzag.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <string>

namespace eventflow::capture {
namespace {

constexpr std::size_t kMaxLength = std::numeric_limits<std::int32_t>::max();
/// Kafka's varint, of 32 bits.
constexpr std::size_t kMaxVarintBytes = 5;
/// A header has at least the lengths of its name and value.
constexpr std::size_t kMinHeaderBytes = 2;

std::size_t sizeOf(const NullableBytes& bytes) {
    if (!bytes) return 1;
    return zigZagBytes(static_cast<std::int64_t>(bytes->size())) + bytes->size();
}

std::size_t encodedBytes(const CapturedRecord& captured) {
    const Record& record = captured.record;
    std::size_t bytes = sizeof(std::int64_t) + 2 + zigZagBytes(captured.timestampMs) + sizeOf(record.key) +
                        sizeOf(record.value) + zigZagBytes(static_cast<std::int64_t>(record.headers.size()));
    for (const Header& header : record.headers)
        bytes += sizeOf(header.name) + sizeOf(header.value);
    return bytes;
}

char* put(char* to, const NullableBytes& bytes) {
    if (!bytes) return writeZigZag(to, -1);
    to = writeZigZag(to, static_cast<std::int64_t>(bytes->size()));
    if (!bytes->empty()) std::memcpy(to, bytes->data(), bytes->size());
    return to + bytes->size();
}

bool fits(const Record& record) {
    const auto small = [](const NullableBytes& bytes) { return !bytes || bytes->size() <= kMaxLength; };
    return small(record.key) && small(record.value) && record.headers.size() <= kMaxLength &&
           std::ranges::all_of(record.headers,
                               [&](const Header& h) { return small(h.name) && small(h.value); });
}

/// Walks through the data of one message; nullptr as place means that a read failed.
class Cursor {
public:
    explicit Cursor(std::string_view data)
        : m_begin(data.data()), m_at(m_begin), m_end(m_begin + data.size()) {}

    template <typename Integer>
    bool fixed(Integer& out) {
        if (left() < sizeof(Integer)) return fail("the data ends in a number");
        out = loadLittleEndian<Integer>(m_at);
        m_at += sizeof(Integer);
        return true;
    }

    bool varlong(std::int64_t& out, std::size_t maxBytes = kMaxZigZagBytes) {
        const char* const behind = readZigZag(m_at, m_end, out, maxBytes);
        if (behind == nullptr) return fail("the data ends in a number, or the number is too long");
        m_at = behind;
        return true;
    }

    bool bytes(NullableBytes& out) {
        std::int64_t length = 0;
        if (!varlong(length, kMaxVarintBytes)) return false;
        if (length == -1) {
            out.reset();
            return true;
        }
        if (length < 0 || static_cast<std::uint64_t>(length) > left())
            return fail("a length of " + std::to_string(length) + ", but " + std::to_string(left()) +
                        " bytes follow");
        out = std::string_view(m_at, static_cast<std::size_t>(length));
        m_at += length;
        return true;
    }

    bool fail(const std::string& cause) {
        m_error = Error{ErrorCode::ParseError,
                        "byte " + std::to_string(m_at - m_begin) + " of the record: " + cause};
        return false;
    }
    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }
    [[nodiscard]] Status status() const { return m_error ? Status(*m_error) : Status(); }

private:
    const char* m_begin;
    const char* m_at;
    const char* m_end;
    std::optional<Error> m_error;
};

bool readHeaders(Cursor& cursor, Arena& arena, std::span<const Header>& out) {
    std::int64_t count = 0;
    out = {};
    if (!cursor.varlong(count, kMaxVarintBytes)) return false;
    if (count < 0 || static_cast<std::uint64_t>(count) > cursor.left() / kMinHeaderBytes)
        return cursor.fail(std::to_string(count) + " headers, but " + std::to_string(cursor.left()) +
                           " bytes follow");
    if (count == 0) return true;
    const auto number = static_cast<std::size_t>(count);
    auto* const headers = reinterpret_cast<Header*>(arena.allocate(number * sizeof(Header), alignof(Header)));
    for (std::size_t i = 0; i < number; ++i) {
        NullableBytes name;
        Header* const header = new (headers + i) Header;
        if (!cursor.bytes(name) || !cursor.bytes(header->value)) return false;
        if (!name) return cursor.fail("a header without name");
        header->name = *name;
    }
    out = {headers, number};
    return true;
}

bool readTimestamp(Cursor& cursor, CapturedRecord& out) {
    std::int8_t type = 0;
    if (!cursor.fixed(out.attributes) || !cursor.fixed(type)) return false;
    if (type < -1 || type > 1) return cursor.fail("a timestamp of the unknown type " + std::to_string(type));
    out.timestampType = static_cast<TimestampType>(type);
    if (!cursor.varlong(out.timestampMs)) return false;
    out.record.tsArrival =
        out.timestampType == TimestampType::None ? kNoTime : timestampFromMs(out.timestampMs);
    return true;
}

} // namespace

Status encodeRecord(const CapturedRecord& captured, mcap::ByteBuffer& out) {
    const Record& record = captured.record;
    if (!fits(record)) return Error{ErrorCode::LimitExceeded, "a key, value or header of 2 GiB or more"};
    char* at = out.extend(encodedBytes(captured));
    storeLittleEndian(at, record.offset);
    at += sizeof record.offset;
    *at++ = static_cast<char>(captured.attributes);
    *at++ = static_cast<char>(captured.timestampType);
    at = writeZigZag(at, captured.timestampMs);
    at = put(at, record.key);
    at = put(at, record.value);
    at = writeZigZag(at, static_cast<std::int64_t>(record.headers.size()));
    for (const Header& header : record.headers) {
        at = put(at, header.name);
        at = put(at, header.value);
    }
    return {};
}

Status decodeRecord(std::string_view data, Arena& arena, CapturedRecord& out) {
    Cursor cursor(data);
    Record& record = out.record;
    const bool whole = cursor.fixed(record.offset) && readTimestamp(cursor, out) &&
                       cursor.bytes(record.key) && cursor.bytes(record.value) &&
                       readHeaders(cursor, arena, record.headers);
    if (whole && cursor.left() > 0) cursor.fail(std::to_string(cursor.left()) + " bytes follow its headers");
    return cursor.status();
}

Result<std::int64_t> decodeOffset(std::string_view data) {
    Cursor cursor(data);
    std::int64_t offset = 0;
    if (!cursor.fixed(offset)) return cursor.status().error();
    return offset;
}

MessageTimes messageTimes(const CapturedRecord& captured) {
    const auto known = [](Timestamp t) { return t >= Timestamp(); };
    const auto ns = [](Timestamp t) { return static_cast<std::uint64_t>(toNs(t)); };
    const Timestamp own = captured.record.tsArrival;
    MessageTimes times;
    if (captured.arrival == kNoTime)
        times.log = known(own) ? ns(own) : 0;
    else
        times.log = known(captured.arrival) ? ns(captured.arrival) : 0;
    times.publish = known(own) ? ns(own) : times.log;
    return times;
}

void applyTimes(const MessageTimes& times, CapturedRecord& captured) {
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    captured.arrival = timestampFromNs(static_cast<std::int64_t>(std::min(times.log, kMax)));
    if (captured.timestampType == TimestampType::None || times.publish > kMax) return;
    const Timestamp finer = timestampFromNs(static_cast<std::int64_t>(times.publish));
    if (toMs(finer) == captured.timestampMs) captured.record.tsArrival = finer;
}

} // namespace eventflow::capture
