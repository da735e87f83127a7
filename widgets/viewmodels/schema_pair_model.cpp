#include "widgets/viewmodels/schema_pair_model.h"

#include "core/schema/schema_diff.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/schema_node_model.h"

#include <algorithm>
#include <optional>

namespace eventflow::viewmodels {

using schema::SchemaNode;

namespace {

QString describe(const SchemaNode* node) {
    if (node == nullptr) return {};
    QString text = oneLine(node->typeText);
    if (node->optional) text = SchemaPairModel::tr("%1, optional").arg(text);
    if (node->defaultText)
        text = SchemaPairModel::tr("%1, default %2").arg(text, oneLine(*node->defaultText));
    return text;
}

std::optional<schema::ChangeKind> changeOf(const SchemaNode* before, const SchemaNode* after) {
    if (before == nullptr) return schema::ChangeKind::Added;
    if (after == nullptr) return schema::ChangeKind::Removed;
    const bool same = before->typeText == after->typeText && before->optional == after->optional &&
                      before->defaultText == after->defaultText;
    return same ? std::nullopt : std::optional(schema::ChangeKind::Changed);
}

} // namespace

SchemaPairs::SchemaPairs(Tree before, Tree after)
    : m_before(std::move(before)), m_after(std::move(after)), m_entries{{&m_before->root, &m_after->root}} {
    addChildren(0, {});
}

std::size_t SchemaPairs::find(const std::string& path) const {
    const auto found = m_places.find(path);
    return found == m_places.end() ? 0 : found->second;
}

/// In the order of the new version; what is gone stands where it was.
void SchemaPairs::addChildren(std::size_t parent, const std::string& path) {
    static const std::vector<SchemaNode> kNone;
    const Entry entry = m_entries[parent]; // a copy: the entries move as they grow
    const auto& before = entry.before != nullptr ? entry.before->children : kNone;
    const auto& after = entry.after != nullptr ? entry.after->children : kNone;
    std::unordered_map<std::string_view, std::size_t> placeBefore;
    for (std::size_t i = 0; i < before.size(); ++i)
        placeBefore.emplace(before[i].name, i);
    std::unordered_map<std::string_view, bool> kept;
    for (const SchemaNode& node : after)
        kept.emplace(node.name, true);

    std::size_t next = 0;
    const auto addGoneBefore = [&](std::size_t end) {
        for (; next < end; ++next)
            if (!kept.contains(before[next].name)) addChild(parent, &before[next], nullptr, path);
    };
    for (const SchemaNode& node : after) {
        const auto old = placeBefore.find(node.name);
        if (old != placeBefore.end()) addGoneBefore(old->second);
        addChild(parent, old == placeBefore.end() ? nullptr : &before[old->second], &node, path);
    }
    addGoneBefore(before.size());
}

void SchemaPairs::addChild(std::size_t parent, const SchemaNode* before, const SchemaNode* after,
                           const std::string& path) {
    const std::size_t own = m_entries.size();
    const std::string place = schema::childPath(path, after != nullptr ? after->name : before->name);
    m_entries.push_back({before, after, parent, static_cast<int>(m_entries[parent].children.size())});
    m_entries[parent].children.push_back(own);
    m_places.emplace(place, own);
    addChildren(own, place);
}

void SchemaPairModel::setPairs(std::shared_ptr<const SchemaPairs> pairs, QString beforeTitle,
                               QString afterTitle) {
    beginResetModel();
    m_pairs = std::move(pairs);
    m_beforeTitle = std::move(beforeTitle);
    m_afterTitle = std::move(afterTitle);
    endResetModel();
}

const SchemaPairs::Entry& SchemaPairModel::entryOf(const QModelIndex& index) const {
    return (*m_pairs)[index.isValid() ? index.internalId() : 0];
}

QModelIndex SchemaPairModel::indexOfPath(const std::string& path) const {
    const std::size_t found = m_pairs == nullptr ? 0 : m_pairs->find(path);
    return found == 0 ? QModelIndex() : createIndex((*m_pairs)[found].row, 0, found);
}

QModelIndex SchemaPairModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, entryOf(parent).children[static_cast<std::size_t>(row)]);
}

QModelIndex SchemaPairModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    const std::size_t parent = entryOf(child).parent;
    return parent == 0 ? QModelIndex() : createIndex((*m_pairs)[parent].row, 0, parent);
}

int SchemaPairModel::rowCount(const QModelIndex& parent) const {
    if (m_pairs == nullptr || parent.column() > 0) return 0;
    return static_cast<int>(entryOf(parent).children.size());
}

QVariant SchemaPairModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const SchemaPairs::Entry& entry = entryOf(index);
    const auto change = changeOf(entry.before, entry.after);
    if (role == StateRole) return change ? QVariant(static_cast<int>(*change)) : QVariant();
    if (role == MutedRole) return !change;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
    case Name:
        return nodeNameText(entry.after != nullptr ? *entry.after : *entry.before);
    case Before:
        return describe(entry.before);
    case After:
        return describe(entry.after);
    default:
        return {};
    }
}

QVariant SchemaPairModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Field");
    case Before:
        return m_beforeTitle;
    case After:
        return m_afterTitle;
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
