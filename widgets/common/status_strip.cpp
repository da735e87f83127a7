#include "widgets/common/status_strip.h"

#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/pipeline_figures.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace eventflow::widgets {

namespace {

using feed::RunState;

QString iconOf(RunState state) {
    switch (state) {
    case RunState::Idle:
        return QStringLiteral("connection-idle");
    case RunState::Starting:
    case RunState::Reconnecting:
        return QStringLiteral("connection-waiting");
    case RunState::Running:
        return QStringLiteral("connection-running");
    case RunState::Paused:
        return QStringLiteral("connection-paused");
    case RunState::Finished:
        return QStringLiteral("connection-finished");
    case RunState::Failed:
        return QStringLiteral("connection-failed");
    }
    return {};
}

QColor colorOf(RunState state, const ThemeColors& theme) {
    switch (state) {
    case RunState::Running:
    case RunState::Finished:
        return theme.ok;
    case RunState::Starting:
    case RunState::Paused:
        return theme.info;
    case RunState::Reconnecting:
        return theme.warning;
    case RunState::Failed:
        return theme.critical;
    case RunState::Idle:
        break;
    }
    return theme.textMuted;
}

} // namespace

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_connection(new QLabel(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 3, 12, 3);
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    layout->addWidget(m_connection, 1);
    m_connection->setTextFormat(Qt::PlainText);
    m_connection->setMinimumWidth(80);
    const std::array<QString, ItemCount> toolTips{
        tr("Records read per second, mean of the last 3 seconds"),
        tr("Bytes read per second"),
        tr("Records between what was read and the end of the topics; not known for files"),
        tr("Records dropped. Always 0 unless a policy that drops was chosen."),
        tr("How full the fullest queue between two steps is. A full queue slows the source down; nothing is "
           "lost."),
        tr("Size of the workspace's database"),
        tr("Memory this program uses"),
    };
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        m_items[i] = new QLabel(this);
        m_items[i]->setToolTip(toolTips[i]);
        m_items[i]->setProperty("role", QStringLiteral("muted"));
        layout->addSpacing(12);
        layout->addWidget(m_items[i]);
    }
    showFigures({});
}

void StatusStrip::showFigures(const viewmodels::PipelineFigures& figures) {
    using viewmodels::Figure;
    namespace format = viewmodels::format;
    showConnection(figures);
    const bool known = figures.generation() != 0;
    const auto show = [this](Item item, const QString& text) { m_items[item]->setText(text); };
    show(Events, tr("%1 events/s").arg(figures.text(Figure::Events)));
    show(Bytes, known ? figures.text(Figure::Bytes) : tr("– MB/s"));
    show(Lag, tr("lag %1").arg(figures.text(Figure::Lag)));
    show(Dropped, tr("dropped %1").arg(format::exact(figures.counters().dropped)));
    show(Queue, tr("queue %1").arg(format::percent(figures.queueRatio())));
    show(Database, tr("DB %1").arg(known ? format::bytes(static_cast<double>(figures.storeBytes()))
                                         : QStringLiteral("–")));
    show(Memory,
         tr("memory %1")
             .arg(known ? format::bytes(static_cast<double>(figures.rssBytes())) : QStringLiteral("–")));
    const QString role = figures.counters().dropped > 0 ? QStringLiteral("error") : QStringLiteral("muted");
    if (m_items[Dropped]->property("role").toString() != role) {
        m_items[Dropped]->setProperty("role", role);
        m_items[Dropped]->setStyleSheet(QString()); // applies the style sheet's rule for the new role
    }
}

void StatusStrip::showConnection(const viewmodels::PipelineFigures& figures) {
    const feed::RunStatus& status = figures.status();
    const QString source = QString::fromStdString(status.source);
    QString text;
    switch (status.state) {
    case RunState::Idle:
        text = tr("No source");
        break;
    case RunState::Starting:
        text = tr("Starting %1").arg(source);
        break;
    case RunState::Running:
        text = tr("Reading %1").arg(source);
        break;
    case RunState::Reconnecting:
        text = tr("Reconnecting to %1").arg(source);
        break;
    case RunState::Paused:
        text = tr("Paused: %1").arg(source);
        break;
    case RunState::Finished:
        text = tr("Finished: %1").arg(source);
        break;
    case RunState::Failed:
        text = tr("Failed: %1").arg(source);
        break;
    }
    m_connection->setText(text);
    m_connection->setToolTip(QString::fromStdString(status.detail).toHtmlEscaped());
    const int state = static_cast<int>(status.state);
    if (state == m_state && !m_iconName.isEmpty()) return;
    m_state = state;
    m_iconName = iconOf(status.state);
    updateIcon();
}

void StatusStrip::updateIcon() {
    const QColor color = colorOf(static_cast<RunState>(m_state), colors(palette()));
    m_icon->setPixmap(iconPixmap(m_iconName, color, 16, devicePixelRatioF()));
}

void StatusStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateIcon();
}

QStringList StatusStrip::texts() const {
    QStringList result{m_connection->text()};
    for (const QLabel* item : m_items)
        result << item->text();
    return result;
}

} // namespace eventflow::widgets
