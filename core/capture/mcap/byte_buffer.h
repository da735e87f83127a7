#pragma once

#include "core/model/record.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace eventflow::capture::mcap {

/// Bytes that grow without being zeroed first, with kValuePadding readable bytes behind them. Keeps its
/// memory when it is cleared, so that chunk after chunk allocates nothing. Thread: confined.
class ByteBuffer {
public:
    [[nodiscard]] char* data() { return m_bytes.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] std::string_view view() const { return {m_bytes.get(), m_size}; }

    void clear() { m_size = 0; }

    /// Becomes `size` bytes of any content.
    char* reset(std::size_t size) {
        m_size = 0;
        return extend(size);
    }

    /// Appends `bytes` bytes of any content and returns the first of them.
    char* extend(std::size_t bytes) {
        if (bytes > m_capacity - m_size) grow(m_size + bytes);
        char* const first = m_bytes.get() + m_size;
        m_size += bytes;
        return first;
    }

    void append(std::string_view bytes) {
        if (!bytes.empty()) std::memcpy(extend(bytes.size()), bytes.data(), bytes.size());
    }

    void prepend(std::string_view bytes) {
        if (bytes.empty()) return;
        const std::size_t before = m_size;
        extend(bytes.size());
        std::memmove(data() + bytes.size(), data(), before);
        std::memcpy(data(), bytes.data(), bytes.size());
    }

    /// Makes the bytes behind the end readable and zero.
    void pad() {
        if (m_bytes == nullptr) grow(0);
        std::memset(data() + m_size, 0, kValuePadding);
    }

private:
    void grow(std::size_t needed) {
        const std::size_t capacity = std::max(needed, m_capacity + m_capacity / 2);
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity + kValuePadding);
        if (m_size > 0) std::memcpy(bytes.get(), m_bytes.get(), m_size);
        m_bytes = std::move(bytes);
        m_capacity = capacity;
    }

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0; ///< without the padding
};

} // namespace eventflow::capture::mcap
