#include "widgets/connect/connection_drafts.h"

#include "core/config/connection_export.h"
#include "widgets/connect/connection_look.h"

#include <algorithm>

namespace eventflow::widgets {

void ConnectionDrafts::load(const std::vector<config::Connection>& saved) {
    beginResetModel();
    std::vector<Entry> entries;
    for (const config::Connection& connection : saved) {
        Entry entry{connection.name, config::toYaml(connection), connection, connection};
        const int row = rowOf(connection.name);
        if (row >= 0 && isModified(row)) entry.draft = draft(row);
        entries.push_back(std::move(entry));
    }
    for (Entry& entry : m_entries)
        if (entry.savedName.empty()) entries.push_back(std::move(entry));
    m_entries = std::move(entries);
    endResetModel();
}

int ConnectionDrafts::add(config::Connection draft) {
    const int row = rowCount();
    const QStringList taken = otherNames(-1);
    const QString wanted = QString::fromStdString(draft.name);
    QString name = wanted;
    for (int number = 2; taken.contains(name); ++number)
        name = QStringLiteral("%1-%2").arg(wanted).arg(number);
    draft.name = name.toStdString();
    beginInsertRows({}, row, row);
    m_entries.push_back({{}, {}, draft, draft});
    endInsertRows();
    return row;
}

void ConnectionDrafts::remove(int row) {
    beginRemoveRows({}, row, row);
    m_entries.erase(m_entries.begin() + row);
    endRemoveRows();
}

void ConnectionDrafts::setDraft(int row, const config::Connection& draft) {
    m_entries[at(row)].draft = draft;
    Q_EMIT dataChanged(index(row), index(row));
}

void ConnectionDrafts::revert(int row) {
    setDraft(row, m_entries[at(row)].saved);
}

bool ConnectionDrafts::isModified(int row) const {
    const Entry& entry = m_entries[at(row)];
    return entry.savedName.empty() || config::toYaml(entry.draft) != entry.savedText;
}

int ConnectionDrafts::modifiedCount() const {
    int count = 0;
    for (int row = 0; row < rowCount(); ++row)
        count += isModified(row) ? 1 : 0;
    return count;
}

int ConnectionDrafts::rowOf(const std::string& savedName) const {
    const auto found = std::ranges::find(m_entries, savedName, &Entry::savedName);
    return found == m_entries.end() || savedName.empty() ? -1 : static_cast<int>(found - m_entries.begin());
}

QStringList ConnectionDrafts::otherNames(int row) const {
    QStringList names;
    for (int other = 0; other < rowCount(); ++other)
        if (other != row) names << QString::fromStdString(draft(other).name);
    return names;
}

int ConnectionDrafts::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ConnectionDrafts::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const config::Connection& connection = draft(index.row());
    const QString name = QString::fromStdString(connection.name);
    switch (role) {
    case Qt::DisplayRole:
        return name.isEmpty() ? tr("(no name)") : name;
    case Qt::AccessibleTextRole:
        return isModified(index.row()) ? tr("%1, %2, not saved").arg(name, connectionSummary(connection))
                                       : tr("%1, %2").arg(name, connectionSummary(connection));
    case Qt::ToolTipRole:
        return QString::fromStdString(connection.bootstrapServers).toHtmlEscaped();
    case EnvironmentRole:
        return static_cast<int>(connection.environment);
    case ColourRole:
        return QString::fromStdString(connection.colour);
    case ReadOnlyRole:
        return connection.readOnly;
    case ModifiedRole:
        return isModified(index.row());
    default:
        return {};
    }
}

} // namespace eventflow::widgets
