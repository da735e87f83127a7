#include "core/schema/json_schema.h"
#include "core/schema/json_schema_constant.h"
#include "core/schema/json_schema_documents.h"
#include "core/schema/json_schema_node.h"
#include "core/schema/json_schema_uri.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <map>

namespace eventflow::schema {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;
using Node = JsonSchemaNode;

constexpr std::size_t kMaxReferencesInAll = 50'000;

Error wrong(const JsonPlace& place, std::string_view keyword, const char* expected) {
    const std::string where = place.pointer.empty() ? "the top" : place.pointer;
    return {ErrorCode::ParseError, where + ": " + std::string(keyword) + " has to be " + expected};
}

struct TypeName {
    const char* name;
    JsonTypes types;
};
constexpr std::array kTypeNames = {
    TypeName{"null", kJsonNull},     TypeName{"boolean", kJsonBoolean}, TypeName{"integer", kJsonInteger},
    TypeName{"number", kJsonNumber}, TypeName{"string", kJsonString},   TypeName{"object", kJsonObject},
    TypeName{"array", kJsonArray},
};

/// Turns documents into nodes, each place once, so that schemas may refer to themselves.
class Parser {
public:
    explicit Parser(JsonSchemaDocuments& documents) : m_documents(documents) {}

    Result<const Node*> parse() {
        const JsonPlace root = m_documents.root();
        object members;
        std::string_view draft;
        if (root.value.get(members) == simdjson::SUCCESS &&
            members.at_key("$schema").get(draft) == simdjson::SUCCESS)
            m_siblingsOfRefCount = draft.find("2019-09") != std::string_view::npos ||
                                   draft.find("2020-12") != std::string_view::npos;
        const Node* top = node(root);
        while (m_status && !m_pending.empty()) {
            const Pending pending = std::move(m_pending.front());
            m_pending.pop_front();
            resolve(pending);
        }
        if (!m_status) return m_status.error();
        return top;
    }
    std::shared_ptr<const void> nodes() const { return m_nodes; }

private:
    struct Pending {
        Node* node;
        std::string base;
        std::string reference;
    };

    /// The node of a place. Nothing is refused here: the first error stays in m_status.
    Node* node(const JsonPlace& place) {
        const auto [known, isNew] = m_byPointer.try_emplace(place.pointer, nullptr);
        if (!isNew) return known->second;
        Node* const out = &m_nodes->emplace_back();
        known->second = out;
        out->pointer = place.pointer;
        if (m_nodes->size() > JsonSchema::kMaxNodes) {
            fail({ErrorCode::LimitExceeded, "the schema has more than 50000 sub-schemas"});
            return out;
        }
        bool isAllowed = false;
        object members;
        if (place.value.get(isAllowed) == simdjson::SUCCESS)
            out->never = out->constrains = !isAllowed;
        else if (place.value.get(members) == simdjson::SUCCESS)
            readObject(place, members, *out);
        else
            fail(wrong(place, "a schema", "an object, true or false"));
        return out;
    }

    void fail(Error error) {
        if (m_status) m_status = std::move(error);
    }

    void readObject(const JsonPlace& place, const object& members, Node& out) {
        readAnnotations(members, out);
        std::string_view reference;
        if (members.at_key("$ref").get(reference) == simdjson::SUCCESS) {
            out.constrains = true;
            if (m_pending.size() > kMaxReferencesInAll)
                fail({ErrorCode::LimitExceeded, "the schema has more than 50000 references"});
            m_pending.push_back({&out, place.base, std::string(reference)});
            if (!m_siblingsOfRefCount) return;
        }
        for (const auto& [key, value] : members) {
            if (!m_status) return;
            JsonPlace below{value, place.pointer + '/' + escapePointerToken(key), place.base};
            if (object inner; value.get(inner) == simdjson::SUCCESS) below.base = idOf(inner, place.base);
            if (readScalarKeyword(key, place, value, out) || readObjectKeyword(key, below, out) ||
                readArrayKeyword(key, below, members, out) || readCombination(key, below, out) ||
                readOpaque(key, value, out))
                out.constrains = true;
        }
        std::ranges::sort(out.required);
    }

