#pragma once

#include "core/base/result.h"
#include "core/model/sample.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::store {

/// Most samples in one chunk: two hours at one a minute, two minutes at one a second.
inline constexpr std::size_t kMaxChunkSamples = 120;

/// Encodes and decodes chunks: up to kMaxChunkSamples samples of one series, times and values bit-exact.
/// Shape: checksum u32 (XXH3 of the rest), version u8 = 1, time unit u8 (power of ten of ns that divides all
/// times), value form u8, count u8, times as packed integers, values in one of three forms: decimal e (0…15):
/// packed integers, value = integer / 10^e — what agents and exporters print; raw (128): the doubles' bytes,
/// all first bytes, all second bytes …; shuffled (129): the same, zstd-compressed. The decimal form is the
/// idea of ALP (Afroozeh, Boncz 2023), its integers packed as Prometheus packs times. Thread: confined (holds
/// compression contexts).
class ChunkCodec {
public:
    ChunkCodec();
    ChunkCodec(const ChunkCodec&) = delete;
    ChunkCodec& operator=(const ChunkCodec&) = delete;
    ~ChunkCodec();

    /// Replaces `out`. `samples`: 1 to kMaxChunkSamples.
    void encode(std::span<const Sample> samples, std::string& out);

    /// Appends the samples. ParseError when the bytes are not a whole chunk; then `out` is unchanged.
    Status decode(std::string_view chunk, std::vector<Sample>& out);

    /// The checksum that decode() expects in front of `body`.
    static std::uint32_t checksum(std::string_view body);

private:
    struct Contexts;

    void encodeRaw(std::span<const Sample> samples, std::string& out);
    bool decodeValues(unsigned form, std::string_view bytes, std::span<double> values);

    std::unique_ptr<Contexts> m_contexts;
};

} // namespace eventflow::store
