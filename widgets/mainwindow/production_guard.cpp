#include "widgets/mainwindow/production_guard.h"

#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/connection_look.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {
constexpr int kFrame = 3;
}

ProductionGuard::ProductionGuard(QWidget* parent) : QWidget(parent), m_text(makeLabel({}, "", this)) {
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setContentsMargins(12, 3, 12, 3);
    QFont bold = m_text->font();
    bold.setWeight(QFont::DemiBold);
    m_text->setFont(bold);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(0);
    layout->addWidget(m_text);
    watch(nullptr);
}

void ProductionGuard::setContent(QWidget* content) {
    static_cast<QVBoxLayout*>(layout())->addWidget(content, 1);
}

void ProductionGuard::watch(const config::Connection* connection) {
    const bool warn = connection != nullptr && connection->environment == config::Environment::Production &&
                      !connection->readOnly;
    m_connection.reset();
    if (warn) m_connection = *connection;
    m_text->setText(
        warn ? tr("Production: changes to %1 are allowed").arg(QString::fromStdString(connection->name))
             : QString());
    const int frame = warn ? kFrame : 0;
    layout()->setContentsMargins(frame, 0, frame, frame);
    m_text->setVisible(warn);
    applyColor();
}

void ProductionGuard::applyColor() {
    if (m_connection) {
        m_color = connectionColor(colors(palette()), *m_connection);
        QPalette palette = m_text->palette();
        palette.setColor(QPalette::WindowText, textOn(m_color));
        m_text->setPalette(palette);
    }
    update();
}

QString ProductionGuard::text() const {
    return m_text->text();
}

void ProductionGuard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyColor();
}

void ProductionGuard::paintEvent(QPaintEvent*) {
    if (!m_connection) return;
    QPainter painter(this);
    painter.fillRect(0, 0, width(), m_text->geometry().bottom() + 1, m_color);
    painter.fillRect(0, 0, kFrame, height(), m_color);
    painter.fillRect(width() - kFrame, 0, kFrame, height(), m_color);
    painter.fillRect(0, height() - kFrame, width(), kFrame, m_color);
}

} // namespace eventflow::widgets
