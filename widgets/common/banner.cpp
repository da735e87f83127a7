#include "widgets/common/banner.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace eventflow::widgets {

Banner::Banner(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_cause(new QLabel(this)),
      m_consequence(new QLabel(this)),
      m_action(new QPushButton(this)),
      m_close(new QToolButton(this)) {
    m_cause->setProperty("role", QStringLiteral("heading"));
    for (QLabel* label : {m_cause, m_consequence}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
    }
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss the message"));

    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_cause);
    texts->addWidget(m_consequence);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 9, 10, 9);
    layout->setSpacing(12);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    m_action->hide();
    hide();

    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
}

void Banner::showMessage(viewmodels::Severity severity, const QString& cause, const QString& consequence,
                         const QString& action) {
    m_severity = severity;
    m_cause->setText(cause);
    m_consequence->setText(consequence);
    m_consequence->setVisible(!consequence.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(viewmodels::severityWord(severity) + QStringLiteral(": ") + cause);
    updateIcon();
    show();
}

QString Banner::cause() const {
    return m_cause->text();
}

void Banner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateIcon();
}

void Banner::updateIcon() {
    const QColor color = severityColor(colors(palette()), m_severity);
    m_icon->setPixmap(iconPixmap(viewmodels::severityIcon(m_severity), color, 20, devicePixelRatioF()));
}

void Banner::paintEvent(QPaintEvent*) {
    const ThemeColors& theme = colors(palette());
    const QColor color = severityColor(theme, m_severity);
    QPainter painter(this);
    painter.fillRect(rect(), blend(theme.surface, color, 0.10));
    painter.fillRect(QRect(0, 0, 4, height()), color);
    painter.setPen(theme.border);
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

} // namespace eventflow::widgets
