#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::browse {

/// How a producer chooses a key's partition.
enum class Partitioner : std::uint8_t {
    Murmur2, ///< the Java client, and librdkafka's murmur2…
    Crc32,   ///< librdkafka's default, consistent…
    Fnv1a,   ///< librdkafka's fnv1a…, Sarama
};
const char* toString(Partitioner partitioner);
std::optional<Partitioner> partitionerOf(std::string_view name);

/// The partition such a producer gives the key. `partitions` > 0.
std::int32_t partitionOf(Partitioner partitioner, std::string_view key, std::int32_t partitions);

// The hashes themselves, as the producers compute them.
std::uint32_t murmur2(std::string_view key);
std::uint32_t crc32(std::string_view key);
std::uint32_t fnv1a(std::string_view key);

} // namespace eventflow::browse
