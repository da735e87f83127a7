#include "core/rules/exporting/rule_format.h"

#include "core/promql/query.h"
#include "core/rules/exporting/line_editor.h"
#include "core/rules/exporting/yaml_lines.h"
#include "core/rules/rule_set.h"

#include <algorithm>
#include <array>
#include <optional>

namespace eventflow::rules::exporting {

namespace {

using config::YamlNode;

constexpr std::array<std::string_view, 2> kExpressionKeys{"expr", "resolve_when"};

/// As YAML reads it back: plain where it can be.
std::string scalarText(const std::string& text) {
    const char first = text.empty() ? ' ' : text.front();
    const bool startsPlain = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
                             first == '_' || first == '(' || (first >= '0' && first <= '9');
    if (startsPlain && text.find(": ") == std::string::npos && text.find(" #") == std::string::npos &&
        !text.ends_with(':'))
        return text;
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? "''" : std::string(1, c);
    return out + '\'';
}

bool isComment(const std::string& line) {
    const std::size_t first = line.find_first_not_of(' ');
    return first == std::string::npos || line[first] == '#';
}

/// Where a comment begins behind a scalar that stands on one line; npos: nowhere.
std::size_t trailingComment(const std::string& line, std::size_t valueStart) {
    const char quote = valueStart < line.size() ? line[valueStart] : ' ';
    std::size_t at = valueStart;
    if (quote == '\'' || quote == '"') {
        for (++at; at < line.size() && line[at] != quote; ++at)
            if (quote == '"' && line[at] == '\\') ++at;
        // A doubled quote begins again, which only makes the comment be looked for further on.
        while (quote == '\'' && at + 1 < line.size() && line[at + 1] == '\'') {
            at = line.find('\'', at + 2);
            if (at == std::string::npos) return at;
        }
    }
    const std::size_t hash = line.find(" #", at);
    return hash == std::string::npos ? hash : line.find_last_not_of(' ', hash) + 1;
}

class Formatter {
public:
    Formatter(const config::YamlDocument& document, std::string_view text)
        : m_document(document), m_lines(splitLines(text)), m_editor(text) {}

    std::string run() {
        if (const YamlNode* groups = m_document.root().find("groups"))
            for (const auto& group : groups->items)
                if (const YamlNode* rules = group->find("rules"))
                    for (const auto& rule : rules->items)
                        formatMapping(*rule);
        return m_editor.text();
    }

private:
    void formatMapping(const YamlNode& rule) {
        for (const auto& entry : rule.entries)
            if (std::ranges::find(kExpressionKeys, entry.key->scalar) != kExpressionKeys.end())
                formatScalar(*entry.key, *entry.value, rule);
        if (const YamlNode* levels = rule.find("levels"))
            for (const auto& level : levels->items)
                formatMapping(*level);
    }
    void formatScalar(const YamlNode& key, const YamlNode& value, const YamlNode& mapping);

    const config::YamlDocument& m_document;
    Lines m_lines;
    LineEditor m_editor;
};

void Formatter::formatScalar(const YamlNode& key, const YamlNode& value, const YamlNode& mapping) {
    const auto expression = promql::Expression::parse(value.scalar);
    if (!expression || value.scalar.find('#') != std::string::npos) return;
    const std::string canonical = expression->print();
    if (canonical == value.scalar) return;
    YamlItem item(m_document, m_lines, mapping);
    if (item.isFlow()) return;
    const auto entry = std::ranges::find(item.entries(), key.scalar, &YamlItem::Entry::key);
    Lines lines = entry->lines;
    while (lines.size() > 1 && isComment(lines.back()))
        lines.pop_back();
    const auto first = static_cast<std::size_t>(m_document.position(key).line - 1);
    const std::string& head = m_lines[first];
    const std::size_t colon = head.find(':', static_cast<std::size_t>(m_document.position(key).column - 1));
    std::string replaced = head.substr(0, colon + 1) + ' ' + scalarText(canonical);
    if (lines.size() == 1) {
        const std::size_t comment = trailingComment(head, head.find_first_not_of(' ', colon + 1));
        if (comment != std::string::npos) replaced += head.substr(comment);
    }
    m_editor.replace(first, lines.size(), {std::move(replaced)});
}

} // namespace

namespace {

Result<std::string> formattedOnce(std::string_view text, const std::string& file) {
    const LoadResult loaded = loadRuleText(text, file);
    for (const Finding& finding : loaded.findings)
        if (finding.severity == Severity::Error)
            return Error{ErrorCode::ParseError, file + ':' + std::to_string(finding.location.line) + ':' +
                                                    std::to_string(finding.location.column) + ": " +
                                                    finding.message};
    config::YamlLimits limits;
    limits.maxBytes = kMaxRuleFileBytes;
    config::YamlProblem problem;
    const auto document = config::YamlDocument::parse(text, limits, problem);
    if (!document) return Error{ErrorCode::ParseError, file + ": " + problem.message};
    return Formatter(*document, text).run();
}

} // namespace

Result<std::string> formatRules(std::string_view text, const std::string& file) {
    auto once = formattedOnce(text, file);
    if (!once || *once == text) return once;
    // Where something spreads over lines in a way that lines cannot be replaced in, the file is left alone.
    const auto twice = formattedOnce(*once, file);
    if (!twice || *twice != *once) return std::string(text);
    return once;
}

} // namespace eventflow::rules::exporting
