#pragma once

#include "widgets/viewmodels/bookmarks.h"

#include <QTableView>
#include <QTimer>

namespace eventflow::viewmodels {
class BrowseModel;
}

namespace eventflow::widgets {

class MarkedScrollBar;

/// The table of a BrowseModel: rows that come on top do not move what is being read; bookmarked rows are
/// marked, in the scroll bar too. Thread: GUI. Lifetime: model and bookmarks outlive it.
class MessageTable : public QTableView {
    Q_OBJECT
public:
    /// Rows that Ctrl+A chooses: a selection of millions takes seconds.
    static constexpr int kMaxSelected = 100'000;

    MessageTable(viewmodels::BrowseModel& model, const viewmodels::Bookmarks& bookmarks, QWidget* parent);

    /// Takes in what the stores of the model have now.
    void refresh();
    /// Rows of the selection, from the top, at most so many.
    [[nodiscard]] QList<int> chosenRows(int atMost) const;
    [[nodiscard]] int firstVisible() const;
    [[nodiscard]] int lastVisible() const;
    /// Chooses a row and brings it into sight.
    void goTo(int row);
    void selectAll() override;
    /// Of the current row, or what comes first.
    void goToBookmark(bool forwards);
    /// They are others now.
    void bookmarksChanged();

Q_SIGNALS:
    /// The rows in sight are others now, or hold something else. Once for several changes.
    void visibleRowsChanged();
    /// The last rows are in sight.
    void endReached();
    /// Rows that were there already have been looked through, in pieces between events.
    void lookedOn();

protected:
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void announceVisible();
    void findBookmarks();

    viewmodels::BrowseModel& m_model;
    const viewmodels::Bookmarks& m_bookmarks;
    viewmodels::BookmarkedRows m_marked;
    MarkedScrollBar* m_scrollBar;
    QTimer m_visible;
    QTimer m_findingBookmarks;
    QTimer m_lookingOn;
};

} // namespace eventflow::widgets
