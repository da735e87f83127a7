#include "pipelines/store/sample_chunk.h"

#include "core/base/hash.h"
#include "pipelines/store/integer_packing.h"

#include <zstd.h>

#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>

namespace eventflow::store {

static_assert(std::endian::native == std::endian::little, "blocks and chunks are written in memory order");
static_assert(kMaxChunkSamples <= kMaxPackedIntegers);

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr unsigned kRaw = 128;
constexpr unsigned kShuffled = 129;
constexpr int kZstdLevel = 1;
constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kMaxRawBytes = kMaxChunkSamples * sizeof(double);

using Integers = std::array<std::int64_t, kMaxChunkSamples>;

/// Exact as doubles, so that integer / power is rounded once, just as reading the decimal text was.
constexpr std::array kPowers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                             1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr double kMaxExactInteger = 9007199254740992.0; // 2^53

/// The integer that divided by `power` gives exactly `value`.
bool toDecimal(double value, double power, std::int64_t& integer) {
    const double scaled = value * power;
    if (!(std::abs(scaled) < kMaxExactInteger)) return false; // NaN, too
    integer = static_cast<std::int64_t>(scaled + std::copysign(0.5, scaled));
    const double back = static_cast<double>(integer) / power;
    return std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value);
}

/// The smallest exponent that makes every value an integer.
bool toDecimals(std::span<const Sample> samples, std::size_t& exponent, Integers& integers) {
    exponent = 0;
    std::size_t done = 0; // integers[0, done) are in the present exponent
    while (done < samples.size()) {
        if (toDecimal(samples[done].value, kPowers[exponent], integers[done])) {
            ++done;
            continue;
        }
        // A failure raises the exponent, which the earlier values have to follow. Give up at once on what is
        // not finite; a value with all its digits in use runs through the exponents once, at the first
        // sample.
        if (!std::isfinite(samples[done].value) || ++exponent == kPowers.size()) return false;
        if (done > 0 && toDecimal(samples[done].value, kPowers[exponent], integers[done])) done = 0;
    }
    return true;
}

/// The largest power of 1000 that divides all times, as an exponent of ten: most clocks tick in ms or s.
unsigned timeUnit(std::span<const Sample> samples) {
    unsigned exponent = 9;
    std::int64_t unit = 1'000'000'000;
    for (const Sample& sample : samples)
        while (toNs(sample.ts) % unit != 0) {
            unit /= 1000;
            exponent -= 3;
        }
    return exponent;
}

constexpr std::int64_t unitNs(unsigned exponent) {
    std::int64_t unit = 1;
    while (exponent-- > 0)
        unit *= 10;
    return unit;
}

void shuffle(std::span<const Sample> samples, std::array<char, kMaxRawBytes>& out) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto bytes = std::bit_cast<std::array<char, sizeof(double)>>(samples[i].value);
        for (std::size_t b = 0; b < bytes.size(); ++b)
            out[b * samples.size() + i] = bytes[b];
    }
}

void unshuffle(const char* from, std::span<double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::array<char, sizeof(double)> bytes{};
        for (std::size_t b = 0; b < bytes.size(); ++b)
            bytes[b] = from[b * values.size() + i];
        values[i] = std::bit_cast<double>(bytes);
    }
}

Error malformed(const char* what) {
    return {ErrorCode::ParseError, std::string("a sample chunk ") + what};
}

} // namespace

struct ChunkCodec::Contexts {
    ZSTD_CCtx* compress = ZSTD_createCCtx();
    ZSTD_DCtx* decompress = ZSTD_createDCtx();
    std::array<char, kMaxRawBytes> shuffled{};
    std::array<char, ZSTD_COMPRESSBOUND(kMaxRawBytes)> compressed{};

    Contexts() = default;
    Contexts(const Contexts&) = delete;
    Contexts& operator=(const Contexts&) = delete;
    ~Contexts() {
        ZSTD_freeCCtx(compress);
        ZSTD_freeDCtx(decompress);
    }
};

ChunkCodec::ChunkCodec() : m_contexts(std::make_unique<Contexts>()) {}
ChunkCodec::~ChunkCodec() = default;

std::uint32_t ChunkCodec::checksum(std::string_view body) {
    return static_cast<std::uint32_t>(hash64(body));
}

