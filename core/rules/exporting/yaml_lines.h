#pragma once

#include "core/config/yaml_document.h"

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::rules::exporting {

using Lines = std::vector<std::string>;

/// Without their ends.
Lines splitLines(std::string_view text);

/// A text in double quotes, as YAML and JSON read it.
std::string yamlQuoted(std::string_view text);
/// `key: value` as lines in block style, `indent` blanks before the key. Scalars are quoted, those of several
/// lines become a `|-` block.
Lines blockEntry(const std::string& key, const config::YamlNode& value, std::size_t indent);
Lines blockScalar(const std::string& key, const std::string& value, std::size_t indent);

/// The item of a block list that is a mapping, entry by entry. Comments belong to the entry before them.
class YamlItem {
public:
    struct Entry {
        std::string key;
        Lines lines; ///< indented, the first entry's without the dash
    };

    /// `lines`: of the whole document. An item in flow style is written anew in block style.
    YamlItem(const config::YamlDocument& document, const Lines& lines, const config::YamlNode& item);

    [[nodiscard]] std::size_t firstLine() const { return m_first; } ///< index in the document's lines
    [[nodiscard]] std::size_t lineCount() const { return m_count; }
    [[nodiscard]] std::size_t indent() const { return m_indent; } ///< of the keys
    [[nodiscard]] bool isFlow() const { return m_flow; }
    [[nodiscard]] std::vector<Entry>& entries() { return m_entries; }
    /// Replaces the entry, or adds it at the end.
    void set(const std::string& key, Lines lines);
    void remove(std::string_view key);
    [[nodiscard]] Lines render() const;

private:
    void readBlock(const config::YamlDocument& document, const Lines& lines, const config::YamlNode& item);

    std::size_t m_first = 0;
    std::size_t m_count = 0;
    std::size_t m_indent = 0;
    bool m_flow = false;
    std::vector<Entry> m_entries;
};

} // namespace eventflow::rules::exporting
