#pragma once

#include "widgets/viewmodels/json_outline.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

/// The way to one field of a payload: `order.items[0].id`, `items.0.id`, or as a JSON pointer
/// `/order/items/0/id`. Names with dots can only be reached by a pointer.
class FieldPath {
public:
    /// Nothing for an empty text or one that is no path.
    static std::optional<FieldPath> parse(std::string_view text);

    /// As it was written: what the column is called.
    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] const std::vector<std::string>& steps() const { return m_steps; }
    /// The field in a JSON text; kNoNode: it has none. Of a name that comes twice the last one counts.
    [[nodiscard]] std::uint32_t find(const JsonOutline& outline) const;

private:
    std::string m_text;
    std::vector<std::string> m_steps; ///< names, or indices of arrays
};

} // namespace eventflow::viewmodels
