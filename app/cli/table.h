#pragma once

#include <string>
#include <vector>

namespace eventflow::app {

/// Text in columns for a terminal: left-aligned, as wide as the widest cell.
class Table {
public:
    explicit Table(std::vector<std::string> header);
    void add(std::vector<std::string> row);
    /// Without a newline at the end.
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace eventflow::app
