#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow {

inline constexpr std::string_view kMetricNameLabel = "__name__";

struct Label {
    std::string name;
    std::string value;
    auto operator<=>(const Label&) const = default;
};

/// A label set: sorted by name, each name once, no empty value (an empty label is an absent one).
/// Compares as Prometheus does: label by label, name before value.
class Labels {
public:
    Labels() = default;
    /// Sorts; of two labels with one name the later wins; drops empty values.
    explicit Labels(std::vector<Label> labels);

    [[nodiscard]] const std::vector<Label>& items() const { return m_labels; }
    [[nodiscard]] auto begin() const { return m_labels.begin(); }
    [[nodiscard]] auto end() const { return m_labels.end(); }
    [[nodiscard]] std::size_t size() const { return m_labels.size(); }
    [[nodiscard]] bool empty() const { return m_labels.empty(); }

    /// The value, or "" when there is no such label.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    /// Sets, replaces, or with an empty value removes.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name) { set(name, {}); }

    [[nodiscard]] std::uint64_t hash() const;
    /// Prometheus' notation: `cpu_load{host="web-1"}`; `{}` when empty; names outside of the classic
    /// alphabet are quoted.
    [[nodiscard]] std::string toString() const;

    auto operator<=>(const Labels&) const = default;

private:
    std::vector<Label> m_labels;
};

/// `[a-zA-Z_][a-zA-Z0-9_]*`: may be written without quotes.
bool isClassicLabelName(std::string_view name);
/// `[a-zA-Z_:][a-zA-Z0-9_:]*`.
bool isClassicMetricName(std::string_view name);
/// A PromQL string literal in double quotes.
std::string quoted(std::string_view text);

} // namespace eventflow
