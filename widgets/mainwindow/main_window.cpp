#include "widgets/mainwindow/main_window.h"

#include "widgets/common/banner.h"
#include "widgets/common/perspective.h"
#include "widgets/common/progress_strip.h"
#include "widgets/common/rail.h"
#include "widgets/common/status_strip.h"
#include "widgets/connect/error_advice.h"
#include "widgets/mainwindow/cluster_button.h"
#include "widgets/mainwindow/cluster_session.h"
#include "widgets/mainwindow/main_menu.h"
#include "widgets/mainwindow/perspectives.h"
#include "widgets/mainwindow/production_guard.h"
#include "widgets/mainwindow/reload_message.h"
#include "widgets/mainwindow/shortcuts_dialog.h"
#include "widgets/mainwindow/welcome_page.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

using feed::RunState;

namespace {

constexpr QSize kDefaultSize(1440, 900);
constexpr int kMaxDropped = 256;
/// Figures that change faster than this cannot be read.
constexpr double kStatusSeconds = 0.25;

QStringList localFiles(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile() && files.size() < kMaxDropped) files << url.toLocalFile();
    return files;
}

} // namespace

MainWindow::MainWindow(feed::Workbench& workbench, const QString& settingsPath, QWidget* parent)
    : QMainWindow(parent),
      m_workbench(workbench),
      m_session(settingsPath),
      m_pump(workbench),
      m_clusters(new ClusterSession(workbench, this)),
      m_rail(new Rail(this)),
      m_pages(new QStackedWidget(this)),
      m_welcome(new WelcomePage(m_recent, this)),
      m_banner(new Banner(this)),
      m_rulesBanner(new Banner(this)),
      m_clusterBanner(new Banner(this)),
      m_guard(new ProductionGuard(this)),
      m_clusterButton(new ClusterButton(*m_clusters, this)),
      m_progress(new ProgressStrip(this)),
      m_status(new StatusStrip(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("%1 — EventFlow Workstation").arg(QString::fromStdString(workbench.workspaceName())));
    setAcceptDrops(true);
    resize(kDefaultSize);
    m_perspectives = makePerspectives(workbench, this);
    buildCentre();
    m_menu = new MainMenu(*this, m_perspectives, m_recent);
    connectMenu();
    connectClusters();
    connect(&m_pump, &viewmodels::FramePump::frame, this, &MainWindow::applyFrame);
    connect(m_banner, &Banner::actionTriggered, this, &MainWindow::onBannerAction);
    connect(m_progress, &ProgressStrip::stopRequested, this, [this] { m_workbench.stop(); });
    restoreSession();
    showPage(0);
    m_pump.start();
}

MainWindow::~MainWindow() {
    m_pump.stop();
    delete m_clusters; // waits for calls to the desk while everything is still there
}

void MainWindow::buildCentre() {
    m_pages->addWidget(m_welcome);
    for (std::size_t i = 0; i < m_perspectives.size(); ++i) {
        Perspective* perspective = m_perspectives[i];
        m_pages->addWidget(perspective);
        m_rail->add(perspective->title(), perspective->iconName(), QStringLiteral("Ctrl+%1").arg(i + 1));
        connect(perspective, &Perspective::openRequested, this,
                [this](const QString& id, const QString& item) { showPerspective(id, item); });
    }
    connect(m_rail, &Rail::chosen, this, [this](int index) { showPage(index + 1); });

    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_clusterBanner);
    right->addWidget(m_banner);
    right->addWidget(m_rulesBanner);
    right->addWidget(m_progress);
    right->addWidget(m_pages, 1);
    auto* centre = new QWidget(m_guard);
    auto* layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addLayout(right, 1);
    m_guard->setContent(centre);
    setCentralWidget(m_guard);
    // In the window wherever menus are: the cluster must stay in sight.
    menuBar()->setNativeMenuBar(false);
    menuBar()->setCornerWidget(m_clusterButton, Qt::TopRightCorner);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(m_status, 1);
}

