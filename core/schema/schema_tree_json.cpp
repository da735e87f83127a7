#include "core/schema/json_schema.h"
#include "core/schema/json_schema_node.h"
#include "core/schema/schema_tree_builder.h"

#include <algorithm>
#include <array>

namespace eventflow::schema {

namespace {

using Node = JsonSchemaNode;

std::uint8_t valueTypesOf(JsonTypes types) {
    struct Pair {
        JsonTypes json;
        ValueType value;
    };
    constexpr std::array pairs = {
        Pair{kJsonNull, ValueType::Null},       Pair{kJsonBoolean, ValueType::Boolean},
        Pair{kJsonInteger, ValueType::Integer}, Pair{kJsonFraction, ValueType::Number},
        Pair{kJsonString, ValueType::String},   Pair{kJsonObject, ValueType::Object},
        Pair{kJsonArray, ValueType::Array}};
    std::uint8_t out = 0;
    for (const auto& [json, value] : pairs)
        if ((types & json) != 0) out |= bitOf(value);
    return out;
}

class Builder {
public:
    explicit Builder(SchemaTree& tree) : m_budget(tree) {}

    void fill(SchemaNode& out, const Node& node, std::size_t depth) {
        out.places.push_back(node.pointer);
        if (out.doc.empty()) out.doc = node.doc;
        if (!out.defaultText) out.defaultText = node.defaultJson;
        if (std::ranges::find(m_path, &node) != m_path.end()) {
            out.typeText = "the same as above";
            out.valueTypes = kAnyValueType;
            out.open = true;
            return;
        }
        m_path.push_back(&node);
        if (node.ref != nullptr && isReferenceOnly(node)) {
            fill(out, *node.ref, depth);
        } else {
            out.valueTypes = node.never ? 0 : valueTypesOf(node.types);
            out.typeText = node.never ? "nothing" : typeText(node);
            out.optional = out.optional || ((node.types & kJsonNull) != 0 && node.types != kJsonAnyType);
            addChildren(out, node, depth);
        }
        m_path.pop_back();
    }

private:
    static bool isReferenceOnly(const Node& node) {
        return node.types == kJsonAnyType && node.properties.empty() && node.allOf.empty();
    }

    static std::string typeText(const Node& node) {
        std::string text = describeTypes(node.types);
        if (node.values) {
            text = node.values->size() == 1 ? "constant " : "one of ";
            for (std::size_t i = 0; i < node.values->size() && i < 20; ++i)
                text += (i > 0 ? ", " : "") + (*node.values)[i].canonical.substr(0, 40);
            if (node.values->size() > 20) text += ", …";
        }
        if (node.pattern) text += " like " + node.pattern->substr(0, 60);
        const auto limit = [&](const char* name, const auto& value) {
            if (value) text += std::string(", ") + name + ' ' + std::to_string(*value);
        };
        limit("minLength", node.minLength);
        limit("maxLength", node.maxLength);
        limit("minItems", node.minItems);
        limit("maxItems", node.maxItems);
        if (node.minimum)
            text += std::string(", ") + (node.minimum->exclusive ? "above " : "from ") +
                    numberText(node.minimum->value);
        if (node.maximum)
            text += std::string(", ") + (node.maximum->exclusive ? "below " : "up to ") +
                    numberText(node.maximum->value);
        for (const auto& keyword : node.opaque)
            text += ", " + keyword.first;
        return text;
    }

    void add(SchemaNode& parent, std::string name, const Node& node, std::size_t depth, bool optional) {
        SchemaNode* child = m_budget.add(parent, std::move(name), depth + 1);
        if (child == nullptr) return;
        fill(*child, node, depth + 1);
        child->optional = optional;
    }

    void addChildren(SchemaNode& out, const Node& node, std::size_t depth) {
        if ((node.types & kJsonObject) != 0) addMembers(out, node, depth);
        for (std::size_t i = 0; i < node.prefixItems.size(); ++i)
            add(out, '[' + std::to_string(i) + ']', *node.prefixItems[i], depth, true);
        if (node.items != nullptr && (node.types & kJsonArray) != 0) add(out, "[]", *node.items, depth, true);
        // What all of several schemas say is one thing; of any or one of them each is an alternative.
        for (const Node* part : node.allOf)
            merge(out, *part, depth);
        if (node.ref != nullptr) merge(out, *node.ref, depth);
        int number = 0;
        for (const auto* choices : {&node.anyOf, &node.oneOf})
            for (const Node* choice : *choices)
                add(out, "|" + std::to_string(++number), *choice, depth, true);
    }

    void addMembers(SchemaNode& out, const Node& node, std::size_t depth) {
        for (const auto& [name, schema] : node.properties)
            add(out, name, *schema, depth, !std::ranges::binary_search(node.required, name));
        for (const auto& [pattern, schema] : node.patternProperties)
            add(out, "{" + pattern + "}", *schema, depth, true);
        const Node* others = node.additionalProperties;
        out.open = others == nullptr || !others->never;
        if (others != nullptr && others->constrains && !others->never) add(out, "{}", *others, depth, true);
    }

    void merge(SchemaNode& out, const Node& part, std::size_t depth) {
        SchemaNode other;
        fill(other, part, depth);
        out.places.insert(out.places.end(), other.places.begin(), other.places.end());
        out.valueTypes &= other.valueTypes;
        out.open = out.open && other.open;
        if (out.typeText == "any type")
            out.typeText = other.typeText;
        else if (other.typeText != "any type" && other.typeText != out.typeText)
            out.typeText += " and " + other.typeText;
        if (out.doc.empty()) out.doc = other.doc;
        for (SchemaNode& child : other.children) {
            const auto same = std::ranges::find(out.children, child.name, &SchemaNode::name);
            if (same == out.children.end())
                out.children.push_back(std::move(child));
            else
                same->optional = same->optional && child.optional;
        }
    }

    SchemaTreeBudget m_budget;
    std::vector<const Node*> m_path; ///< that are open
};

} // namespace

SchemaTree treeOf(const JsonSchema& schema) {
    SchemaTree tree;
    Builder(tree).fill(tree.root, schema.root(), 0);
    return tree;
}

} // namespace eventflow::schema
