#include "core/rules/exporting/yaml_lines.h"

#include "core/base/json_writer.h"

#include <algorithm>

namespace eventflow::rules::exporting {

using config::YamlNode;

Lines splitLines(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string yamlQuoted(std::string_view text) {
    std::string out;
    appendJsonString(out, text);
    return out;
}

Lines blockScalar(const std::string& key, const std::string& value, std::size_t indent) {
    const std::string before(indent, ' ');
    // A block keeps neither leading blanks of its first line nor a line's end at the last.
    const bool asBlock = value.find('\n') != std::string::npos && !value.ends_with('\n') &&
                         value.front() != ' ' && value.front() != '\n' &&
                         value.find('\r') == std::string::npos && value.find('\t') == std::string::npos;
    if (!asBlock) return {before + key + ": " + yamlQuoted(value)};
    Lines lines{before + key + ": |-"};
    for (const std::string& line : splitLines(value))
        lines.push_back(line.empty() ? line : before + "  " + line);
    return lines;
}

Lines blockEntry(const std::string& key, const YamlNode& value, std::size_t indent) {
    const std::string before(indent, ' ');
    switch (value.kind) {
    case YamlNode::Kind::Null:
        return {before + key + ':'};
    case YamlNode::Kind::Scalar:
        return blockScalar(key, value.scalar, indent);
    case YamlNode::Kind::Mapping: {
        if (value.entries.empty()) return {before + key + ": {}"};
        Lines lines{before + key + ':'};
        for (const auto& entry : value.entries)
            std::ranges::move(blockEntry(yamlQuoted(entry.key->scalar), *entry.value, indent + 2),
                              std::back_inserter(lines));
        return lines;
    }
    case YamlNode::Kind::Sequence:
        break;
    }
    Lines lines{before + key + (value.items.empty() ? ": []" : ":")};
    for (const auto& item : value.items) {
        if (item->kind != YamlNode::Kind::Mapping) {
            lines.push_back(before + "- " + yamlQuoted(item->scalar));
            continue;
        }
        for (std::size_t i = 0; i < item->entries.size(); ++i) {
            Lines inner = blockEntry(item->entries[i].key->scalar, *item->entries[i].value, indent + 2);
            if (i == 0) inner.front()[indent] = '-';
            std::ranges::move(inner, std::back_inserter(lines));
        }
    }
    return lines;
}

YamlItem::YamlItem(const config::YamlDocument& document, const Lines& lines, const YamlNode& item) {
    const config::TextPosition position = document.position(item);
    m_first = static_cast<std::size_t>(position.line - 1);
    m_count = std::max<std::size_t>(1, splitLines(document.linesOf(item)).size());
    m_indent = static_cast<std::size_t>(position.column - 1);
    int line = 0;
    const bool block = std::ranges::all_of(item.entries, [&](const auto& entry) {
        const config::TextPosition at = document.position(*entry.key);
        const bool ownLine = at.line > line && at.column == position.column;
        line = at.line;
        return ownLine;
    });
    if (block) {
        readBlock(document, lines, item);
        return;
    }
    m_flow = true;
    for (const auto& entry : item.entries)
        m_entries.push_back({entry.key->scalar, blockEntry(entry.key->scalar, *entry.value, m_indent)});
}

void YamlItem::readBlock(const config::YamlDocument& document, const Lines& lines, const YamlNode& item) {
    for (std::size_t i = 0; i < item.entries.size(); ++i) {
        const auto from = static_cast<std::size_t>(document.position(*item.entries[i].key).line - 1);
        const std::size_t to =
            i + 1 < item.entries.size()
                ? static_cast<std::size_t>(document.position(*item.entries[i + 1].key).line - 1)
                : m_first + m_count;
        Entry entry{item.entries[i].key->scalar, {}};
        for (std::size_t line = from; line < to && line < lines.size(); ++line)
            entry.lines.push_back(lines[line]);
        // The dash before the first key.
        if (i == 0 && !entry.lines.empty())
            entry.lines.front() = std::string(m_indent, ' ') + entry.lines.front().substr(m_indent);
        m_entries.push_back(std::move(entry));
    }
}

void YamlItem::set(const std::string& key, Lines lines) {
    const auto at = std::ranges::find(m_entries, key, &Entry::key);
    if (at != m_entries.end())
        at->lines = std::move(lines);
    else
        m_entries.push_back({key, std::move(lines)});
}

void YamlItem::remove(std::string_view key) {
    std::erase_if(m_entries, [&](const Entry& entry) { return entry.key == key; });
}

Lines YamlItem::render() const {
    Lines out;
    for (const Entry& entry : m_entries)
        out.insert(out.end(), entry.lines.begin(), entry.lines.end());
    if (!out.empty() && m_indent >= 2) out.front()[m_indent - 2] = '-';
    return out;
}

} // namespace eventflow::rules::exporting
