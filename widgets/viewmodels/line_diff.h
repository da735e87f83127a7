#pragma once

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

enum class LineMark : std::uint8_t { Same, Added, Removed, Changed };

/// A line of the old text beside its counterpart in the new one. Changed: both are there and differ.
struct LinePair {
    std::optional<std::uint32_t> before; ///< index in LineDiff::before
    std::optional<std::uint32_t> after;
    LineMark mark = LineMark::Same;
};

/// Two texts side by side.
struct LineDiff {
    /// Larger middles, as a product of line counts, are not aligned but shown as replaced as a whole.
    static constexpr std::size_t kMaxCells = 4'000'000;

    std::vector<QString> before;
    std::vector<QString> after;
    std::vector<LinePair> pairs; ///< in the order of both texts
};

/// By the longest common subsequence of lines. Thread: any.
LineDiff diffLines(std::string_view before, std::string_view after);

/// JSON text laid out in lines for comparing: only white space outside of strings is changed. Text that is
/// not JSON comes out with all its bytes, too.
std::string layOutJson(std::string_view json);

} // namespace eventflow::viewmodels
