#pragma once

#include <QStyledItemDelegate>

namespace eventflow::widgets {

/// Draws the shared roles of viewmodels/roles.h: SeverityRole as icon and colour beside the word, MutedRole
/// in the muted text colour. Subclasses choose icons for other roles.
class ItemDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
    /// Puts an icon of resources/icons in front of the text; `color` also paints the text when it is valid.
    static void setIcon(QStyleOptionViewItem* option, const QString& iconName, const QColor& color);
};

/// AlertState in StateRole as icon and colour beside the word.
class AlertStateDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace eventflow::widgets
