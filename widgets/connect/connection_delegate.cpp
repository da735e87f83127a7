#include "widgets/connect/connection_delegate.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/connect/connection_drafts.h"
#include "widgets/connect/connection_look.h"

#include <QPainter>

namespace eventflow::widgets {

namespace {
constexpr int kBar = 4;
constexpr int kIcon = 14;
constexpr int kMargin = 10;
constexpr int kGap = 5;
} // namespace

void ConnectionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const ThemeColors& theme = colors(option.palette);
    paintBackground(*painter, option, theme);
    config::Connection look;
    look.environment =
        static_cast<config::Environment>(index.data(ConnectionDrafts::EnvironmentRole).toInt());
    look.colour = index.data(ConnectionDrafts::ColourRole).toString().toStdString();
    look.readOnly = index.data(ConnectionDrafts::ReadOnlyRole).toBool();
    const QRect row = option.rect;
    painter->fillRect(QRect(row.left(), row.top() + 3, kBar, row.height() - 6), connectionColor(theme, look));

    const int line = option.fontMetrics.height();
    QRect area(row.left() + kBar + kMargin, row.top() + (row.height() - 2 * line - 4) / 2,
               row.width() - kBar - 2 * kMargin, line);
    const double ratio = painter->device()->devicePixelRatioF();
    QRect nameArea = area;
    if (look.readOnly) {
        painter->drawPixmap(area.right() - kIcon, area.top() + (line - kIcon) / 2,
                            iconPixmap(QStringLiteral("lock"), theme.textMuted, kIcon, ratio));
        nameArea.setRight(area.right() - kIcon - kGap);
    }
    QFont name = option.font;
    name.setWeight(QFont::DemiBold);
    painter->setFont(name);
    painter->setPen(theme.text);
    drawLine(*painter, nameArea, QFontMetrics(name), index.data(Qt::DisplayRole).toString(), Qt::AlignLeft);

    area.translate(0, line + 4);
    painter->drawPixmap(area.left(), area.top() + (line - kIcon) / 2,
                        iconPixmap(environmentIcon(look.environment),
                                   environmentColor(theme, look.environment), kIcon, ratio));
    area.setLeft(area.left() + kIcon + kGap);
    painter->setFont(option.font);
    painter->setPen(theme.textMuted);
    const QString word = environmentWord(look.environment);
    const bool modified = index.data(ConnectionDrafts::ModifiedRole).toBool();
    drawLine(*painter, area, option.fontMetrics, modified ? tr("%1 · not saved").arg(word) : word,
             Qt::AlignLeft);
}

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {120, 2 * option.fontMetrics.height() + 4 + 14};
}

} // namespace eventflow::widgets