void MainWindow::connectMenu() {
    connect(m_menu, &MainMenu::openRequested, this, &MainWindow::askForCaptures);
    connect(m_menu, &MainMenu::connectRequested, this, &MainWindow::showConnections);
    connect(m_menu, &MainMenu::switchRequested, m_clusterButton, &QToolButton::showMenu);
    connect(m_menu, &MainMenu::disconnectRequested, this, [this] { m_clusters->closeCluster(); });
    connect(m_menu, &MainMenu::sampleRequested, this, &MainWindow::startSample);
    connect(m_menu, &MainMenu::stopRequested, this, [this] { m_workbench.stop(); });
    connect(m_menu, &MainMenu::recentRequested, this, [this](const QString& path) { openCaptures({path}); });
    connect(m_menu, &MainMenu::perspectiveRequested, this, [this](int index) { showPage(index + 1); });
    connect(m_menu, &MainMenu::welcomeRequested, this, &MainWindow::showWelcome);
    connect(m_menu, &MainMenu::themeChosen, this, &MainWindow::setThemeMode);
    connect(m_menu, &MainMenu::resetRequested, this, &MainWindow::resetLayout);
    connect(m_menu, &MainMenu::shortcutsRequested, this, [this] { showShortcuts(this); });
    connect(m_menu, &MainMenu::aboutRequested, this, [this] { showAbout(this); });
    connect(m_welcome, &WelcomePage::sampleRequested, this, &MainWindow::startSample);
    connect(m_welcome, &WelcomePage::connectRequested, this, &MainWindow::showConnections);
    connect(m_welcome, &WelcomePage::openRequested, this, &MainWindow::askForCaptures);
    connect(m_welcome, &WelcomePage::recentRequested, this,
            [this](const QString& path) { openCaptures({path}); });
}

void MainWindow::connectClusters() {
    connect(m_clusters, &ClusterSession::changed, this, &MainWindow::showCluster);
    connect(m_clusters, &ClusterSession::readRequested, this, &MainWindow::connectTo);
    connect(m_clusters, &ClusterSession::arrived, this,
            [this] { showPerspective(QStringLiteral("topics")); });
    connect(m_clusters, &ClusterSession::failed, this, [this](const QString& name, const Error& error) {
        m_clusterBanner->showMessage(
            viewmodels::Severity::Critical,
            tr("%1 cannot be reached: %2").arg(name, QString::fromStdString(error.detail)), adviceFor(error),
            tr("Connections…"));
    });
    connect(m_clusterBanner, &Banner::actionTriggered, this, [this] {
        m_clusterBanner->hide();
        showConnections();
    });
}

void MainWindow::showCluster() {
    if (!m_clusters->opening().isEmpty()) m_clusterBanner->hide();
    // The menu bar takes a corner's new width only so.
    menuBar()->setCornerWidget(m_clusterButton, Qt::TopRightCorner);
    m_clusterButton->show();
    if (m_cluster == m_clusters->cluster()) return;
    m_cluster = m_clusters->cluster();
    m_guard->watch(m_cluster ? &m_cluster->connection() : nullptr);
    m_menu->setConnected(m_cluster != nullptr);
    for (Perspective* perspective : m_perspectives)
        perspective->setCluster(m_cluster);
}

void MainWindow::showConnections() {
    m_clusters->showManager();
}

void MainWindow::applyFrame(const feed::PipelineDelta& delta) {
    const bool another = delta.generation != m_figures.generation();
    m_figures.apply(delta);
    // What is said about an earlier pipeline is no longer true of this one.
    if (another && m_message) {
        m_message.reset();
        m_banner->hide();
    }
    if (another) m_rulesBanner->hide();
    if (delta.rulesReload) {
        const StatusMessage message = messageFor(*delta.rulesReload);
        m_rulesBanner->showMessage(message.severity, message.cause, message.consequence);
    }
    for (Perspective* perspective : m_perspectives)
        perspective->applyFrame(delta);
    updateBadges(delta);
    showStatus();
    m_clusters->follow(m_figures.status(), m_figures.generation());
}

void MainWindow::showStatus() {
    const feed::RunStatus& status = m_figures.status();
    const double now = m_figures.uptimeSeconds();
    if (m_lastStatusAt < 0 || now < m_lastStatusAt || now - m_lastStatusAt >= kStatusSeconds ||
        status.state != RunState::Running) {
        m_status->showFigures(m_figures);
        m_lastStatusAt = now;
    }
    m_menu->setReading(status.state == RunState::Starting || status.state == RunState::Running ||
                       status.state == RunState::Reconnecting || status.state == RunState::Paused);
    if (const auto text = progressText(status))
        m_progress->showProgress(*text, status.progress);
    else
        m_progress->hide();

    const auto message = messageFor(status);
    if (message == m_message) return;
    m_message = message;
    if (!message)
        m_banner->hide();
    else
        m_banner->showMessage(message->severity, message->cause, message->consequence, message->action);
}

void MainWindow::updateBadges(const feed::PipelineDelta& delta) {
    std::uint64_t letters = 0;
    for (const feed::DeadLetterCount& count : delta.deadLetterCounts)
        letters += count.count;
    const int shownLetters = static_cast<int>(std::min<std::uint64_t>(letters, 1'000'000));
    for (std::size_t i = 0; i < m_perspectives.size(); ++i) {
        RailButton* button = m_rail->button(static_cast<int>(i));
        if (m_perspectives[i]->id() == u"alerts" && button->badge() != m_figures.firingCount())
            button->setBadge(m_figures.firingCount(), true,
                             tr("%n alert(s) firing", nullptr, m_figures.firingCount()));
        if (m_perspectives[i]->id() == u"deadletters" && button->badge() != shownLetters)
            button->setBadge(shownLetters, false, tr("%n dead letter(s)", nullptr, shownLetters));
    }
}

