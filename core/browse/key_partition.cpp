#include "core/browse/key_partition.h"

#include <array>

namespace eventflow::browse {
namespace {

std::uint32_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t crc = i;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0U);
        table[i] = crc;
    }
    return table;
}();

} // namespace

const char* toString(Partitioner partitioner) {
    switch (partitioner) {
    case Partitioner::Murmur2:
        return "murmur2";
    case Partitioner::Crc32:
        return "crc32";
    case Partitioner::Fnv1a:
        break;
    }
    return "fnv1a";
}

std::optional<Partitioner> partitionerOf(std::string_view name) {
    for (const Partitioner partitioner : {Partitioner::Murmur2, Partitioner::Crc32, Partitioner::Fnv1a})
        if (name == toString(partitioner)) return partitioner;
    return std::nullopt;
}

/// MurmurHash2, 32 bits, with the Java client's seed.
std::uint32_t murmur2(std::string_view key) {
    constexpr std::uint32_t kMultiplier = 0x5bd1e995;
    std::uint32_t hash = 0x9747b28cU ^ static_cast<std::uint32_t>(key.size());
    std::size_t at = 0;
    for (; at + 4 <= key.size(); at += 4) {
        std::uint32_t k = byteAt(key, at) | byteAt(key, at + 1) << 8 | byteAt(key, at + 2) << 16 |
                          byteAt(key, at + 3) << 24;
        k *= kMultiplier;
        k ^= k >> 24;
        hash = (hash * kMultiplier) ^ (k * kMultiplier);
    }
    for (std::size_t left = key.size() - at; left > 0; --left)
        hash ^= byteAt(key, at + left - 1) << (8 * (left - 1));
    if (at < key.size()) hash *= kMultiplier;
    hash ^= hash >> 13;
    hash *= kMultiplier;
    return hash ^ (hash >> 15);
}

std::uint32_t crc32(std::string_view key) {
    std::uint32_t crc = ~0U;
    for (std::size_t i = 0; i < key.size(); ++i)
        crc = kCrcTable[(crc ^ byteAt(key, i)) & 0xFF] ^ (crc >> 8);
    return ~crc;
}

std::uint32_t fnv1a(std::string_view key) {
    std::uint32_t hash = 0x811C9DC5;
    for (std::size_t i = 0; i < key.size(); ++i)
        hash = (hash ^ byteAt(key, i)) * 0x01000193U;
    return hash;
}

std::int32_t partitionOf(Partitioner partitioner, std::string_view key, std::int32_t partitions) {
    const auto count = static_cast<std::uint32_t>(partitions);
    switch (partitioner) {
    case Partitioner::Murmur2:
        return static_cast<std::int32_t>((murmur2(key) & 0x7FFFFFFF) % count);
    case Partitioner::Crc32:
        return static_cast<std::int32_t>(crc32(key) % count);
    case Partitioner::Fnv1a:
        break;
    }
    // librdkafka takes the absolute value of the signed hash.
    const auto hash = static_cast<std::int32_t>(fnv1a(key));
    return static_cast<std::int32_t>((hash < 0 ? 0U - static_cast<std::uint32_t>(hash) : fnv1a(key)) % count);
}

} // namespace eventflow::browse
