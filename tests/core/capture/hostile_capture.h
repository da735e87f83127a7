#pragma once

#include "core/capture/capture_writer.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace eventflow::capture::test {

/// Records that own what they point to, so that what was written can be held against what is read.
class RecordSet {
public:
    const Stream& stream(const std::string& topic, std::int32_t partition);
    CapturedRecord& add(const Stream& stream, std::int64_t offset, const NullableBytes& key,
                        const NullableBytes& value, const std::vector<Header>& headers = {});
    [[nodiscard]] const std::vector<CapturedRecord>& records() const { return m_records; }

private:
    std::deque<Stream> m_streams;
    std::deque<std::string> m_bytes;
    std::deque<std::vector<Header>> m_headers;
    std::vector<CapturedRecord> m_records;

    NullableBytes keep(const NullableBytes& bytes);
};

/// Tombstones, empty and duplicate headers, bytes that are no UTF-8, 1 MB values, times that go backwards,
/// lie before 1970 or at the ends of int64, and as many topics as asked for.
void addHostileRecords(RecordSet& set, int topics);

/// Everything of a record, so that two can be compared, and told apart in a message.
[[nodiscard]] std::string describe(const CapturedRecord& record);

/// A capture of the records; the chunks are small, so that there are many.
[[nodiscard]] std::string write(const std::vector<CapturedRecord>& records, mcap::WriterOptions options);

} // namespace eventflow::capture::test
