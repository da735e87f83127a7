#include "core/base/json_writer.h"
#include "core/promql/functions.h"
#include "core/series/anchored_pattern.h"

#include <re2/re2.h>

#include <charconv>
#include <unordered_set>

namespace eventflow::promql {

namespace {

bool isWordPart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Writes `template` with `$1`, `$name`, `${name}` replaced by what the groups matched, `$$` by `$` (Go's
/// Expand). A name is as long as it can be: `$1x` is the group called 1x.
class Expansion {
public:
    Expansion(const re2::RE2& regex, std::string_view pattern) : m_regex(regex), m_template(pattern) {}

    std::string expand(std::span<const re2::StringPiece> groups) const {
        std::string out;
        for (std::size_t i = 0; i < m_template.size();) {
            if (m_template[i] != '$') {
                out += m_template[i++];
            } else if (i + 1 < m_template.size() && m_template[i + 1] == '$') {
                out += '$';
                i += 2;
            } else {
                i = reference(i, groups, out);
            }
        }
        return out;
    }

private:
    /// Behind the reference at `i`; a `$` that starts none is copied.
    std::size_t reference(std::size_t i, std::span<const re2::StringPiece> groups, std::string& out) const {
        const bool braced = i + 1 < m_template.size() && m_template[i + 1] == '{';
        const std::size_t start = i + (braced ? 2 : 1);
        std::size_t end = start;
        while (end < m_template.size() && isWordPart(m_template[end]))
            ++end;
        const bool closed = !braced || (end < m_template.size() && m_template[end] == '}');
        if (end == start || !closed) {
            out += '$';
            return i + 1;
        }
        const auto text = group(m_template.substr(start, end - start), groups);
        out.append(text.data(), text.size());
        return end + (braced ? 1 : 0);
    }

    re2::StringPiece group(std::string_view name, std::span<const re2::StringPiece> groups) const {
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (error != std::errc{} || end != name.data() + name.size()) {
            const auto& named = m_regex.NamedCapturingGroups();
            const auto it = named.find(std::string(name));
            if (it == named.end()) return {};
            number = static_cast<std::size_t>(it->second);
        }
        return number < groups.size() ? groups[number] : re2::StringPiece();
    }

    const re2::RE2& m_regex;
    std::string_view m_template;
};

bool isLabelName(const std::string& name) {
    return !name.empty() && isValidUtf8(name);
}

void setLabel(CallContext& context, Element& element, const std::string& name, std::string_view value) {
    Labels labels = *element.labels;
    labels.set(name, value);
    element.labels = context.pool().intern(std::move(labels));
    if (name == kMetricNameLabel) element.dropName = false;
}

/// Labels that became equal would hide a series in whatever is around the call.
Result<EvalValue> distinct(CallContext& context, Elements elements) {
    std::unordered_set<const Labels*> seen;
    for (const Element& element : elements) {
        const Labels* labels = context.pool().intern(*element.labels);
        if (element.dropName) labels = context.pool().withoutName(labels);
        if (!seen.insert(labels).second)
            return context.fail(0, "vector cannot contain metrics with the same labelset: " +
                                       labels->toString());
    }
    return EvalValue(std::move(elements));
}

Result<EvalValue> labelReplace(CallContext& context, Arguments arguments) {
    const std::string& target = arguments[1].text();
    const std::string& source = arguments[3].text();
    if (!isLabelName(target)) return context.fail(1, "not a label name");
    const auto regex = compileRegex(arguments[4].text());
    if (!regex) return context.fail(4, regex.error().detail);
    const Expansion expansion(**regex, arguments[2].text());
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>((*regex)->NumberOfCapturingGroups()) + 1);
    Elements& elements = arguments[0].vector();
    for (Element& element : elements) {
        const std::string_view value = element.labels->get(source);
        const bool matched =
            (*regex)->Match(re2::StringPiece(value.data(), value.size()), 0, value.size(),
                            re2::RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size()));
        if (matched) setLabel(context, element, target, expansion.expand(groups));
    }
    return distinct(context, std::move(elements));
}

Result<EvalValue> labelJoin(CallContext& context, Arguments arguments) {
    const std::string& target = arguments[1].text();
    const std::string& separator = arguments[2].text();
    if (!isLabelName(target)) return context.fail(1, "not a label name");
    Elements& elements = arguments[0].vector();
    for (Element& element : elements) {
        std::string joined;
        for (std::size_t i = 3; i < arguments.size(); ++i) {
            if (i > 3) joined += separator;
            joined += element.labels->get(arguments[i].text());
        }
        setLabel(context, element, target, joined);
    }
    return distinct(context, std::move(elements));
}

} // namespace

void addLabelFunctions(std::vector<Function>& table) {
    constexpr auto kString = ValueType::String;
    constexpr auto kVector = ValueType::InstantVector;
    table.push_back(
        {"label_replace", {kVector, kString, kString, kString, kString}, kVector, 0, false, labelReplace});
    table.push_back({"label_join", {kVector, kString, kString, kString}, kVector, 1, true, labelJoin});
}

} // namespace eventflow::promql
