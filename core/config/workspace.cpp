#include "core/config/workspace.h"

#include "core/base/text_file.h"
#include "core/config/connection_reader.h"
#include "core/config/yaml_reader.h"

#include <algorithm>
#include <system_error>

namespace eventflow::config {

namespace {

constexpr std::string_view kFileName = "workspace.yaml";
constexpr std::size_t kMaxFileBytes = 1024 * 1024;
constexpr std::size_t kMaxRuleFiles = 1000;
constexpr std::uint64_t kMaxCount = 1'000'000'000;

using Keys = std::initializer_list<std::string_view>;

std::span<const std::string_view> span(const Keys& keys) {
    return {keys.begin(), keys.size()};
}

/// Reads one workspace.yaml into a Workspace.
class WorkspaceReader {
public:
    WorkspaceReader(const YamlDocument& document, Workspace& workspace)
        : m_yaml(document), m_workspace(workspace) {}

    void read();
    [[nodiscard]] const std::vector<YamlProblem>& problems() const { return m_yaml.problems(); }

private:
    void readStaticTags(const YamlNode& node);
    void readLookup(const YamlNode& node);
    void readPanel(const YamlNode& node);
    void readLimits(const YamlNode& node);
    void readRules(const YamlNode& node);

    void sizeInto(const YamlNode& mapping, std::string_view key, std::size_t& out);
    void countInto(const YamlNode& mapping, std::string_view key, std::size_t& out);
    void durationInto(const YamlNode& mapping, std::string_view key, Duration& out);

    YamlReader m_yaml;
    Workspace& m_workspace;
};

void WorkspaceReader::read() {
    const YamlNode& root = m_yaml.document().root();
    if (root.kind == YamlNode::Kind::Null) return;
    if (!m_yaml.isMapping(root, "the workspace")) return;
    m_yaml.checkKeys(root,
                     span({"name", "connections", "static_tags", "lookups", "panels", "limits", "rules"}),
                     "the workspace");
    if (const YamlNode* node = root.find("name"))
        if (auto name = m_yaml.name(*node, "name")) m_workspace.name = std::move(*name);
    if (const YamlNode* node = root.find("connections"))
        m_workspace.connections = readConnections(m_yaml, *node);
    if (const YamlNode* node = root.find("static_tags")) readStaticTags(*node);
    if (const YamlNode* node = root.find("lookups"); node && m_yaml.isList(*node, "lookups"))
        for (const YamlNodePtr& item : node->items)
            readLookup(*item);
    if (const YamlNode* node = root.find("panels"); node && m_yaml.isList(*node, "panels"))
        for (const YamlNodePtr& item : node->items)
            readPanel(*item);
    if (const YamlNode* node = root.find("limits")) readLimits(*node);
    if (const YamlNode* node = root.find("rules")) readRules(*node);
}

void WorkspaceReader::readStaticTags(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "static_tags")) return;
    for (const YamlEntry& entry : node.entries)
        if (auto value = m_yaml.name(*entry.value, "static tag \"" + entry.key->scalar + '"'))
            m_workspace.staticTags.push_back({entry.key->scalar, std::move(*value)});
}

void WorkspaceReader::readLookup(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "a lookup")) return;
    m_yaml.checkKeys(node, span({"file", "key", "column", "tags"}), "a lookup");
    LookupTable lookup;
    if (const std::string file = m_yaml.requiredText(node, "file", "a lookup"); !file.empty())
        lookup.file = (m_workspace.root / file).lexically_normal();
    lookup.key = m_yaml.requiredText(node, "key", "a lookup");
    lookup.column = node.find("column") ? m_yaml.optionalText(node, "column", "a lookup") : lookup.key;
    if (const YamlNode* tags = node.find("tags")) lookup.tags = m_yaml.texts(*tags, "tags");
    if (lookup.tags.empty()) m_yaml.fail(node, "a lookup needs \"tags\": the columns to copy into events");
    m_workspace.lookups.push_back(std::move(lookup));
}

void WorkspaceReader::readPanel(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "a panel")) return;
    m_yaml.checkKeys(node, span({"title", "expr", "unit", "legend", "threshold"}), "a panel");
    PanelConfig panel;
    panel.title = m_yaml.requiredText(node, "title", "a panel");
    panel.expression = m_yaml.requiredText(node, "expr", "a panel");
    panel.unit = m_yaml.optionalText(node, "unit", "a panel");
    panel.legendLabel = m_yaml.optionalText(node, "legend", "a panel");
    if (const YamlNode* threshold = node.find("threshold")) {
        const auto value = m_yaml.number(*threshold, "threshold of a panel");
        panel.hasThreshold = value.has_value();
        panel.threshold = value.value_or(0);
    }
    m_workspace.panels.push_back(std::move(panel));
}

void WorkspaceReader::sizeInto(const YamlNode& mapping, std::string_view key, std::size_t& out) {
    if (const YamlNode* node = mapping.find(key))
        if (const auto value = m_yaml.byteSize(*node, key)) out = static_cast<std::size_t>(*value);
}

