#pragma once

#include "core/schema/inference.h"
#include "core/schema/schema_tree.h"

namespace eventflow::schema {

constexpr std::uint8_t bitOf(ValueType type) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(type));
}
inline constexpr std::uint8_t kAnyValueType = (1U << kValueTypeCount) - 1;

/// Counts nodes and levels against the bounds of a tree.
class SchemaTreeBudget {
public:
    explicit SchemaTreeBudget(SchemaTree& tree) : m_tree(tree) {}
    /// A new child, or null when the tree is full; the tree then says that it is truncated.
    SchemaNode* add(SchemaNode& parent, std::string name, std::size_t depth) {
        if (m_nodes >= SchemaTree::kMaxNodes || depth > SchemaTree::kMaxDepth) {
            m_tree.truncated = true;
            return nullptr;
        }
        ++m_nodes;
        SchemaNode& child = parent.children.emplace_back();
        child.name = std::move(name);
        return &child;
    }

private:
    SchemaTree& m_tree;
    std::size_t m_nodes = 1;
};

} // namespace eventflow::schema
