#include "core/rules/rule_engine.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

class NoSeries final : public eventflow::SeriesSource {
public:
    eventflow::Status select(std::span<const eventflow::LabelMatcher>, eventflow::Timestamp,
                             eventflow::Timestamp, std::vector<eventflow::SeriesSlice>&) const override {
        return {};
    }
};

} // namespace

/// Any text is a saved state, with which the engine goes on, or is refused without a trace.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow;
    static const auto kRules =
        rules::loadRuleText(
            "groups:\n- name: g\n  interval: 1m\n  rules:\n"
            "  - {alert: A, id: a, expr: up > 1, for: 2m, keep_firing_for: 2m, on_missing: alert,"
            " evaluate: each_sample}\n"
            "  - {alert: C, id: c, for: 1m, missing_evals: 3, levels: [{severity: low, expr: up > 1},"
            " {severity: high, expr: up > 2, resolve_when: up < 2}]}\n"
            "  - {record: b, id: b, expr: up}\n",
            "r.yaml")
            .rules;
    rules::RuleEngine engine(kRules);
    const std::string before = engine.saveState();
    if (!engine.restoreState({reinterpret_cast<const char*>(data), size})) {
        if (engine.saveState() != before) std::abort();
        return 0;
    }
    const NoSeries source;
    std::vector<AlertTransition> transitions;
    const Timestamp next = engine.nextTick();
    if (next != Timestamp::max())
        engine.advance(
            next, source, [](const Labels&, Timestamp, double) {}, transitions);
    if (!engine.restoreState(engine.saveState())) std::abort();
    return 0;
}
