#include "pipelines/collect/block_pool.h"

#include <algorithm>
#include <cstring>

namespace eventflow::collect {

namespace {

std::unique_ptr<Block> makeBlock(std::size_t capacity) {
    auto block = std::make_unique<Block>();
    block->bytes.reset(new char[capacity + kValuePadding]);
    std::memset(block->bytes.get() + capacity, 0, kValuePadding);
    block->capacity = capacity;
    return block;
}

} // namespace

BlockPool::BlockPool(std::size_t blockBytes) : m_free(std::make_shared<FreeList>()) {
    m_free->blockBytes = blockBytes;
    // Giving a block back must not allocate.
    m_free->blocks.reserve(kKeptBlocks);
}

std::shared_ptr<Block> BlockPool::take(std::size_t capacity) {
    std::unique_ptr<Block> block;
    if (capacity <= m_free->blockBytes) {
        const std::lock_guard lock(m_free->mutex);
        if (!m_free->blocks.empty()) {
            block = std::move(m_free->blocks.back());
            m_free->blocks.pop_back();
        }
    }
    if (!block) block = makeBlock(std::max(capacity, m_free->blockBytes));
    return {block.release(), [free = m_free](Block* returned) {
                std::unique_ptr<Block> owned(returned);
                if (owned->capacity != free->blockBytes) return;
                const std::lock_guard lock(free->mutex);
                if (free->blocks.size() < kKeptBlocks) free->blocks.push_back(std::move(owned));
            }};
}

} // namespace eventflow::collect
