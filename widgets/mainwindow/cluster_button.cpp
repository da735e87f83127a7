#include "widgets/mainwindow/cluster_button.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/connect/connection_look.h"
#include "widgets/mainwindow/cluster_session.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace eventflow::widgets {

namespace {
constexpr int kIcon = 16;
constexpr int kGap = 3;
constexpr int kBar = 3;
constexpr int kMaxNameWidth = 32; ///< in digits
} // namespace

ClusterButton::ClusterButton(ClusterSession& session, QWidget* parent)
    : QToolButton(parent), m_session(session) {
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::TabFocus);
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, &ClusterButton::fillMenu);
    connect(&m_session, &ClusterSession::changed, this, &ClusterButton::showSession);
    showSession();
}

void ClusterButton::showSession() {
    m_shown.reset();
    if (m_session.cluster()) m_shown = m_session.cluster()->connection();
    QString text = tr("No cluster");
    QString told = text;
    if (const QString opening = m_session.opening(); !opening.isEmpty()) {
        text = told = tr("Connecting to %1 …").arg(opening);
    } else if (m_shown) {
        const QString name = QString::fromStdString(m_shown->name);
        const QString shortened = fontMetrics().elidedText(
            name, Qt::ElideMiddle, kMaxNameWidth * fontMetrics().horizontalAdvance(u'0'));
        text = tr("%1 · %2").arg(shortened, environmentWord(m_shown->environment));
        told = tr("%1, %2").arg(name, connectionSummary(*m_shown));
    }
    setText(QString(text).replace(u'&', QStringLiteral("&&")));
    setAccessibleName(tr("Cluster: %1").arg(told));
    setToolTip(tr("%1. Click to switch.").arg(told.toHtmlEscaped()));
    setIcon(m_shown ? markOf(*m_shown) : themedIcon(QStringLiteral("cluster")));
    setIconSize(m_shown ? QSize(2 * kIcon + kGap, kIcon) : QSize(kIcon, kIcon));
    update();
}

QIcon ClusterButton::markOf(const config::Connection& connection) const {
    const ThemeColors& theme = colors(palette());
    const double ratio = devicePixelRatioF();
    QPixmap both(QSize(2 * kIcon + kGap, kIcon) * ratio);
    both.setDevicePixelRatio(ratio);
    both.fill(Qt::transparent);
    QPainter painter(&both);
    painter.drawPixmap(0, 0,
                       iconPixmap(environmentIcon(connection.environment),
                                  environmentColor(theme, connection.environment), kIcon, ratio));
    const bool locked = connection.readOnly;
    painter.drawPixmap(kIcon + kGap, 0,
                       iconPixmap(locked ? QStringLiteral("lock") : QStringLiteral("unlock"),
                                  locked ? theme.textMuted : theme.warning, kIcon, ratio));
    return QIcon(both);
}

void ClusterButton::fillMenu() {
    menu()->clear();
    const ThemeColors& theme = colors(palette());
    for (const config::Connection& connection : m_session.connections()) {
        QAction* action = menu()->addAction(
            coloredIcon(environmentIcon(connection.environment),
                        environmentColor(theme, connection.environment)),
            tr("%1   (%2)")
                .arg(QString::fromStdString(connection.name).replace(u'&', QStringLiteral("&&")),
                     connectionSummary(connection)));
        QFont font = action->font();
        font.setBold(m_shown && m_shown->name == connection.name);
        action->setFont(font);
        connect(action, &QAction::triggered, this, [this, name = connection.name] { m_session.open(name); });
    }
    if (!menu()->isEmpty()) menu()->addSeparator();
    menu()->addAction(tr("&Manage connections…"), this, [this] { m_session.showManager(); });
    if (!m_session.opening().isEmpty())
        menu()->addAction(tr("&Cancel connecting"), this, [this] { m_session.cancelOpening(); });
    if (m_shown) menu()->addAction(tr("&Disconnect"), this, [this] { m_session.closeCluster(); });
}

void ClusterButton::changeEvent(QEvent* event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showSession();
}

void ClusterButton::paintEvent(QPaintEvent* event) {
    QToolButton::paintEvent(event);
    if (!m_shown) return;
    QPainter painter(this);
    painter.fillRect(QRect(0, 4, kBar, height() - 8), connectionColor(colors(palette()), *m_shown));
}

} // namespace eventflow::widgets
