#pragma once

#include "core/model/labels.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eventflow::promql {

/// The part of a label set that decides what belongs together: `by (a, b)`, `without (c)`, `on (a)`,
/// `ignoring (c)`.
class LabelProjection {
public:
    enum class Mode : std::uint8_t { Keep, Drop };
    LabelProjection(Mode mode, std::vector<std::string> names) : m_mode(mode), m_names(std::move(names)) {}

    [[nodiscard]] bool keeps(std::string_view name) const;
    [[nodiscard]] std::uint64_t hash(const Labels& labels) const;
    [[nodiscard]] bool equal(const Labels& a, const Labels& b) const;
    [[nodiscard]] Labels project(const Labels& labels) const;
    auto operator<=>(const LabelProjection&) const = default;

private:
    Mode m_mode;
    std::vector<std::string> m_names;
};

/// Numbers label sets 0, 1, 2, … such that sets with equal projections have equal numbers.
/// The labels must outlive the index. With `remember`, a label set that comes again is found by its address.
class LabelIndex {
public:
    LabelIndex(LabelProjection projection, bool remember)
        : m_projection(std::move(projection)), m_remember(remember) {}

    std::uint32_t findOrAdd(const Labels* labels);
    [[nodiscard]] std::optional<std::uint32_t> find(const Labels* labels) const;

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(m_entries.size()); }
    [[nodiscard]] std::size_t rememberedCount() const { return m_byAddress.size(); }
    /// The first label set with this number.
    [[nodiscard]] const Labels* first(std::uint32_t number) const { return m_entries[number].labels; }
    [[nodiscard]] const LabelProjection& projection() const { return m_projection; }
    void clear();

private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    struct Entry {
        const Labels* labels = nullptr;
        std::uint32_t nextWithSameHash = kNone;
    };
    [[nodiscard]] std::uint32_t lookUp(const Labels& labels, std::uint64_t hash) const;

    LabelProjection m_projection;
    bool m_remember;
    std::vector<Entry> m_entries;
    std::unordered_map<std::uint64_t, std::uint32_t> m_byHash;
    std::unordered_map<const Labels*, std::uint32_t> m_byAddress;
};

} // namespace eventflow::promql
