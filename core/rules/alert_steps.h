#pragma once

#include "core/rules/alert_facts.h"

#include <string>
#include <vector>

namespace eventflow::rules {

/// Moves one rule's alerts through one evaluation. Nothing in it can fail.
class AlertSteps {
public:
    AlertSteps(const AlertTick& tick, const AlertFacts& facts, std::vector<AlertTransition>& out)
        : m_tick(tick), m_rule(tick.rule), m_facts(facts), m_out(out) {}

    void holds(TrackedAlert& tracked, const Candidate& candidate);
    /// True when the alert is to be forgotten.
    bool holdsNot(TrackedAlert& tracked);
    /// Whether anything but values changed.
    [[nodiscard]] bool changed() const { return m_changed; }

private:
    void start(TrackedAlert& tracked);
    void move(TrackedAlert& tracked, AlertState to, std::string reason);
    void refresh(TrackedAlert& tracked, double value);
    /// The level by Kapacitor's algorithm; one of `levels` or the present one.
    [[nodiscard]] std::size_t levelOf(const TrackedAlert& tracked, std::uint32_t levels) const;
    /// The reason for a change from one severity to another; empty when there is none.
    std::string moveToLevel(TrackedAlert& tracked, std::size_t level);
    bool waitsForValue(TrackedAlert& tracked, const std::string& missing);
    void release(TrackedAlert& tracked, const std::string& cause);
    [[nodiscard]] Duration held(const TrackedAlert& tracked) const {
        return m_tick.tick - tracked.alert.activeAt - tracked.notCounted;
    }

    const AlertTick& m_tick;
    const Rule& m_rule;
    const AlertFacts& m_facts;
    std::vector<AlertTransition>& m_out;
    bool m_changed = false;
};

} // namespace eventflow::rules
