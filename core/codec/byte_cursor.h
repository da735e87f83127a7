#pragma once

#include "core/codec/decode_failure.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace eventflow::codec {

/// Walks through a binary payload and keeps the first failure; behind it every read fails.
/// Thread: confined. Lifetime: refers to the payload.
class ByteCursor {
public:
    explicit ByteCursor(std::string_view payload) : m_payload(payload) {}

    [[nodiscard]] std::string_view payload() const { return m_payload; }
    [[nodiscard]] std::size_t at() const { return m_at; }
    [[nodiscard]] std::size_t left() const { return m_payload.size() - m_at; }
    [[nodiscard]] bool atEnd() const { return m_at == m_payload.size(); }
    /// The next byte; 0 at the end.
    [[nodiscard]] std::uint8_t peek() const {
        return atEnd() ? std::uint8_t{0} : static_cast<std::uint8_t>(m_payload[m_at]);
    }
    /// To an earlier place.
    void rewind(std::size_t at) { m_at = at; }

    /// An unsigned integer of so many bytes, the most significant one first. `what` words the failure.
    bool bigEndian(unsigned bytes, std::uint64_t& out, const char* what) {
        if (left() < bytes) return fail(m_at, std::string("the payload ends in ") + what);
        out = 0;
        for (unsigned i = 0; i < bytes; ++i)
            out = out << 8U | static_cast<std::uint8_t>(m_payload[m_at++]);
        return true;
    }

    /// So many bytes as they are. `at` is where the length stands, for the failure.
    bool take(std::uint64_t bytes, std::string_view& out, std::size_t at, const char* what) {
        if (bytes > left()) return tooLong(at, what, bytes, "bytes");
        out = m_payload.substr(m_at, static_cast<std::size_t>(bytes));
        m_at += out.size();
        return true;
    }

    /// Whether `count` items of at least `bytesEach` can follow: what keeps a forged count from reserving
    /// memory.
    bool expectItems(std::uint64_t count, unsigned bytesEach, std::size_t at, const char* what) {
        if (count <= left() / bytesEach) return true;
        return tooLong(at, what, count, "items");
    }

    /// Always false.
    bool fail(std::size_t at, std::string reason) {
        if (!m_failure) m_failure = DecodeFailure{at, std::move(reason), {}};
        return false;
    }
    [[nodiscard]] const std::optional<DecodeFailure>& failure() const { return m_failure; }

private:
    bool tooLong(std::size_t at, const char* what, std::uint64_t count, const char* unit) {
        return fail(at, std::string(what) + " of " + std::to_string(count) + " " + unit + ", but only " +
                            std::to_string(left()) + " bytes are left");
    }

    std::string_view m_payload;
    std::size_t m_at = 0;
    std::optional<DecodeFailure> m_failure;
};

} // namespace eventflow::codec
