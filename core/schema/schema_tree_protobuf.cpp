#include "core/schema/protobuf_compatibility.h"
#include "core/schema/protobuf_messages.h"
#include "core/schema/schema_tree_builder.h"

#include <algorithm>

namespace eventflow::schema {

namespace {

namespace pb = google::protobuf;

class Builder {
public:
    explicit Builder(SchemaTree& tree) : m_budget(tree) {}

    void message(SchemaNode& node, const pb::Descriptor& message, std::size_t depth) {
        node.typeText = "message " + message.full_name();
        node.places.push_back(messagePath(message));
        node.valueTypes = bitOf(ValueType::Object);
        // Well-known types have a JSON form of their own.
        if (message.full_name().starts_with("google.protobuf.")) {
            node.valueTypes = kAnyValueType;
            node.open = true;
            return;
        }
        if (std::ranges::find(m_path, &message) != m_path.end()) return;
        m_path.push_back(&message);
        for (int i = 0; i < message.field_count(); ++i)
            addField(node, *message.field(i), messagePath(message), depth);
        m_path.pop_back();
    }
    SchemaTreeBudget& budget() { return m_budget; }

private:
    void addField(SchemaNode& parent, const pb::FieldDescriptor& field, const std::string& place,
                  std::size_t depth) {
        SchemaNode* node = m_budget.add(parent, field.name(), depth + 1);
        if (node == nullptr) return;
        node->places.push_back(place + '/' + field.name());
        node->optional = !field.is_required();
        if (field.is_repeated()) {
            const bool isMap = field.is_map();
            SchemaNode* element = m_budget.add(*node, isMap ? "{}" : "[]", depth + 2);
            if (element != nullptr)
                value(*element, isMap ? *field.message_type()->field(1) : field, depth + 2);
            const std::string inner = element != nullptr ? element->typeText : field.type_name();
            node->typeText = (isMap ? "map of " : "repeated ") + inner;
            node->valueTypes = bitOf(isMap ? ValueType::Object : ValueType::Array);
        } else {
            value(*node, field, depth + 1);
        }
        node->typeText += " = " + std::to_string(field.number());
        if (field.real_containing_oneof() != nullptr)
            node->typeText += ", oneof " + field.real_containing_oneof()->name();
    }

    void value(SchemaNode& node, const pb::FieldDescriptor& field, std::size_t depth) {
        if (field.message_type() != nullptr) {
            message(node, *field.message_type(), depth);
            return;
        }
        node.typeText = field.type_name();
        switch (field.cpp_type()) {
        case pb::FieldDescriptor::CPPTYPE_BOOL:
            node.valueTypes = bitOf(ValueType::Boolean);
            break;
        case pb::FieldDescriptor::CPPTYPE_FLOAT:
        case pb::FieldDescriptor::CPPTYPE_DOUBLE:
            node.valueTypes = bitOf(ValueType::Number) | bitOf(ValueType::Integer) | bitOf(ValueType::String);
            break;
        case pb::FieldDescriptor::CPPTYPE_STRING:
            node.valueTypes = bitOf(ValueType::String);
            break;
        case pb::FieldDescriptor::CPPTYPE_ENUM:
            node.typeText = "enum " + field.enum_type()->full_name();
            node.valueTypes = bitOf(ValueType::String) | bitOf(ValueType::Integer);
            break;
        default: // Protobuf's JSON has 64-bit integers as text
            node.valueTypes = bitOf(ValueType::Integer) | bitOf(ValueType::String);
            break;
        }
    }

    SchemaTreeBudget m_budget;
    std::vector<const pb::Descriptor*> m_path;
};

} // namespace

SchemaTree treeOf(const codec::protobuf::MessagePool& pool) {
    SchemaTree tree;
    Builder builder(tree);
    const auto messages = messagesOf(pool);
    if (messages.size() == 1) {
        builder.message(tree.root, *messages.front(), 0);
        return tree;
    }
    tree.root.typeText = "one of " + std::to_string(messages.size()) + " messages";
    for (const pb::Descriptor* message : messages) {
        SchemaNode* node = builder.budget().add(tree.root, "|" + message->name(), 1);
        if (node == nullptr) break;
        builder.message(*node, *message, 1);
        tree.root.valueTypes |= node->valueTypes;
    }
    return tree;
}

} // namespace eventflow::schema
