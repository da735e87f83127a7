#include "app/cli/explain_text.h"

#include "core/model/labels_json.h"

namespace eventflow::app {

namespace {

std::string valueText(const std::optional<double>& value) {
    return value ? formatDouble(*value) : std::string("no single value");
}

/// `95.2 > 90: holds`, or the value of what compares nothing.
std::string verdictText(const ExplainedTerm& term) {
    const char* verdict = !term.verdict ? "" : *term.verdict ? "holds" : "does not hold";
    if (term.comparison.empty()) {
        if (term.verdict) return verdict;
        if (term.elements == 0) return "nothing";
        return term.value ? formatDouble(*term.value) : std::to_string(term.elements) + " series";
    }
    return verdict + std::string(": ") + valueText(term.left) + ' ' + term.comparison + ' ' +
           valueText(term.right);
}

std::string sampleText(const char* which, const ContributingSample& sample) {
    std::string text = std::string("\n      ") + which + ' ' + formatDouble(sample.value) + " at " +
                       formatIso8601(sample.ts);
    if (!sample.record) return text + ", record not known";
    return text + ", record " + sample.record->topic + '/' + std::to_string(sample.record->partition) + '@' +
           std::to_string(sample.record->offset);
}

std::string windowText(const ExplainedWindow& window) {
    std::string text = "\n    " + window.selector + " in (" + formatIso8601(window.after) + ", " +
                       formatIso8601(window.until) + "]: ";
    if (window.samples == 0) return text + "no samples";
    text += std::to_string(window.samples) + (window.samples == 1 ? " sample" : " samples") + " of " +
            std::to_string(window.series) + " series, min " + formatDouble(window.min) + ", max " +
            formatDouble(window.max) + ", last " + formatDouble(window.last.value);
    text += sampleText("first", window.first);
    if (window.samples > 1) text += sampleText("last ", window.last);
    return text;
}

std::string partText(const ExplainedPart& part) {
    std::string text = "\n  " + part.name;
    if (!part.error.empty()) text += "\n    " + part.error;
    for (const ExplainedTerm& term : part.terms)
        text += "\n    " + std::string(2 * std::size_t{term.depth}, ' ') + term.expression + "  → " +
                verdictText(term);
    for (const ExplainedWindow& window : part.windows)
        text += windowText(window);
    if (part.truncated) text += "\n    … the expression has more parts than are recorded";
    return text;
}

} // namespace

std::string explainText(std::int64_t id, const AlertTransition& transition) {
    const Alert& alert = transition.alert;
    std::string text = "transition " + std::to_string(id) + ": " + alert.labels.toString() + ' ' +
                       toString(transition.from) + " → " + toString(alert.state) + " at " +
                       formatIso8601(transition.tick);
    text += "\n  reason: " + transition.reason;
    text += "\n  value: " + formatDouble(alert.value);
    text += "\n  rule: " + alert.ruleId;
    if (transition.explanation) text += ", hash " + transition.explanation->ruleHash;
    text += "\n  watermark: " + formatIso8601(transition.watermark);
    if (!transition.explanation)
        return text + "\n  nothing was evaluated for this transition: it came with a change of the rules";
    text += "\n  series: " + transition.explanation->key.toString();
    for (const ExplainedPart& part : transition.explanation->parts)
        text += partText(part);
    return text;
}

void writeExplainJson(JsonWriter& json, std::int64_t id, const AlertTransition& transition) {
    const Alert& alert = transition.alert;
    json.beginObject().key("id").number(id);
    json.key("rule_id").string(alert.ruleId).key("rule").string(alert.rule).key("group").string(alert.group);
    json.key("fingerprint").string(fingerprint(alert));
    writeLabels(json.key("labels"), alert.labels);
    json.key("tick").string(formatIso8601(transition.tick));
    json.key("watermark").string(formatIso8601(transition.watermark));
    json.key("from").string(toString(transition.from)).key("to").string(toString(alert.state));
    json.key("reason").string(transition.reason);
    json.key("value").number(alert.value);
    json.key("explanation");
    if (transition.explanation)
        json.raw(toJson(*transition.explanation));
    else
        json.null();
    json.endObject();
}

} // namespace eventflow::app
