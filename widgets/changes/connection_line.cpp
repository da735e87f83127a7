#include "widgets/changes/connection_line.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/change_text.h"
#include "widgets/viewmodels/display_text.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace eventflow::widgets {
namespace {

QColor environmentColor(const ThemeColors& theme, config::Environment environment) {
    switch (environment) {
    case config::Environment::Development:
        return theme.ok;
    case config::Environment::Test:
        return theme.warning;
    case config::Environment::Production:
        break;
    }
    return theme.critical;
}

} // namespace

ConnectionLine::ConnectionLine(const config::Connection& connection, QWidget* parent)
    : QWidget(parent),
      m_connection(connection),
      m_mark(new QLabel(this)),
      m_environment(makeLabel(viewmodels::environmentWord(connection.environment), "heading", this)) {
    QLabel* name = makeLabel(viewmodels::oneLine(connection.name, 120), "", this);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_mark);
    layout->addWidget(name);
    layout->addWidget(m_environment);
    if (connection.readOnly) layout->addWidget(makeLabel(tr("read-only"), "muted", this));
    layout->addStretch(1);
    updateColour();
}

void ConnectionLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateColour();
}

void ConnectionLine::updateColour() {
    const QColor environment = environmentColor(colors(palette()), m_connection.environment);
    const QColor own(QString::fromStdString(m_connection.colour));
    m_mark->setPixmap(
        iconPixmap(QStringLiteral("cluster"), own.isValid() ? own : environment, 16, devicePixelRatioF()));
    QPalette text = m_environment->palette();
    if (text.color(QPalette::WindowText) == environment) return; // else this would never end
    text.setColor(QPalette::WindowText, environment);
    m_environment->setPalette(text);
}

} // namespace eventflow::widgets
