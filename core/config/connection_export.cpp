#include "core/config/connection_export.h"

#include "core/config/workspace.h"
#include "core/config/yaml_document.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace eventflow::config {

namespace {

/// In double quotes: the one style of YAML that can write any text on one line.
std::string yamlText(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            out += "\\x";
            out += "0123456789abcdef"[byte >> 4U];
            out += "0123456789abcdef"[byte & 15U];
        } else {
            out += c;
        }
    }
    return out + '"';
}

class ConnectionYaml {
public:
    explicit ConnectionYaml(const Connection& connection) : m_connection(connection) {}

    std::string write() {
        line("- name: " + yamlText(m_connection.name));
        line("  bootstrap_servers: " + yamlText(m_connection.bootstrapServers));
        line(std::string("  environment: ") + toString(m_connection.environment));
        line(std::string("  read_only: ") + (m_connection.readOnly ? "true" : "false"));
        text("  colour", m_connection.colour);
        list("  topics", m_connection.topics);
        mapping("  properties", m_connection.properties);
        list("  secrets", m_connection.secrets);
        mapping("  addresses", m_connection.addresses);
        registry();
        tokens();
        schemaFiles();
        return std::move(m_out);
    }

private:
    void line(const std::string& text) { m_out += "  " + text + '\n'; }
    void text(const std::string& key, const std::string& value) {
        if (!value.empty()) line(key + ": " + yamlText(value));
    }
    template <typename List>
    void list(const std::string& key, const List& items) {
        if (items.empty()) return;
        line(key + ':');
        for (const std::string& item : items)
            line(key.substr(0, key.find_first_not_of(' ')) + "  - " + yamlText(item));
    }
    void mapping(const std::string& key, const std::map<std::string, std::string>& entries) {
        if (entries.empty()) return;
        line(key + ':');
        for (const auto& [name, value] : entries)
            line(key.substr(0, key.find_first_not_of(' ')) + "  " + yamlText(name) + ": " + yamlText(value));
    }
    void registry() {
        const RegistryConnection& registry = m_connection.registry;
        if (registry.urls.empty()) return;
        line("  registry:");
        list("    urls", registry.urls);
        text("    user", registry.user);
        if (registry.bearerToken) line("    bearer_token: true");
        text("    ca_file", registry.caFile);
        text("    certificate_file", registry.certificateFile);
        text("    key_file", registry.keyFile);
    }
    void tokens() {
        const TokenConnection& tokens = m_connection.tokens;
        using Method = TokenConnection::Method;
        if (tokens.method == Method::None) return;
        line("  tokens:");
        line(std::string("    method: ") +
             (tokens.method == Method::AwsMskIam ? "aws_msk_iam" : "client_credentials"));
        text("    endpoint", tokens.endpoint);
        text("    client_id", tokens.clientId);
        text("    scope", tokens.scope);
        mapping("    extensions", tokens.extensions);
        text("    ca_file", tokens.caFile);
        text("    region", tokens.awsRegion);
    }

    void schemaFiles() {
        if (m_connection.schemaFiles.empty()) return;
        line("  schema_files:");
        for (const SchemaFileChoice& file : m_connection.schemaFiles) {
            line("    - topics: " + yamlText(file.topics));
            if (file.part == SchemaFileChoice::Part::Key) line("      part: key");
            text(file.format == SchemaFileChoice::Format::Protobuf ? "      protobuf" : "      avro",
                 file.path);
            text("      message", file.message);
        }
    }

    const Connection& m_connection;
    std::string m_out;
};

/// Where the item of a name stands in the text, from its dash to before what follows it.
struct Place {
    std::size_t from = 0;
    std::size_t to = 0;
};

std::size_t lineStart(std::string_view text, std::size_t offset) {
    const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return before == std::string_view::npos ? 0 : before + 1;
}

/// The end of the block that begins on the line at `from`: before the first line that is indented no deeper
/// than the dash, comments and blank lines in front of it left out.
std::size_t blockEnd(std::string_view text, std::size_t from) {
    const std::size_t indent = text.find_first_not_of(' ', from) - from;
    std::size_t end = std::min(text.find('\n', from), text.size() - 1) + 1;
    for (std::size_t at = end; at < text.size();) {
        const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::size_t first = std::min(text.find_first_not_of(' ', at), text.size());
        const bool blank =
            first >= text.size() || text[first] == '\n' || text[first] == '\r' || text[first] == '#';
        if (!blank && first - at <= indent) break;
        if (!blank) end = next;
        at = next;
    }
    return end;
}

