#include "widgets/viewmodels/masking.h"

#include "core/base/json_writer.h"
#include "core/cel/regex_cache.h"

#include <algorithm>

namespace eventflow::viewmodels {

namespace {

bool isComposite(JsonKind kind) {
    return kind == JsonKind::Object || kind == JsonKind::Array;
}

std::string quotedMask() {
    std::string text;
    appendJsonString(text, MaskingRules::kMask);
    return text;
}

} // namespace

Result<MaskingRules> MaskingRules::parse(std::span<const std::string> rules) {
    MaskingRules out;
    for (const std::string& rule : rules) {
        if (rule.find_first_not_of(" \t\r") == rule.npos) continue;
        if (out.m_rules.size() == kMaxRules)
            return Error{ErrorCode::LimitExceeded, "at most " + std::to_string(kMaxRules) + " rules"};
        if (rule.size() > 2 && rule.front() == '/' && rule.back() == '/') {
            auto pattern = cel::compilePattern(std::string_view(rule).substr(1, rule.size() - 2));
            if (!pattern) return pattern.error().at(rule);
            out.m_patterns.push_back(std::move(*pattern));
        } else {
            auto path = FieldPath::parse(rule);
            if (!path) return Error{ErrorCode::ParseError, rule + ": neither a field nor a /pattern/"};
            if (path->steps().size() == 1)
                out.m_names.push_back(path->steps().front());
            else
                out.m_paths.push_back(std::move(*path));
        }
        out.m_rules.push_back(rule);
    }
    return out;
}

bool MaskingRules::hidesName(std::string_view name) const {
    return std::ranges::find(m_names, name) != m_names.end();
}

std::string MaskingRules::maskText(std::string_view text) const {
    std::string out(text);
    for (const auto& pattern : m_patterns)
        cel::replaceMatches(*pattern, out, kMask);
    return out;
}

std::vector<bool> MaskingRules::hiddenNodes(const JsonOutline& outline) const {
    std::vector<bool> hidden(outline.nodeCount());
    for (const FieldPath& path : m_paths)
        if (const auto node = path.find(outline); node != JsonOutline::kNoNode) hidden[node] = true;
    // A parent stands in front of its children.
    for (std::uint32_t id = 0; id < hidden.size(); ++id) {
        const std::uint32_t parent = outline.node(id).parent;
        if (hidesName(outline.name(id)) || (parent != JsonOutline::kNoNode && hidden[parent]))
            hidden[id] = true;
    }
    return hidden;
}

std::string MaskingRules::maskedScalar(const JsonOutline& outline, std::uint32_t node) const {
    const std::string_view text = outline.valueText(node);
    const std::string masked = maskText(text);
    // The quotes are part of the text: a pattern that takes them, or a part of a number, hides all of it.
    const bool whole = outline.node(node).kind == JsonKind::String && masked.size() >= 2 &&
                       masked.front() == '"' && masked.back() == '"';
    return masked == text || whole ? masked : quotedMask();
}

std::string MaskingRules::maskJson(std::string_view json) const {
    const JsonOutline outline{std::string(json)};
    const std::vector<bool> hidden = hiddenNodes(outline);
    std::string out;
    std::size_t copied = 0;
    // What is behind the first problem may be half of something that is to be hidden.
    std::size_t sure = outline.problem() == JsonProblem::None ? json.size() : 0;
    for (std::uint32_t id = 0; id < outline.nodeCount(); ++id) {
        const auto& node = outline.node(id);
        const bool root = node.parent == JsonOutline::kNoNode;
        const bool below = !root && hidden[node.parent];
        const bool complete = outline.problem() == JsonProblem::None ||
                              node.textStart + node.textLength < outline.problemOffset();
        if (below || (isComposite(node.kind) && !hidden[id])) continue;
        if (!complete) break;
        out += json.substr(copied, node.textStart - copied);
        out += hidden[id] ? quotedMask() : maskedScalar(outline, id);
        copied = node.textStart + node.textLength;
        sure = std::max(sure, copied);
    }
    out += json.substr(copied, sure - std::min(sure, copied));
    if (sure < json.size()) out += "…";
    return out;
}

} // namespace eventflow::viewmodels
