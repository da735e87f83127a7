#include "widgets/common/theme_style.h"

#include "widgets/common/theme.h"

#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace eventflow::widgets {

namespace {

void drawMark(QPainter& painter, const QRectF& box, QStyle::State state) {
    const auto at = [&box](double x, double y) {
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height());
    };
    QPainterPath mark;
    if (state.testFlag(QStyle::State_NoChange)) {
        mark.moveTo(at(0.27, 0.5));
        mark.lineTo(at(0.73, 0.5));
    } else {
        mark.moveTo(at(0.24, 0.52));
        mark.lineTo(at(0.43, 0.71));
        mark.lineTo(at(0.77, 0.30));
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(mark);
}

void drawBox(QPainter& painter, const QStyleOption& option) {
    const ThemeColors& theme = colors(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool marked =
        option.state.testFlag(QStyle::State_On) || option.state.testFlag(QStyle::State_NoChange);
    const int side = std::min(option.rect.width(), option.rect.height());
    const QRectF square(option.rect.x() + (option.rect.width() - side) / 2,
                        option.rect.y() + (option.rect.height() - side) / 2, side, side);
    const QRectF box = square.adjusted(0.5, 0.5, -0.5, -0.5);
    const QColor strong = enabled ? theme.accent : blend(theme.surface, theme.textMuted, 0.7);
    const bool accented = marked || (enabled && option.state.testFlag(QStyle::State_HasFocus));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(accented ? strong : blend(theme.surface, theme.textMuted, enabled ? 1.0 : 0.5), 1));
    painter.setBrush(marked ? strong : theme.surface);
    painter.drawRoundedRect(box, 3, 3);
    if (marked) {
        painter.setPen(QPen(theme.onAccent, side / 8.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        drawMark(painter, box, option.state);
    }
    painter.restore();
}

} // namespace

ThemeStyle::ThemeStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck)
        return drawBox(*painter, *option);
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace eventflow::widgets
