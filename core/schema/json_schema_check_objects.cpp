// Objects: names that the reader, the writer or nobody declares.

#include "core/schema/json_schema_checker.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>

namespace eventflow::schema {

namespace {

using Node = JsonSchemaNode;

enum class Match { No, Yes, Unknown };

/// Patterns of JSON Schema search; what RE2 does not read is not decided.
Match matches(const std::string& pattern, const std::string& name) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    const RE2 expression(pattern, options);
    if (!expression.ok()) return Match::Unknown;
    return RE2::PartialMatch(name, expression) ? Match::Yes : Match::No;
}

/// What one schema says to a property.
struct PropertySchemas {
    std::vector<const Node*> nodes; ///< that surely apply
    std::vector<const Node*> maybe; ///< that may apply
    bool declared = false;          ///< by name or pattern
    bool covered = false;           ///< only by additionalProperties
};

PropertySchemas schemasOf(const Node& node, const std::string& name) {
    PropertySchemas out;
    if (const auto found = node.properties.find(name); found != node.properties.end())
        out.nodes.push_back(found->second);
    bool isUndecided = false;
    for (const auto& [pattern, schema] : node.patternProperties) {
        const Match match = matches(pattern, name);
        if (match == Match::Yes) out.nodes.push_back(schema);
        if (match == Match::Unknown) {
            out.maybe.push_back(schema);
            isUndecided = true;
        }
    }
    out.declared = !out.nodes.empty();
    if (out.declared || node.additionalProperties == nullptr) return out;
    if (isUndecided) {
        out.maybe.push_back(node.additionalProperties);
        return out;
    }
    out.nodes.push_back(node.additionalProperties);
    out.covered = true;
    return out;
}

/// Whether the object can hold names beyond those that are declared.
bool isClosed(const Node& node) {
    return node.additionalProperties != nullptr && node.additionalProperties->never;
}

bool isRequired(const Node& node, const std::string& name) {
    return std::ranges::binary_search(node.required, name);
}

/// What a name has to begin with to match; empty when nothing is certain.
std::string literalPrefix(std::string_view pattern) {
    if (!pattern.starts_with('^') || pattern.find('|') != std::string_view::npos) return {};
    const std::string_view rest = pattern.substr(1);
    std::string prefix(rest.substr(0, rest.find_first_of("\\^$.|?*+()[]{}")));
    const bool isLastOptional =
        prefix.size() < rest.size() &&
        (rest[prefix.size()] == '?' || rest[prefix.size()] == '*' || rest[prefix.size()] == '{');
    if (isLastOptional && !prefix.empty()) prefix.pop_back();
    return prefix;
}

/// No name matches both: their beginnings differ.
bool areApart(std::string_view a, std::string_view b) {
    const std::string first = literalPrefix(a);
    const std::string second = literalPrefix(b);
    return !first.starts_with(second) && !second.starts_with(first);
}

} // namespace

KnownOfProperty knownOfProperty(const WriterFacts& object, const std::string& name) {
    KnownOfProperty out;
    for (const Node* node : object.nodes) {
        const PropertySchemas schemas = schemasOf(*node, name);
        out.facts.nodes.insert(out.facts.nodes.end(), schemas.nodes.begin(), schemas.nodes.end());
        out.declared = out.declared || schemas.declared;
        out.covered = out.covered || schemas.covered;
    }
    return out;
}

void JsonSchemaChecker::proveObject(const Node& reader, const WriterFacts& facts) {
    proveRequired(reader, facts);
    proveDeclaredByReader(reader, facts);
    proveDeclaredByWriter(reader, facts);
    proveOtherProperties(reader, facts);
    provePropertyCounts(reader, facts);
}

