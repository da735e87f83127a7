#pragma once

#include <cstddef>
#include <cstdint>

namespace eventflow::capture::mcap {

/// What a file may ask of this program. A file that needs more is refused with the name of the bound.
struct Limits {
    /// Of one chunk, decompressed, and of one record outside of chunks.
    std::uint64_t chunkBytes = 256ULL * 1024 * 1024;
    /// Of the summary section. 20 GB in chunks of 4 MiB with 3,000 partitions in each take 150 MB.
    std::uint64_t summaryBytes = 1024ULL * 1024 * 1024;
    /// Chunks, and Metadata records: some 100 bytes of memory each.
    std::size_t chunks = 4'000'000;
    /// What the search of a file without summary decompresses at a ratio above kMaxRatio, all chunks
    /// together.
    std::uint64_t searchBytes = 4ULL * 1024 * 1024 * 1024;
};

/// Data of one message that a writer takes.
inline constexpr std::size_t kMaxMessageBytes = std::size_t{64} * 1024 * 1024;

/// Up to kFreeBytes a chunk may be as small as it likes before decompression; above, no smaller than by
/// kMaxRatio. A writer stores what would be smaller uncompressed.
inline constexpr std::uint64_t kFreeBytes = 16ULL * 1024 * 1024;
inline constexpr std::uint64_t kMaxRatio = 200;
[[nodiscard]] constexpr bool ratioIsPlausible(std::uint64_t compressed, std::uint64_t uncompressed) {
    return uncompressed <= kFreeBytes || uncompressed / kMaxRatio <= compressed;
}

} // namespace eventflow::capture::mcap
