#pragma once

#include "widgets/common/theme.h"

#include <QObject>
#include <QStringList>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace eventflow::widgets {

class Perspective;
class RecentFiles;

/// The menu bar: makes the actions and says what was chosen. Knows nothing of what they do.
class MainMenu : public QObject {
    Q_OBJECT
public:
    MainMenu(QMainWindow& window, const std::vector<Perspective*>& perspectives, RecentFiles& recent);

    void setThemeMode(ThemeMode mode);
    void setReading(bool reading);
    void setConnected(bool connected);

Q_SIGNALS:
    void openRequested();
    void connectRequested();
    void switchRequested();
    void disconnectRequested();
    void sampleRequested();
    void stopRequested();
    void recentRequested(const QString& path);
    void perspectiveRequested(int index);
    void welcomeRequested();
    void themeChosen(eventflow::widgets::ThemeMode mode);
    void resetRequested();
    void shortcutsRequested();
    void aboutRequested();

private:
    void makeFileMenu(QMainWindow& window);
    void makeViewMenu(QMainWindow& window, const std::vector<Perspective*>& perspectives);
    void makeHelpMenu(QMainWindow& window);
    void fillRecent();

    RecentFiles& m_recent;
    QMenu* m_recentMenu = nullptr;
    QActionGroup* m_themes = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_disconnect = nullptr;
};

} // namespace eventflow::widgets
