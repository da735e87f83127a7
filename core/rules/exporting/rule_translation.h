#pragma once

#include "core/config/yaml_document.h"
#include "core/rules/exporting/prometheus_export.h"
#include "core/rules/rule_set.h"

#include <optional>
#include <string>
#include <vector>

namespace eventflow::rules::exporting {

/// Keys of ours that a rule has from its group or file.
struct Inherited {
    std::string onMissing; ///< "" when neither says it
    std::string missingEvals;
    std::vector<std::string> labels; ///< names of the group's labels
};

/// One rule of Prometheus that a rule of ours becomes.
struct PrometheusRule {
    std::optional<std::string> expression; ///< absent: the rule's own
    std::optional<std::string> severity;   ///< label to set
};

/// How a rule is said in Prometheus.
struct Translation {
    Fidelity fidelity = Fidelity::Exact;
    std::vector<std::string> reasons;
    std::vector<std::string> keysToDrop;
    std::vector<PrometheusRule> rules; ///< none when it cannot be said

    [[nodiscard]] bool unchanged() const { return keysToDrop.empty() && fidelity == Fidelity::Exact; }
};

/// `node`: a rule that the loader accepts.
Translation translate(const config::YamlNode& node, const Inherited& inherited);

} // namespace eventflow::rules::exporting
