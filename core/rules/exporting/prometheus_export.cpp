#include "core/rules/exporting/prometheus_export.h"

#include "core/rules/exporting/line_editor.h"
#include "core/rules/exporting/rule_translation.h"
#include "core/rules/exporting/yaml_lines.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace eventflow::rules::exporting {

namespace {

using config::YamlNode;

struct FileKey {
    std::string_view name;
    Fidelity fidelity;
    const char* reason;
};
constexpr std::array<FileKey, 6> kFileKeys{{
    {"on_missing", Fidelity::Exact, "translated with each rule"},
    {"missing_evals", Fidelity::Exact, "translated with each rule"},
    {"inhibit", Fidelity::Exact, "goes to Alertmanager's configuration as inhibit_rules"},
    {"route", Fidelity::Exact,
     "goes to Alertmanager's configuration; give its receivers something to send to"},
    {"time_intervals", Fidelity::Exact, "goes to Alertmanager's configuration"},
    {"silences", Fidelity::Approximate,
     "left out: silences are made in Alertmanager at run time, with amtool"},
}};

void collectReceivers(const YamlNode& route, std::set<std::string>& out) {
    if (const YamlNode* receiver = route.find("receiver")) out.insert(receiver->scalar);
    if (const YamlNode* children = route.find("routes"))
        for (const auto& child : children->items)
            collectReceivers(*child, out);
}

/// The keys have Alertmanager's names and shape, except that it calls `inhibit` inhibit_rules.
std::string alertmanagerText(const YamlNode& root) {
    Lines lines;
    std::set<std::string> receivers;
    for (const auto& [key, name] : {std::pair("route", "route"), std::pair("inhibit", "inhibit_rules"),
                                    std::pair("time_intervals", "time_intervals")}) {
        const YamlNode* node = root.find(key);
        if (node == nullptr) continue;
        std::ranges::move(blockEntry(name, *node, 0), std::back_inserter(lines));
        if (std::string_view(key) == "route") collectReceivers(*node, receivers);
    }
    if (lines.empty()) return {};
    if (root.find("route") == nullptr) {
        lines.insert(lines.begin(), "route: {receiver: default}");
        receivers.insert("default");
    }
    lines.emplace_back("receivers:");
    for (const std::string& receiver : receivers)
        lines.push_back("- name: " + yamlQuoted(receiver));
    std::string out;
    for (const std::string& line : lines)
        out += line + '\n';
    return out;
}

class FileExporter {
public:
    FileExporter(const config::YamlDocument& document, std::string_view text, const std::string& file)
        : m_document(document), m_file(file), m_lines(splitLines(text)), m_editor(text) {}

    ExportedFile run();
    /// How many rules were written.
    [[nodiscard]] std::size_t ruleCount() const { return m_ruleCount; }

private:
    void exportFileKeys(const YamlNode& root);
    void exportGroup(const YamlNode& group);
    void exportRule(const YamlNode& rule, const std::string& group, const Inherited& inherited);
    Lines renderRule(const YamlNode& rule, const Translation& translation) const;
    /// Removes an entry of a block mapping that stands on lines of its own.
    void removeEntry(const YamlNode& mapping, std::size_t index);
    [[nodiscard]] SourceLocation locationOf(const YamlNode& node) const {
        const config::TextPosition position = m_document.position(node);
        return {m_file, position.line, position.column};
    }

