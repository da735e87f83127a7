#include "widgets/messages/message_table.h"

#include "widgets/common/item_delegate.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/messages/marked_scroll_bar.h"
#include "widgets/viewmodels/browse_model.h"

#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace eventflow::widgets {

using viewmodels::BrowseModel;

namespace {

/// So many rows before the last one, more are asked for.
constexpr int kRowsAhead = 50;
constexpr int kVisibleMs = 30;

/// A bookmark in front of the time of a row that has one.
class MessageDelegate : public ItemDelegate {
public:
    using ItemDelegate::ItemDelegate;

protected:
    [[nodiscard]] Decoration decorationOf(const QModelIndex& index, const ThemeColors& theme) const override {
        if (index.column() != BrowseModel::Time || !index.data(BrowseModel::kMarkRole).toBool()) return {};
        return {QStringLiteral("bookmark"), theme.accent};
    }
};

} // namespace

MessageTable::MessageTable(BrowseModel& model, const viewmodels::Bookmarks& bookmarks, QWidget* parent)
    : QTableView(parent), m_model(model), m_bookmarks(bookmarks), m_scrollBar(new MarkedScrollBar(this)) {
    setVerticalScrollBar(m_scrollBar);
    setModel(&model);
    setItemDelegate(new MessageDelegate(this));
    setUpTable(*this, tr("Messages"), {21, 16, 5, 9, 12, 40, 8, 4}, BrowseModel::Value);
    setSelectionMode(ExtendedSelection);
    horizontalHeader()->setSectionsMovable(true);
    m_visible.setSingleShot(true);
    m_visible.setInterval(kVisibleMs);
    connect(&m_visible, &QTimer::timeout, this, &MessageTable::announceVisible);
    const auto later = [this] {
        if (!m_visible.isActive()) m_visible.start();
    };
    connect(&model, &QAbstractItemModel::modelReset, this, later);
    connect(&model, &QAbstractItemModel::rowsInserted, this, later);
    m_lookingOn.setInterval(0);
    m_lookingOn.setSingleShot(true);
    connect(&m_lookingOn, &QTimer::timeout, this, [this] {
        refresh();
        Q_EMIT lookedOn();
    });
    m_findingBookmarks.setInterval(0);
    connect(&m_findingBookmarks, &QTimer::timeout, this, &MessageTable::findBookmarks);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { m_marked.reset(); });
    connect(&model, &QAbstractItemModel::rowsInserted, &m_findingBookmarks, qOverload<>(&QTimer::start));
}

void MessageTable::refresh() {
    const int before = verticalScrollBar()->value();
    const bool follows = before == 0 && !selectionModel()->hasSelection();
    const int above = m_model.refresh();
    if (m_model.rows().behind()) m_lookingOn.start();
    if (above == 0 || follows || before + above == 0) return;
    // Now, not when the view gets to it: the next paint shows the same rows.
    updateGeometries();
    verticalScrollBar()->setValue(before + above * verticalHeader()->defaultSectionSize());
}

QList<int> MessageTable::chosenRows(int atMost) const {
    QList<int> rows;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom() && rows.size() < atMost; ++row)
            rows += row;
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

int MessageTable::firstVisible() const {
    return std::max(0, rowAt(0));
}

int MessageTable::lastVisible() const {
    const int last = rowAt(viewport()->height() - 1);
    return last >= 0 ? last : m_model.rowCount() - 1;
}

void MessageTable::goTo(int row) {
    if (row < 0 || row >= m_model.rowCount()) return;
    selectRow(row);
    scrollTo(m_model.index(row, horizontalHeader()->logicalIndexAt(0)), PositionAtCenter);
}

void MessageTable::selectAll() {
    if (m_model.rowCount() == 0) return;
    const int last = std::min(m_model.rowCount(), kMaxSelected) - 1;
    selectionModel()->select({m_model.index(0, 0), m_model.index(last, m_model.columnCount() - 1)},
                             QItemSelectionModel::ClearAndSelect);
}

void MessageTable::bookmarksChanged() {
    m_model.bookmarksChanged();
    m_marked.reset();
    m_findingBookmarks.start();
}

void MessageTable::findBookmarks() {
    if (!m_marked.look(m_model.rows(), m_bookmarks)) m_findingBookmarks.stop();
    m_scrollBar->setMarks(m_marked.positions(m_model.rows()), m_model.rowCount());
}

void MessageTable::goToBookmark(bool forwards) {
    while (m_findingBookmarks.isActive())
        findBookmarks();
    const int from = currentIndex().isValid() ? currentIndex().row() : -1;
    if (const auto row = m_marked.next(m_model.rows(), from, forwards)) goTo(*row);
}

void MessageTable::scrollContentsBy(int dx, int dy) {
    QTableView::scrollContentsBy(dx, dy);
    if (dy != 0 && !m_visible.isActive()) m_visible.start();
}

void MessageTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    if (!m_visible.isActive()) m_visible.start();
}

void MessageTable::announceVisible() {
    Q_EMIT visibleRowsChanged();
    if (m_model.rowCount() > 0 && lastVisible() >= m_model.rowCount() - kRowsAhead) Q_EMIT endReached();
}

} // namespace eventflow::widgets
