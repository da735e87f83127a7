#pragma once

#include "core/feed/workbench.h"
#include "widgets/common/theme.h"
#include "widgets/mainwindow/recent_files.h"
#include "widgets/mainwindow/session_state.h"
#include "widgets/mainwindow/status_message.h"
#include "widgets/viewmodels/frame_pump.h"
#include "widgets/viewmodels/pipeline_figures.h"

#include <QMainWindow>

#include <functional>
#include <optional>
#include <vector>

class QStackedWidget;

namespace eventflow::widgets {

class Banner;
class ClusterButton;
class ClusterSession;
class MainMenu;
class Perspective;
class ProductionGuard;
class ProgressStrip;
class Rail;
class StatusStrip;
class WelcomePage;

/// The desktop's window: rail, perspectives, menus, banner and status line. It arranges; what is shown
/// belongs to the perspectives. Thread: GUI. Lifetime: the workbench outlives it.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `settingsPath`: the INI file of the session; empty: nothing is remembered.
    MainWindow(feed::Workbench& workbench, const QString& settingsPath, QWidget* parent = nullptr);
    ~MainWindow() override;

    void startSample();
    void openCaptures(const QStringList& paths);
    void connectTo(const feed::ClusterTarget& target);
    /// The dialog of connections.
    void showConnections();
    void showWelcome();
    /// By Perspective::id(). False when there is none of that name.
    bool showPerspective(const QString& id, const QString& item = {});
    [[nodiscard]] QString currentPerspective() const; ///< empty on the welcome page
    void setThemeMode(ThemeMode mode);

    [[nodiscard]] viewmodels::FramePump& pump() { return m_pump; }
    [[nodiscard]] const std::vector<Perspective*>& perspectives() const { return m_perspectives; }
    [[nodiscard]] const Banner& banner() const { return *m_banner; }
    /// What became of the rules after their files changed.
    [[nodiscard]] const Banner& rulesBanner() const { return *m_rulesBanner; }
    /// Why a cluster could not be opened.
    [[nodiscard]] const Banner& clusterBanner() const { return *m_clusterBanner; }
    [[nodiscard]] ClusterSession& clusters() const { return *m_clusters; }
    [[nodiscard]] ClusterButton& clusterButton() const { return *m_clusterButton; }
    [[nodiscard]] const ProductionGuard& guard() const { return *m_guard; }
    [[nodiscard]] Rail& rail() const { return *m_rail; }
    [[nodiscard]] const StatusStrip& status() const { return *m_status; }

protected:
    bool event(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildCentre();
    void connectMenu();
    void connectClusters();
    void showCluster();
    void applyFrame(const feed::PipelineDelta& delta);
    void showStatus();
    void updateBadges(const feed::PipelineDelta& delta);
    void showPage(int index);
    void askForCaptures();
    /// Runs a command that begins a new pipeline, and remembers it for "Open again".
    void begin(std::function<void()> command);
    void onBannerAction();
    void saveSession();
    void restoreSession();
    void resetLayout();

    feed::Workbench& m_workbench;
    SessionState m_session;
    RecentFiles m_recent;
    viewmodels::FramePump m_pump;
    viewmodels::PipelineFigures m_figures;
    std::optional<StatusMessage>
        m_message; ///< the last one shown: a dismissed one does not come back by itself
    std::function<void()> m_lastCommand;
    std::shared_ptr<feed::Cluster> m_cluster; ///< the one that the perspectives have
    ThemeMode m_themeMode = ThemeMode::System;
    double m_lastStatusAt = -1;
    QString m_restoredPerspective; ///< shown when a source begins, in place of the welcome page

    ClusterSession* m_clusters;
    std::vector<Perspective*> m_perspectives;
    Rail* m_rail;
    QStackedWidget* m_pages;
    WelcomePage* m_welcome;
    Banner* m_banner;
    Banner* m_rulesBanner;
    Banner* m_clusterBanner;
    ProductionGuard* m_guard;
    ClusterButton* m_clusterButton;
    ProgressStrip* m_progress;
    StatusStrip* m_status;
    MainMenu* m_menu = nullptr;
};

} // namespace eventflow::widgets
