#include "core/rules/testing/test_result.h"

#include <algorithm>
#include <tuple>

namespace eventflow::rules::testing {

namespace {

auto placeOf(const RuleUse& use) {
    return std::tie(use.location.file, use.location.line, use.location.column);
}

template <typename Is>
Coverage::Share shareOf(const std::vector<RuleUse>& rules, bool alertsOnly, const Is& is) {
    Coverage::Share share;
    for (const RuleUse& use : rules) {
        if (alertsOnly && use.kind != RuleKind::Alert) continue;
        ++share.whole;
        if (is(use)) ++share.part;
    }
    return share;
}

} // namespace

bool FileResult::passed() const {
    return failures.empty() &&
           std::ranges::all_of(tests, [](const TestResult& test) { return test.failures.empty(); });
}

void Coverage::add(const FileResult& file) {
    for (const RuleUse& use : file.rules) {
        const auto at = std::ranges::lower_bound(
            m_rules, use, [](const RuleUse& a, const RuleUse& b) { return placeOf(a) < placeOf(b); });
        if (at == m_rules.end() || placeOf(*at) != placeOf(use)) {
            m_rules.insert(at, use);
            continue;
        }
        at->touched |= use.touched;
        at->fired |= use.fired;
        at->asserted |= use.asserted;
    }
}

double Coverage::Share::percent() const {
    return whole == 0 ? 100.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

Coverage::Share Coverage::rulesTouched() const {
    return shareOf(m_rules, false, [](const RuleUse& use) { return use.touched; });
}

Coverage::Share Coverage::alertsFired() const {
    return shareOf(m_rules, true, [](const RuleUse& use) { return use.fired; });
}

Coverage::Share Coverage::alertsAsserted() const {
    return shareOf(m_rules, true, [](const RuleUse& use) { return use.asserted; });
}

std::vector<RuleUse> Coverage::untestedAlerts() const {
    std::vector<RuleUse> out;
    std::ranges::copy_if(m_rules, std::back_inserter(out), [](const RuleUse& use) {
        return use.kind == RuleKind::Alert && !(use.fired && use.asserted);
    });
    return out;
}

} // namespace eventflow::rules::testing
