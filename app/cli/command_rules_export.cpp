#include "app/cli/command.h"
#include "core/base/text_file.h"
#include "core/config/yaml_document.h"
#include "core/rules/exporting/prometheus_export.h"
#include "core/rules/exporting/test_export.h"
#include "core/rules/testing/test_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

namespace exporting = rules::exporting;
namespace fs = std::filesystem;

namespace {

/// Test files have tests, rule files have groups.
bool isTestFile(std::string_view text) {
    config::YamlProblem problem;
    config::YamlLimits limits;
    limits.maxBytes = rules::testing::kMaxTestFileBytes;
    const auto document = config::YamlDocument::parse(text, limits, problem);
    return document && document->root().find("tests") != nullptr;
}

std::string lineOf(const exporting::ExportItem& item) {
    std::string out = item.location.file + ':' + std::to_string(item.location.line) + ':' +
                      std::to_string(item.location.column) + ": " + item.name + ": " +
                      toString(item.fidelity);
    for (std::size_t i = 0; i < item.reasons.size(); ++i)
        out += (i == 0 ? ": " : "; ") + item.reasons[i];
    return out;
}

class RulesExportCommand final : public Command {
public:
    explicit RulesExportCommand(CLI::App& parser) {
        parser.add_option("FILE", m_files, "Rule files, and promtool test files to be converted with them")
            ->required();
        parser.add_option("--to", m_target, "prometheus")->required();
        parser.add_option("-o,--output", m_folder,
                          "Folder to write to; without it one file goes to standard output");
        parser.add_flag("--allow-unsupported", m_allow, "Leave out what cannot be said, as a comment");
        parser.add_flag("--json", m_json, "End with one JSON object on standard output");
        parser.footer(
            "\nEvery rule is exact, approximate or unsupported; reasons go to standard error. Exit code 1 "
            "when one is\nunsupported and that was not allowed; nothing is written then.");
    }

    int run(const CommandContext&) override {
        if (const Status known = checkTarget(); !known) return reportError(known.error(), m_json);
        if (m_folder.empty() && (m_files.size() != 1 || m_json))
            return reportError({ErrorCode::InvalidArgument, "several files or --json need -o FOLDER"},
                               m_json);
        if (const Status loaded = exportAll(); !loaded) return reportError(loaded.error(), m_json);
        for (const Output& output : m_outputs)
            for (const exporting::ExportItem& item : output.file.items)
                if (!item.reasons.empty()) printNote(lineOf(item));
        const bool refused = !m_allow && std::ranges::any_of(m_outputs, [](const Output& output) {
            return output.file.hasUnsupported();
        });
        if (!refused)
            if (const Status written = write(); !written) return reportError(written.error(), m_json);
        if (refused)
            printNote("eventflow: nothing was written; --allow-unsupported leaves the unsupported ones out");
        if (m_json) printJson(!refused);
        return refused ? kFailure : kSuccess;
    }

private:
    struct Output {
        std::string input;
        fs::path path; ///< below the folder
        exporting::ExportedFile file;
    };

    [[nodiscard]] Status checkTarget() const {
        if (m_target == "prometheus") return {};
        if (m_target == "flink-sql" || m_target == "ksqldb")
            return Error{ErrorCode::Unsupported,
                         "--to " + m_target + " is not supported in this version; prometheus is"};
        return Error{ErrorCode::InvalidArgument, "--to " + m_target + ": the target must be prometheus"};
    }

    /// Rule files first: tests are converted by what their rules became.
    Status exportAll() {
        std::vector<std::pair<std::string, std::string>> tests;
        std::vector<exporting::ExportedRules> rules;
        for (const std::string& file : m_files) {
            auto text = readTextFile(file, rules::testing::kMaxTestFileBytes);
            if (!text) return text.error();
            if (isTestFile(*text)) {
                tests.emplace_back(file, std::move(*text));
                continue;
            }
            auto exported = exporting::exportToPrometheus(*text, file);
            if (!exported) return exported.error();
            rules.push_back({file, exported->text});
            m_outputs.push_back({file, fs::path(file).filename(), std::move(*exported)});
        }
        for (const auto& [file, text] : tests) {
            auto exported = exporting::exportTests(text, file, rules, m_folder.empty());
            if (!exported) return exported.error();
            m_outputs.push_back({file, fs::path(file).filename(), std::move(*exported)});
        }
        for (std::size_t i = 0; i < m_outputs.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (m_outputs[i].path == m_outputs[j].path)
                    return Error{ErrorCode::InvalidArgument,
                                 m_outputs[i].input + " and " + m_outputs[j].input +
                                     " have the same name; export them to two folders"};
        return {};
    }

    [[nodiscard]] Status write() const {
        if (m_folder.empty()) {
            std::fwrite(m_outputs[0].file.text.data(), 1, m_outputs[0].file.text.size(), stdout);
            return {};
        }
        std::error_code error;
        fs::create_directories(m_folder, error);
        if (error) return Error{ErrorCode::IoError, m_folder + ": " + error.message()};
        for (const Output& output : m_outputs) {
            const fs::path path = fs::path(m_folder) / output.path;
            if (fs::equivalent(path, output.input, error))
                return Error{ErrorCode::InvalidArgument,
                             output.input + " would be overwritten; export to another folder"};
            if (Status status = writeTextFile(path, output.file.text); !status) return status;
            if (output.file.alertmanager.empty()) continue;
            const fs::path beside = fs::path(path).replace_extension(".alertmanager.yml");
            if (Status status = writeTextFile(beside, output.file.alertmanager); !status) return status;
        }
        return {};
    }

    void printJson(bool ok) const {
        JsonWriter json;
        json.beginObject().key("ok").boolean(ok).key("files").beginArray();
        for (const Output& output : m_outputs) {
            json.beginObject().key("file").string(output.input);
            json.key("output").string((fs::path(m_folder) / output.path).string());
            json.key("items").beginArray();
            for (const exporting::ExportItem& item : output.file.items) {
                json.beginObject().key("line").number(item.location.line).key("group").string(item.group);
                json.key("name").string(item.name).key("export").string(toString(item.fidelity));
                json.key("reasons").beginArray();
                for (const std::string& reason : item.reasons)
                    json.string(reason);
                json.endArray().endObject();
            }
            json.endArray().endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    std::vector<std::string> m_files;
    std::string m_target;
    std::string m_folder;
    bool m_allow = false;
    bool m_json = false;
    std::vector<Output> m_outputs;
};

} // namespace

std::unique_ptr<Command> addRulesExport(CLI::App& parser) {
    return std::make_unique<RulesExportCommand>(parser);
}

} // namespace eventflow::app
