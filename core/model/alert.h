#pragma once

#include "core/base/time.h"
#include "core/model/explanation.h"
#include "core/model/labels.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow {

enum class AlertState : std::uint8_t { Inactive, Pending, Firing, Recovering, Resolved };
const char* toString(AlertState state);
std::optional<AlertState> alertStateFromString(std::string_view name);

/// An alert as it stands: one label set of one rule.
struct Alert {
    std::string ruleId; ///< the rule's `id`, else its group and name
    std::string rule;   ///< `alert:` of the rule
    std::string group;
    Labels
        labels; ///< after templating, with `alertname`; but for kLevelLabel of a level, the alert's identity
    Labels annotations; ///< after templating
    /// Of a rule with `levels`: the severity it is at, which is also its label kLevelLabel. Else empty.
    std::string level;
    AlertState state = AlertState::Inactive;
    Timestamp activeAt = kNoTime; ///< first tick of the present run of true evaluations
    Timestamp firedAt = kNoTime;
    Timestamp keepFiringSince = kNoTime;
    Timestamp resolvedAt = kNoTime;
    double value = 0; ///< of the last evaluation
};

/// One step in the life of an alert.
struct AlertTransition {
    Timestamp tick;      ///< the evaluation that decided it, in event time
    Timestamp watermark; ///< of the engine at that evaluation
    AlertState from = AlertState::Inactive;
    Alert alert; ///< after the step; `alert.state` is the new state
    /// `held 3m ≥ for 3m`, `condition no longer holds`.
    std::string reason;
    /// What it was decided on; nullptr when nothing was evaluated: a reload, or read back from the store.
    std::shared_ptr<const Explanation> explanation = nullptr;
};

/// The line of `--alerts-out` without its newline: JSON with a fixed key order and locale-free numbers, so
/// that equal transitions are equal bytes.
std::string toJsonLine(const AlertTransition& transition);

inline constexpr std::string_view kLevelLabel = "severity";

/// What the alert stays the same by: its labels, without kLevelLabel when its rule has levels.
Labels identityOf(const Alert& alert);
/// The key of an alert in stores and topics: fingerprint() of its identity.
std::string fingerprint(const Alert& alert);
/// A hash over the labels in lower-case hexadecimal.
std::string fingerprint(const Labels& labels);

} // namespace eventflow
