#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "pipelines/store/chunk_key.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::store {

/// Samples of many series in arrival order, by column.
struct SampleColumns {
    std::vector<SeriesId> series;
    std::vector<std::int64_t> ts; ///< ns since the epoch
    std::vector<double> values;

    void append(SeriesId id, Timestamp at, double value) {
        series.push_back(id);
        ts.push_back(toNs(at));
        values.push_back(value);
    }
    [[nodiscard]] std::size_t size() const { return series.size(); }
    void clear();
};

/// A staging block: up to kMaxRows samples as they came, one column after the other, so that a scan for one
/// series reads 4 bytes a row. Shape: checksum u32, count u32, series u32[], times i64[], values f64[],
/// little-endian.
class SampleBlock {
public:
    static constexpr std::size_t kMaxRows = 65'536;

    /// Replaces `out` by the block of the rows [first, first + count).
    static void encode(const SampleColumns& rows, std::size_t first, std::size_t count, std::string& out);
    /// A view: `bytes` must outlive it. ParseError when the bytes are not a whole block.
    static Result<SampleBlock> decode(std::string_view bytes);

    [[nodiscard]] std::size_t count() const { return m_count; }
    // Columns in a blob are not aligned: each value is copied out.
    [[nodiscard]] SeriesId series(std::size_t row) const;
    [[nodiscard]] Timestamp ts(std::size_t row) const;
    [[nodiscard]] double value(std::size_t row) const;

private:
    const char* m_series = nullptr;
    const char* m_ts = nullptr;
    const char* m_values = nullptr;
    std::size_t m_count = 0;
};

} // namespace eventflow::store
