#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow {

/// Writes JSON text: keys in the order given, 64-bit integers whole, doubles as their shortest exact form, no
/// locale. Strings are escaped; bytes that are not UTF-8 become U+FFFD. NaN and infinities, which JSON does
/// not have, become the strings "NaN", "+Inf" and "-Inf".
class JsonWriter {
public:
    JsonWriter& beginObject();
    JsonWriter& endObject();
    JsonWriter& beginArray();
    JsonWriter& endArray();
    JsonWriter& key(std::string_view name);

    JsonWriter& string(std::string_view text);
    JsonWriter& number(double value);
    JsonWriter& number(std::int64_t value);
    JsonWriter& number(std::uint64_t value);
    JsonWriter& number(int value) { return number(static_cast<std::int64_t>(value)); }
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    /// Text that is JSON already.
    JsonWriter& raw(std::string_view json);

    [[nodiscard]] const std::string& text() const { return m_out; }
    [[nodiscard]] std::string take() && { return std::move(m_out); }

private:
    void separate();

    std::string m_out;
    bool m_needComma = false;
};

/// The shortest decimal text that reads back as the same double; `NaN`, `+Inf`, `-Inf` as Prometheus writes
/// them.
std::string formatDouble(double value);
/// Appends the text as a JSON string with its quotes.
void appendJsonString(std::string& out, std::string_view text);
/// Every byte sequence that is not UTF-8 replaced by U+FFFD.
std::string toValidUtf8(std::string_view bytes);
bool isValidUtf8(std::string_view bytes);
/// How many bytes at the front are UTF-8: up to the first sequence that is not well-formed.
std::size_t validUtf8Prefix(std::string_view bytes);

} // namespace eventflow
