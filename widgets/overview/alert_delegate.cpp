#include "widgets/overview/alert_delegate.h"

#include "core/model/alert.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/firing_alerts_model.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/severity.h"

#include <QPainter>

namespace eventflow::widgets {

namespace {
constexpr int kPadding = 10;
constexpr int kIcon = 16;
} // namespace

QSize AlertDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {120, 3 * option.fontMetrics.height() + 2 * kPadding};
}

void AlertDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    using viewmodels::FiringAlertsModel;
    const ThemeColors& theme = colors(option.palette);
    const auto severity = static_cast<viewmodels::Severity>(index.data(viewmodels::SeverityRole).toInt());
    const bool recovering =
        index.data(viewmodels::StateRole).toInt() == static_cast<int>(AlertState::Recovering);
    const QColor color = severityColor(theme, severity);

    painter->save();
    paintBackground(*painter, option, theme);
    painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), color);
    painter->setPen(theme.grid);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    const QRect inner = option.rect.adjusted(kPadding + 4, kPadding - 2, -kPadding, -kPadding + 2);
    const int line = inner.height() / 3;
    const QRect first(inner.left(), inner.top(), inner.width(), line);
    const QRect second = first.translated(0, line);
    const QRect third = second.translated(0, line);
    coloredIcon(viewmodels::severityIcon(severity), color)
        .paint(painter, QRect(first.left(), first.center().y() - kIcon / 2 + 1, kIcon, kIcon));
    const QString word = recovering ? tr("%1, recovering").arg(viewmodels::severityWord(severity))
                                    : viewmodels::severityWord(severity);
    const QFontMetrics metrics(option.font);
    painter->setFont(option.font);
    painter->setPen(color);
    painter->drawText(first.adjusted(kIcon + 6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, word);
    painter->setPen(theme.textMuted);
    painter->drawText(first, Qt::AlignVCenter | Qt::AlignRight,
                      index.data(FiringAlertsModel::AgeRole).toString());
    painter->drawText(third, Qt::AlignVCenter | Qt::AlignLeft,
                      metrics.elidedText(index.data(FiringAlertsModel::LabelsRole).toString(), Qt::ElideRight,
                                         third.width()));
    QFont bold = option.font;
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(theme.text);
    painter->drawText(second, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetrics(bold).elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight,
                                                    second.width()));
    painter->restore();
}

} // namespace eventflow::widgets
