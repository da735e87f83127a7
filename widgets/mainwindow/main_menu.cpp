#include "widgets/mainwindow/main_menu.h"

#include "widgets/common/icons.h"
#include "widgets/common/perspective.h"
#include "widgets/mainwindow/recent_files.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include <array>

namespace eventflow::widgets {

MainMenu::MainMenu(QMainWindow& window, const std::vector<Perspective*>& perspectives, RecentFiles& recent)
    : QObject(&window), m_recent(recent) {
    makeFileMenu(window);
    makeViewMenu(window, perspectives);
    makeHelpMenu(window);
    connect(&m_recent, &RecentFiles::changed, this, &MainMenu::fillRecent);
    fillRecent();
    setReading(false);
    setConnected(false);
}

void MainMenu::makeFileMenu(QMainWindow& window) {
    QMenu* file = window.menuBar()->addMenu(tr("&File"));
    file->addAction(themedIcon(QStringLiteral("capture")), tr("&Open capture…"),
                    QKeySequence(QKeySequence::Open), this, &MainMenu::openRequested);
    file->addAction(themedIcon(QStringLiteral("cluster")), tr("&Connect to cluster…"),
                    QKeySequence(Qt::CTRL | Qt::Key_K), this, &MainMenu::connectRequested);
    file->addAction(tr("S&witch cluster"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K), this,
                    &MainMenu::switchRequested);
    m_disconnect = file->addAction(tr("&Disconnect from the cluster"), this, &MainMenu::disconnectRequested);
    file->addAction(themedIcon(QStringLiteral("sample")), tr("&Try the sample incident"), this,
                    &MainMenu::sampleRequested);
    m_recentMenu = file->addMenu(tr("&Recent"));
    m_recentMenu->setToolTipsVisible(true);
    file->addSeparator();
    m_stop = file->addAction(themedIcon(QStringLiteral("stop")), tr("&Stop reading"),
                             QKeySequence(Qt::CTRL | Qt::Key_Period), this, &MainMenu::stopRequested);
    file->addSeparator();
    QAction* quit =
        file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), &window, &QWidget::close);
    quit->setMenuRole(QAction::QuitRole);
}

void MainMenu::makeViewMenu(QMainWindow& window, const std::vector<Perspective*>& perspectives) {
    QMenu* view = window.menuBar()->addMenu(tr("&View"));
    for (std::size_t i = 0; i < perspectives.size(); ++i) {
        const int index = static_cast<int>(i);
        view->addAction(themedIcon(perspectives[i]->iconName()),
                        QString(perspectives[i]->title()).replace(u'&', QStringLiteral("&&")),
                        QKeySequence(static_cast<int>(Qt::CTRL) | (static_cast<int>(Qt::Key_1) + index)),
                        this, [this, index] { Q_EMIT perspectiveRequested(index); });
    }
    view->addAction(tr("&Welcome page"), this, &MainMenu::welcomeRequested);
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Theme"));
    m_themes = new QActionGroup(this);
    const std::array<std::pair<ThemeMode, QString>, 3> modes{{{ThemeMode::System, tr("&System")},
                                                              {ThemeMode::Light, tr("&Light")},
                                                              {ThemeMode::Dark, tr("&Dark")}}};
    for (const auto& [mode, label] : modes) {
        QAction* action = theme->addAction(label);
        action->setCheckable(true);
        action->setData(static_cast<int>(mode));
        m_themes->addAction(action);
    }
    connect(m_themes, &QActionGroup::triggered, this, [this](const QAction* action) {
        Q_EMIT themeChosen(static_cast<ThemeMode>(action->data().toInt()));
    });
    view->addSeparator();
    view->addAction(tr("&Reset layout"), this, &MainMenu::resetRequested);
}

void MainMenu::makeHelpMenu(QMainWindow& window) {
    QMenu* help = window.menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("Keyboard &shortcuts"), QKeySequence(Qt::Key_F1), this, &MainMenu::shortcutsRequested);
    help->addAction(tr("&About EventFlow Workstation"), this, &MainMenu::aboutRequested)
        ->setMenuRole(QAction::AboutRole);
}

void MainMenu::fillRecent() {
    m_recentMenu->clear();
    for (const QString& path : m_recent.paths()) {
        QAction* action =
            m_recentMenu->addAction(tr("%1   (%2)")
                                        .arg(QFileInfo(path).fileName().replace(u'&', QStringLiteral("&&")),
                                             RecentFiles::describe(path)));
        action->setToolTip(path);
        action->setEnabled(QFileInfo::exists(path));
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT recentRequested(path); });
    }
    m_recentMenu->setEnabled(!m_recent.paths().isEmpty());
    if (m_recent.paths().isEmpty()) return;
    m_recentMenu->addSeparator();
    m_recentMenu->addAction(tr("&Clear the list"), &m_recent, &RecentFiles::clear);
}

void MainMenu::setThemeMode(ThemeMode mode) {
    for (QAction* action : m_themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(mode));
}

void MainMenu::setReading(bool reading) {
    m_stop->setEnabled(reading);
}

void MainMenu::setConnected(bool connected) {
    m_disconnect->setEnabled(connected);
}

} // namespace eventflow::widgets
