#include "widgets/alerts/timeline_delegate.h"

#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/transition_log.h"

#include <QPainter>

namespace eventflow::widgets {

using viewmodels::TransitionModel;

namespace {

constexpr int kGap = 12;    ///< between the change and its time
constexpr int kLineGap = 2; ///< between the two lines

} // namespace

void TimelineDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const ThemeColors& theme = colors(option.palette);
    const Decoration decoration = decorationOf(index, theme);
    paintBackground(*painter, option, theme);
    const int line = option.fontMetrics.height();
    QRect area = contentArea(option.rect);
    area.setTop(area.top() + kRowPadding / 2);
    area.setHeight(line);
    area.setLeft(paintIcon(*painter, area, decoration, theme));

    painter->setFont(option.font);
    painter->setPen(theme.textMuted);
    const QString tick = index.siblingAtColumn(TransitionModel::Tick).data().toString();
    drawLine(*painter, area, option.fontMetrics, tick, Qt::AlignRight);
    QRect change = area;
    change.setRight(area.right() - option.fontMetrics.horizontalAdvance(tick) - kGap);
    painter->setPen(textColor(decoration, option, theme));
    drawLine(*painter, change, option.fontMetrics, index.data().toString(), Qt::AlignLeft);

    area.translate(0, line + kLineGap);
    painter->setPen(theme.textMuted);
    drawLine(*painter, area, option.fontMetrics,
             index.siblingAtColumn(TransitionModel::Reason).data().toString(), Qt::AlignLeft);
}

QSize TimelineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    // As wide as the view: what is longer is shortened.
    return {0, 2 * option.fontMetrics.height() + kLineGap + kRowPadding};
}

} // namespace eventflow::widgets