void JsonSchemaChecker::proveRequired(const Node& reader, const WriterFacts& facts) {
    for (const std::string& name : reader.required) {
        if (std::ranges::any_of(facts.nodes, [&](const Node* node) { return isRequired(*node, name); }))
            continue;
        const auto declared = reader.properties.find(name);
        // As registries see it: a reader fills in the default.
        if (declared != reader.properties.end() && declared->second->defaultJson) continue;
        const bool wasOptional = knownOfProperty(facts, name).declared;
        report(wasOptional ? "REQUIRED_ATTRIBUTE_ADDED" : "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL",
               declared != reader.properties.end() ? *declared->second : reader, facts,
               "the reader requires the property " + quoted(name) + ", the writer " +
                   (wasOptional ? "may leave it out" : "does not have it"));
    }
    for (const auto& dependency : reader.dependentRequired)
        for (const std::string& other : dependency.second) {
            const std::string& name = dependency.first;
            const bool isPromised = std::ranges::any_of(facts.nodes, [&](const Node* node) {
                const auto same = node->dependentRequired.find(name);
                return isRequired(*node, other) ||
                       (same != node->dependentRequired.end() &&
                        std::ranges::find(same->second, other) != same->second.end());
            });
            if (!isPromised)
                report("DEPENDENCY_ARRAY_EXTENDED", reader, facts,
                       "the reader requires " + quoted(other) + " wherever there is " + quoted(name) +
                           ", the writer does not promise it");
        }
}

void JsonSchemaChecker::proveDeclaredByReader(const Node& reader, const WriterFacts& facts) {
    for (const auto& [name, schema] : reader.properties) {
        if (!schema->constrains) continue;
        KnownOfProperty known = knownOfProperty(facts, name);
        if (known.declared) {
            prove(*schema, std::move(known.facts));
        } else if (known.covered) {
            const SchemaCheck found = attempt(*schema, known.facts);
            if (!found.compatible())
                report("PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL", *schema, facts,
                       "the reader declares the property " + quoted(name) +
                           "; the writer may send it as any additional property, which does not fit: " +
                           found.incompatibilities.front().message);
        } else {
            report(
                "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", *schema, facts,
                "the reader declares the property " + quoted(name) +
                    "; the writer does not, but may send one of this name with any content, since its schema "
                    "is open (additionalProperties is not false)");
        }
    }
    for (const auto& declared : reader.patternProperties) {
        const std::string& pattern = declared.first;
        const Node* schema = declared.second;
        if (!schema->constrains) continue;
        // Per schema of the writer the same pattern, or what holds for every undeclared name.
        WriterFacts known;
        for (const Node* node : facts.nodes) {
            const auto same = std::ranges::find_if(node->patternProperties,
                                                   [&](const auto& entry) { return entry.first == pattern; });
            if (same != node->patternProperties.end())
                known.nodes.push_back(same->second);
            else if (node->patternProperties.empty() && node->additionalProperties != nullptr)
                known.nodes.push_back(node->additionalProperties);
        }
        if (!known.nodes.empty())
            prove(*schema, std::move(known));
        else
            report("PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL", *schema, facts,
                   "the reader has a schema for properties whose names match " + quoted(pattern) +
                       ", the writer may send such with any content");
    }
}

void JsonSchemaChecker::proveDeclaredByWriter(const Node& reader, const WriterFacts& facts) {
    std::map<std::string, const Node*> declared;
    for (const Node* node : facts.nodes)
        for (const auto& [name, schema] : node->properties)
            declared.emplace(name, schema);
    for (const auto& [name, schema] : declared) {
        PropertySchemas wanted = schemasOf(reader, name);
        if (reader.properties.contains(name)) {
            // Its own schema was proven with the reader's names; patterns are left.
            std::erase(wanted.nodes, reader.properties.at(name));
        }
        wanted.nodes.insert(wanted.nodes.end(), wanted.maybe.begin(), wanted.maybe.end());
        for (const Node* one : wanted.nodes) {
            if (!one->constrains) continue;
            const SchemaCheck found = attempt(*one, knownOfProperty(facts, name).facts);
            if (found.compatible()) continue;
            const bool isClosed = one->never;
            report(isClosed ? "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL"
                            : "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL",
                   *one, facts,
                   "the writer may send the property " + quoted(name) +
                       (isClosed
                            ? ", which the reader neither declares nor allows (additionalProperties is false)"
                            : ", which the reader does not declare, and it does not fit what the reader "
                              "takes of such properties: " +
                                  found.incompatibilities.front().message));
        }
    }
}

