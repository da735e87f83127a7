#pragma once

#include <QColor>
#include <QStyledItemDelegate>

namespace eventflow::widgets {

struct ThemeColors;

/// Draws the shared roles of viewmodels/roles.h: SeverityRole as icon and colour beside the word, MutedRole
/// in the muted text colour. Draws by itself, without the style: a table of two hundred cells is painted in
/// every frame. Subclasses choose icons for other roles.
class ItemDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    /// As high as a row of a table.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    /// An icon of resources/icons in front of the text.
    struct Decoration {
        QString icon; ///< empty: none
        QColor color; ///< of icon and text; invalid: the icon in the theme's text colour, the text in its own
    };
    [[nodiscard]] virtual Decoration decorationOf(const QModelIndex& index, const ThemeColors& theme) const;
};

/// AlertState in StateRole as icon and colour beside the word.
class AlertStateDelegate : public ItemDelegate {
    Q_OBJECT
public:
    using ItemDelegate::ItemDelegate;

protected:
    [[nodiscard]] Decoration decorationOf(const QModelIndex& index, const ThemeColors& theme) const override;
};

} // namespace eventflow::widgets
