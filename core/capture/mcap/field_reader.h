#pragma once

#include "core/base/byte_order.h"
#include "core/base/result.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::capture::mcap {

/// Takes the fields of a record one after another and keeps the first failure; behind it every field is empty
/// or 0. Thread: confined. Lifetime: refers to the content.
class FieldReader {
public:
    /// `position`: where `content` begins, for messages.
    FieldReader(std::string_view content, std::uint64_t position) : m_left(content), m_position(position) {}

    template <std::unsigned_integral Integer>
    Integer integer(const char* field) {
        const std::string_view bytes = take(sizeof(Integer), field);
        return bytes.empty() ? Integer{0} : loadLittleEndian<Integer>(bytes.data());
    }

    /// With a length of four bytes in front: String, Map, Array.
    std::string_view sized(const char* field) { return take(integer<std::uint32_t>(field), field); }

    [[nodiscard]] bool atEnd() const { return m_left.empty() || m_error.has_value(); }
    /// Where the next field stands.
    [[nodiscard]] std::uint64_t position() const { return m_position; }

    void fail(const char* field, const std::string& cause) {
        if (!m_error)
            m_error = Error{ErrorCode::ParseError,
                            "byte " + std::to_string(m_position) + ": " + field + " " + cause};
        m_left = {};
    }
    /// The failure of a reader of a part is this one's.
    void adopt(const FieldReader& part) {
        if (part.m_error && !m_error) m_error = part.m_error;
    }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    std::string_view take(std::uint64_t bytes, const char* field) {
        if (bytes > m_left.size()) {
            fail(field, "has " + std::to_string(bytes) + " bytes, but only " + std::to_string(m_left.size()) +
                            " are left in its record");
            return {};
        }
        const std::string_view taken = m_left.substr(0, static_cast<std::size_t>(bytes));
        m_left.remove_prefix(taken.size());
        m_position += bytes;
        return taken;
    }

    std::string_view m_left;
    std::uint64_t m_position;
    std::optional<Error> m_error;
};

} // namespace eventflow::capture::mcap
