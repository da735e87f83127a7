#include "core/codec/avro/schema.h"
#include "core/schema/schema_tree_builder.h"

#include <algorithm>

namespace eventflow::schema {

namespace {

using codec::avro::LogicalType;
using codec::avro::Schema;
using codec::avro::SchemaField;
using codec::avro::SchemaType;
using codec::avro::Type;
using codec::avro::TypeId;

/// What decoded values of a type are in JSON; decimals and times are shown as text or number.
std::uint8_t valueTypesOf(const SchemaType& type) {
    switch (type.type) {
    case Type::Null:
        return bitOf(ValueType::Null);
    case Type::Boolean:
        return bitOf(ValueType::Boolean);
    case Type::Int:
    case Type::Long:
        return type.logical == LogicalType::None
                   ? bitOf(ValueType::Integer)
                   : static_cast<std::uint8_t>(bitOf(ValueType::Integer) | bitOf(ValueType::String));
    case Type::Float:
    case Type::Double:
        return bitOf(ValueType::Integer) | bitOf(ValueType::Number);
    case Type::Bytes:
    case Type::Fixed:
        return bitOf(ValueType::String) | bitOf(ValueType::Integer) | bitOf(ValueType::Number);
    case Type::String:
    case Type::Enum:
        return bitOf(ValueType::String);
    case Type::Record:
    case Type::Map:
        return bitOf(ValueType::Object);
    case Type::Array:
        return bitOf(ValueType::Array);
    case Type::Union:
        break;
    }
    return 0;
}

class Builder {
public:
    Builder(const Schema& schema, SchemaTree& tree) : m_schema(schema), m_budget(tree) {}

    void fill(SchemaNode& node, TypeId id, const std::string& place, std::size_t depth) {
        const SchemaType& type = m_schema[id];
        node.places.push_back(place);
        node.typeText = textOf(id);
        if (node.doc.empty()) node.doc = type.doc;
        node.valueTypes = static_cast<std::uint8_t>(node.valueTypes | valueTypesOf(type));
        if (type.type == Type::Union) return fillUnion(node, type, place, depth);
        if (type.type == Type::Array || type.type == Type::Map) {
            const bool isArray = type.type == Type::Array;
            if (SchemaNode* child = m_budget.add(node, isArray ? "[]" : "{}", depth + 1))
                fill(*child, type.element, place + (isArray ? "/items" : "/values"), depth + 1);
            return;
        }
        if (type.type != Type::Record || std::ranges::find(m_path, id) != m_path.end()) return;
        m_path.push_back(id);
        for (std::size_t i = 0; i < type.fields.size(); ++i)
            addField(node, type.fields[i], place + "/fields/" + std::to_string(i), depth);
        m_path.pop_back();
    }

private:
    [[nodiscard]] std::string textOf(TypeId id) const {
        const SchemaType& type = m_schema[id];
        std::string text = m_schema.describe(id);
        if (type.type == Type::Enum) {
            text += " (";
            for (const std::string& symbol : type.symbols)
                text += (text.ends_with('(') ? "" : ", ") + symbol;
            text += ')';
        }
        if (type.type == Type::Fixed) text += " of " + std::to_string(type.fixedSize) + " bytes";
        if (type.logical == LogicalType::Decimal)
            return text + ", decimal(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) +
                   ')';
        if (type.logical != LogicalType::None)
            text += std::string(", ") + codec::avro::toString(type.logical);
        return text;
    }

    void addField(SchemaNode& node, const SchemaField& field, const std::string& place, std::size_t depth) {
        SchemaNode* child = m_budget.add(node, field.name, depth + 1);
        if (child == nullptr) return;
        child->doc = field.doc;
        child->defaultText = field.defaultJson;
        child->places.push_back(place);
        fill(*child, field.type, place + "/type", depth + 1);
        child->optional = (child->valueTypes & bitOf(ValueType::Null)) != 0;
    }

    /// Of null and one other type the other one is shown, as optional; else each branch.
    void fillUnion(SchemaNode& node, const SchemaType& type, const std::string& place, std::size_t depth) {
        std::vector<std::size_t> branches;
        for (std::size_t i = 0; i < type.branches.size(); ++i)
            if (m_schema[type.branches[i]].type != Type::Null) branches.push_back(i);
        if (branches.size() < type.branches.size()) {
            node.optional = true;
            node.valueTypes |= bitOf(ValueType::Null);
        }
        if (branches.size() == 1) {
            fill(node, type.branches[branches[0]], place + '/' + std::to_string(branches[0]), depth);
            if (branches.size() < type.branches.size()) node.typeText += " or null";
            return;
        }
        for (const std::size_t i : branches) {
            SchemaNode* child = m_budget.add(node, "|" + m_schema.describe(type.branches[i]), depth + 1);
            if (child == nullptr) return;
            fill(*child, type.branches[i], place + '/' + std::to_string(i), depth + 1);
            node.valueTypes = static_cast<std::uint8_t>(node.valueTypes | child->valueTypes);
        }
    }

    const Schema& m_schema;
    SchemaTreeBudget m_budget;
    std::vector<TypeId> m_path; ///< records that are open
};

} // namespace

SchemaTree treeOf(const Schema& schema) {
    SchemaTree tree;
    Builder(schema, tree).fill(tree.root, schema.root(), {}, 0);
    return tree;
}

} // namespace eventflow::schema
