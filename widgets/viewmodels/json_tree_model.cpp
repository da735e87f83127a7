#include "widgets/viewmodels/json_tree_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"

#include <utility>

namespace eventflow::viewmodels {

namespace {

std::uint32_t idOf(const QModelIndex& index) {
    return static_cast<std::uint32_t>(index.internalId());
}

} // namespace

void JsonTreeModel::setText(std::string text) {
    beginResetModel();
    m_outline = JsonOutline(std::move(text));
    endResetModel();
}

bool JsonTreeModel::hidesRoot() const {
    return !m_outline.empty() && m_outline.node(0).childCount > 0;
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    if (!parent.isValid() && !hidesRoot()) return createIndex(row, column, quintptr{0});
    const std::uint32_t owner = parent.isValid() ? idOf(parent) : 0;
    return createIndex(row, column, quintptr{m_outline.children(owner)[static_cast<std::size_t>(row)]});
}

QModelIndex JsonTreeModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const std::uint32_t owner = m_outline.node(idOf(child)).parent;
    if (owner == JsonOutline::kNoNode || owner == 0)
        return {}; // the root is only shown when it has no children
    return createIndex(static_cast<int>(m_outline.node(owner).row), 0, quintptr{owner});
}

int JsonTreeModel::rowCount(const QModelIndex& parent) const {
    if (m_outline.empty() || parent.column() > 0) return 0;
    if (!parent.isValid()) return hidesRoot() ? static_cast<int>(m_outline.node(0).childCount) : 1;
    return static_cast<int>(m_outline.node(idOf(parent)).childCount);
}

QVariant JsonTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const std::uint32_t id = idOf(index);
    const JsonKind kind = m_outline.node(id).kind;
    if (role == MutedRole) {
        const bool container =
            kind == JsonKind::Object || kind == JsonKind::Array || kind == JsonKind::TooDeep;
        return index.column() == Value ? container || kind == JsonKind::Null
                                       : m_outline.node(id).nameLength == 0;
    }
    if (role != Qt::DisplayRole) return {};
    return index.column() == Name ? nameText(id) : valueText(id);
}

QString JsonTreeModel::nameText(std::uint32_t id) const {
    const JsonOutline::Node& node = m_outline.node(id);
    if (node.parent == JsonOutline::kNoNode) return tr("(value)");
    if (node.nameLength == 0) return QStringLiteral("[%1]").arg(node.row);
    return node.nameLength == 2 ? QStringLiteral("\"\"") : oneLine(m_outline.name(id));
}

QString JsonTreeModel::valueText(std::uint32_t id) const {
    const JsonOutline::Node& node = m_outline.node(id);
    switch (node.kind) {
    case JsonKind::Object:
        return tr("{%n field(s)}", nullptr, static_cast<int>(node.childCount));
    case JsonKind::Array:
        return tr("[%n element(s)]", nullptr, static_cast<int>(node.childCount));
    case JsonKind::TooDeep:
        return tr("nested deeper than %1 levels: %2")
            .arg(QString::number(JsonOutline::kMaxDepth), oneLine(m_outline.valueText(id), 120));
    default:
        return oneLine(m_outline.valueText(id));
    }
}

QString JsonTreeModel::fullText(const QModelIndex& index) const {
    return index.isValid() ? fromUtf8(m_outline.valueText(idOf(index))) : QString();
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == Name ? tr("Field") : tr("Value");
}

} // namespace eventflow::viewmodels
