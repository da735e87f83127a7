#pragma once

#include "core/model/record.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::interchange {

/// Writes one line of CSV (RFC 4180) cell by cell. Records come from anyone, and a spreadsheet calculates a
/// cell that begins with `=`, `+`, `-`, `@`, a tab or a line end: such a cell gets an apostrophe in
/// front, unless it is a number. Lifetime: refers to `out`.
class CsvLine {
public:
    explicit CsvLine(std::string& out) : m_out(out) {}

    CsvLine& text(std::string_view cell);
    CsvLine& number(std::int64_t cell);
    /// Nothing for null, `""` for empty, `0x…` for what is not UTF-8.
    CsvLine& bytes(const NullableBytes& cell);
    void end() { m_out += "\r\n"; }

private:
    void separate();

    std::string& m_out;
    bool m_first = true;
};

} // namespace eventflow::interchange
