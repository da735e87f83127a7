#include "widgets/common/notice.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace eventflow::widgets {

Notice::Notice(QWidget* parent) : QWidget(parent), m_icon(new QLabel(this)), m_text(new QLabel(this)) {
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    hide();
}

void Notice::showText(viewmodels::Severity severity, const QString& text) {
    m_severity = severity;
    m_text->setText(text);
    setAccessibleName(viewmodels::severityWord(severity) + QStringLiteral(": ") + text);
    updateIcon();
    setVisible(!text.isEmpty());
}

QString Notice::text() const {
    return m_text->text();
}

void Notice::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateIcon();
}

void Notice::updateIcon() {
    const QColor color = severityColor(colors(palette()), m_severity);
    m_icon->setPixmap(iconPixmap(viewmodels::severityIcon(m_severity), color, 16, devicePixelRatioF()));
}

} // namespace eventflow::widgets
