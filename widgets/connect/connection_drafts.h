#pragma once

#include "core/config/connection.h"

#include <QAbstractListModel>
#include <QStringList>

#include <string>
#include <vector>

namespace eventflow::widgets {

/// The connections of the desk as they are being edited: a change stays a draft, whichever connection is
/// looked at, until it is saved or given up. Thread: GUI.
class ConnectionDrafts : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : int {
        EnvironmentRole = Qt::UserRole + 100, ///< int of config::Environment
        ColourRole,                           ///< `#rrggbb`, or empty
        ReadOnlyRole,                         ///< bool
        ModifiedRole,                         ///< bool
    };

    using QAbstractListModel::QAbstractListModel;

    /// As the desk has them now; drafts of those that are still there stay, and those of new ones.
    void load(const std::vector<config::Connection>& saved);
    /// A connection that is not saved; its name is made unique. Returns its row.
    int add(config::Connection draft);
    void remove(int row);
    void setDraft(int row, const config::Connection& draft);
    void revert(int row);

    [[nodiscard]] const config::Connection& draft(int row) const { return m_entries[at(row)].draft; }
    /// The name it has at the desk; empty: it is new.
    [[nodiscard]] const std::string& savedName(int row) const { return m_entries[at(row)].savedName; }
    [[nodiscard]] bool isModified(int row) const;
    [[nodiscard]] int modifiedCount() const;
    /// -1: none.
    [[nodiscard]] int rowOf(const std::string& savedName) const;
    [[nodiscard]] QStringList otherNames(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Entry {
        std::string savedName;
        std::string savedText; ///< what was saved, as YAML: two connections are the same when that is
        config::Connection saved;
        config::Connection draft;
    };
    static std::size_t at(int row) { return static_cast<std::size_t>(row); }

    std::vector<Entry> m_entries;
};

} // namespace eventflow::widgets
