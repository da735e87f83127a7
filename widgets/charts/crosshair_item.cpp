#include "widgets/charts/crosshair_item.h"

#include "widgets/common/theme.h"

#include <QFontMetricsF>
#include <QPainter>

namespace eventflow::widgets {

namespace {
constexpr double kPadding = 8;
constexpr double kSwatch = 10;
} // namespace

void CrosshairItem::setBounds(const QRectF& plot) {
    if (plot == m_plot) return;
    prepareGeometryChange();
    m_plot = plot;
}

void CrosshairItem::setTheme(const ThemeColors& theme, const QFont& font) {
    m_theme = &theme;
    m_font = font;
    update();
}

void CrosshairItem::setContent(Content content) {
    m_content = std::move(content);
    update();
}

void CrosshairItem::setSelection(double from, double until) {
    m_selectFrom = std::min(from, until);
    m_selectUntil = std::max(from, until);
    update();
}

void CrosshairItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    if (m_theme == nullptr) return;
    if (m_selectUntil > m_selectFrom) {
        QColor fill = m_theme->accent;
        fill.setAlphaF(0.18F);
        painter->fillRect(QRectF(m_selectFrom, m_plot.top(), m_selectUntil - m_selectFrom, m_plot.height()),
                          fill);
    }
    if (!m_content.visible) return;
    QPen pen(m_theme->textMuted, 1);
    pen.setCosmetic(true);
    painter->setPen(pen);
    painter->drawLine(QLineF(m_content.x, m_plot.top(), m_content.x, m_plot.bottom()));
    if (!m_content.rows.empty()) paintBox(*painter);
}

void CrosshairItem::paintBox(QPainter& painter) const {
    const QFontMetricsF metrics(m_font);
    double names = 0;
    double values = 0;
    for (const Row& row : m_content.rows) {
        names = std::max(names, metrics.horizontalAdvance(row.name));
        values = std::max(values, metrics.horizontalAdvance(row.value));
    }
    names = std::min(names, m_plot.width() * 0.4);
    const double lineHeight = metrics.height() + 2;
    const double width =
        std::max(kSwatch + 6 + names + 14 + values, metrics.horizontalAdvance(m_content.title)) +
        2 * kPadding;
    const double height = lineHeight * static_cast<double>(m_content.rows.size() + 1) + 2 * kPadding - 2;
    double left = m_content.x + 12;
    if (left + width > m_plot.right()) left = m_content.x - 12 - width;
    left = std::max(left, m_plot.left());
    const QRectF box(left, m_plot.top() + std::max(2.0, (m_plot.height() - height) / 2), width, height);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme->border);
    painter.setBrush(m_theme->raised);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setFont(m_font);
    double y = box.top() + kPadding;
    painter.setPen(m_theme->textMuted);
    painter.drawText(QPointF(box.left() + kPadding, y + metrics.ascent()), m_content.title);
    for (const Row& row : m_content.rows) {
        y += lineHeight;
        double x = box.left() + kPadding;
        if (row.color.isValid()) {
            painter.fillRect(QRectF(x, y + metrics.height() / 2 - 1.5, kSwatch, 3), row.color);
            x += kSwatch + 6;
        }
        painter.setPen(row.color.isValid() ? m_theme->text : m_theme->textMuted);
        painter.drawText(QPointF(x, y + metrics.ascent()),
                         metrics.elidedText(row.name, Qt::ElideMiddle, names));
        painter.drawText(
            QPointF(box.right() - kPadding - metrics.horizontalAdvance(row.value), y + metrics.ascent()),
            row.value);
    }
    painter.restore();
}

} // namespace eventflow::widgets
