#include "widgets/viewmodels/schema_node_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

namespace eventflow::viewmodels {

using schema::SchemaNode;

namespace {

bool isPlaceholder(const SchemaNode& node) {
    return node.name.starts_with('|') || node.name.starts_with('[') || node.name.starts_with('{');
}

std::size_t countBelow(const SchemaNode& node) {
    std::size_t count = node.children.size();
    for (const SchemaNode& child : node.children)
        count += countBelow(child);
    return count;
}

} // namespace

QString nodeNameText(const SchemaNode& node) {
    if (node.name == "[]") return SchemaNodeModel::tr("(elements)");
    if (node.name == "{}") return SchemaNodeModel::tr("(values)");
    if (node.name.starts_with('|'))
        return SchemaNodeModel::tr("(alternative %1)").arg(oneLine(node.name.substr(1)));
    return node.name.empty() ? QStringLiteral("\"\"") : oneLine(node.name);
}

std::size_t nodeCount(const schema::SchemaTree& tree) {
    return countBelow(tree.root);
}

void SchemaNodeModel::setTree(std::shared_ptr<const schema::SchemaTree> tree) {
    beginResetModel();
    m_tree = std::move(tree);
    m_entries.assign(1, Entry{});
    if (m_tree != nullptr) {
        m_entries.front().node = &m_tree->root;
        int row = 0;
        for (const SchemaNode& child : m_tree->root.children)
            add(child, 0, row++);
    }
    endResetModel();
}

void SchemaNodeModel::add(const SchemaNode& node, int parent, int row) {
    const int own = static_cast<int>(m_entries.size());
    m_entries.push_back({&node, parent, row, {}});
    m_entries[static_cast<std::size_t>(parent)].children.push_back(own);
    int childRow = 0;
    for (const SchemaNode& child : node.children)
        add(child, own, childRow++);
}

const SchemaNodeModel::Entry& SchemaNodeModel::entryOf(const QModelIndex& index) const {
    return m_entries[index.isValid() ? index.internalId() : 0];
}

QModelIndex SchemaNodeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    const int child = entryOf(parent).children[static_cast<std::size_t>(row)];
    return createIndex(row, column, static_cast<quintptr>(child));
}

QModelIndex SchemaNodeModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const int parent = entryOf(child).parent;
    if (parent <= 0) return {};
    return createIndex(m_entries[static_cast<std::size_t>(parent)].row, 0, static_cast<quintptr>(parent));
}

int SchemaNodeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(entryOf(parent).children.size());
}

QVariant SchemaNodeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const SchemaNode& node = *entryOf(index).node;
    if (role == MutedRole)
        return index.column() == Name ? isPlaceholder(node)
                                      : index.column() == Doc || (index.column() == Needed && node.optional);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != SortRole) return {};
    switch (index.column()) {
    case Name:
        return nodeNameText(node);
    case Type:
        return oneLine(node.typeText);
    case Needed:
        if (isPlaceholder(node)) return {};
        return node.optional ? tr("optional") : tr("required");
    case Default:
        return node.defaultText ? oneLine(*node.defaultText) : QString();
    case Doc:
        return oneLine(node.doc, 1000);
    default:
        return {};
    }
}

QVariant SchemaNodeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::ToolTipRole && section == Needed) return tr("Whether data without the field is valid");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Field");
    case Type:
        return tr("Type");
    case Needed:
        return tr("Needed");
    case Default:
        return tr("Default");
    case Doc:
        return tr("Documentation");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
