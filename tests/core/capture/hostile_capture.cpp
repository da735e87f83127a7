#include "tests/core/capture/hostile_capture.h"

#include "core/base/hash.h"
#include "tests/core/capture/memory_stream.h"

#include <cstdlib>
#include <limits>
#include <sstream>

namespace eventflow::capture::test {
namespace {

constexpr std::int64_t kStart = 1'700'000'000'123'456'789;

std::string describe(const NullableBytes& bytes) {
    if (!bytes) return "null";
    if (bytes->size() < 64) return "'" + std::string(*bytes) + "'";
    return std::to_string(bytes->size()) + " bytes " + std::to_string(hash64(*bytes));
}

void addTimes(RecordSet& set, const Stream& stream) {
    using Limits = std::numeric_limits<std::int64_t>;
    std::int64_t offset = 1000;
    for (const std::int64_t ns : {Limits::max(), -9'223'372'036'854'000'000, std::int64_t{-1'000'000},
                                  std::int64_t{0}, kStart, kStart - 5}) {
        CapturedRecord& record = set.add(stream, offset++, "time", std::to_string(ns));
        record = captured(record.record, TimestampType::LogAppendTime, timestampFromNs(kStart - offset));
        record.record.tsArrival = timestampFromNs(ns);
        record.timestampMs = toMs(record.record.tsArrival);
    }
    for (const std::int64_t ms : {Limits::max(), Limits::min()}) {
        CapturedRecord& record = set.add(stream, offset++, "beyond time", std::to_string(ms));
        record.timestampType = TimestampType::CreateTime;
        record.timestampMs = ms;
        record.record.tsArrival = timestampFromMs(ms);
    }
}

} // namespace

const Stream& RecordSet::stream(const std::string& topic, std::int32_t partition) {
    return m_streams.emplace_back(Stream{topic, partition, static_cast<std::uint32_t>(m_streams.size())});
}

NullableBytes RecordSet::keep(const NullableBytes& bytes) {
    if (!bytes) return std::nullopt;
    return m_bytes.emplace_back(*bytes);
}

CapturedRecord& RecordSet::add(const Stream& stream, std::int64_t offset, const NullableBytes& key,
                               const NullableBytes& value, const std::vector<Header>& headers) {
    std::vector<Header>& kept = m_headers.emplace_back();
    for (const Header& header : headers)
        kept.push_back({*keep(header.name), keep(header.value)});
    Record record;
    record.stream = &stream;
    record.offset = offset;
    record.key = keep(key);
    record.value = keep(value);
    record.headers = kept;
    const auto count = static_cast<std::int64_t>(m_records.size());
    record.tsArrival = timestampFromNs(kStart + count * 1'000'001);
    return m_records.emplace_back(
        captured(record, TimestampType::CreateTime, timestampFromNs(kStart + count * 2'000'000)));
}

void addHostileRecords(RecordSet& set, int topics) {
    const Stream& orders = set.stream("orders", 7);
    set.add(orders, std::numeric_limits<std::int64_t>::min(), "tombstone", std::nullopt);
    set.add(orders, 0, std::nullopt, "");
    set.add(orders, 1, "", "no header has a value",
            {{"", std::nullopt}, {"", ""}, {"a", std::nullopt}, {"a", ""}, {"a", "1"}, {"a", "1"}});
    set.add(orders, 2, "\xff\xfe\x80", std::string_view("\0\xc3\x28", 3), {{"\xf0\x28\x8c\x28", "\xff"}});
    set.add(orders, 3, std::string(1'000'000, '\0'), std::string(1'000'000, 'x'));
    std::string noise;
    for (std::uint64_t i = 0; noise.size() < 1'000'000; ++i)
        noise += std::to_string(hash64(std::to_string(i)));
    set.add(orders, 4, "noise", noise);
    set.add(orders, std::numeric_limits<std::int64_t>::max(), "last", "of all");
    addTimes(set, set.stream("times", -1));
    CapturedRecord& bare = set.add(set.stream("none", 0), -1, std::nullopt, std::nullopt);
    Record empty;
    empty.stream = bare.record.stream;
    empty.offset = -1;
    bare = captured(empty, TimestampType::CreateTime, timestampFromNs(kStart));
    for (int i = 0; i < topics; ++i)
        set.add(set.stream("topic-" + std::to_string(i), i % 3), i, "key", "value " + std::to_string(i));
}

std::string describe(const CapturedRecord& captured) {
    const Record& record = captured.record;
    std::ostringstream text;
    text << record.stream->topic << '/' << record.stream->partition << '@' << record.offset << " type "
         << static_cast<int>(captured.timestampType) << " ms " << captured.timestampMs << " ts "
         << toNs(record.tsArrival) << " attributes " << static_cast<int>(captured.attributes) << " arrival "
         << toNs(captured.arrival) << ' ' << describe(record.key) << ' ' << describe(record.value);
    for (const Header& header : record.headers)
        text << ' ' << describe(NullableBytes(header.name)) << '=' << describe(header.value);
    if (record.malformed()) text << " malformed: " << record.framingError;
    return text.str();
}

std::string write(const std::vector<CapturedRecord>& records, mcap::WriterOptions options) {
    MemorySink sink;
    CaptureWriter writer(sink, options);
    const auto must = [](const Status& status) {
        if (!status) std::abort();
    };
    must(writer.start({"cluster-1", "workspace-hash", "0.0.0"}));
    for (const CapturedRecord& record : records)
        must(writer.write(record));
    must(writer.finish());
    return sink.bytes();
}

} // namespace eventflow::capture::test
