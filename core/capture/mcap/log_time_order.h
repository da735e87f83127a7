#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/reader.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace eventflow::capture::mcap {

/// The messages of a file by log time; those of one time in the order of the file. Chunks whose times overlap
/// are held at once, no others. Thread: confined. Lifetime: the reader outlives it.
class LogTimeOrder {
public:
    static constexpr std::size_t kMemoryBytes = std::size_t{512} * 1024 * 1024;

    /// Begins with the first message of `from` or later.
    LogTimeOrder(Reader& reader, std::uint64_t from, std::size_t memoryBytes = kMemoryBytes);

    /// False at the end. Lifetime of what `out` points to: as long as somebody holds chunk(), at least until
    /// the next call. Errors: those of Reader::readChunk, and the next call goes on behind that chunk;
    /// LimitExceeded where so many chunks overlap that they do not fit into the memory, and then every call
    /// fails.
    Result<bool> next(Message& out);
    /// The chunk of the last message.
    [[nodiscard]] const std::shared_ptr<ChunkContents>& chunk() const { return m_chunk; }

private:
    struct OpenChunk {
        std::size_t index = 0; ///< in the summary
        std::shared_ptr<ChunkContents> contents;
        std::vector<std::uint32_t> order; ///< of its messages, by time
        std::size_t next = 0;             ///< in `order`

        [[nodiscard]] const Message& message() const { return contents->messages[order[next]]; }
        [[nodiscard]] std::size_t bytes() const;
    };
    /// For a heap whose first is the earliest.
    static bool later(const OpenChunk& a, const OpenChunk& b);

    Status openNext();
    std::shared_ptr<ChunkContents> spareContents();

    Reader& m_reader;
    std::uint64_t m_from;
    std::size_t m_memoryBytes;
    std::vector<std::size_t> m_waiting; ///< chunks by descending start: the next is the last
    std::vector<OpenChunk> m_open;      ///< a heap
    std::size_t m_openBytes = 0;
    std::shared_ptr<ChunkContents> m_chunk;
    std::shared_ptr<ChunkContents> m_spare; ///< the memory of a chunk that is done
};

} // namespace eventflow::capture::mcap
