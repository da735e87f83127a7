#pragma once

#include "pipelines/runtime/pipeline_batch.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::test {

/// Single quotes become double ones: JSON that can be read where it stands. (moc stumbles over raw strings.)
inline std::string withQuotes(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

/// Makes batches of records whose values have the padding a source gives them. The builder outlives its
/// batches.
class BatchBuilder {
public:
    Record& add(std::string_view value, Timestamp tsArrival = kNoTime) {
        Record& record = m_records.emplace_back();
        record.stream = &m_stream;
        record.offset = static_cast<std::int64_t>(m_records.size()) - 1;
        record.tsArrival = tsArrival;
        record.value = padded(value);
        return record;
    }
    [[nodiscard]] const Stream& stream() const { return m_stream; }

    /// Moves what was added into the batch, which is cleared before.
    void fill(PipelineBatch& batch) {
        batch.clear();
        for (const Record& record : m_records) {
            batch.input.records.push_back(record);
            if (record.value) batch.input.bytes += record.value->size();
        }
        m_records.clear();
    }

private:
    std::string_view padded(std::string_view value) {
        std::vector<char>& bytes = m_bytes.emplace_back(value.size() + kValuePadding);
        std::memcpy(bytes.data(), value.data(), value.size());
        return {bytes.data(), value.size()};
    }

    Stream m_stream{"ingest.raw.agent", 0, 0};
    std::deque<Record> m_records;
    std::deque<std::vector<char>> m_bytes;
};

} // namespace eventflow::test
