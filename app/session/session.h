#pragma once

#include "core/base/result.h"
#include "core/config/workspace.h"
#include "core/rules/rule_set.h"
#include "pipelines/runtime/pipeline.h"
#include "pipelines/store/store_writer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::app {

/// An opened workspace: its configuration and rules, and the way to a pipeline on it. Shared by the desktop
/// and the command line, so that both run the same thing. Without a folder the session works on the starter
/// workspace in a temporary folder, which is removed at the end.
class Session {
public:
    /// A folder that does not exist or is empty becomes a new workspace with the starter files.
    static Result<std::unique_ptr<Session>> open(const std::optional<std::filesystem::path>& folder);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    [[nodiscard]] const config::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] std::shared_ptr<const rules::RuleSet> rules() const { return m_rules; }
    /// Warnings of the rule files; errors have prevented opening.
    [[nodiscard]] const std::vector<rules::Finding>& findings() const { return m_findings; }
    [[nodiscard]] bool temporary() const { return m_temporary; }
    /// The folder was empty and has got the starter files.
    [[nodiscard]] bool created() const { return m_created; }

    /// Limits, rules, silences, acknowledgements and enrichment of this workspace.
    [[nodiscard]] runtime::PipelineConfig pipelineConfig() const;
    Result<std::unique_ptr<store::StoreWriter>> openStore() const;

private:
    Session() = default;
    Status load();

    std::filesystem::path m_folder;
    config::Workspace m_workspace;
    std::shared_ptr<const rules::RuleSet> m_rules;
    std::optional<automate::RuleReloader> m_ruleReloader;
    notify::Marks m_marks;
    std::optional<automate::MarksFile> m_marksFile;
    std::vector<rules::Finding> m_findings;
    bool m_temporary = false;
    bool m_created = false;
};

/// `file:line:column: message`.
std::string toString(const rules::Finding& finding);

} // namespace eventflow::app
