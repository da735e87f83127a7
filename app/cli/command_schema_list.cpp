#include "app/cli/command.h"
#include "app/cli/schema_input.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

namespace {

class SchemaListCommand final : public Command {
public:
    explicit SchemaListCommand(CLI::App& parser) {
        parser.add_option("SUBJECT", m_subject, "List its versions; without it the subjects are listed");
        parser.add_option("--prefix", m_prefix, "Only subjects that begin so");
        parser.add_flag("--deleted", m_deleted, "What is deleted, but not permanently, too");
        parser.add_flag("--json", m_json, "Print JSON");
        m_input.addOptions(parser);
        parser.footer(SchemaInput::helpOfSecrets());
    }

    int run(const CommandContext&) override {
        const auto connection = m_input.connect();
        if (!connection) return reportSchemaError(connection.error(), m_json);
        const registry::RegistryReader reader(*connection);
        return m_subject.empty() ? listSubjects(reader) : listVersions(reader);
    }

private:
    [[nodiscard]] registry::Deleted deleted() const {
        return m_deleted ? registry::Deleted::Include : registry::Deleted::Exclude;
    }

    int listSubjects(const registry::RegistryReader& reader) const {
        auto subjects = reader.subjects({m_prefix, deleted()});
        if (!subjects) return reportSchemaError(subjects.error(), m_json);
        std::ranges::sort(*subjects);
        if (!m_json) {
            for (const std::string& subject : *subjects)
                printLine(subject);
            return kSuccess;
        }
        JsonWriter json;
        json.beginObject().key("subjects").beginArray();
        for (const std::string& subject : *subjects)
            json.string(subject);
        json.endArray().endObject();
        printLine(json.text());
        return kSuccess;
    }

    int listVersions(const registry::RegistryReader& reader) const {
        const auto numbers = reader.versions(m_subject, deleted());
        if (!numbers) return reportSchemaError(numbers.error(), m_json);
        Table table({"VERSION", "ID", "TYPE", "BYTES", "REFERENCES"});
        JsonWriter json;
        json.beginObject().key("subject").string(m_subject).key("versions").beginArray();
        for (const std::int32_t number : *numbers) {
            const auto schema = reader.schema(m_subject, number, deleted());
            if (!schema) return reportSchemaError(schema.error(), m_json);
            const registry::SchemaDefinition& definition = schema->schema;
            table.add({std::to_string(number), std::to_string(schema->id),
                       registry::toString(definition.type), std::to_string(definition.text.size()),
                       std::to_string(definition.references.size())});
            json.beginObject().key("version").number(number).key("id").number(schema->id);
            json.key("type").string(registry::toString(definition.type)).key("references").beginArray();
            for (const registry::SchemaReference& reference : definition.references)
                json.beginObject()
                    .key("name")
                    .string(reference.name)
                    .key("subject")
                    .string(reference.subject)
                    .key("version")
                    .number(reference.version)
                    .endObject();
            json.endArray().endObject();
        }
        json.endArray().endObject();
        printLine(m_json ? json.text() : table.text());
        return kSuccess;
    }

    SchemaInput m_input;
    std::string m_subject;
    std::string m_prefix;
    bool m_deleted = false;
    bool m_json = false;
};

class SchemaShowCommand final : public Command {
public:
    explicit SchemaShowCommand(CLI::App& parser) {
        auto* schema = parser.add_option("SCHEMA", m_schema, "A file, SUBJECT or SUBJECT@VERSION");
        parser.add_option("--id", m_id, "A schema of the registry by its id")->excludes(schema);
        parser.add_flag("--tree", m_tree, "As a tree of fields instead of its text");
        m_input.addOptions(parser);
        parser.footer(SchemaInput::helpOfSecrets());
    }

    int run(const CommandContext&) override {
        if (m_schema.empty() && m_id < 0) {
            printNote("eventflow: give a file, a subject or --id");
            return kUsage;
        }
        const auto loaded = m_id >= 0 ? byId() : m_input.fileOrSubject(m_schema);
        if (!loaded) return reportSchemaError(loaded.error(), false);
        if (!m_tree) {
            printLine(loaded->definition.text);
            return kSuccess;
        }
        const schema::SchemaTree tree = loaded->parsed.tree();
        print(tree.root, 0);
        if (tree.truncated) printNote("note: the schema is larger than what is shown");
        return kSuccess;
    }

private:
    Result<LoadedSchema> byId() {
        const auto connection = m_input.connect();
        if (!connection) return connection.error();
        auto definition = registry::RegistryReader(*connection).schemaById(m_id);
        if (!definition) return definition.error();
        return m_input.load("schema " + std::to_string(m_id), std::move(*definition));
    }

    static void print(const schema::SchemaNode& node, std::size_t depth) {
        std::string line(depth * 2, ' ');
        line += (node.name.empty() ? "" : node.name + ": ") + node.typeText;
        if (node.optional) line += ", optional";
        if (node.defaultText) line += ", default " + *node.defaultText;
        if (!node.doc.empty()) line += "  # " + node.doc.substr(0, node.doc.find('\n'));
        printLine(line);
        for (const schema::SchemaNode& child : node.children)
            print(child, depth + 1);
    }

    SchemaInput m_input;
    std::string m_schema;
    std::int32_t m_id = -1;
    bool m_tree = false;
};

} // namespace

std::unique_ptr<Command> addSchemaList(CLI::App& parser) {
    return std::make_unique<SchemaListCommand>(parser);
}

std::unique_ptr<Command> addSchemaShow(CLI::App& parser) {
    return std::make_unique<SchemaShowCommand>(parser);
}

} // namespace eventflow::app
