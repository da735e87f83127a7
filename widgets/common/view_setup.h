#pragma once

#include <QFont>
#include <QList>
#include <QString>

#include <initializer_list>

class QLabel;
class QLineEdit;
class QTableView;
class QTreeView;
class QWidget;

namespace eventflow::widgets {

/// What every table of ours has in common: rows of one fixed height (so that an insertion costs nothing),
/// whole rows selected one at a time, no grid, the first column at the left edge. Call after setModel().
/// `accessibleName` is what a screen reader says; `widths` are in digits, one per column; column
/// `stretch` takes the rest, -1 shares the whole width equally.
void setUpTable(QTableView& view, const QString& accessibleName, std::initializer_list<int> widths,
                int stretch);
/// The same for a tree.
void setUpTree(QTreeView& view, const QString& accessibleName, std::initializer_list<int> widths,
               int stretch);

/// Ctrl+F goes to the filter, Escape in it clears it; F6 and Shift+F6 go from pane to pane. Within `owner`.
void installPaneKeys(QWidget& owner, QLineEdit* filter, QList<QWidget*> panes);

/// A line edit with a magnifier and a clear button.
QLineEdit* makeFilterEdit(const QString& placeholder, const QString& accessibleName, QWidget* parent);
/// Text of the given role of the style sheet (`heading`, `muted`, `error`, or empty), never interpreted as
/// rich text.
QLabel* makeLabel(const QString& text, const char* role, QWidget* parent);
QFont monospaceFont(const QFont& like);

} // namespace eventflow::widgets