    const config::YamlDocument& m_document;
    const std::string m_file;
    Lines m_lines;
    LineEditor m_editor;
    ExportedFile m_out;
    std::size_t m_ruleCount = 0;
    Inherited m_inherited; ///< by groups from the file
};

Lines commented(const Lines& lines, std::size_t indent) {
    Lines out;
    for (const std::string& line : lines) {
        const std::size_t cut = std::min(indent, line.find_first_not_of(' '));
        out.push_back(std::string(indent, ' ') + "# " + (cut == std::string::npos ? "" : line.substr(cut)));
    }
    return out;
}

ExportedFile FileExporter::run() {
    const YamlNode& root = m_document.root();
    exportFileKeys(root);
    if (const YamlNode* groups = root.find("groups"))
        for (const auto& group : groups->items)
            exportGroup(*group);
    m_out.text = m_editor.text();
    return std::move(m_out);
}

void FileExporter::exportFileKeys(const YamlNode& root) {
    for (std::size_t i = 0; i < root.entries.size(); ++i) {
        const YamlNode& key = *root.entries[i].key;
        const auto known = std::ranges::find(kFileKeys, key.scalar, &FileKey::name);
        if (known == kFileKeys.end()) continue;
        if (key.scalar == "on_missing") m_inherited.onMissing = root.entries[i].value->scalar;
        if (key.scalar == "missing_evals") m_inherited.missingEvals = root.entries[i].value->scalar;
        ExportItem item{locationOf(key), "", key.scalar, known->fidelity, {}};
        item.reasons.emplace_back(known->reason);
        m_out.items.push_back(std::move(item));
        removeEntry(root, i);
    }
    m_out.alertmanager = alertmanagerText(root);
}

void FileExporter::removeEntry(const YamlNode& mapping, std::size_t index) {
    const config::TextPosition at = m_document.position(*mapping.entries[index].key);
    const auto first = static_cast<std::size_t>(at.line - 1);
    std::size_t end = first + 1;
    const auto indentOf = [&](std::size_t line) { return m_lines[line].find_first_not_of(' '); };
    // Its value is what is indented further, or a list at the same place.
    while (end < m_lines.size()) {
        const std::size_t indent = indentOf(end);
        if (indent == std::string::npos) break;
        const bool item =
            m_lines[end][indent] == '-' && mapping.entries[index].value->kind == YamlNode::Kind::Sequence;
        if (indent + 1 < static_cast<std::size_t>(at.column) ||
            (indent + 1 == static_cast<std::size_t>(at.column) && !item))
            break;
        ++end;
    }
    m_editor.replace(first, end - first, {});
}

void FileExporter::exportGroup(const YamlNode& group) {
    Inherited inherited = m_inherited;
    for (std::size_t i = 0; i < group.entries.size(); ++i) {
        const std::string& key = group.entries[i].key->scalar;
        if (key == "on_missing") inherited.onMissing = group.entries[i].value->scalar;
        if (key == "missing_evals") inherited.missingEvals = group.entries[i].value->scalar;
        if (key == "on_missing" || key == "missing_evals") removeEntry(group, i);
        if (key == "labels")
            for (const auto& label : group.entries[i].value->entries)
                inherited.labels.push_back(label.key->scalar);
    }
    const YamlNode* name = group.find("name");
    if (const YamlNode* rules = group.find("rules"))
        for (const auto& rule : rules->items)
            exportRule(*rule, name == nullptr ? "" : name->scalar, inherited);
}

void FileExporter::exportRule(const YamlNode& rule, const std::string& group, const Inherited& inherited) {
    const Translation translation = translate(rule, inherited);
    const YamlNode* name = rule.find("alert");
    if (name == nullptr) name = rule.find("record");
    m_out.items.push_back({locationOf(rule), group, name == nullptr ? "" : name->scalar, translation.fidelity,
                           translation.reasons});
    m_ruleCount += translation.rules.size();
    if (translation.unchanged()) return;
    const YamlItem item(m_document, m_lines, rule);
    m_editor.replace(item.firstLine(), item.lineCount(), renderRule(rule, translation));
}

Lines FileExporter::renderRule(const YamlNode& rule, const Translation& translation) const {
    const YamlItem original(m_document, m_lines, rule);
    const std::size_t dash = original.indent() >= 2 ? original.indent() - 2 : 0;
    Lines out;
    if (translation.fidelity != Fidelity::Exact)
        for (const std::string& reason : translation.reasons)
            out.push_back(std::string(dash, ' ') + "# " + toString(translation.fidelity) + ": " + reason);
    if (translation.rules.empty()) {
        std::ranges::move(commented(original.render(), dash), std::back_inserter(out));
        return out;
    }
    for (const PrometheusRule& variant : translation.rules) {
        YamlItem item = original;
        for (const std::string& key : translation.keysToDrop)
            item.remove(key);
        if (variant.expression) item.set("expr", blockScalar("expr", *variant.expression, item.indent()));
        if (variant.severity) {
            YamlNode labels;
            labels.kind = YamlNode::Kind::Mapping;
            if (const YamlNode* own = rule.find("labels"))
                std::ranges::copy_if(own->entries, std::back_inserter(labels.entries),
                                     [](const auto& entry) { return entry.key->scalar != "severity"; });
            auto key = std::make_shared<YamlNode>();
            key->kind = YamlNode::Kind::Scalar;
            key->scalar = "severity";
            auto value = std::make_shared<YamlNode>(*key);
            value->scalar = *variant.severity;
            labels.entries.push_back({std::move(key), std::move(value)});
            item.set("labels", blockEntry("labels", labels, item.indent()));
        }
        std::ranges::move(item.render(), std::back_inserter(out));
    }
    return out;
}

} // namespace