    static void readAnnotations(const object& members, Node& out) {
        element value;
        if (members.at_key("default").get(value) == simdjson::SUCCESS)
            out.defaultJson = jsonConstant(value).canonical.substr(0, kMaxAnnotationBytes);
        std::string_view text;
        if (members.at_key("description").get(text) == simdjson::SUCCESS ||
            members.at_key("title").get(text) == simdjson::SUCCESS)
            out.doc = text.substr(0, kMaxAnnotationBytes);
    }

    static std::string idOf(const object& members, const std::string& base) {
        std::string_view id;
        if (members.at_key("$id").get(id) != simdjson::SUCCESS || id.starts_with('#')) return base;
        return resolveReference(base, splitReference(id).document);
    }

    void resolve(const Pending& pending) {
        const auto place = m_documents.resolve(pending.base, pending.reference);
        if (place)
            pending.node->ref = node(*place);
        else
            pending.node->opaque.emplace_back("$ref", pending.reference);
    }

    // Keywords of single values.

    bool readScalarKeyword(std::string_view key, const JsonPlace& place, const element& value, Node& out) {
        if (key == "type") return readTypes(place, value, out);
        if (key == "enum" || key == "const") return readValues(key, place, value, out);
        if (key == "minimum") return readBound(key, place, value, out.minimum);
        if (key == "maximum") return readBound(key, place, value, out.maximum);
        if (key == "exclusiveMinimum") return readExclusive(key, place, value, out.minimum, true);
        if (key == "exclusiveMaximum") return readExclusive(key, place, value, out.maximum, false);
        if (key == "multipleOf" || key == "divisibleBy") {
            const auto number = asNumber(value);
            if (!number || *number <= 0) fail(wrong(place, key, "a number above 0"));
            out.multipleOf = number;
            return true;
        }
        if (key == "minLength") return readCount(key, place, value, out.minLength);
        if (key == "maxLength") return readCount(key, place, value, out.maxLength);
        if (key == "minProperties") return readCount(key, place, value, out.minProperties);
        if (key == "maxProperties") return readCount(key, place, value, out.maxProperties);
        if (key == "minItems") return readCount(key, place, value, out.minItems);
        if (key == "maxItems") return readCount(key, place, value, out.maxItems);
        if (key == "maxContains") return readCount(key, place, value, out.maxContains);
        if (key == "minContains") {
            std::optional<std::uint64_t> count;
            readCount(key, place, value, count);
            out.minContains = count.value_or(1);
            return true;
        }
        if (key == "pattern") {
            std::string_view pattern;
            if (value.get(pattern) != simdjson::SUCCESS) fail(wrong(place, key, "a string"));
            out.pattern = pattern;
            return true;
        }
        if (key == "uniqueItems") {
            if (value.get(out.uniqueItems) != simdjson::SUCCESS) fail(wrong(place, key, "true or false"));
            return out.uniqueItems;
        }
        return false;
    }

    bool readTypes(const JsonPlace& place, const element& value, Node& out) {
        out.types = 0;
        const auto add = [&](const element& item) {
            std::string_view name;
            const auto* type =
                item.get(name) == simdjson::SUCCESS
                    ? std::ranges::find(kTypeNames, name,
                                        [](const TypeName& t) { return std::string_view(t.name); })
                    : kTypeNames.end();
            if (type == kTypeNames.end())
                fail(wrong(place, "type", "null, boolean, integer, number, string, object or array"));
            else
                out.types = static_cast<JsonTypes>(out.types | type->types);
        };
        array several;
        if (value.get(several) == simdjson::SUCCESS)
            for (const element& item : several)
                add(item);
        else
            add(value);
        return true;
    }

    bool readValues(std::string_view key, const JsonPlace& place, const element& value, Node& out) {
        std::vector<JsonConstant> values;
        array several;
        if (key == "const")
            values.push_back(jsonConstant(value));
        else if (value.get(several) == simdjson::SUCCESS)
            for (const element& item : several)
                values.push_back(jsonConstant(item));
        else
            fail(wrong(place, key, "an array"));
        std::ranges::sort(values, {}, &JsonConstant::canonical);
        if (out.values) // both enum and const
            std::erase_if(values, [&](const JsonConstant& one) {
                return std::ranges::find(*out.values, one.canonical, &JsonConstant::canonical) ==
                       out.values->end();
            });
        out.values = std::move(values);
        return true;
    }

