#pragma once

#include "widgets/viewmodels/bookmarks.h"
#include "widgets/viewmodels/browse_rows.h"
#include "widgets/viewmodels/record_place.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/row_reader.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// What browsing has found, as a table of millions of rows: nothing is copied out of the stores; what the
/// rows in sight hold is read elsewhere (wanted(), setRead()) and kept for kMaxRead rows. Thread: GUI.
class BrowseModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// Behind the last one come the columns of chosen fields.
    enum Column : int { Time, Topic, Partition, Offset, Key, Value, Size, Headers, ColumnCount };
    static constexpr int kMarkRole = BadgeRole + 1; ///< bool; somebody has put a bookmark there
    static constexpr std::size_t kMaxRead = 4096;
    static constexpr std::size_t kMaxFieldColumns = 32;

    using QAbstractTableModel::QAbstractTableModel;

    void setStores(BrowseRows::Store above, BrowseRows::Store below, const std::optional<TimeSpan>& span);
    /// Takes in what the stores have now, with one insertion at either end at most. The number of rows that
    /// came on top.
    int refresh();
    void setFields(const QStringList& paths);
    [[nodiscard]] const QStringList& fields() const { return m_fields; }
    /// Whose rows are marked; they outlive the model.
    void setBookmarks(const Bookmarks* bookmarks);
    /// Marks are others now.
    void bookmarksChanged();
    /// Nothing of keys and values is shown before it has been read.
    void setHidden(bool hidden);
    /// Forgets what was read: columns, masks or formats are others now.
    void forgetRead();

    [[nodiscard]] const BrowseRows& rows() const { return m_rows; }
    [[nodiscard]] RecordPlace place(int row) const;
    /// -1 when it is not shown. Looks at the rows from `near` outwards, at most so many.
    [[nodiscard]] int rowOf(const RecordPlace& place, int near, int atMost) const;

    /// Those of the rows that have not been read.
    [[nodiscard]] std::vector<RowToRead> wanted(int first, int last) const;
    using ReadRows = std::vector<std::pair<std::uint64_t, RowText>>;
    void setRead(ReadRows rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::uint64_t idOf(const BrowseRows::Place& place) const;
    [[nodiscard]] const RowText* readOf(const BrowseRows::Place& place) const;
    [[nodiscard]] QString shown(const BrowseRows::Place& place, int column) const;
    [[nodiscard]] QString bytesText(const BrowseRows::Place& place, bool key) const;
    [[nodiscard]] static bool isMissing(const browse::Row& row, int column);

    [[nodiscard]] const QString* noteOf(const BrowseRows::Place& place) const;

    BrowseRows m_rows;
    const Bookmarks* m_bookmarks = nullptr;
    QStringList m_fields;
    bool m_hidden = false;
    std::unordered_map<std::uint64_t, RowText> m_read;
};

} // namespace eventflow::viewmodels
