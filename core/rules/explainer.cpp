#include "core/rules/explainer.h"

#include "core/base/hash.h"
#include "core/promql/label_projection.h"
#include "core/promql/printer.h"
#include "core/promql/trace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace eventflow::rules {

namespace {

/// A long expression is recognized by its beginning.
constexpr std::size_t kMaxExpressionBytes = 400;

std::string shortened(std::string text) {
    if (text.size() <= kMaxExpressionBytes) return text;
    std::size_t end = kMaxExpressionBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end; // not inside of a character
    return text.substr(0, end) + "…";
}

const promql::LabelProjection& withoutMetricName() {
    static const promql::LabelProjection projection(promql::LabelProjection::Mode::Drop,
                                                    {std::string(kMetricNameLabel)});
    return projection;
}

/// No label, the metric name left out, says one thing here and another there.
bool agree(const Labels& a, const Labels& b) {
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() && right != b.end()) {
        if (left->name < right->name) {
            ++left;
        } else if (right->name < left->name) {
            ++right;
        } else {
            if (left->value != right->value && left->name != kMetricNameLabel) return false;
            ++left;
            ++right;
        }
    }
    return true;
}

/// Finds the label sets that belong to an alert's key: those equal to it, else those that do not contradict
/// it. Most rules never get to the second, which looks at all of them.
class KeyIndex {
public:
    void add(const Labels* labels) {
        m_byHash.emplace(withoutMetricName().hash(*labels), static_cast<std::uint32_t>(m_labels.size()));
        m_labels.push_back(labels);
    }
    [[nodiscard]] std::vector<std::uint32_t> find(const Labels& key) const {
        std::vector<std::uint32_t> found;
        const auto [first, last] = m_byHash.equal_range(withoutMetricName().hash(key));
        for (auto it = first; it != last; ++it)
            if (withoutMetricName().equal(*m_labels[it->second], key)) found.push_back(it->second);
        if (found.empty())
            for (std::uint32_t i = 0; i < m_labels.size(); ++i)
                if (agree(*m_labels[i], key)) found.push_back(i);
        std::ranges::sort(found);
        return found;
    }

private:
    std::vector<const Labels*> m_labels;
    std::unordered_multimap<std::uint64_t, std::uint32_t> m_byHash;
};

/// The elements of a term that belong to a key.
struct Matched {
    std::uint64_t elements = 0;
    std::optional<double> value;
};

} // namespace

struct RuleExplainer::Part {
    Part(std::string partName, const promql::Expression& expression, const SeriesSource& source, Timestamp at,
         const promql::EvalOptions& options)
        : name(std::move(partName)), trace(expression, source, at, options) {
        if (const Status status = trace.run(); !status) error = status.error().detail;
        for (const auto& term : trace.terms()) {
            termTexts.push_back(shortened(promql::print(*term.node)));
            KeyIndex& index = terms.emplace_back();
            if (const auto* elements = std::get_if<promql::Elements>(&term.value.data))
                for (const promql::Element& element : *elements)
                    index.add(element.labels);
        }
        for (const auto& window : trace.windows()) {
            windowTexts.push_back(shortened(promql::print(*window.node)));
            KeyIndex& index = windows.emplace_back();
            for (const SeriesSlice& slice : window.series)
                index.add(slice.labels);
        }
    }

    [[nodiscard]] ExplainedPart explain(const Labels& key, const SeriesSource& source) const;
    [[nodiscard]] Matched matched(std::size_t term, const Labels& key) const;
    [[nodiscard]] std::optional<double> valueOf(const promql::Node& node, const Labels& key) const;
    [[nodiscard]] ExplainedTerm explainTerm(std::size_t term, const Labels& key) const;
    [[nodiscard]] ExplainedWindow explainWindow(std::size_t window, const Labels& key,
                                                const SeriesSource& source) const;

    std::string name;
    promql::Trace trace;
    std::string error;
    // Parallel to the trace's terms and windows.
    std::vector<KeyIndex> terms;
    std::vector<std::string> termTexts;
    std::vector<KeyIndex> windows;
    std::vector<std::string> windowTexts;
};

Matched RuleExplainer::Part::matched(std::size_t term, const Labels& key) const {
    const auto& data = trace.terms()[term].value.data;
    if (const auto* scalar = std::get_if<double>(&data)) return {1, *scalar};
    const auto* elements = std::get_if<promql::Elements>(&data);
    if (elements == nullptr) return {};
    const auto found = terms[term].find(key);
    Matched matched{found.size(), std::nullopt};
    if (found.size() == 1) matched.value = (*elements)[found.front()].value;
    return matched;
}

/// Of an operand: a literal, or a term of its own.
std::optional<double> RuleExplainer::Part::valueOf(const promql::Node& node, const Labels& key) const {
    const promql::Node& operand = promql::unwrapped(node);
    if (const auto* number = operand.as<promql::NumberLiteral>()) return number->value;
    for (std::size_t i = 0; i < trace.terms().size(); ++i)
        if (trace.terms()[i].node == &operand) return matched(i, key).value;
    return std::nullopt;
}

