#include "widgets/viewmodels/field_path.h"

#include <charconv>

namespace eventflow::viewmodels {

namespace {

constexpr std::size_t kMaxLength = 512;

/// `~1` is a slash and `~0` a tilde (RFC 6901).
std::string pointerStep(std::string_view step) {
    std::string name;
    for (std::size_t i = 0; i < step.size(); ++i) {
        if (step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1'))
            name += step[++i] == '0' ? '~' : '/';
        else
            name += step[i];
    }
    return name;
}

std::optional<std::vector<std::string>> pointerSteps(std::string_view text) {
    std::vector<std::string> steps;
    while (!text.empty()) {
        const auto next = text.find('/', 1);
        steps.push_back(pointerStep(text.substr(1, next == text.npos ? text.npos : next - 1)));
        text = next == text.npos ? std::string_view() : text.substr(next);
    }
    return steps;
}

std::optional<std::vector<std::string>> dottedSteps(std::string_view text) {
    std::vector<std::string> steps(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '[') {
            const auto close = text.find(']', i);
            if (close == text.npos || close == i + 1) return std::nullopt;
            if (!steps.back().empty()) steps.emplace_back();
            steps.back() = text.substr(i + 1, close - i - 1);
            i = close;
        } else if (c == '.') {
            if (steps.back().empty()) return std::nullopt;
            steps.emplace_back();
        } else {
            if (i > 0 && text[i - 1] == ']') return std::nullopt;
            steps.back() += c;
        }
    }
    if (steps.back().empty()) return std::nullopt;
    return steps;
}

std::uint32_t childOf(const JsonOutline& outline, std::uint32_t parent, const std::string& step) {
    const auto children = outline.children(parent);
    if (outline.node(parent).kind == JsonKind::Array) {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
        const bool valid = error == std::errc() && end == step.data() + step.size();
        return valid && index < children.size() ? children[index] : JsonOutline::kNoNode;
    }
    for (std::size_t i = children.size(); i-- > 0;)
        if (outline.name(children[i]) == step) return children[i];
    return JsonOutline::kNoNode;
}

} // namespace

std::optional<FieldPath> FieldPath::parse(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    if (text.empty() || text.size() > kMaxLength) return std::nullopt;
    // In a filter the value's fields are below `payload`: what works there works here.
    FieldPath path;
    path.m_text = text;
    if (text.starts_with("payload.")) text.remove_prefix(8);
    auto steps = text.front() == '/' ? pointerSteps(text) : dottedSteps(text);
    if (!steps) return std::nullopt;
    path.m_steps = std::move(*steps);
    return path;
}

std::uint32_t FieldPath::find(const JsonOutline& outline) const {
    if (outline.empty()) return JsonOutline::kNoNode;
    std::uint32_t node = 0;
    for (const std::string& step : m_steps) {
        node = childOf(outline, node, step);
        if (node == JsonOutline::kNoNode) break;
    }
    return node;
}

} // namespace eventflow::viewmodels
