#pragma once

#include "core/base/result.h"
#include "widgets/viewmodels/field_path.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace re2 {
class RE2;
}

namespace eventflow::viewmodels {

/// What is not to be seen on a screen, in a copy or in an export: fields and headers by their name at any
/// level (`card_number`), fields by their path (`customer.email`), and whatever a regular expression finds in
/// a text (`/\b\d{16}\b/`). Only what is shown is masked; filters and searches see the record as it is.
/// Thread: any (immutable).
class MaskingRules {
public:
    /// What stands in place of what is hidden.
    static constexpr std::string_view kMask = "•••";
    static constexpr std::size_t kMaxRules = 200;

    /// Empty rules are left out. Errors name the rule.
    static Result<MaskingRules> parse(std::span<const std::string> rules);

    [[nodiscard]] bool empty() const { return m_rules.empty(); }
    [[nodiscard]] const std::vector<std::string>& rules() const { return m_rules; }

    /// Of text that breaks, or has more fields than an outline, only the part that was understood is left.
    [[nodiscard]] std::string maskJson(std::string_view json) const;
    /// By the regular expressions.
    [[nodiscard]] std::string maskText(std::string_view text) const;
    /// Whether a field or header is hidden by its name alone.
    [[nodiscard]] bool hidesName(std::string_view name) const;

private:
    [[nodiscard]] std::vector<bool> hiddenNodes(const JsonOutline& outline) const;
    [[nodiscard]] std::string maskedScalar(const JsonOutline& outline, std::uint32_t node) const;

    std::vector<std::string> m_rules;
    std::vector<std::string> m_names;
    std::vector<FieldPath> m_paths;
    std::vector<std::shared_ptr<const re2::RE2>> m_patterns;
};

} // namespace eventflow::viewmodels
