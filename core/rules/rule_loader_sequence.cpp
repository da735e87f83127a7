#include "core/cel/event_environment.h"
#include "core/rules/expression_error.h"
#include "core/rules/rule_loader.h"

#include <algorithm>
#include <array>

namespace eventflow::rules {

using config::YamlNode;

namespace {

constexpr std::array<std::string_view, 5> kSequenceKeys{"within", "by", "steps", "until", "skip"};
constexpr std::array<std::string_view, 3> kStepKeys{"name", "where", "count"};
/// What a sequence has of its own, or what needs a condition that goes on.
constexpr std::array<std::string_view, 6> kNotWithSequence{"expr",       "levels",        "for",
                                                           "on_missing", "missing_evals", "evaluate"};
constexpr Duration kMaxWithin = std::chrono::hours(24 * 7);

/// `payload.order.id` is the label `id`.
std::string labelOf(std::string_view expression) {
    const std::size_t dot = expression.rfind('.');
    return std::string(dot == std::string_view::npos ? expression : expression.substr(dot + 1));
}

} // namespace

void RuleFileReader::readSequence(const YamlNode& node, const YamlNode& rule, Rule& out) {
    for (const auto& entry : rule.entries)
        if (std::ranges::find(kNotWithSequence, entry.key->scalar) != kNotWithSequence.end())
            m_yaml.fail(*entry.key,
                        '"' + entry.key->scalar + "\" cannot stand beside \"sequence\"; remove it");
    if (!m_yaml.isMapping(node, "sequence")) return;
    m_yaml.checkKeys(node, kSequenceKeys, "a sequence");
    auto sequence = std::make_shared<Sequence>();
    if (const YamlNode* within = node.find("within")) {
        sequence->within = m_yaml.duration(*within, "within").value_or(Duration(1));
        if (sequence->within <= Duration::zero() || sequence->within > kMaxWithin)
            m_yaml.fail(*within,
                        "within must be longer than 0s and not longer than " + formatDuration(kMaxWithin));
    } else {
        m_yaml.fail(node, "a sequence needs the key \"within\"");
    }
    if (const YamlNode* by = node.find("by")) readSequenceKeys(*by, *sequence);
    if (const YamlNode* steps = node.find("steps"))
        readSteps(*steps, *sequence);
    else
        m_yaml.fail(node, "a sequence needs the key \"steps\"");
    if (const YamlNode* until = node.find("until")) sequence->until = readFilter(*until, "until");
    if (const YamlNode* skip = node.find("skip")) {
        const auto name = m_yaml.name(*skip, "skip");
        if (name && *name == toString(SequenceSkip::Next))
            sequence->skip = SequenceSkip::Next;
        else if (name && *name != toString(SequenceSkip::PastLast))
            m_yaml.fail(*skip, "skip is past_last or next, not \"" + *name + '"');
    }
    out.sequence = std::move(sequence);
}

void RuleFileReader::readSequenceKeys(const YamlNode& by, Sequence& sequence) {
    const auto add = [&](std::string label, const YamlNode& expression) {
        auto value = readCel(expression, "by", cel::kAnyKind);
        if (!isClassicLabelName(label))
            m_yaml.fail(expression,
                        "\"" + label + "\" cannot be the name of a label; write by as {label: expression}");
        else if (std::ranges::find(sequence.by, label, &SequenceKey::label) != sequence.by.end())
            m_yaml.fail(expression, "the label " + label + " comes twice; write by as {label: expression}");
        else if (value)
            sequence.by.push_back({std::move(label), std::move(value)});
    };
    if (by.items.size() + by.entries.size() > Sequence::kMaxKeys)
        return m_yaml.fail(by, "by has more than " + std::to_string(Sequence::kMaxKeys) + " entries");
    if (by.kind == YamlNode::Kind::Mapping) {
        for (const auto& entry : by.entries)
            add(entry.key->scalar, *entry.value);
        return;
    }
    if (!m_yaml.isList(by, "by")) return;
    for (const auto& item : by.items)
        if (const auto text = m_yaml.name(*item, "an entry of by")) add(labelOf(*text), *item);
}

void RuleFileReader::readSteps(const YamlNode& steps, Sequence& sequence) {
    if (!m_yaml.isList(steps, "steps")) return;
    if (steps.items.empty() || steps.items.size() > Sequence::kMaxSteps)
        return m_yaml.fail(steps, "steps needs 1 to " + std::to_string(Sequence::kMaxSteps) + " entries");
    for (const auto& item : steps.items) {
        if (!m_yaml.isMapping(*item, "a step")) continue;
        m_yaml.checkKeys(*item, kStepKeys, "a step");
        SequenceStep step;
        step.name = "step " + std::to_string(sequence.steps.size() + 1);
        if (const YamlNode* name = item->find("name"))
            step.name = m_yaml.name(*name, "name").value_or(step.name);
        if (const YamlNode* where = item->find("where"))
            step.where = readFilter(*where, "where");
        else
            m_yaml.fail(*item, "a step needs the key \"where\"");
        if (const YamlNode* count = item->find("count")) step.count = readCount(*count);
        if (step.where) sequence.steps.push_back(std::move(step));
    }
}

/// `5` or `">= 5"`.
std::uint32_t RuleFileReader::readCount(const YamlNode& node) {
    const auto text = m_yaml.name(node, "count");
    if (!text) return 1;
    std::string_view digits = *text;
    if (digits.starts_with(">=")) digits.remove_prefix(2);
    while (digits.starts_with(' '))
        digits.remove_prefix(1);
    std::uint32_t count = 0;
    const bool plain = !digits.empty() && digits.size() < 6 &&
                       digits.find_first_not_of("0123456789") == std::string_view::npos;
    for (const char digit : plain ? digits : std::string_view{})
        count = count * 10 + static_cast<std::uint32_t>(digit - '0');
    if (count >= 1 && count <= Sequence::kMaxCount) return count;
    m_yaml.fail(node, "count is a number of events from 1 to " + std::to_string(Sequence::kMaxCount) +
                          ", as 5 or \">= 5\"");
    return 1;
}

std::shared_ptr<const cel::Program> RuleFileReader::readFilter(const YamlNode& node, std::string_view what) {
    return readCel(node, what, cel::setOf(cel::Kind::Bool));
}

std::shared_ptr<const cel::Program> RuleFileReader::readCel(const YamlNode& node, std::string_view what,
                                                            cel::KindSet kinds) {
    const auto text = m_yaml.name(node, what);
    if (!text) return nullptr;
    cel::CompileOptions options;
    options.result = kinds;
    auto program = cel::Program::compile(*text, cel::eventFields(), options);
    if (program) return std::move(*program);
    const auto [offset, message] = placeInExpression(*text, program.error());
    failInside(node, offset, std::string(what) + ": " + message);
    return nullptr;
}

} // namespace eventflow::rules
