#include "app/session/session.h"

#include "resources/embedded.h"

#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace eventflow::app {

namespace fs = std::filesystem;

namespace {

Error ioError(const fs::path& path, const std::string& cause) {
    return {ErrorCode::IoError, path.string() + ": " + cause};
}

Status writeStarterFiles(const fs::path& folder) {
    for (const resources::EmbeddedFile& file : resources::demoWorkspaceFiles()) {
        const fs::path path = folder / file.path;
        std::error_code error;
        fs::create_directories(path.parent_path(), error);
        if (error) return ioError(path.parent_path(), error.message());
        std::ofstream out(path, std::ios::binary);
        out.write(file.contents.data(), static_cast<std::streamsize>(file.contents.size()));
        if (!out.flush()) return ioError(path, std::strerror(errno));
    }
    return {};
}

Result<fs::path> makeTemporaryFolder() {
    std::error_code error;
    std::string pattern = (fs::temp_directory_path(error) / "eventflow-XXXXXX").string();
    if (error) return Error{ErrorCode::IoError, "no folder for temporary files: " + error.message()};
    if (mkdtemp(pattern.data()) == nullptr) return ioError(pattern, std::strerror(errno));
    return fs::path(pattern);
}

} // namespace

std::string toString(const rules::Finding& finding) {
    std::string text = finding.location.file;
    if (finding.location.line > 0) {
        text += ':' + std::to_string(finding.location.line);
        if (finding.location.column > 0) text += ':' + std::to_string(finding.location.column);
    }
    return text + ": " + finding.message;
}

Result<std::unique_ptr<Session>> Session::open(const std::optional<fs::path>& folder) {
    std::unique_ptr<Session> session(new Session);
    std::error_code error;
    if (folder) {
        session->m_folder = fs::absolute(*folder, error);
        fs::create_directories(session->m_folder, error);
        if (error) return ioError(*folder, "cannot be used as a workspace folder: " + error.message());
        session->m_created = fs::is_empty(session->m_folder, error);
        if (error) return ioError(*folder, error.message());
    } else {
        auto made = makeTemporaryFolder();
        if (!made) return made.error();
        session->m_folder = *made;
        session->m_temporary = true;
    }
    if (session->m_created || session->m_temporary)
        if (Status status = writeStarterFiles(session->m_folder); !status) return status.error();
    if (Status status = session->load(); !status) return status.error();
    return session;
}

Status Session::load() {
    auto workspace = config::loadWorkspace(m_folder);
    if (!workspace) return workspace.error();
    m_workspace = std::move(*workspace);

    rules::LoadOptions options;
    options.defaultInterval = m_workspace.ruleInterval;
    m_ruleReloader.emplace(m_workspace.root / "rules", options);
    rules::LoadResult loaded = rules::loadRuleFiles(m_workspace.ruleFiles, options);
    m_findings = std::move(loaded.findings);
    if (!loaded.rules) {
        const auto first = std::ranges::find(m_findings, rules::Severity::Error, &rules::Finding::severity);
        return Error{ErrorCode::ParseError,
                     first == m_findings.end() ? "the rule files cannot be loaded" : toString(*first)};
    }
    m_rules = std::move(loaded.rules);
    m_marksFile.emplace(m_workspace.marksFile());
    auto marks = m_marksFile->load();
    if (!marks) return marks.error();
    m_marks = std::move(*marks);
    return {};
}

Session::~Session() {
    if (!m_temporary) return;
    std::error_code ignored; // a left-over temporary folder harms nobody
    fs::remove_all(m_folder, ignored);
}

runtime::PipelineConfig Session::pipelineConfig() const {
    runtime::PipelineConfig config;
    config.limits = m_workspace.limits;
    config.rules = m_rules;
    config.ruleReloader = m_ruleReloader;
    config.marks = m_marks;
    config.marksFile = m_marksFile;
    config.staticTags = m_workspace.staticTags;
    config.lookups = m_workspace.lookups;
    return config;
}

Result<std::unique_ptr<store::StoreWriter>> Session::openStore() const {
    store::StoreOptions options;
    options.dedupWindow = m_workspace.limits.dedupWindow;
    return store::StoreWriter::open(m_workspace.databaseFile(), options);
}

} // namespace eventflow::app