    bool readBound(std::string_view key, const JsonPlace& place, const element& value,
                   std::optional<JsonBound>& out) {
        const auto number = asNumber(value);
        if (!number) {
            fail(wrong(place, key, "a number"));
            return true;
        }
        const bool isMinimum = key == "minimum";
        tighten(out, {*number, false}, isMinimum);
        return true;
    }

    /// Draft 4: a boolean beside `minimum`; later: a number of its own.
    bool readExclusive(std::string_view key, const JsonPlace& place, const element& value,
                       std::optional<JsonBound>& out, bool isMinimum) {
        bool flag = false;
        if (value.get(flag) == simdjson::SUCCESS) {
            object members;
            element bound;
            if (flag && place.value.get(members) == simdjson::SUCCESS &&
                members.at_key(isMinimum ? "minimum" : "maximum").get(bound) == simdjson::SUCCESS)
                if (const auto number = asNumber(bound)) tighten(out, {*number, true}, isMinimum);
            return flag;
        }
        const auto number = asNumber(value);
        if (!number)
            fail(wrong(place, key, "a number or a boolean"));
        else
            tighten(out, {*number, true}, isMinimum);
        return true;
    }

    static void tighten(std::optional<JsonBound>& out, const JsonBound& bound, bool isMinimum) {
        const bool isTighter =
            !out || (bound.value == out->value ? bound.exclusive : (bound.value > out->value) == isMinimum);
        if (isTighter) out = bound;
    }

    bool readCount(std::string_view key, const JsonPlace& place, const element& value,
                   std::optional<std::uint64_t>& out) {
        const auto number = asNumber(value);
        if (!number || *number < 0 || *number > 1e18L || std::floor(*number) != *number)
            fail(wrong(place, key, "a whole number from 0"));
        else
            out = static_cast<std::uint64_t>(*number);
        return true;
    }

    static std::optional<long double> asNumber(const element& value) {
        const JsonConstant constant = value.is_number() ? jsonConstant(value) : JsonConstant();
        return (constant.type & kJsonNumber) != 0 ? std::optional(constant.number) : std::nullopt;
    }

    // Keywords with schemas below them.

    bool readObjectKeyword(std::string_view key, const JsonPlace& below, Node& out) {
        if (key == "properties") {
            eachMember(key, below, [&](std::string_view name, const JsonPlace& place) {
                out.properties[std::string(name)] = node(place);
            });
        } else if (key == "patternProperties") {
            eachMember(key, below, [&](std::string_view pattern, const JsonPlace& place) {
                out.patternProperties.emplace_back(pattern, node(place));
            });
            std::ranges::sort(out.patternProperties, {}, [](const auto& entry) { return entry.first; });
        } else if (key == "additionalProperties") {
            out.additionalProperties = node(below);
            return out.additionalProperties->constrains;
        } else if (key == "propertyNames") {
            out.propertyNames = node(below);
        } else if (key == "required") {
            // Draft 3 has a boolean there, which no draft since knows.
            if (!below.value.is_bool()) readNames(key, below, out.required);
            return !out.required.empty();
        } else if (key == "dependentRequired") {
            eachMember(key, below, [&](std::string_view name, const JsonPlace& place) {
                readNames(key, place, out.dependentRequired[std::string(name)]);
            });
        } else if (key == "dependentSchemas") {
            eachMember(key, below, [&](std::string_view name, const JsonPlace& place) {
                out.dependentSchemas[std::string(name)] = node(place);
            });
        } else if (key == "dependencies") {
            eachMember(key, below, [&](std::string_view name, const JsonPlace& place) {
                if (place.value.is_array())
                    readNames(key, place, out.dependentRequired[std::string(name)]);
                else
                    out.dependentSchemas[std::string(name)] = node(place);
            });
        } else {
            return false;
        }
        return true;
    }

