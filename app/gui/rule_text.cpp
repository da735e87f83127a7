#include "app/gui/rule_text.h"

#include <fstream>
#include <iterator>
#include <map>

namespace eventflow::app {

namespace {

std::size_t indentOf(std::string_view line) {
    const std::size_t indent = line.find_first_not_of(' ');
    return indent == std::string_view::npos ? line.size() : indent;
}

std::string readFile(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

std::string yamlItemAt(std::string_view text, int line) {
    std::string out;
    std::size_t indent = 0;
    for (int number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view current = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (number < line) continue;
        const bool blank = current.find_first_not_of(" \r") == std::string_view::npos;
        if (number == line)
            indent = indentOf(current);
        else if (!blank && indentOf(current) <= indent)
            break;
        if (!blank) out.append(current.substr(std::min(indent, current.size())));
        out += '\n';
    }
    while (out.ends_with("\n\n"))
        out.pop_back();
    return out;
}

std::vector<feed::RuleText> ruleTexts(const rules::RuleSet& rules) {
    std::map<std::string, std::string> files;
    std::vector<feed::RuleText> texts;
    for (const rules::RuleGroup& group : rules.groups) {
        for (const rules::Rule& rule : group.rules) {
            const std::string& file = rule.location.file;
            if (!files.contains(file)) files[file] = readFile(file);
            feed::RuleText& text = texts.emplace_back();
            text.ruleId = rule.id;
            text.name = rule.name;
            text.group = group.name;
            if (rule.expression) text.expression = rule.expression->text();
            text.holdFor = rule.holdFor;
            text.keepFiringFor = rule.keepFiringFor;
            text.file = file;
            text.line = rule.location.line;
            text.yaml = yamlItemAt(files[file], rule.location.line);
        }
    }
    return texts;
}

} // namespace eventflow::app