/// An item of toYaml() with its dash in another column.
std::string shifted(const std::string& item, std::size_t column) {
    constexpr std::size_t kColumn = 2;
    std::string out;
    for (std::size_t at = 0; at < item.size();) {
        const std::size_t next = item.find('\n', at) + 1;
        out.append(column, ' ').append(item, at + kColumn, next - at - kColumn);
        at = next;
    }
    return out;
}

std::optional<Place> findItem(std::string_view text, const YamlNode& list, std::string_view name) {
    for (const YamlNodePtr& item : list.items) {
        const YamlNode* found = item->find("name");
        if (found == nullptr || found->scalar != name) continue;
        const std::size_t from = lineStart(text, item->offset);
        return Place{from, blockEnd(text, from)};
    }
    return std::nullopt;
}

Error inBrackets() {
    return {ErrorCode::Unsupported,
            "\"connections\" of workspace.yaml is written in brackets; write it as a list with a "
            "dash for each connection, then try again"};
}

bool isBlock(std::string_view text, const YamlNode& list) {
    return list.offset < text.size() && text[list.offset] == '-';
}

Result<YamlDocument> parse(std::string_view yaml) {
    YamlProblem problem;
    auto document = YamlDocument::parse(yaml, {}, problem);
    if (document) return std::move(*document);
    return Error{ErrorCode::ParseError,
                 "workspace.yaml:" + std::to_string(problem.position.line) + ": " + problem.message};
}

/// The result is what it was meant to be, or nothing is changed: editing text is no place for surprises.
Result<std::string> checked(std::string text) {
    const auto workspace = parseWorkspace(text, ".");
    if (!workspace)
        return Error{workspace.error().code,
                     "the changed workspace.yaml is wrong: " + workspace.error().detail};
    return text;
}

} // namespace

std::string toYaml(const Connection& connection) {
    return ConnectionYaml(connection).write();
}

std::string toProperties(const Connection& connection) {
    std::string out = "# " + connection.name + "\nbootstrap.servers=" + connection.bootstrapServers + '\n';
    for (const auto& [name, value] : connection.properties)
        out += name + '=' + value + '\n';
    for (const std::string& secret : connection.secrets)
        out += "# a secret: " + secret + "=\n";
    return out;
}

Result<std::string> withConnection(std::string_view yaml, const Connection& connection) {
    const auto document = parse(yaml);
    if (!document) return document.error();
    std::string text(yaml);
    if (!text.empty() && !text.ends_with('\n')) text += '\n';
    const YamlNode* list = document->root().find("connections");
    if (list == nullptr) return checked(text + "connections:\n" + toYaml(connection));
    if (list->kind != YamlNode::Kind::Sequence || !isBlock(text, *list)) return inBrackets();
    const std::size_t last = lineStart(text, list->items.back()->offset);
    const std::string item = shifted(toYaml(connection), text.find('-', last) - last);
    if (const auto place = findItem(text, *list, connection.name))
        return checked(text.replace(place->from, place->to - place->from, item));
    return checked(text.insert(blockEnd(text, last), item));
}

Result<std::string> withoutConnection(std::string_view yaml, std::string_view name) {
    const auto document = parse(yaml);
    if (!document) return document.error();
    const YamlNode* list = document->root().find("connections");
    const bool block = list && list->kind == YamlNode::Kind::Sequence && isBlock(yaml, *list);
    if (list && list->kind == YamlNode::Kind::Sequence && !block) return inBrackets();
    const auto place = block ? findItem(yaml, *list, name) : std::nullopt;
    if (!place) return Error{ErrorCode::NotFound, "there is no connection \"" + std::string(name) + '"'};
    std::string text(yaml);
    text.erase(place->from, place->to - place->from);
    if (list->items.size() > 1) return checked(std::move(text));
    // An empty `connections:` is no list.
    const std::size_t key = text.find("connections:");
    const std::size_t from = lineStart(text, key);
    text.erase(from, std::min(text.find('\n', from), text.size() - 1) + 1 - from);
    return checked(std::move(text));
}

} // namespace eventflow::config
