#pragma once

#include "core/base/result.h"
#include "pipelines/collect/block_window.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::collect {

/// Some whole lines that lie behind each other in one block.
struct LineRun {
    std::shared_ptr<const void> storage; ///< keeps `text` alive, and kValuePadding bytes behind it readable
    /// Each line ends with `\n`, but for the last one of a file that ends without, and for an over-long line.
    std::string_view text;
    std::int64_t offset = 0; ///< position of the first byte, after decompression
    /// Not 0: `text` is only the beginning of one line of this many bytes, its `\n` not counted.
    std::uint64_t overlongBytes = 0;
    std::int64_t nextOffset = 0; ///< position behind the run
};

/// Cuts a stream of bytes into runs of whole lines. Thread: confined. Memory: two blocks; for a longer line a
/// block that grows up to `maxLineBytes` and is then dropped.
class LineReader {
public:
    /// How much is kept of a line that is longer than the limit.
    static constexpr std::size_t kKeptOfOverlong = 64 * 1024;

    LineReader(std::unique_ptr<BlockWindow> window, std::size_t maxLineBytes)
        : m_window(std::move(window)), m_maxLineBytes(maxLineBytes) {}
    /// `pool` outlives the reader.
    LineReader(std::unique_ptr<ByteReader> bytes, BlockPool& pool, std::size_t maxLineBytes)
        : LineReader(std::make_unique<BlockWindow>(std::move(bytes), pool), maxLineBytes) {}

    /// Passes over up to `budget` bytes towards `position`, where a line begins; true when it is reached.
    /// Call it until then, before the first next(). Corrupt when no line begins there.
    Result<bool> seek(std::int64_t position, std::uint64_t budget);

    /// False at the end. An error of the stream comes after every whole line before it.
    Result<bool> next(LineRun& run);

    [[nodiscard]] std::uint64_t storedBytes() const { return m_window->storedBytes(); }

private:
    bool giveWholeLines(LineRun& run);
    bool giveLastLine(LineRun& run);
    Result<bool> giveOverlong(LineRun& run);
    void give(LineRun& run, std::size_t bytes);

    std::unique_ptr<BlockWindow> m_window;
    std::size_t m_maxLineBytes;
    std::size_t m_scanned = 0; ///< so many bytes at the front of the window are without `\n`
};

} // namespace eventflow::collect
