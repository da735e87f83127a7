#pragma once

#include "core/model/record.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace eventflow::collect {

/// A fixed buffer that text is appended to without checks in release builds: records of the simulator are far
/// smaller. kValuePadding readable bytes follow every content. Thread: confined.
class TextBuffer {
public:
    static constexpr std::size_t kCapacity = 4096;

    void clear() { m_size = 0; }
    void truncate(std::size_t size) { m_size = size; }
    [[nodiscard]] std::string_view view() const { return {m_bytes.data(), m_size}; }
    [[nodiscard]] std::string_view viewFrom(std::size_t start) const { return view().substr(start); }
    [[nodiscard]] std::size_t size() const { return m_size; }

    void append(std::string_view text) {
        assert(m_size + text.size() <= kCapacity);
        std::memcpy(m_bytes.data() + m_size, text.data(), text.size());
        m_size += text.size();
    }
    void append(char c) {
        assert(m_size < kCapacity);
        m_bytes[m_size++] = c;
    }
    /// In decimal.
    void appendNumber(std::uint64_t value) {
        std::array<char, 20> digits;
        std::size_t at = digits.size();
        do
            digits[--at] = static_cast<char>('0' + value % 10);
        while ((value /= 10) != 0);
        append(std::string_view(digits.data() + at, digits.size() - at));
    }
    /// Exactly `width` digits.
    void appendPadded(std::uint64_t value, std::size_t width) {
        assert(m_size + width <= kCapacity);
        for (std::size_t i = width; i-- > 0; value /= 10)
            m_bytes[m_size + i] = static_cast<char>('0' + value % 10);
        m_size += width;
    }
    /// `units` of the last decimal, without zeros at its end: 4250 with two decimals is 42.5. Not negative.
    void appendFixed(std::int64_t units, int decimals) {
        while (decimals > 0 && units % 10 == 0) {
            units /= 10;
            --decimals;
        }
        std::int64_t scale = 1;
        for (int i = 0; i < decimals; ++i)
            scale *= 10;
        appendNumber(static_cast<std::uint64_t>(units / scale));
        if (decimals == 0) return;
        append('.');
        appendPadded(static_cast<std::uint64_t>(units % scale), static_cast<std::size_t>(decimals));
    }
    /// 16 hexadecimal digits.
    void appendHex(std::uint64_t value) {
        for (int shift = 60; shift >= 0; shift -= 4)
            append("0123456789abcdef"[(value >> shift) & 0xF]);
    }

private:
    std::array<char, kCapacity + kValuePadding> m_bytes{};
    std::size_t m_size = 0;
};

} // namespace eventflow::collect