/// Names that nobody declares, and those that only patterns of the writer do.
void JsonSchemaChecker::proveOtherProperties(const Node& reader, const WriterFacts& facts) {
    const Node* wanted = reader.additionalProperties;
    if (wanted != nullptr && wanted->constrains) {
        WriterFacts known;
        for (const Node* node : facts.nodes)
            if (node->additionalProperties != nullptr) known.nodes.push_back(node->additionalProperties);
        if (known.nodes.empty())
            report(wanted->never ? "ADDITIONAL_PROPERTIES_REMOVED" : "ADDITIONAL_PROPERTIES_NARROWED",
                   *wanted, facts,
                   wanted->never ? "the reader takes no properties beyond those that it declares, the writer "
                                   "may send others"
                                 : "the reader takes only certain properties beyond those that it declares, "
                                   "the writer may "
                                   "send any");
        else
            prove(*wanted, std::move(known));
        for (const Node* node : facts.nodes)
            for (const auto& declared : node->patternProperties) {
                const std::string& pattern = declared.first;
                const bool isDeclared = std::ranges::any_of(
                    reader.patternProperties, [&](const auto& entry) { return entry.first == pattern; });
                if (isDeclared) continue;
                WriterFacts ofPattern;
                ofPattern.nodes = {declared.second};
                prove(*wanted, std::move(ofPattern));
            }
    }
    // A name may match a pattern of both: the reader's own patterns were proven with its names.
    for (const Node* node : facts.nodes)
        for (const auto& [pattern, schema] : node->patternProperties)
            for (const auto& [own, ownSchema] : reader.patternProperties) {
                if (own == pattern || !ownSchema->constrains || areApart(own, pattern)) continue;
                WriterFacts ofPattern;
                ofPattern.nodes = {schema};
                prove(*ownSchema, std::move(ofPattern));
            }
}

void JsonSchemaChecker::provePropertyCounts(const Node& reader, const WriterFacts& facts) {
    if (reader.minProperties) {
        const bool isPromised = std::ranges::any_of(
            facts.nodes, [&](const Node* node) { return node->required.size() >= *reader.minProperties; });
        if (!isPromised)
            proveLimit(reader, facts, &Node::minProperties, true, "minProperties", "MIN_PROPERTIES");
    }
    if (reader.maxProperties) {
        const bool isPromised = std::ranges::any_of(facts.nodes, [&](const Node* node) {
            return isClosed(*node) && node->patternProperties.empty() &&
                   node->properties.size() <= *reader.maxProperties;
        });
        if (!isPromised)
            proveLimit(reader, facts, &Node::maxProperties, false, "maxProperties", "MAX_PROPERTIES");
    }
    JsonSchemaEquality equality;
    if (reader.propertyNames != nullptr && reader.propertyNames->constrains &&
        std::ranges::none_of(facts.nodes, [&](const Node* node) {
            return node->propertyNames != nullptr &&
                   equality.same(*reader.propertyNames, *node->propertyNames);
        }))
        report("PROPERTY_NAMES_CHANGED", *reader.propertyNames, facts,
               "the reader restricts the names of properties, the writer does not in the same words");
    for (const auto& [name, schema] : reader.dependentSchemas) {
        const bool isPromised =
            std::ranges::any_of(facts.nodes, [&, &key = name, &wanted = schema](const Node* node) {
                const auto same = node->dependentSchemas.find(key);
                return same != node->dependentSchemas.end() && equality.same(*wanted, *same->second);
            });
        if (!isPromised)
            report("DEPENDENCY_SCHEMA_ADDED", *schema, facts,
                   "the reader has further conditions wherever there is " + quoted(name) +
                       ", the writer does not in the same words");
    }
}

} // namespace eventflow::schema
