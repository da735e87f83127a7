#pragma once

#include "core/base/result.h"
#include "pipelines/collect/block_pool.h"
#include "pipelines/collect/byte_reader.h"

#include <cstdint>
#include <memory>
#include <optional>
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

/// Cuts a stream of bytes into runs of whole lines. A UTF-8 byte order mark at the front is passed over.
/// Thread: confined. Memory: two blocks; for a longer line a block that grows up to `maxLineBytes` and is
/// then dropped.
class LineReader {
public:
    /// How much is kept of a line that is longer than the limit.
    static constexpr std::size_t kKeptOfOverlong = 64 * 1024;
    static constexpr std::size_t kMinBlockBytes = 64;

    /// `pool` outlives the reader.
    LineReader(std::unique_ptr<ByteReader> bytes, BlockPool& pool, std::size_t maxLineBytes);

    /// The first bytes of the stream, as many as fit a block. Call it before next().
    Result<std::string_view> peek();
    /// Passes over up to `budget` bytes towards `position`, where a line begins; true when it is reached.
    /// Call it until then, before the first next(). Corrupt when no line begins there.
    Result<bool> seek(std::int64_t position, std::uint64_t budget);

    /// False at the end. An error of the stream comes after every whole line before it.
    Result<bool> next(LineRun& run);

    [[nodiscard]] std::uint64_t storedBytes() const { return m_bytes->storedBytes(); }

private:
    Status begin();
    void fill();
    void moveRestTo(std::size_t capacity);
    bool giveWholeLines(LineRun& run);
    bool giveLastLine(LineRun& run);
    Result<bool> giveOverlong(LineRun& run);
    void give(LineRun& run, std::size_t bytes);
    [[nodiscard]] std::string_view rest() const { return {m_block->bytes.get() + m_begin, m_end - m_begin}; }
    [[nodiscard]] std::int64_t position() const { return m_blockOffset + static_cast<std::int64_t>(m_begin); }

    std::unique_ptr<ByteReader> m_bytes;
    BlockPool& m_pool;
    std::size_t m_maxLineBytes;
    std::shared_ptr<Block> m_block; ///< [m_begin, m_end) is read and not yet given
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_scanned = 0;      ///< up to here there is no `\n` in the rest
    std::int64_t m_blockOffset = 0; ///< position of the block's first byte
    bool m_atEnd = false;
    std::optional<Error> m_failure;
};

} // namespace eventflow::collect
