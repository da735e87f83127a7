#include "core/interchange/csv_writer.h"

#include "core/base/hex.h"
#include "core/base/json_writer.h"

#include <charconv>

namespace eventflow::interchange {

namespace {

bool isNumber(std::string_view text) {
    double value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

bool isCalculated(std::string_view text) {
    constexpr std::string_view kBegins = "=+-@\t\r\n";
    return !text.empty() && kBegins.find(text.front()) != kBegins.npos && !isNumber(text);
}

} // namespace

void CsvLine::separate() {
    if (!m_first) m_out += ',';
    m_first = false;
}

CsvLine& CsvLine::text(std::string_view cell) {
    separate();
    const bool calculated = isCalculated(cell);
    if (!calculated && cell.find_first_of(",\"\r\n") == cell.npos) {
        m_out += cell;
        return *this;
    }
    m_out += '"';
    if (calculated) m_out += '\'';
    for (const char c : cell) {
        if (c == '"') m_out += '"';
        m_out += c;
    }
    m_out += '"';
    return *this;
}

CsvLine& CsvLine::number(std::int64_t cell) {
    separate();
    m_out += std::to_string(cell);
    return *this;
}

CsvLine& CsvLine::bytes(const NullableBytes& cell) {
    if (cell && cell->empty()) {
        separate();
        m_out += "\"\"";
        return *this;
    }
    if (!cell || isValidUtf8(*cell)) return text(cell.value_or(""));
    return text("0x" + toHex(*cell));
}

} // namespace eventflow::interchange
