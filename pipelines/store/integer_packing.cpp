#include "pipelines/store/integer_packing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstring>

namespace eventflow::store {

namespace {

constexpr std::size_t kMaxOrder = 2;
using Residues = std::array<std::uint64_t, kMaxPackedIntegers>;

std::uint64_t bits(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}

std::uint64_t zigzag(std::int64_t value) {
    return (bits(value) << 1U) ^ bits(value >> 63U);
}

std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1U) ^ (0 - (value & 1U)));
}

void appendVarint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80U);
        value >>= 7U;
    }
    out += static_cast<char>(value);
}

bool takeVarint(std::string_view& bytes, std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (bytes.empty()) return false;
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        if (shift == 63 && byte > 1) return false;
        value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

/// The least residue and the bits that the largest needs above it.
struct Frame {
    std::int64_t least = 0;
    unsigned width = 0;
};

Frame frameOf(std::span<const std::uint64_t> residues) {
    if (residues.empty()) return {};
    std::int64_t least = static_cast<std::int64_t>(residues[0]);
    std::int64_t most = least;
    for (const std::uint64_t r : residues) {
        least = std::min(least, static_cast<std::int64_t>(r));
        most = std::max(most, static_cast<std::int64_t>(r));
    }
    return {least, static_cast<unsigned>(std::bit_width(bits(most) - bits(least)))};
}

void appendBits(std::string& out, std::span<const std::uint64_t> residues, Frame frame) {
    const std::size_t start = out.size();
    const std::size_t size = (residues.size() * frame.width + 7) / 8;
    out.resize(start + size);
    std::uint64_t pending = 0;
    unsigned filled = 0;
    char* to = out.data() + start;
    for (const std::uint64_t r : residues) {
        const std::uint64_t value = r - bits(frame.least);
        pending |= value << filled;
        if (filled + frame.width >= 64) {
            std::memcpy(to, &pending, sizeof pending);
            to += sizeof pending;
            const unsigned taken = 64 - filled;
            pending = taken < 64 ? value >> taken : 0;
            filled = filled + frame.width - 64;
        } else {
            filled += frame.width;
        }
    }
    std::memcpy(to, &pending, (filled + 7) / 8);
}

/// `data` is followed by at least 16 readable bytes.
std::uint64_t readBits(const char* data, std::size_t at, unsigned width) {
    std::uint64_t low = 0;
    std::memcpy(&low, data + at / 8, sizeof low);
    const unsigned shift = at % 8;
    std::uint64_t value = low >> shift;
    if (shift + width > 64)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(data[at / 8 + 8])) << (64 - shift);
    return width == 64 ? value : value & ((std::uint64_t{1} << width) - 1);
}

} // namespace

void packIntegers(std::span<const std::int64_t> values, std::string& out) {
    assert(values.size() <= kMaxPackedIntegers);
    // differences[k][i] is the k-th difference at i, meaningful from i = k.
    std::array<Residues, kMaxOrder + 1> differences;
    for (std::size_t i = 0; i < values.size(); ++i)
        differences[0][i] = bits(values[i]);
    std::size_t order = 0;
    Frame best = frameOf({differences[0].data(), values.size()});
    for (std::size_t k = 1; k <= std::min(kMaxOrder, values.size()); ++k) {
        for (std::size_t i = k; i < values.size(); ++i)
            differences[k][i] = differences[k - 1][i] - differences[k - 1][i - 1];
        const Frame frame = frameOf({differences[k].data() + k, values.size() - k});
        if (frame.width >= best.width) continue;
        best = frame;
        order = k;
    }
    out += static_cast<char>(order);
    out += static_cast<char>(best.width);
    for (std::size_t k = 0; k < order; ++k)
        appendVarint(out, zigzag(static_cast<std::int64_t>(differences[k][k])));
    appendVarint(out, zigzag(best.least));
    appendBits(out, {differences[order].data() + order, values.size() - order}, best);
}

bool unpackIntegers(std::string_view& bytes, std::span<std::int64_t> out) {
    if (bytes.size() < 2 || out.size() > kMaxPackedIntegers) return false;
    const auto order = static_cast<unsigned char>(bytes[0]);
    const auto width = static_cast<unsigned char>(bytes[1]);
    bytes.remove_prefix(2);
    if (order > kMaxOrder || order > out.size() || width > 64) return false;

    std::array<std::uint64_t, kMaxOrder + 1> state{}; // the k-th difference at the current place
    std::uint64_t varint = 0;
    for (std::size_t k = 0; k < order; ++k) {
        if (!takeVarint(bytes, varint)) return false;
        state[k] = bits(unzigzag(varint));
    }
    if (!takeVarint(bytes, varint)) return false;
    const std::uint64_t least = bits(unzigzag(varint));

    const std::size_t packed = ((out.size() - order) * width + 7) / 8;
    if (bytes.size() < packed) return false;
    std::array<char, kMaxPackedIntegers * 8 + 16> padded;
    std::memcpy(padded.data(), bytes.data(), packed);
    std::memset(padded.data() + packed, 0, 16);
    bytes.remove_prefix(packed);

    // The first values: value 0 is known; value 1 (order 2) is value 0 plus the first difference.
    if (order >= 1) out[0] = static_cast<std::int64_t>(state[0]);
    if (order == 2) {
        state[0] += state[1];
        out[1] = static_cast<std::int64_t>(state[0]);
    }
    std::size_t at = 0;
    for (std::size_t i = order; i < out.size(); ++i, at += width) {
        std::uint64_t carry = least + readBits(padded.data(), at, width);
        for (std::size_t k = order; k-- > 0;)
            carry = state[k] += carry;
        out[i] = static_cast<std::int64_t>(carry);
    }
    return true;
}

} // namespace eventflow::store
