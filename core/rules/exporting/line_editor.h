#pragma once

#include "core/rules/exporting/yaml_lines.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::rules::exporting {

/// Replaces lines of a text; what is not touched stays byte for byte. The text must outlive it.
class LineEditor {
public:
    explicit LineEditor(std::string_view text);

    /// Lines count from 0. Ranges must not overlap.
    void replace(std::size_t first, std::size_t count, Lines lines);
    [[nodiscard]] std::string text() const;

private:
    std::string_view m_text;
    std::vector<std::pair<std::size_t, std::size_t>> m_ranges; ///< of lines, with their ends
    std::map<std::size_t, std::pair<std::size_t, Lines>> m_edits;
};

} // namespace eventflow::rules::exporting
