#include "widgets/common/item_delegate.h"

#include "core/model/alert.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/roles.h"

#include <QPainter>

namespace eventflow::widgets {

namespace {

constexpr int kPadding = 8;
constexpr int kIcon = 16;
constexpr int kIconGap = 6;
constexpr int kNarrowest = 2; ///< pixels; no letter is narrower

QColor stateColor(const ThemeColors& theme, AlertState state) {
    switch (state) {
    case AlertState::Firing:
        return theme.critical;
    case AlertState::Pending:
        return theme.warning;
    case AlertState::Recovering:
        return theme.info;
    case AlertState::Resolved:
        return theme.ok;
    case AlertState::Inactive:
        break;
    }
    return theme.textMuted;
}

} // namespace

void ItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const ThemeColors& theme = colors(option.palette);
    paintBackground(*painter, option, theme);
    QRect area = contentArea(option.rect);
    const Decoration decoration = decorationOf(index, theme);
    area.setLeft(paintIcon(*painter, area, decoration, theme));
    const bool muted = !decoration.color.isValid() && !option.state.testFlag(QStyle::State_Selected) &&
                       index.data(viewmodels::MutedRole).toBool();
    painter->setPen(muted ? theme.textMuted : textColor(decoration, option, theme));
    painter->setFont(option.font);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    drawLine(*painter, area, option.fontMetrics, index.data(Qt::DisplayRole).toString(),
             alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft);
}

void ItemDelegate::paintBackground(QPainter& painter, const QStyleOptionViewItem& option,
                                   const ThemeColors& theme) {
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, theme.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter.fillRect(option.rect, theme.hover);
}

QRect ItemDelegate::contentArea(const QRect& cell) {
    return cell.adjusted(kPadding, 0, -kPadding, 0);
}

int ItemDelegate::paintIcon(QPainter& painter, const QRect& area, const Decoration& decoration,
                            const ThemeColors& theme) {
    if (decoration.icon.isEmpty()) return area.left();
    const QPixmap icon =
        iconPixmap(decoration.icon, decoration.color.isValid() ? decoration.color : theme.text, kIcon,
                   painter.device()->devicePixelRatioF());
    painter.drawPixmap(area.left(), area.center().y() - kIcon / 2 + 1, icon);
    return area.left() + kIcon + kIconGap;
}

QColor ItemDelegate::textColor(const Decoration& decoration, const QStyleOptionViewItem& option,
                               const ThemeColors& theme) {
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    return selected || !decoration.color.isValid() ? theme.text : decoration.color;
}

void ItemDelegate::drawLine(QPainter& painter, const QRect& area, const QFontMetrics& metrics, QString text,
                            Qt::Alignment alignment) {
    // Straight to the glyphs: the general drawText() lays out paragraphs.
    if (text.isEmpty() || area.width() <= 0) return;
    text.truncate(area.width() / kNarrowest + 1); // a value may have hundreds of letters that are not seen
    const bool right = alignment.testFlag(Qt::AlignRight);
    int width = metrics.horizontalAdvance(text);
    if (width > area.width()) {
        text = metrics.elidedText(text, Qt::ElideRight, area.width());
        width = right ? metrics.horizontalAdvance(text) : width;
    }
    const int x = right ? area.right() + 1 - width : area.left();
    const int y = area.top() + (area.height() - metrics.height()) / 2 + metrics.ascent();
    painter.drawText(QPointF(x, y), text);
}

QSize ItemDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + kRowPadding};
}

ItemDelegate::Decoration ItemDelegate::decorationOf(const QModelIndex& index,
                                                    const ThemeColors& theme) const {
    const QVariant severity = index.data(viewmodels::SeverityRole);
    if (!severity.isValid()) return {};
    const auto value = static_cast<viewmodels::Severity>(severity.toInt());
    return {viewmodels::severityIcon(value), severityColor(theme, value)};
}

ItemDelegate::Decoration AlertStateDelegate::decorationOf(const QModelIndex& index,
                                                          const ThemeColors& theme) const {
    const QVariant state = index.data(viewmodels::StateRole);
    if (!state.isValid()) return ItemDelegate::decorationOf(index, theme);
    const auto value = static_cast<AlertState>(state.toInt());
    return {viewmodels::alertStateIcon(value), stateColor(theme, value)};
}

} // namespace eventflow::widgets
