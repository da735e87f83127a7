#include "widgets/common/view_setup.h"

#include "widgets/common/icons.h"

#include <QAction>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QShortcut>
#include <QTableView>
#include <QTreeView>

#include <algorithm>
#include <utility>

namespace eventflow::widgets {

namespace {

constexpr int kColumnPadding = 20;

void setUpView(QAbstractItemView& view, const QString& accessibleName) {
    view.setAccessibleName(accessibleName);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::SingleSelection);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setTextElideMode(Qt::ElideRight);
    view.setTabKeyNavigation(false);
}

void setUpHeader(QHeaderView& header, std::initializer_list<int> widths, int stretch) {
    header.setHighlightSections(false);
    header.setStretchLastSection(false);
    header.setMinimumSectionSize(36);
    header.setTextElideMode(Qt::ElideRight);
    int column = 0;
    const int digit = header.fontMetrics().horizontalAdvance(u'0');
    // The style sheet's bold arrives after this; the size hint does not know it yet.
    QFont bold = header.font();
    bold.setBold(true);
    const QFontMetrics titles(bold);
    for (const int characters : widths) {
        const QString title = header.model()->headerData(column, header.orientation()).toString();
        const int forTitle = titles.horizontalAdvance(title) + kColumnPadding;
        header.resizeSection(column++, std::max(characters * digit + kColumnPadding, forTitle));
    }
    if (stretch >= 0)
        header.setSectionResizeMode(stretch, QHeaderView::Stretch);
    else
        header.setSectionResizeMode(QHeaderView::Stretch);
}

void focusNext(const QList<QWidget*>& panes, int direction) {
    int at = direction > 0 ? -1 : 0;
    for (int i = 0; i < panes.size(); ++i)
        if (panes[i]->hasFocus() ||
            (panes[i]->focusWidget() != nullptr && panes[i]->focusWidget()->hasFocus()))
            at = i;
    for (int step = 1; step <= panes.size(); ++step) {
        const auto size = static_cast<int>(panes.size());
        QWidget* pane = panes[((at + direction * step) % size + size) % size];
        if (!pane->isVisible() || !pane->isEnabled()) continue;
        pane->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

} // namespace

void setUpTable(QTableView& view, const QString& accessibleName, std::initializer_list<int> widths,
                int stretch) {
    setUpView(view, accessibleName);
    view.setShowGrid(false);
    view.setWordWrap(false);
    view.setCornerButtonEnabled(false);
    view.verticalHeader()->hide();
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.verticalHeader()->setMinimumSectionSize(0);
    view.verticalHeader()->setDefaultSectionSize(view.fontMetrics().height() + kRowPadding);
    setUpHeader(*view.horizontalHeader(), widths, stretch);
}

void setUpTree(QTreeView& view, const QString& accessibleName, std::initializer_list<int> widths,
               int stretch) {
    setUpView(view, accessibleName);
    view.setUniformRowHeights(true);
    view.setWordWrap(false);
    view.setAllColumnsShowFocus(true);
    view.setIndentation(16);
    setUpHeader(*view.header(), widths, stretch);
}

void setUpList(QListView& view, const QString& accessibleName) {
    setUpView(view, accessibleName);
    view.setUniformItemSizes(true);
}

void onRowChosen(QAbstractItemView& view, QObject* context, std::function<void(int row)> chosen) {
    QObject::connect(view.selectionModel(), &QItemSelectionModel::selectionChanged, context,
                     [&view, chosen = std::move(chosen)] {
                         const QModelIndexList rows = view.selectionModel()->selectedRows();
                         chosen(rows.isEmpty() ? -1 : rows.first().row());
                     });
}

void installPaneKeys(QWidget& owner, QLineEdit* filter, QList<QWidget*> panes) {
    const auto on = [&owner](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, &owner);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(shortcut, &QShortcut::activated, &owner, action);
    };
    if (filter != nullptr) {
        on(QKeySequence::Find, [filter] {
            filter->setFocus(Qt::ShortcutFocusReason);
            filter->selectAll();
        });
        auto* clear = new QShortcut(Qt::Key_Escape, filter, filter, &QLineEdit::clear);
        clear->setContext(Qt::WidgetShortcut);
    }
    on(Qt::Key_F6, [panes] { focusNext(panes, 1); });
    on(QKeySequence(Qt::SHIFT | Qt::Key_F6), [panes] { focusNext(panes, -1); });
}

QLineEdit* makeFilterEdit(const QString& placeholder, const QString& accessibleName, QWidget* parent) {
    auto* edit = new QLineEdit(parent);
    edit->setPlaceholderText(placeholder);
    edit->setAccessibleName(accessibleName);
    edit->setClearButtonEnabled(true);
    edit->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    edit->setMaxLength(512);
    return edit;
}

QLabel* makeLabel(const QString& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    if (*role != '\0') label->setProperty("role", QString::fromLatin1(role));
    return label;
}

QFont monospaceFont(const QFont& like) {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(like.pointSizeF());
    return font;
}

} // namespace eventflow::widgets
