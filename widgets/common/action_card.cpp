#include "widgets/common/action_card.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QKeyEvent>
#include <QPainter>

namespace eventflow::widgets {

namespace {
constexpr int kWidth = 250;
constexpr int kPadding = 18;
constexpr int kIcon = 28;
} // namespace

ActionCard::ActionCard(const QString& iconName, const QString& title, const QString& text, QWidget* parent)
    : QAbstractButton(parent), m_iconName(iconName), m_text(text) {
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
}

void ActionCard::setPrimary(bool primary) {
    m_primary = primary;
    update();
}

QSize ActionCard::sizeHint() const {
    const QRect wrapped =
        fontMetrics().boundingRect(QRect(0, 0, kWidth - 2 * kPadding, 400), Qt::TextWordWrap, m_text);
    return {kWidth, kPadding + kIcon + 14 + fontMetrics().height() + 10 + wrapped.height() + kPadding};
}

void ActionCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void ActionCard::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || hasFocus();
    const QColor fill = m_primary ? blend(theme.surface, theme.accent, lit ? 0.20 : 0.12)
                                  : (lit ? theme.hover : theme.surface);
    painter.setPen(QPen(hasFocus() || m_primary ? theme.accent : theme.border, hasFocus() ? 2 : 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 10, 10);

    painter.drawPixmap(kPadding, kPadding, iconPixmap(m_iconName, theme.accent, kIcon, devicePixelRatioF()));
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(theme.text);
    const int titleTop = kPadding + kIcon + 14;
    const QRect column(kPadding, titleTop, width() - 2 * kPadding, height() - titleTop);
    painter.drawText(column, Qt::AlignTop | Qt::AlignLeft, text());
    painter.setFont(font());
    painter.setPen(theme.textMuted);
    painter.drawText(column.adjusted(0, fontMetrics().height() + 10, 0, 0),
                     Qt::AlignTop | Qt::AlignLeft | Qt::TextWordWrap, m_text);
}

} // namespace eventflow::widgets
