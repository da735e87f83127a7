#include "pipelines/store/sample_block.h"

#include "core/base/hash.h"

#include <bit>
#include <cstring>

namespace eventflow::store {

static_assert(std::endian::native == std::endian::little, "blocks and chunks are written in memory order");

namespace {

constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kRowBytes = sizeof(SeriesId) + sizeof(std::int64_t) + sizeof(double);

template <typename T>
T load(const char* from) {
    T value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

template <typename T>
char* store(char* to, const T* from, std::size_t count) {
    std::memcpy(to, from, count * sizeof(T));
    return to + count * sizeof(T);
}

std::uint32_t checksum(std::string_view block) {
    return static_cast<std::uint32_t>(hash64(block.substr(sizeof(std::uint32_t))));
}

} // namespace

void SampleColumns::clear() {
    series.clear();
    ts.clear();
    values.clear();
}

void SampleBlock::encode(const SampleColumns& rows, std::size_t first, std::size_t count, std::string& out) {
    out.resize(kHeaderBytes + count * kRowBytes);
    const auto rowCount = static_cast<std::uint32_t>(count);
    char* at = store(out.data() + sizeof(std::uint32_t), &rowCount, 1);
    at = store(at, rows.series.data() + first, count);
    at = store(at, rows.ts.data() + first, count);
    store(at, rows.values.data() + first, count);
    const std::uint32_t sum = checksum(out);
    store(out.data(), &sum, 1);
}

Result<SampleBlock> SampleBlock::decode(std::string_view bytes) {
    if (bytes.size() < kHeaderBytes) return Error{ErrorCode::ParseError, "a staging block is too short"};
    SampleBlock block;
    block.m_count = load<std::uint32_t>(bytes.data() + sizeof(std::uint32_t));
    if (block.m_count > kMaxRows || bytes.size() != kHeaderBytes + block.m_count * kRowBytes)
        return Error{ErrorCode::ParseError, "a staging block has the wrong length"};
    if (load<std::uint32_t>(bytes.data()) != checksum(bytes))
        return Error{ErrorCode::ParseError, "a staging block has the wrong checksum"};
    block.m_series = bytes.data() + kHeaderBytes;
    block.m_ts = block.m_series + block.m_count * sizeof(SeriesId);
    block.m_values = block.m_ts + block.m_count * sizeof(std::int64_t);
    return block;
}

SeriesId SampleBlock::series(std::size_t row) const {
    return load<SeriesId>(m_series + row * sizeof(SeriesId));
}

Timestamp SampleBlock::ts(std::size_t row) const {
    return timestampFromNs(load<std::int64_t>(m_ts + row * sizeof(std::int64_t)));
}

double SampleBlock::value(std::size_t row) const {
    return load<double>(m_values + row * sizeof(double));
}

} // namespace eventflow::store
