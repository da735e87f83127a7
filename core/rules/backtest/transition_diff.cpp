#include "core/rules/backtest/transition_diff.h"

#include <algorithm>
#include <tuple>

namespace eventflow::rules::backtest {

namespace {

auto keyOf(const AlertTransition* transition) {
    const Alert& alert = transition->alert;
    return std::tie(transition->tick, alert.rule, alert.labels, transition->from, alert.state);
}

std::vector<const AlertTransition*> sorted(std::span<const AlertTransition> transitions) {
    std::vector<const AlertTransition*> out;
    for (const AlertTransition& transition : transitions)
        out.push_back(&transition);
    std::ranges::stable_sort(
        out, [](const AlertTransition* a, const AlertTransition* b) { return keyOf(a) < keyOf(b); });
    return out;
}

} // namespace

TransitionDiff diff(std::span<const AlertTransition> before, std::span<const AlertTransition> after) {
    using Side = TransitionDiff::Line::Side;
    TransitionDiff out;
    const auto olds = sorted(before);
    const auto news = sorted(after);
    auto o = olds.begin();
    auto n = news.begin();
    while (o != olds.end() || n != news.end()) {
        if (n == news.end() || (o != olds.end() && keyOf(*o) < keyOf(*n))) {
            out.lines.push_back({Side::OnlyOld, *o++});
            ++out.onlyOld;
        } else if (o == olds.end() || keyOf(*n) < keyOf(*o)) {
            out.lines.push_back({Side::OnlyNew, *n++});
            ++out.onlyNew;
        } else {
            out.lines.push_back({Side::Both, *n++});
            ++o;
            ++out.both;
        }
    }
    return out;
}

} // namespace eventflow::rules::backtest
