#include "app/cli/command.h"
#include "app/session/session.h"
#include "core/promql/description.h"
#include "core/rules/rule_set.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

struct Part {
    std::string key;
    promql::Expression expression;
};

std::vector<Part> partsOf(const rules::Rule& rule) {
    std::vector<Part> parts;
    if (rule.hasLevels()) {
        for (const rules::Condition& level : rule.conditions) {
            if (level.expression) parts.push_back({level.severity + ": expr", *level.expression});
            if (level.resolveWhen) parts.push_back({level.severity + ": resolve_when", *level.resolveWhen});
        }
        return parts;
    }
    if (rule.expression) parts.push_back({"expr", *rule.expression});
    if (rule.resolveWhen) parts.push_back({"resolve_when", *rule.resolveWhen});
    return parts;
}

class RulesExplainCommand final : public Command {
public:
    explicit RulesExplainCommand(CLI::App& parser) {
        parser.add_option("FILE", m_file, "Rule file")->required();
        parser.add_option("RULE", m_rule, "Name or id of a rule in it")->required();
        parser.add_flag("--json", m_json, "Print JSON");
    }

    int run(const CommandContext&) override {
        const std::filesystem::path file = m_file;
        const rules::LoadResult loaded = rules::loadRuleFiles(std::span(&file, 1));
        if (loaded.rules == nullptr) {
            for (const rules::Finding& finding : loaded.findings)
                printNote(toString(finding));
            return reportError({ErrorCode::ParseError, m_file + ": does not load"}, m_json);
        }
        bool found = false;
        JsonWriter json;
        json.beginObject().key("rules").beginArray();
        for (const rules::RuleGroup& group : loaded.rules->groups)
            for (const rules::Rule& rule : group.rules) {
                if (rule.name != m_rule && rule.id != m_rule) continue;
                found = true;
                if (m_json)
                    writeJson(json, group, rule);
                else
                    print(group, rule);
            }
        if (!found)
            return reportError({ErrorCode::NotFound, m_file + ": has no rule with the name or id " + m_rule},
                               m_json);
        if (m_json) printLine(json.endArray().endObject().text());
        return kSuccess;
    }

private:
    static void print(const rules::RuleGroup& group, const rules::Rule& rule) {
        const bool alert = rule.kind == rules::RuleKind::Alert;
        printLine(std::string(alert ? "alert " : "record ") + rule.name + ", group " + group.name +
                  ", every " + formatDuration(group.interval));
        if (rule.holdFor > Duration::zero())
            printLine("fires when the condition has held for " + formatDuration(rule.holdFor));
        if (rule.keepFiringFor > Duration::zero())
            printLine("keeps firing for " + formatDuration(rule.keepFiringFor) + " after it holds no more");
        for (const Part& part : partsOf(rule)) {
            printLine("\n" + part.key + ':');
            for (const promql::NodeDescription& node : promql::describeTree(part.expression)) {
                const std::string indent(2 * node.depth + 2, ' ');
                printLine(indent + node.text);
                printLine(indent + "  " + promql::toString(node.type) + ": " + node.words);
            }
            for (const std::string& sentence : promql::describeCost(part.expression))
                printLine("  " + sentence);
        }
    }

    static void writeJson(JsonWriter& json, const rules::RuleGroup& group, const rules::Rule& rule) {
        json.beginObject().key("id").string(rule.id).key("name").string(rule.name).key("group").string(
            group.name);
        json.key("interval").string(formatDuration(group.interval)).key("expressions").beginArray();
        for (const Part& part : partsOf(rule)) {
            json.beginObject().key("key").string(part.key).key("nodes").beginArray();
            for (const promql::NodeDescription& node : promql::describeTree(part.expression)) {
                json.beginObject().key("depth").number(static_cast<std::uint64_t>(node.depth));
                json.key("text").string(node.text).key("type").string(promql::toString(node.type));
                json.key("words").string(node.words).endObject();
            }
            json.endArray().key("cost").beginArray();
            for (const std::string& sentence : promql::describeCost(part.expression))
                json.string(sentence);
            json.endArray().endObject();
        }
        json.endArray().endObject();
    }

    std::string m_file;
    std::string m_rule;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addRulesExplain(CLI::App& parser) {
    return std::make_unique<RulesExplainCommand>(parser);
}

} // namespace eventflow::app