    bool readArrayKeyword(std::string_view key, const JsonPlace& below, const object& siblings, Node& out) {
        const auto isPresent = [&](const char* name) {
            return siblings.at_key(name).error() == simdjson::SUCCESS;
        };
        if (key == "prefixItems" || (key == "items" && below.value.is_array())) {
            if (key == "items" && isPresent("prefixItems")) return false;
            eachElement(key, below, out.prefixItems);
        } else if (key == "items") {
            out.items = node(below);
        } else if (key == "additionalItems") {
            // Only behind a list of items; beside a single schema it has no meaning.
            element items;
            if (siblings.at_key("items").get(items) != simdjson::SUCCESS || !items.is_array()) return false;
            out.items = node(below);
        } else if (key == "contains") {
            out.contains = node(below);
        } else {
            return false;
        }
        return true;
    }

    bool readCombination(std::string_view key, const JsonPlace& below, Node& out) {
        if (key == "allOf")
            eachElement(key, below, out.allOf);
        else if (key == "anyOf")
            eachElement(key, below, out.anyOf);
        else if (key == "oneOf")
            eachElement(key, below, out.oneOf);
        else if (key == "not")
            out.notSchema = node(below);
        else if (key == "if")
            out.ifSchema = node(below);
        else if (key == "then")
            out.thenSchema = node(below);
        else if (key == "else")
            out.elseSchema = node(below);
        else
            return false;
        return true;
    }

    static bool readOpaque(std::string_view key, const element& value, Node& out) {
        constexpr std::array keywords = {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef",
                                         "$recursiveRef"};
        if (std::ranges::find(keywords, key, [](const char* k) { return std::string_view(k); }) ==
            keywords.end())
            return false;
        bool flag = false;
        if (value.get(flag) == simdjson::SUCCESS && flag) return false; // true refuses nothing
        out.opaque.emplace_back(key, jsonConstant(value).canonical);
        return true;
    }

    template <typename Visit>
    void eachMember(std::string_view key, const JsonPlace& below, const Visit& visit) {
        object members;
        if (below.value.get(members) != simdjson::SUCCESS) {
            fail(wrong(below, key, "an object"));
            return;
        }
        for (const auto& [name, value] : members) {
            JsonPlace place{value, below.pointer + '/' + escapePointerToken(name), below.base};
            if (object inner; value.get(inner) == simdjson::SUCCESS) place.base = idOf(inner, below.base);
            visit(name, place);
        }
    }

    void eachElement(std::string_view key, const JsonPlace& below, std::vector<const Node*>& out) {
        array elements;
        if (below.value.get(elements) != simdjson::SUCCESS) {
            fail(wrong(below, key, "an array of schemas"));
            return;
        }
        std::size_t i = 0;
        for (const element& value : elements) {
            JsonPlace place{value, below.pointer + '/' + std::to_string(i++), below.base};
            if (object inner; value.get(inner) == simdjson::SUCCESS) place.base = idOf(inner, below.base);
            out.push_back(node(place));
        }
    }

    void readNames(std::string_view key, const JsonPlace& below, std::vector<std::string>& out) {
        array names;
        if (below.value.get(names) != simdjson::SUCCESS) {
            fail(wrong(below, key, "an array of names"));
            return;
        }
        for (const element& item : names) {
            std::string_view name;
            if (item.get(name) != simdjson::SUCCESS) fail(wrong(below, key, "an array of names"));
            out.emplace_back(name);
        }
    }

    JsonSchemaDocuments& m_documents;
    std::shared_ptr<std::deque<Node>> m_nodes = std::make_shared<std::deque<Node>>();
    std::map<std::string, Node*> m_byPointer;
    std::deque<Pending> m_pending;
    bool m_siblingsOfRefCount = false;
    Status m_status;
};

} // namespace

Result<JsonSchema> JsonSchema::parse(std::string_view text,
                                     std::span<const codec::ReferencedSchema> references) {
    JsonSchemaDocuments documents(kMaxBytes);
    if (const Status status = documents.add({}, text); !status) return status.error();
    for (const codec::ReferencedSchema& reference : references)
        if (const Status status = documents.add(reference.name, reference.text); !status)
            return status.error();
    Parser parser(documents);
    const auto root = parser.parse();
    if (!root) return root.error();
    return JsonSchema(parser.nodes(), *root);
}

} // namespace eventflow::schema