const char* toString(Fidelity fidelity) {
    constexpr std::array kNames{"exact", "approximate", "unsupported"};
    return kNames[static_cast<std::size_t>(fidelity)];
}

bool ExportedFile::hasUnsupported() const {
    return std::ranges::any_of(items,
                               [](const ExportItem& item) { return item.fidelity == Fidelity::Unsupported; });
}

namespace {

Result<config::YamlDocument> parsed(std::string_view text, const std::string& file) {
    config::YamlLimits limits;
    limits.maxBytes = kMaxRuleFileBytes;
    config::YamlProblem problem;
    auto document = config::YamlDocument::parse(text, limits, problem);
    if (!document) return Error{ErrorCode::ParseError, file + ": " + problem.message};
    return std::move(*document);
}

/// What is left has to load with this many rules, and to have none of our keys.
bool isPlain(const std::string& text, std::size_t ruleCount) {
    const LoadResult loaded = loadRuleText(text, "exported");
    if (loaded.rules == nullptr || loaded.rules->ruleCount() != ruleCount) return false;
    const auto document = parsed(text, "exported");
    return document && FileExporter(*document, text, "exported").run().text == text;
}

/// The same values in block style, each on lines of its own; comments are lost.
std::string inBlockStyle(const YamlNode& root) {
    std::string out;
    for (const auto& entry : root.entries)
        for (const std::string& line : blockEntry(entry.key->scalar, *entry.value, 0))
            out += line + '\n';
    return out;
}

} // namespace

Result<ExportedFile> exportToPrometheus(std::string_view text, const std::string& file) {
    const LoadResult loaded = loadRuleText(text, file);
    for (const Finding& finding : loaded.findings)
        if (finding.severity == Severity::Error)
            return Error{ErrorCode::ParseError, file + ':' + std::to_string(finding.location.line) + ':' +
                                                    std::to_string(finding.location.column) + ": " +
                                                    finding.message};
    const auto document = parsed(text, file);
    if (!document) return document.error();
    FileExporter exporter(*document, text, file);
    ExportedFile exported = exporter.run();
    if (exported.text == text || isPlain(exported.text, exporter.ruleCount())) return exported;
    // Something spreads over lines in a way that lines cannot be replaced in: an alias, a text that goes on
    // further left. Written anew it does not.
    const std::string anew = inBlockStyle(document->root());
    const auto second = parsed(anew, file);
    if (!second) return second.error();
    FileExporter again(*second, anew, file);
    std::vector<ExportItem> items = std::move(exported.items); // with the places in the file that was given
    exported = again.run();
    if (!isPlain(exported.text, again.ruleCount()))
        return Error{ErrorCode::Internal, file + ": what was exported does not load"};
    exported.items = std::move(items);
    return exported;
}

} // namespace eventflow::rules::exporting