ExplainedTerm RuleExplainer::Part::explainTerm(std::size_t index, const Labels& key) const {
    const auto& term = trace.terms()[index];
    const Matched own = matched(index, key);
    ExplainedTerm out;
    out.expression = termTexts[index];
    out.depth = static_cast<std::uint32_t>(term.depth);
    out.elements = own.elements;
    out.value = own.value;
    const auto* binary = term.node->as<promql::Binary>();
    if (binary == nullptr) return out;
    if (promql::isSetOperator(binary->op)) out.verdict = own.elements > 0;
    if (!promql::isComparison(binary->op)) return out;
    out.comparison = promql::toString(binary->op);
    out.left = valueOf(*binary->left, key);
    out.right = valueOf(*binary->right, key);
    const bool zeroOrOne = binary->returnBool || term.node->type == promql::ValueType::Scalar;
    out.verdict = zeroOrOne ? own.value.value_or(0) != 0 : own.elements > 0;
    return out;
}

ExplainedWindow RuleExplainer::Part::explainWindow(std::size_t index, const Labels& key,
                                                   const SeriesSource& source) const {
    const auto& window = trace.windows()[index];
    ExplainedWindow out;
    out.selector = windowTexts[index];
    out.after = window.after;
    out.until = window.until;
    const auto take = [&](const SeriesSlice& slice, std::size_t i) {
        const Sample& sample = slice.samples[i];
        if (isStaleMarker(sample.value)) return;
        // fmin and fmax pass NaN over.
        out.min = out.samples == 0 ? sample.value : std::fmin(out.min, sample.value);
        out.max = out.samples == 0 ? sample.value : std::fmax(out.max, sample.value);
        const auto contribution = [&] {
            return ContributingSample{sample.ts, sample.value,
                                      slice.origins.empty() ? std::nullopt
                                                            : source.recordOf(slice.origins[i])};
        };
        if (out.samples == 0 || sample.ts < out.first.ts) out.first = contribution();
        if (out.samples == 0 || sample.ts > out.last.ts) out.last = contribution();
        ++out.samples;
    };
    for (const std::uint32_t series : windows[index].find(key)) {
        const SeriesSlice& slice = window.series[series];
        const std::uint64_t before = out.samples;
        for (std::size_t i = 0; i < slice.samples.size(); ++i)
            take(slice, i);
        if (out.samples > before) ++out.series;
    }
    return out;
}

ExplainedPart RuleExplainer::Part::explain(const Labels& key, const SeriesSource& source) const {
    ExplainedPart out;
    out.name = name;
    out.error = error;
    out.truncated = trace.truncated();
    for (std::size_t i = 0; i < trace.terms().size(); ++i)
        out.terms.push_back(explainTerm(i, key));
    for (std::size_t i = 0; i < trace.windows().size(); ++i)
        out.windows.push_back(explainWindow(i, key, source));
    return out;
}

RuleExplainer::RuleExplainer(const RuleGroup& group, const Rule& rule, const SeriesSource& source,
                             Timestamp at, const promql::EvalOptions& options)
    : m_group(group), m_rule(rule), m_source(source), m_at(at), m_options(options) {}

RuleExplainer::~RuleExplainer() = default;

std::shared_ptr<const Explanation> RuleExplainer::explain(const Labels& series) {
    const auto add = [&](std::string name, const std::optional<promql::Expression>& expression) {
        if (expression)
            m_parts.push_back(
                std::make_unique<Part>(std::move(name), *expression, m_source, m_at, m_options));
    };
    if (m_parts.empty()) {
        m_hash = ruleHash(m_group, m_rule);
        for (const Condition& condition : m_rule.conditions) {
            const std::string level =
                m_rule.hasLevels() ? "level " + condition.severity + ' ' : std::string();
            add(level + "expr", condition.expression);
            add(level + "resolve_when", condition.resolveWhen);
        }
    }
    auto explanation = std::make_shared<Explanation>();
    explanation->ruleHash = m_hash;
    explanation->key = series;
    for (const auto& part : m_parts)
        explanation->parts.push_back(part->explain(series, m_source));
    return explanation;
}

std::string ruleHash(const RuleGroup& group, const Rule& rule) {
    std::string text;
    // Lengths keep neighbouring texts apart.
    const auto add = [&](std::string_view part) {
        text += std::to_string(part.size()) + ':';
        text += part;
    };
    const auto addLabels = [&](const Labels& labels) {
        for (const Label& label : labels) {
            add(label.name);
            add(label.value);
        }
        text += ';';
    };
    const auto addExpression = [&](const std::optional<promql::Expression>& expression) {
        add(expression ? expression->print() : std::string());
    };
    for (const auto duration : {group.interval, group.queryOffset, rule.holdFor, rule.keepFiringFor})
        add(std::to_string(duration.count()));
    add(std::to_string(group.limit));
    add(rule.kind == RuleKind::Alert ? "alert" : "record");
    add(rule.id);
    add(rule.name);
    addExpression(rule.expression);
    for (const Condition& condition : rule.conditions) {
        add(condition.severity);
        addExpression(condition.expression);
        addExpression(condition.resolveWhen);
    }
    add(rule.sequence ? rule.sequence->text() : std::string());
    add(toString(rule.onMissing));
    add(std::to_string(rule.missingEvals));
    add(toString(rule.evaluateAt));
    addLabels(rule.labels);
    addLabels(rule.annotations);
    for (const std::string& name : rule.removedLabels)
        add(name);

    static constexpr std::string_view kHex = "0123456789abcdef";
    std::uint64_t hash = hash64(text);
    std::string out(16, '0');
    for (std::size_t i = out.size(); i-- > 0; hash >>= 4)
        out[i] = kHex[hash & 0xF];
    return out;
}

} // namespace eventflow::rules
