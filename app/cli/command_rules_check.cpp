#include "app/cli/command.h"
#include "app/cli/rule_paths.h"
#include "app/session/session.h"
#include "core/rules/lint.h"
#include "pipelines/store/store_reader.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <optional>

namespace eventflow::app {

namespace {

class RulesCheckCommand final : public Command {
public:
    explicit RulesCheckCommand(CLI::App& parser) {
        parser.add_option("PATH", m_paths, "Rule files, folders of them, or workspaces")->required();
        parser.add_option(
            "--data", m_data,
            "A workspace whose stored series the rules are checked against as well: selectors that match "
            "nothing, windows with too few samples");
        parser.add_flag("--strict", m_strict, "Warnings fail, too");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nEach finding names file, line and column. Exit code 1 when there is an error.");
    }

    int run(const CommandContext&) override {
        const auto files = ruleFilesIn(m_paths);
        if (!files) return reportError(files.error(), m_json);
        rules::LoadResult loaded = rules::loadRuleFiles(*files);
        if (m_data && loaded.rules)
            if (const Status status = checkAgainstData(loaded); !status)
                return reportError(status.error(), m_json);
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
    Status checkAgainstData(rules::LoadResult& loaded) const {
        const auto reader = store::StoreReader::open(std::filesystem::path(*m_data) / "eventflow.db");
        if (!reader) return reader.error();
        const auto range = (*reader)->sampleTimeRange();
        if (!range) return range.error();
        const auto findings = rules::lintAgainstData(*loaded.rules, (*reader)->samples(), range->last);
        loaded.findings.insert(loaded.findings.end(), findings.begin(), findings.end());
        return {};
    }

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
    std::optional<std::string> m_data;
    bool m_strict = false;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addRulesCheck(CLI::App& parser) {
    return std::make_unique<RulesCheckCommand>(parser);
}

} // namespace eventflow::app
