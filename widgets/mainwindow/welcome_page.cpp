#include "widgets/mainwindow/welcome_page.h"

#include "widgets/common/action_card.h"
#include "widgets/common/icons.h"
#include "widgets/common/theme.h"
#include "widgets/mainwindow/recent_files.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace {
constexpr int kColumnWidth = 250 * 3 + 2 * 14;
}

WelcomePage::WelcomePage(RecentFiles& recent, QWidget* parent)
    : QWidget(parent), m_recent(recent), m_mark(new QLabel(this)), m_recentBox(new QWidget(this)) {
    setAccessibleName(tr("Welcome"));
    auto* title = new QLabel(tr("EventFlow Workstation"), this);
    QFont large = font();
    large.setPointSizeF(font().pointSizeF() * 2.1);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    auto* subtitle =
        new QLabel(tr("Take an event stream apart: watch it, alert on it, and prove the alert on "
                      "recorded data before it pages anyone."),
                   this);
    subtitle->setProperty("role", QStringLiteral("muted"));
    subtitle->setWordWrap(true);
    auto* promise =
        new QLabel(tr("No account, no telemetry, works offline. A file can be dropped anywhere on "
                      "this window."),
                   this);
    promise->setProperty("role", QStringLiteral("muted"));

    auto* heading = new QHBoxLayout;
    heading->setSpacing(14);
    heading->addWidget(m_mark);
    heading->addWidget(title, 1);
    m_recentList = new QVBoxLayout(m_recentBox);
    m_recentList->setContentsMargins(0, 0, 0, 0);
    m_recentList->setSpacing(2);

    auto* column = new QWidget(this);
    column->setMaximumWidth(kColumnWidth);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(heading);
    layout->addWidget(subtitle);
    layout->addSpacing(10);
    layout->addWidget(makeActions());
    layout->addSpacing(10);
    layout->addWidget(m_recentBox);
    layout->addWidget(promise);

    auto* page = new QHBoxLayout(this);
    page->addStretch();
    auto* middle = new QVBoxLayout;
    middle->addStretch(2);
    middle->addWidget(column);
    middle->addStretch(3);
    page->addLayout(middle);
    page->addStretch();

    connect(&m_recent, &RecentFiles::changed, this, &WelcomePage::showRecent);
    showRecent();
    updateMark();
}

QWidget* WelcomePage::makeActions() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(14);
    auto* sample = new ActionCard(QStringLiteral("sample"), tr("Try the sample incident"),
                                  tr("A fleet of hosts saturates while you watch. Runs inside this program; "
                                     "nothing to install."),
                                  row);
    sample->setPrimary(true);
    auto* cluster = new ActionCard(QStringLiteral("cluster"), tr("Connect to a cluster"),
                                   tr("Read Kafka topics without joining a group, committing an offset or "
                                      "creating a topic."),
                                   row);
    auto* capture = new ActionCard(QStringLiteral("capture"), tr("Open a capture"),
                                   tr("A recording (.mcap), or what kcat, rpk, a console or another tool has saved."), row);
    for (ActionCard* card : {sample, cluster, capture})
        layout->addWidget(card, 0, Qt::AlignTop);
    const int height =
        std::max({sample->sizeHint().height(), cluster->sizeHint().height(), capture->sizeHint().height()});
    for (ActionCard* card : {sample, cluster, capture})
        card->setFixedHeight(height);
    connect(sample, &ActionCard::clicked, this, &WelcomePage::sampleRequested);
    connect(cluster, &ActionCard::clicked, this, &WelcomePage::connectRequested);
    connect(capture, &ActionCard::clicked, this, &WelcomePage::openRequested);
    setFocusProxy(sample);
    return row;
}

void WelcomePage::showRecent() {
    while (QLayoutItem* item = m_recentList->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_recentBox->setVisible(!m_recent.paths().isEmpty());
    if (m_recent.paths().isEmpty()) return;
    auto* title = new QLabel(tr("Recent captures"), m_recentBox);
    title->setProperty("role", QStringLiteral("heading"));
    m_recentList->addWidget(title);
    for (const QString& path : m_recent.paths()) {
        auto* row = new QWidget(m_recentBox);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        auto* link = new QPushButton(themedIcon(QStringLiteral("file")), QFileInfo(path).fileName(), row);
        link->setProperty("link", true);
        link->setToolTip(path);
        link->setAccessibleName(tr("Open %1").arg(path));
        link->setEnabled(QFileInfo::exists(path));
        auto* detail = new QLabel(RecentFiles::describe(path), row);
        detail->setProperty("role", QStringLiteral("muted"));
        layout->addWidget(link);
        layout->addStretch();
        layout->addWidget(detail);
        m_recentList->addWidget(row);
        connect(link, &QPushButton::clicked, this, [this, path] { Q_EMIT recentRequested(path); });
    }
}

void WelcomePage::updateMark() {
    m_mark->setPixmap(
        iconPixmap(QStringLiteral("sample"), colors(palette()).accent, 40, devicePixelRatioF()));
}

void WelcomePage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) updateMark();
}

} // namespace eventflow::widgets
