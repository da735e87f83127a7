#include "widgets/common/rail.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {
constexpr int kWidth = 88;
constexpr int kIcon = 22;
} // namespace

RailButton::RailButton(const QString& label, const QString& iconName, const QString& shortcut,
                       QWidget* parent)
    : QAbstractButton(parent), m_iconName(iconName), m_shortcut(shortcut) {
    setText(label);
    setAccessibleName(label);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setBadge(0, false, {});
    QFont small = font();
    small.setPointSizeF(std::max(6.5, font().pointSizeF() * 0.86));
    setFont(small);
}

QSize RailButton::sizeHint() const {
    const QRect label = fontMetrics().boundingRect(QRect(0, 0, kWidth - 12, 100),
                                                   Qt::AlignHCenter | Qt::TextWordWrap, text());
    return {kWidth, 10 + kIcon + 5 + label.height() + 9};
}

void RailButton::setBadge(int count, bool urgent, const QString& meaning) {
    m_badge = count;
    m_urgent = urgent;
    setAccessibleDescription(meaning);
    const QString title = tr("%1 (%2)").arg(text(), m_shortcut);
    setToolTip(meaning.isEmpty() ? title : title + u'\n' + meaning);
    update();
}

void RailButton::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF tile = QRectF(rect()).adjusted(5.5, 2.5, -5.5, -2.5);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? theme.selection : theme.hover);
        painter.drawRoundedRect(tile, 7, 7);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(tile, 7, 7);
    }
    const QRect icon((width() - kIcon) / 2, 10, kIcon, kIcon);
    const QColor color = isChecked() ? theme.accent : theme.textMuted;
    painter.drawPixmap(icon, iconPixmap(m_iconName, color, kIcon, devicePixelRatioF()));
    painter.setPen(isChecked() ? theme.text : theme.textMuted);
    painter.drawText(rect().adjusted(6, icon.bottom() + 6, -6, -4),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, text());
    if (m_badge > 0) paintBadge(painter, icon);
}

void RailButton::paintBadge(QPainter& painter, const QRect& icon) const {
    const ThemeColors& theme = colors(palette());
    const QString text = m_badge > 99 ? QStringLiteral("99+") : QString::number(m_badge);
    QFont bold = font();
    bold.setWeight(QFont::Bold);
    const QFontMetrics metrics(bold);
    const int height = metrics.ascent() + 4;
    const int width = std::max(height, metrics.horizontalAdvance(text) + 7);
    const QRectF pill(icon.right() - 5, icon.top() - 6, width, height);
    painter.setPen(QPen(theme.background, 1.5));
    painter.setBrush(m_urgent ? theme.critical : theme.textMuted);
    painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
    painter.setFont(bold);
    painter.setPen(theme.background);
    painter.drawText(pill, Qt::AlignCenter, text);
}

Rail::Rail(QWidget* parent)
    : QWidget(parent), m_group(new QButtonGroup(this)), m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 8, 1, 8);
    m_layout->setSpacing(2);
    m_layout->addStretch();
    setFixedWidth(kWidth + 1);
    setAccessibleName(tr("Perspectives"));
    connect(m_group, &QButtonGroup::idClicked, this, &Rail::chosen);
}

RailButton* Rail::add(const QString& label, const QString& iconName, const QString& shortcut) {
    auto* button = new RailButton(label, iconName, shortcut, this);
    m_group->addButton(button, static_cast<int>(m_buttons.size()));
    m_layout->insertWidget(static_cast<int>(m_buttons.size()), button);
    m_buttons.push_back(button);
    return button;
}

void Rail::setCurrent(int index) {
    if (index >= 0) {
        m_buttons.at(static_cast<std::size_t>(index))->setChecked(true);
        return;
    }
    m_group->setExclusive(false);
    for (RailButton* button : m_buttons)
        button->setChecked(false);
    m_group->setExclusive(true);
}

void Rail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(colors(palette()).border);
    painter.drawLine(width() - 1, 0, width() - 1, height());
}

} // namespace eventflow::widgets