void WorkspaceReader::countInto(const YamlNode& mapping, std::string_view key, std::size_t& out) {
    if (const YamlNode* node = mapping.find(key))
        if (const auto value = m_yaml.integer(*node, key, 1, kMaxCount))
            out = static_cast<std::size_t>(*value);
}

void WorkspaceReader::durationInto(const YamlNode& mapping, std::string_view key, Duration& out) {
    if (const YamlNode* node = mapping.find(key))
        if (const auto value = m_yaml.duration(*node, key)) out = *value;
}

void WorkspaceReader::readLimits(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "limits")) return;
    m_yaml.checkKeys(node,
                     span({"lateness", "idle_timeout", "queue_bytes", "max_record_bytes", "max_series",
                           "dedup_window", "max_tags", "workers"}),
                     "limits");
    PipelineLimits& limits = m_workspace.limits;
    durationInto(node, "lateness", limits.lateness);
    durationInto(node, "idle_timeout", limits.idleTimeout);
    sizeInto(node, "queue_bytes", limits.queueBytes);
    sizeInto(node, "max_record_bytes", limits.maxRecordBytes);
    countInto(node, "max_series", limits.maxSeries);
    countInto(node, "dedup_window", limits.dedupWindow);
    countInto(node, "max_tags", limits.maxTags);
    if (const YamlNode* workers = node.find("workers"))
        if (const auto value = m_yaml.integer(*workers, "workers", 0, 256))
            limits.workers = static_cast<unsigned>(*value);
}

void WorkspaceReader::readRules(const YamlNode& node) {
    if (!m_yaml.isMapping(node, "rules")) return;
    m_yaml.checkKeys(node, span({"interval"}), "rules");
    durationInto(node, "interval", m_workspace.ruleInterval);
    if (m_workspace.ruleInterval <= Duration::zero())
        m_yaml.fail(node, "interval of rules must be longer than 0s");
}

Error asError(const std::vector<YamlProblem>& problems, const std::filesystem::path& file) {
    std::string text;
    for (const YamlProblem& problem : problems) {
        if (!text.empty()) text += '\n';
        text += file.string() + ':' + std::to_string(problem.position.line) + ':' +
                std::to_string(problem.position.column) + ": " + problem.message;
    }
    return {ErrorCode::ParseError, std::move(text)};
}

} // namespace

Result<std::vector<std::filesystem::path>> findRuleFiles(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return files;
    std::filesystem::directory_iterator it(folder, error);
    for (; !error && it != std::filesystem::directory_iterator(); it.increment(error)) {
        const auto extension = it->path().extension();
        std::error_code ignored;
        if ((extension == ".yaml" || extension == ".yml") && it->is_regular_file(ignored))
            files.push_back(it->path());
        if (files.size() > kMaxRuleFiles)
            return Error{ErrorCode::LimitExceeded,
                         "holds more than " + std::to_string(kMaxRuleFiles) + " rule files; join some"}
                .at(folder.string());
    }
    if (error) return Error{ErrorCode::IoError, "cannot be listed: " + error.message()}.at(folder.string());
    std::ranges::sort(files);
    return files;
}

Result<Workspace> parseWorkspace(std::string_view yaml, const std::filesystem::path& root) {
    Workspace workspace;
    std::error_code error;
    workspace.root = std::filesystem::absolute(root, error).lexically_normal();
    if (!workspace.root.has_filename()) workspace.root = workspace.root.parent_path();
    workspace.name = workspace.root.filename().string();

    const std::filesystem::path file = workspace.root / kFileName;
    YamlProblem problem;
    YamlLimits limits;
    limits.maxBytes = kMaxFileBytes;
    const auto document = YamlDocument::parse(yaml, limits, problem);
    if (!document) return asError({problem}, file);
    WorkspaceReader reader(*document, workspace);
    reader.read();
    if (!reader.problems().empty()) return asError(reader.problems(), file);
    for (Connection& connection : workspace.connections)
        connection.folder = workspace.root.string();
    return workspace;
}

Result<Workspace> loadWorkspace(const std::filesystem::path& root) {
    std::error_code error;
    if (!std::filesystem::is_directory(root, error))
        return Error{ErrorCode::NotFound,
                     "is not a folder; a workspace is a folder with a workspace.yaml in it"}
            .at(root.string());
    std::string text;
    if (const auto file = root / kFileName; std::filesystem::exists(file, error)) {
        auto content = readTextFile(file, kMaxFileBytes);
        if (!content) return content.error();
        text = std::move(*content);
    }
    auto workspace = parseWorkspace(text, root);
    if (!workspace) return workspace.error();
    auto files = findRuleFiles(workspace->root / "rules");
    if (!files) return files.error();
    workspace->ruleFiles = std::move(*files);
    return workspace;
}

} // namespace eventflow::config
