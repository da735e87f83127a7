#pragma once

#include "core/model/record.h"

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace eventflow::collect {

/// Memory for text that batches point into. kValuePadding bytes more than `capacity` are readable.
struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t capacity = 0;
};

/// Reuses the blocks that batches let go, so that reading a file allocates only what is in flight.
/// Thread: any (locks): blocks come back from whichever thread drops the last batch. Lifetime: blocks may
/// outlive it.
class BlockPool {
public:
    /// Blocks of this capacity are kept, larger ones are freed at once.
    explicit BlockPool(std::size_t blockBytes);

    /// A block of at least `capacity` bytes, its content undefined.
    [[nodiscard]] std::shared_ptr<Block> take(std::size_t capacity);
    [[nodiscard]] std::size_t blockBytes() const { return m_free->blockBytes; }

private:
    static constexpr std::size_t kKeptBlocks = 32;

    struct FreeList {
        std::mutex mutex;
        std::vector<std::unique_ptr<Block>> blocks;
        std::size_t blockBytes = 0;
    };
    std::shared_ptr<FreeList> m_free;
};

} // namespace eventflow::collect
