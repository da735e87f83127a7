#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace eventflow {

/// Memory for the views of one batch: allocating moves a pointer, clearing keeps the first blocks for the
/// next batch. Holds trivially destructible objects only. Thread: confined to whoever holds the batch.
class Arena {
public:
    static constexpr std::size_t kBlockBytes = 64 * 1024;
    /// What clear() keeps: enough for an ordinary batch, so that the steady state allocates nothing.
    static constexpr std::size_t kKeepBytes = 1024 * 1024;

    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    Arena(Arena&&) = default;
    Arena& operator=(Arena&&) = default;

    [[nodiscard]] std::byte* allocate(std::size_t bytes, std::size_t alignment = alignof(std::max_align_t)) {
        if (m_block < m_blocks.size()) {
            const std::size_t at = (m_used + alignment - 1) & ~(alignment - 1);
            if (at + bytes <= m_blocks[m_block].size) {
                m_used = at + bytes;
                return m_blocks[m_block].data.get() + at;
            }
        }
        return allocateSlow(bytes);
    }

    [[nodiscard]] std::string_view copy(std::string_view text) {
        if (text.empty()) return "";
        auto* target = reinterpret_cast<char*>(allocate(text.size(), 1));
        std::memcpy(target, text.data(), text.size());
        return {target, text.size()};
    }

    template <typename T>
    [[nodiscard]] std::span<T> copy(std::span<const T> items) {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
        if (items.empty()) return {};
        auto* target = reinterpret_cast<T*>(allocate(items.size_bytes(), alignof(T)));
        std::memcpy(static_cast<void*>(target), items.data(), items.size_bytes());
        return {target, items.size()};
    }

    /// Forgets everything that was handed out.
    void clear() {
        std::size_t kept = 0;
        std::size_t blocks = 0;
        while (blocks < m_blocks.size() && kept + m_blocks[blocks].size <= kKeepBytes)
            kept += m_blocks[blocks++].size;
        m_blocks.resize(blocks);
        m_block = 0;
        m_used = 0;
    }

    [[nodiscard]] std::size_t capacityBytes() const {
        std::size_t bytes = 0;
        for (const Block& block : m_blocks)
            bytes += block.size;
        return bytes;
    }

private:
    struct Block {
        std::unique_ptr<std::byte[]> data;
        std::size_t size = 0;
    };

    std::byte* allocateSlow(std::size_t bytes) {
        if (m_block < m_blocks.size()) ++m_block;
        while (m_block < m_blocks.size() && m_blocks[m_block].size < bytes)
            ++m_block;
        if (m_block >= m_blocks.size()) {
            const std::size_t size = bytes > kBlockBytes ? bytes : kBlockBytes;
            m_blocks.push_back({std::unique_ptr<std::byte[]>(new std::byte[size]), size});
            m_block = m_blocks.size() - 1;
        }
        m_used = bytes;
        return m_blocks[m_block].data.get();
    }

    std::vector<Block> m_blocks;
    std::size_t m_block = 0; ///< index of the block in use
    std::size_t m_used = 0;  ///< bytes handed out of it
};

} // namespace eventflow