void MainWindow::showPage(int index) {
    m_pages->setCurrentIndex(index);
    m_rail->setCurrent(index - 1);
    for (std::size_t i = 0; i < m_perspectives.size(); ++i)
        m_perspectives[i]->setActive(static_cast<int>(i) + 1 == index);
    m_pages->currentWidget()->setFocus();
}

void MainWindow::showWelcome() {
    showPage(0);
}

bool MainWindow::showPerspective(const QString& id, const QString& item) {
    const auto found =
        std::find_if(m_perspectives.begin(), m_perspectives.end(),
                     [&id](const Perspective* perspective) { return perspective->id() == id; });
    if (found == m_perspectives.end()) return false;
    showPage(static_cast<int>(found - m_perspectives.begin()) + 1);
    if (!item.isEmpty()) (*found)->showItem(item);
    return true;
}

QString MainWindow::currentPerspective() const {
    const int index = m_pages->currentIndex();
    return index == 0 ? QString() : m_perspectives[static_cast<std::size_t>(index - 1)]->id();
}

void MainWindow::begin(std::function<void()> command) {
    m_lastCommand = std::move(command);
    m_message.reset();
    m_banner->hide();
    m_lastCommand();
    if (m_pages->currentIndex() == 0 && !showPerspective(m_restoredPerspective)) showPage(1);
}

void MainWindow::startSample() {
    begin([this] { m_workbench.startDemo(); });
}

void MainWindow::openCaptures(const QStringList& paths) {
    if (paths.isEmpty()) return;
    std::vector<std::filesystem::path> files;
    for (const QString& path : paths) {
        files.emplace_back(path.toStdString());
        m_recent.add(path);
    }
    begin([this, files] { m_workbench.openCaptures(files); });
}

void MainWindow::connectTo(const feed::ClusterTarget& target) {
    begin([this, target] { m_workbench.connectTo(target); });
}

void MainWindow::askForCaptures() {
    openCaptures(
        QFileDialog::getOpenFileNames(this, tr("Open a capture"), m_recent.paths().value(0),
                                      tr("Captures (*.mcap *.ndjson *.jsonl *.json *.csv *.txt *.avro *.gz *.zst);;"
                                         "All files (*)")));
}

void MainWindow::onBannerAction() {
    if (m_figures.status().state == RunState::Reconnecting)
        m_workbench.stop();
    else if (m_lastCommand)
        begin(std::exchange(m_lastCommand, nullptr));
    else
        askForCaptures();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!localFiles(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QStringList files = localFiles(*event->mimeData());
    if (files.isEmpty()) return;
    event->acceptProposedAction();
    openCaptures(files);
}

void MainWindow::setThemeMode(ThemeMode mode) {
    m_themeMode = mode;
    m_menu->setThemeMode(mode);
    applyTheme(*qApp, mode);
}

bool MainWindow::event(QEvent* event) {
    // The desktop changed its colours. Later: applying ours sends events to every widget.
    if (event->type() == QEvent::ThemeChange && m_themeMode == ThemeMode::System)
        QTimer::singleShot(0, this, [this] { applyTheme(*qApp, m_themeMode); });
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    saveSession();
    event->accept();
}

void MainWindow::saveSession() {
    QSettings* settings = m_session.settings();
    if (settings == nullptr) return;
    settings->setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings->setValue(QStringLiteral("window/perspective"), currentPerspective());
    settings->setValue(QStringLiteral("window/theme"), static_cast<int>(m_themeMode));
    m_recent.save(*settings);
    for (const Perspective* perspective : m_perspectives) {
        settings->beginGroup(perspective->id());
        perspective->saveState(*settings);
        settings->endGroup();
    }
    settings->sync();
}

void MainWindow::restoreSession() {
    QSettings* settings = m_session.settings();
    const int theme = settings == nullptr ? 0 : settings->value(QStringLiteral("window/theme"), 0).toInt();
    setThemeMode(static_cast<ThemeMode>(std::clamp(theme, 0, static_cast<int>(ThemeMode::Dark))));
    if (settings == nullptr) return;
    restoreGeometry(settings->value(QStringLiteral("window/geometry")).toByteArray());
    m_recent.restore(*settings);
    for (Perspective* perspective : m_perspectives) {
        settings->beginGroup(perspective->id());
        perspective->restoreState(*settings);
        settings->endGroup();
    }
    m_restoredPerspective = settings->value(QStringLiteral("window/perspective")).toString();
}

void MainWindow::resetLayout() {
    resize(kDefaultSize);
    for (Perspective* perspective : m_perspectives)
        perspective->resetLayout();
}

} // namespace eventflow::widgets
