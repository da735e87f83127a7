#include "core/cel/function_table.h"

#include <algorithm>
#include <numeric>

namespace eventflow::cel {

namespace {

const std::array<std::span<const Overload> (*)(), 9> kFamilies{
    standardFunctions, conversionFunctions, stringFunctions,   formatFunctions, mathFunctions,
    timeFunctions,     networkFunctions,    optionalFunctions, encoderFunctions};

template <typename Visit>
void forEachOverload(const Visit& visit) {
    for (const auto family : kFamilies)
        for (const Overload& overload : family())
            visit(overload);
}

/// Levenshtein's distance of two names.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::vector<const Overload*> findOverloads(std::string_view name, bool member) {
    std::vector<const Overload*> found;
    forEachOverload([&](const Overload& overload) {
        if (overload.name == name && overload.member == member) found.push_back(&overload);
    });
    return found;
}

bool isGlobalFunction(std::string_view name) {
    return !findOverloads(name, false).empty();
}

std::string_view similarFunction(std::string_view name) {
    constexpr std::size_t kMaxName = 64;
    std::string_view nearest;
    std::size_t best = 3; // two typing mistakes
    if (name.size() > kMaxName) return nearest;
    forEachOverload([&](const Overload& overload) {
        const std::size_t d = distance(name, overload.name);
        if (d < best && d < overload.name.size()) {
            best = d;
            nearest = overload.name;
        }
    });
    return nearest;
}

} // namespace eventflow::cel
