#pragma once

#include <cstdint>

namespace eventflow {

/// The record a sample came from, in eight bytes: the pipeline's number of the stream and the record's offset
/// in it. Unknown for samples that no record of this run made: of recording rules, or read back from the
/// store; also for streams and offsets that do not fit (2¹⁶ − 1 streams, 2⁴⁸ offsets).
class SampleOrigin {
public:
    constexpr SampleOrigin() = default;
    static constexpr SampleOrigin of(std::uint32_t stream, std::int64_t offset) {
        SampleOrigin origin;
        if (stream < kMaxStream && offset >= 0 && offset <= kMaxOffset)
            origin.m_bits = (std::uint64_t{stream} + 1) << kOffsetBits | static_cast<std::uint64_t>(offset);
        return origin;
    }

    [[nodiscard]] constexpr bool known() const { return m_bits != 0; }
    /// Of a known origin.
    [[nodiscard]] constexpr std::uint32_t stream() const {
        return static_cast<std::uint32_t>(m_bits >> kOffsetBits) - 1;
    }
    [[nodiscard]] constexpr std::int64_t offset() const {
        return static_cast<std::int64_t>(m_bits & static_cast<std::uint64_t>(kMaxOffset));
    }
    bool operator==(const SampleOrigin&) const = default;

private:
    static constexpr unsigned kOffsetBits = 48;
    static constexpr std::int64_t kMaxOffset = (std::int64_t{1} << kOffsetBits) - 1;
    static constexpr std::uint32_t kMaxStream = 0xFFFF;
    std::uint64_t m_bits = 0;
};
static_assert(sizeof(SampleOrigin) == 8);

} // namespace eventflow