void ChunkCodec::encode(std::span<const Sample> samples, std::string& out) {
    assert(!samples.empty() && samples.size() <= kMaxChunkSamples);
    const unsigned timeExponent = timeUnit(samples);
    const std::int64_t unit = unitNs(timeExponent);
    out.assign(kHeaderBytes, '\0');
    out[4] = static_cast<char>(kVersion);
    out[5] = static_cast<char>(timeExponent);
    out[7] = static_cast<char>(samples.size());

    Integers integers;
    for (std::size_t i = 0; i < samples.size(); ++i)
        integers[i] = toNs(samples[i].ts) / unit;
    packIntegers({integers.data(), samples.size()}, out);
    std::size_t exponent = 0;
    if (toDecimals(samples, exponent, integers)) {
        out[6] = static_cast<char>(exponent);
        packIntegers({integers.data(), samples.size()}, out);
    } else {
        encodeRaw(samples, out);
    }
    const std::uint32_t sum = checksum(std::string_view(out).substr(sizeof(std::uint32_t)));
    std::memcpy(out.data(), &sum, sizeof sum);
}

void ChunkCodec::encodeRaw(std::span<const Sample> samples, std::string& out) {
    shuffle(samples, m_contexts->shuffled);
    const std::size_t rawBytes = samples.size() * sizeof(double);
    const std::size_t size =
        ZSTD_compressCCtx(m_contexts->compress, m_contexts->compressed.data(), m_contexts->compressed.size(),
                          m_contexts->shuffled.data(), rawBytes, kZstdLevel);
    const bool smaller = ZSTD_isError(size) == 0 && size < rawBytes;
    out[6] = static_cast<char>(smaller ? kShuffled : kRaw);
    if (smaller)
        out.append(m_contexts->compressed.data(), size);
    else
        out.append(m_contexts->shuffled.data(), rawBytes);
}

Status ChunkCodec::decode(std::string_view chunk, std::vector<Sample>& out) {
    if (chunk.size() < kHeaderBytes) return malformed("is too short");
    std::uint32_t sum = 0;
    std::memcpy(&sum, chunk.data(), sizeof sum);
    if (sum != checksum(chunk.substr(sizeof sum))) return malformed("has the wrong checksum");
    if (static_cast<std::uint8_t>(chunk[4]) != kVersion) return malformed("has an unknown version");
    const auto timeExponent = static_cast<unsigned char>(chunk[5]);
    const auto form = static_cast<unsigned char>(chunk[6]);
    const std::size_t count = static_cast<unsigned char>(chunk[7]);
    if (count == 0 || count > kMaxChunkSamples) return malformed("has an impossible count");
    if (timeExponent > 9) return malformed("has an unknown time unit");

    std::string_view rest = chunk.substr(kHeaderBytes);
    Integers times;
    if (!unpackIntegers(rest, {times.data(), count})) return malformed("has broken times");
    const std::int64_t unit = unitNs(timeExponent);
    for (std::size_t i = 0; i < count; ++i)
        if (__builtin_mul_overflow(times[i], unit, &times[i])) return malformed("has times out of range");
    std::array<double, kMaxChunkSamples> values;
    if (!decodeValues(form, rest, {values.data(), count})) return malformed("has broken values");

    const std::size_t first = out.size();
    out.resize(first + count);
    for (std::size_t i = 0; i < count; ++i)
        out[first + i] = {timestampFromNs(times[i]), values[i]};
    return {};
}

bool ChunkCodec::decodeValues(unsigned form, std::string_view bytes, std::span<double> values) {
    const std::size_t rawBytes = values.size() * sizeof(double);
    if (form < kPowers.size()) {
        Integers integers;
        if (!unpackIntegers(bytes, {integers.data(), values.size()}) || !bytes.empty()) return false;
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<double>(integers[i]) / kPowers[form];
        return true;
    }
    if (form == kShuffled) {
        const std::size_t size = ZSTD_decompressDCtx(m_contexts->decompress, m_contexts->shuffled.data(),
                                                     rawBytes, bytes.data(), bytes.size());
        if (ZSTD_isError(size) != 0 || size != rawBytes) return false;
        bytes = {m_contexts->shuffled.data(), rawBytes};
    } else if (form != kRaw || bytes.size() != rawBytes) {
        return false;
    }
    unshuffle(bytes.data(), values);
    return true;
}

} // namespace eventflow::store
