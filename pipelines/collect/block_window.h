#pragma once

#include "core/base/result.h"
#include "pipelines/collect/block_pool.h"
#include "pipelines/collect/byte_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace eventflow::collect {

/// The part of a stream of bytes that is in memory, moved from block to block over it: bytes that were
/// consumed stay in their block, for the batches that point into it, and what was not goes to the next one. A
/// UTF-8 byte order mark at the front is passed over. Thread: confined. Memory: one block of its own at a
/// time.
class BlockWindow {
public:
    static constexpr std::size_t kMinBlockBytes = 64;

    /// `pool` outlives the window.
    BlockWindow(std::unique_ptr<ByteReader> bytes, BlockPool& pool)
        : m_bytes(std::move(bytes)), m_pool(pool) {}

    /// Reads the first block. Before everything else; may be called again. An error of the stream shows here
    /// when nothing could be read before it, and else as failure().
    Status begin();

    /// What is not consumed; kValuePadding bytes behind it are readable.
    [[nodiscard]] std::string_view rest() const { return {m_block->bytes.get() + m_begin, m_end - m_begin}; }
    /// Of rest() in the stream.
    [[nodiscard]] std::int64_t position() const { return m_blockOffset + static_cast<std::int64_t>(m_begin); }
    /// Keeps what was consumed since the last grow() alive, and rest().
    [[nodiscard]] std::shared_ptr<const void> storage() const { return m_block; }
    void consume(std::size_t bytes) { m_begin += bytes; }

    /// Nothing follows rest(): because the stream ended, or failed.
    [[nodiscard]] bool atEnd() const { return m_atEnd; }
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }

    /// Moves rest() to a block with room for twice as much, or an ordinary one, and fills it.
    void grow() { moveTo(std::max(m_pool.blockBytes(), 2 * rest().size())); }
    /// Passes over up to `budget` bytes towards `position`; true when it is rest()'s. Corrupt when the stream
    /// ends before.
    Result<bool> seek(std::int64_t position, std::uint64_t budget);

    [[nodiscard]] std::uint64_t storedBytes() const { return m_bytes->storedBytes(); }
    [[nodiscard]] BlockPool& pool() const { return m_pool; }

private:
    void fill();
    void moveTo(std::size_t capacity);

    std::unique_ptr<ByteReader> m_bytes;
    BlockPool& m_pool;
    std::shared_ptr<Block> m_block; ///< [m_begin, m_end) is rest()
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::int64_t m_blockOffset = 0; ///< position of the block's first byte
    bool m_atEnd = false;
    std::optional<Error> m_failure;
};

/// A position to continue from that cannot be one any more: `why` says `is not the start of a line`.
Error changedSince(std::int64_t position, const std::string& why);

} // namespace eventflow::collect
