#pragma once

#include <QFont>
#include <QList>
#include <QString>

#include <functional>
#include <initializer_list>

class QAbstractItemView;
class QLabel;
class QLineEdit;
class QListView;
class QTableView;
class QTreeView;
class QWidget;

namespace eventflow::widgets {

/// Added to the height of the letters in every row of a table or a tree.
inline constexpr int kRowPadding = 10;

/// What every table of ours has in common: rows of one fixed height (so that an insertion costs nothing),
/// whole rows selected one at a time, no grid, the first column at the left edge. Call after setModel().
/// `accessibleName` is what a screen reader says; `widths` are in digits, one per column; column
/// `stretch` takes the rest, -1 shares the whole width equally.
void setUpTable(QTableView& view, const QString& accessibleName, std::initializer_list<int> widths,
                int stretch);
/// The same for a tree.
void setUpTree(QTreeView& view, const QString& accessibleName, std::initializer_list<int> widths,
               int stretch);
/// A list as wide as its view.
void setUpList(QListView& view, const QString& accessibleName);

/// Calls `chosen` with the row that is selected, -1 for none. By the selection, not by the current index: a
/// view that merely gets the focus makes its first row current, and nobody has chosen that. `context`: as
/// connect().
void onRowChosen(QAbstractItemView& view, QObject* context, std::function<void(int row)> chosen);

/// Ctrl+F goes to the filter, Escape in it clears it; F6 and Shift+F6 go from pane to pane. Within `owner`.
void installPaneKeys(QWidget& owner, QLineEdit* filter, QList<QWidget*> panes);

/// A line edit with a magnifier and a clear button.
QLineEdit* makeFilterEdit(const QString& placeholder, const QString& accessibleName, QWidget* parent);
/// Text of the given role of the style sheet (`heading`, `muted`, `error`, or empty), never interpreted as
/// rich text.
QLabel* makeLabel(const QString& text, const char* role, QWidget* parent);
QFont monospaceFont(const QFont& like);

} // namespace eventflow::widgets
