#include "core/promql/functions.h"

#include <algorithm>
#include <cmath>

namespace eventflow::promql {

namespace {

/// NaN at the end, whichever the direction.
template <bool kDescending>
Result<EvalValue> sortByValue(CallContext&, Arguments arguments) {
    Elements& elements = arguments[0].vector();
    std::ranges::stable_sort(elements, [](const Element& a, const Element& b) {
        if (std::isnan(a.value) || std::isnan(b.value)) return !std::isnan(a.value) && std::isnan(b.value);
        return kDescending ? a.value > b.value : a.value < b.value;
    });
    return EvalValue(std::move(elements));
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view digitsAt(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return text.substr(at, end - at);
}

/// Below, at or above zero as `a` comes before, with or after `b`; runs of digits compare as numbers: web-9 <
/// web-10.
int naturalCompare(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (!isDigit(a[i]) || !isDigit(b[j])) {
            if (a[i] != b[j])
                return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
            ++i;
            ++j;
            continue;
        }
        std::string_view left = digitsAt(a, i);
        std::string_view right = digitsAt(b, j);
        i += left.size();
        j += right.size();
        left.remove_prefix(std::min(left.find_first_not_of('0'), left.size()));
        right.remove_prefix(std::min(right.find_first_not_of('0'), right.size()));
        if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
        if (const int order = left.compare(right); order != 0) return order;
    }
    return (i < a.size() ? 1 : 0) - (j < b.size() ? 1 : 0);
}

template <bool kDescending>
Result<EvalValue> sortByLabel(CallContext&, Arguments arguments) {
    const auto compare = [&](const Element& a, const Element& b) {
        for (const EvalValue& name : arguments.subspan(1))
            if (const int order = naturalCompare(a.labels->get(name.text()), b.labels->get(name.text()));
                order != 0)
                return order;
        const auto order = *a.labels <=> *b.labels;
        return order < 0 ? -1 : (order > 0 ? 1 : 0);
    };
    Elements& elements = arguments[0].vector();
    std::ranges::stable_sort(elements, [&](const Element& a, const Element& b) {
        return kDescending ? compare(b, a) < 0 : compare(a, b) < 0;
    });
    return EvalValue(std::move(elements));
}

} // namespace

void addSortFunctions(std::vector<Function>& table) {
    constexpr auto kString = ValueType::String;
    constexpr auto kVector = ValueType::InstantVector;
    table.push_back({"sort", {kVector}, kVector, 0, false, sortByValue<false>});
    table.push_back({"sort_desc", {kVector}, kVector, 0, false, sortByValue<true>});
    table.push_back({"sort_by_label", {kVector, kString}, kVector, 1, true, sortByLabel<false>});
    table.push_back({"sort_by_label_desc", {kVector, kString}, kVector, 1, true, sortByLabel<true>});
}

} // namespace eventflow::promql
