#include "widgets/viewmodels/schema_tree_model.h"

#include "core/base/json_writer.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"

#include <QStringList>

#include <algorithm>
#include <numeric>

namespace eventflow::viewmodels {

using schema::Field;
using schema::ValueType;

/// A field's own figures; its children are nodes, not the Field's.
struct SchemaTreeModel::Node {
    Field field;                     // `children` left empty
    std::uint64_t parentObjects = 0; // how many parents could have had it
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children; // by name
};

namespace {

std::uint64_t count(const Field& field, ValueType type) {
    return field.types[static_cast<std::size_t>(type)];
}

std::uint64_t seen(const Field& field) {
    return std::accumulate(std::begin(field.types), std::end(field.types), std::uint64_t{0});
}

Field withoutChildren(const Field& field) {
    Field copy;
    copy.name = field.name;
    copy.present = field.present;
    std::copy(std::begin(field.types), std::end(field.types), std::begin(copy.types));
    copy.minNumber = field.minNumber;
    copy.maxNumber = field.maxNumber;
    copy.minLength = field.minLength;
    copy.maxLength = field.maxLength;
    copy.examples = field.examples;
    return copy;
}

double presence(const Field& field, std::uint64_t parentObjects) {
    return parentObjects == 0 ? 0 : static_cast<double>(field.present) / static_cast<double>(parentObjects);
}

} // namespace

SchemaTreeModel::SchemaTreeModel(QObject* parent)
    : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}
SchemaTreeModel::~SchemaTreeModel() = default;

void SchemaTreeModel::clear() {
    beginResetModel();
    m_root = std::make_unique<Node>();
    endResetModel();
}

void SchemaTreeModel::update(const Field& root) {
    if (!covers(*m_root, root)) clear();
    sync(*m_root, root);
}

bool SchemaTreeModel::covers(const Node& node, const Field& field) {
    return std::all_of(node.children.begin(), node.children.end(), [&](const auto& child) {
        const auto it = field.children.find(child->field.name);
        return it != field.children.end() && covers(*child, it->second);
    });
}

void SchemaTreeModel::sync(Node& node, const Field& field) {
    node.field = withoutChildren(field);
    insertMissing(node, field);
    for (const auto& child : node.children) {
        child->parentObjects = count(field, ValueType::Object);
        sync(*child, field.children.at(child->field.name));
    }
    if (!node.children.empty())
        Q_EMIT dataChanged(indexOf(*node.children.front(), Types), indexOf(*node.children.back(), Examples));
}

void SchemaTreeModel::insertMissing(Node& node, const Field& field) {
    std::size_t at = 0;
    for (const auto& [name, child] : field.children) {
        if (at == node.children.size() || node.children[at]->field.name != name) {
            auto added = std::make_unique<Node>();
            added->field.name = name;
            added->parent = &node;
            beginInsertRows(node.parent == nullptr ? QModelIndex() : indexOf(node, 0), static_cast<int>(at),
                            static_cast<int>(at));
            node.children.insert(node.children.begin() + static_cast<std::ptrdiff_t>(at), std::move(added));
            for (std::size_t i = at; i < node.children.size(); ++i)
                node.children[i]->row = static_cast<int>(i);
            endInsertRows();
        }
        ++at;
    }
}

const SchemaTreeModel::Node& SchemaTreeModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? *static_cast<const Node*>(index.constInternalPointer()) : *m_root;
}

QModelIndex SchemaTreeModel::indexOf(const Node& node, int column) const {
    return createIndex(node.row, column, &node);
}

QModelIndex SchemaTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return indexOf(*nodeOf(parent).children[static_cast<std::size_t>(row)], column);
}

QModelIndex SchemaTreeModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const Node* parent = nodeOf(child).parent;
    return parent == nullptr || parent->parent == nullptr ? QModelIndex() : indexOf(*parent, 0);
}

int SchemaTreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent).children.size());
}

QVariant SchemaTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const Node& node = nodeOf(index);
    const Field& field = node.field;
    const bool element = field.name == "[]";
    const double share = presence(field, node.parentObjects);
    if (role == SortRole && index.column() == Presence) return share;
    if (role == MutedRole) return index.column() >= Range || (index.column() == Name && element);
    if (role == Qt::TextAlignmentRole && index.column() == Presence)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != SortRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case Name:
        return element ? tr("(elements)") : field.name.empty() ? QStringLiteral("\"\"") : oneLine(field.name);
    case Types:
        return typesText(field);
    case Presence:
        return element ? QStringLiteral("–") : format::percent(share);
    case Range:
        return rangeText(field);
    case Examples: {
        QStringList shown;
        for (const std::string& example : field.examples)
            shown += oneLine(example, 64);
        return shown.join(QStringLiteral("   "));
    }
    default:
        return {};
    }
}

QVariant SchemaTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section == Presence)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Presence)
        return tr("How many of the objects around it have the field");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Field");
    case Types:
        return tr("Type");
    case Presence:
        return tr("Present");
    case Range:
        return tr("Range");
    case Examples:
        return tr("Examples");
    default:
        return {};
    }
}

QString typesText(const Field& field) {
    const std::uint64_t total = seen(field);
    std::vector<std::pair<std::uint64_t, int>> found;
    for (int type = 0; type < schema::kValueTypeCount; ++type)
        if (const std::uint64_t n = count(field, static_cast<ValueType>(type)); n > 0)
            found.emplace_back(n, type);
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    QStringList parts;
    for (const auto& [n, type] : found) {
        QString part = QString::fromLatin1(schema::toString(static_cast<ValueType>(type)));
        if (found.size() > 1)
            part += u' ' + format::percent(static_cast<double>(n) / static_cast<double>(total));
        parts += part;
    }
    return parts.join(QStringLiteral(" · "));
}

QString rangeText(const Field& field) {
    QStringList parts;
    const auto number = [](double value) { return QString::fromStdString(formatDouble(value)); };
    if (count(field, ValueType::Integer) + count(field, ValueType::Number) > 0)
        parts += field.minNumber == field.maxNumber
                     ? number(field.minNumber)
                     : QStringLiteral("%1 … %2").arg(number(field.minNumber), number(field.maxNumber));
    if (count(field, ValueType::String) > 0)
        parts += field.minLength == field.maxLength
                     ? SchemaTreeModel::tr("%1 B").arg(field.minLength)
                     : SchemaTreeModel::tr("%1 … %2 B").arg(field.minLength).arg(field.maxLength);
    return parts.join(QStringLiteral(" · "));
}

} // namespace eventflow::viewmodels
