#pragma once

#include "core/base/arena.h"
#include "core/base/result.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eventflow::enrich {

/// The rows of one lookup table, in memory: from a key to the values of the tags, in the table's order of
/// tags. An empty value is an absent one. Thread: immutable once filled; any.
class LookupRows {
public:
    static constexpr std::size_t kMaxRows = 1'000'000;

    explicit LookupRows(std::size_t columns) : m_columns(columns) {}

    /// AlreadyExists when the key has a row, LimitExceeded past kMaxRows. `place` is what a second row of
    /// that key is told about the first.
    Status add(std::string_view key, std::span<const std::string_view> values, std::size_t place);
    /// Empty when there is no such row.
    [[nodiscard]] std::span<const std::string_view> find(std::string_view key) const {
        const auto found = m_rows.find(key);
        return found == m_rows.end() ? std::span<const std::string_view>()
                                     : std::span(m_values).subspan(found->second.first, m_columns);
    }
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

private:
    struct Row {
        std::size_t first = 0; ///< index in m_values
        std::size_t place = 0;
    };
    std::size_t m_columns;
    Arena m_text;
    std::vector<std::string_view> m_values;
    std::unordered_map<std::string_view, Row> m_rows;
};

} // namespace eventflow::enrich
