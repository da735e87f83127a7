#include "app/cli/command.h"
#include "core/base/text_file.h"
#include "core/rules/exporting/rule_format.h"
#include "core/rules/rule_set.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

class RulesFmtCommand final : public Command {
public:
    explicit RulesFmtCommand(CLI::App& parser) {
        parser.add_option("FILE", m_files, "Rule files, changed in place")->required();
        parser.add_flag("--check", m_check, "Change nothing; exit code 1 when a file would change");
        parser.footer(
            "\nWrites every expression in its canonical form. Everything else, comments too, stays as "
            "it is.\nPrints the names of the files that change.");
    }

    int run(const CommandContext&) override {
        bool changes = false;
        for (const std::string& file : m_files) {
            const auto text = readTextFile(file, rules::kMaxRuleFileBytes);
            if (!text) return reportError(text.error(), false);
            const auto formatted = rules::exporting::formatRules(*text, file);
            if (!formatted) return reportError(formatted.error(), false);
            if (*formatted == *text) continue;
            changes = true;
            printLine(file);
            if (m_check) continue;
            if (const Status written = writeTextFile(file, *formatted); !written)
                return reportError(written.error(), false);
        }
        return m_check && changes ? kFailure : kSuccess;
    }

private:
    std::vector<std::string> m_files;
    bool m_check = false;
};

} // namespace

std::unique_ptr<Command> addRulesFmt(CLI::App& parser) {
    return std::make_unique<RulesFmtCommand>(parser);
}

} // namespace eventflow::app
