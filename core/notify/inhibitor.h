#pragma once

#include "core/model/labels.h"
#include "core/notify/config.h"

#include <map>
#include <optional>
#include <span>
#include <string>

namespace eventflow::notify {

/// What keeps an alert from being notified.
struct Suppression {
    enum class Kind : std::uint8_t { Inhibited, Silenced, Muted };
    Kind kind = Kind::Inhibited;
    std::string by; ///< the labels of the inhibiting alert, the silence's id, the name of the time intervals
};
const char* toString(Suppression::Kind kind);

/// Whether firing alerts inhibit others. Asked after all rules of a tick were evaluated, so that it does not
/// matter which of two alerts came first. Thread: confined.
class Inhibitor {
public:
    explicit Inhibitor(std::span<const InhibitRule> rules) : m_rules(rules) {}

    void add(const Labels& firing) { m_firing.push_back(&firing); }
    /// The labels of the first alert that inhibits this one.
    [[nodiscard]] const Labels* inhibitorOf(const Labels& labels) const;

private:
    std::span<const InhibitRule> m_rules;
    std::vector<const Labels*> m_firing;
};

} // namespace eventflow::notify
