#include "widgets/overview/kpi_tile.h"

#include "widgets/charts/sparkline.h"
#include "widgets/common/theme.h"

#include <QPainter>

namespace eventflow::widgets {

namespace {
constexpr int kPadding = 12;
}

KpiTile::KpiTile(const QString& title, const QString& explanation, QWidget* parent)
    : QAbstractButton(parent) {
    setText(title);
    setToolTip(explanation);
    setAccessibleName(title);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void KpiTile::setFigure(const QString& value, Tone tone, const std::vector<double>& history) {
    if (value == m_value && tone == m_tone && history == m_history) return;
    m_value = value;
    m_tone = tone;
    m_history = history;
    setAccessibleDescription(value);
    update();
}

QColor KpiTile::toneColor() const {
    const ThemeColors& theme = colors(palette());
    switch (m_tone) {
    case Tone::Good:
        return theme.ok;
    case Tone::Warning:
        return theme.warning;
    case Tone::Critical:
        return theme.critical;
    case Tone::Plain:
        break;
    }
    return theme.accent;
}

void KpiTile::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.border, 1));
    painter.setBrush(underMouse() ? theme.raised : theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);

    const QRect inner = rect().adjusted(kPadding, 10, -kPadding, -10);
    painter.setPen(theme.textMuted);
    painter.drawText(inner, Qt::AlignTop | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 1.65);
    large.setWeight(QFont::DemiBold);
    painter.setFont(large);
    painter.setPen(m_tone == Tone::Plain ? theme.text : toneColor());
    painter.drawText(inner, Qt::AlignBottom | Qt::AlignLeft, m_value);
    const int used = painter.fontMetrics().horizontalAdvance(m_value) + 14;
    const QRectF spark(inner.left() + used, inner.bottom() - 26, inner.width() - used, 24);
    if (spark.width() >= 24) drawSparkline(painter, spark, m_history, toneColor());
}

} // namespace eventflow::widgets
