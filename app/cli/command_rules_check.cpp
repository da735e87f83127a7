#include "app/cli/command.h"
#include "app/cli/rule_paths.h"
#include "app/session/session.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

namespace {

class RulesCheckCommand final : public Command {
public:
    explicit RulesCheckCommand(CLI::App& parser) {
        parser.add_option("PATH", m_paths, "Rule files, folders of them, or workspaces")->required();
        parser.add_flag("--strict", m_strict, "Warnings fail, too");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nEach finding names file, line and column. Exit code 1 when there is an error.");
    }

    int run(const CommandContext&) override {
        const auto files = ruleFilesIn(m_paths);
        if (!files) return reportError(files.error(), m_json);
        const rules::LoadResult loaded = rules::loadRuleFiles(*files);
        const bool errors = std::ranges::any_of(loaded.findings, [&](const rules::Finding& finding) {
            return m_strict || finding.severity == rules::Severity::Error;
        });
        if (m_json)
            printJson(loaded, !errors);
        else
            printText(loaded, files->size());
        return errors ? kFailure : kSuccess;
    }

private:
    static const char* name(rules::Severity severity) {
        return severity == rules::Severity::Error ? "error" : "warning";
    }

    static void printJson(const rules::LoadResult& loaded, bool ok) {
        JsonWriter json;
        json.beginObject().key("ok").boolean(ok);
        json.key("rules").number(static_cast<std::uint64_t>(loaded.rules ? loaded.rules->ruleCount() : 0));
        json.key("findings").beginArray();
        for (const rules::Finding& finding : loaded.findings) {
            json.beginObject();
            json.key("severity").string(name(finding.severity));
            json.key("file").string(finding.location.file);
            json.key("line").number(finding.location.line).key("column").number(finding.location.column);
            json.key("message").string(finding.message);
            json.endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    static void printText(const rules::LoadResult& loaded, std::size_t files) {
        for (const rules::Finding& finding : loaded.findings)
            printLine(std::string(name(finding.severity)) + ": " + toString(finding));
        if (loaded.rules)
            printLine(std::to_string(loaded.rules->ruleCount()) + " rules in " + std::to_string(files) +
                      (files == 1 ? " file" : " files") + " are fine");
    }

    std::vector<std::string> m_paths;
    bool m_strict = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addRulesCheck(CLI::App& parser) {
    return std::make_unique<RulesCheckCommand>(parser);
}

} // namespace eventflow::app
