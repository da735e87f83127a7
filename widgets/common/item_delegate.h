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

    // The parts of paint(), for delegates that lay a row out otherwise.
    static void paintBackground(QPainter& painter, const QStyleOptionViewItem& option,
                                const ThemeColors& theme);
    /// The part of a cell between its paddings.
    [[nodiscard]] static QRect contentArea(const QRect& cell);
    /// In the middle of the area's height. Returns where the text begins: the area's left edge without an
    /// icon.
    static int paintIcon(QPainter& painter, const QRect& area, const Decoration& decoration,
                         const ThemeColors& theme);
    [[nodiscard]] static QColor textColor(const Decoration& decoration, const QStyleOptionViewItem& option,
                                          const ThemeColors& theme);
    /// One line in the painter's pen and font, shortened at its end.
    static void drawLine(QPainter& painter, const QRect& area, const QFontMetrics& metrics, QString text,
                         Qt::Alignment alignment);
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
