#include "app/gui/screenshots.h"

#include "app/gui/app_workbench.h"
#include "app/session/run_summary.h"
#include "widgets/common/perspective.h"
#include "widgets/mainwindow/main_window.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QTimer>

#include <cstdio>
#include <memory>

namespace eventflow::app {

namespace {

/// Long enough for a perspective that just became visible to ask the store and to draw the answer.
constexpr std::chrono::milliseconds kSettle{1500};

struct Shot {
    QString perspective;
    widgets::ThemeMode mode;
    QString file;
};

/// Takes one picture after the other, giving the event loop its time in between.
class Photographer : public QObject {
public:
    Photographer(widgets::MainWindow& window, AppWorkbench& workbench, const ScreenshotPlan& plan)
        : QObject(&window), m_window(window), m_workbench(workbench), m_plan(plan) {
        for (const auto& [mode, suffix] : {std::pair{widgets::ThemeMode::Light, QStringLiteral("light")},
                                           {widgets::ThemeMode::Dark, QStringLiteral("dark")}})
            for (const widgets::Perspective* perspective : window.perspectives())
                m_shots.push_back(
                    {perspective->id(), mode, QStringLiteral("%1-%2.png").arg(perspective->id(), suffix)});
    }

    void start() { prepare(); }

private:
    void prepare() {
        if (m_next == m_shots.size()) return finish();
        const Shot& shot = m_shots[m_next];
        m_window.setThemeMode(shot.mode);
        m_window.showPerspective(shot.perspective, itemOf(shot.perspective));
        QTimer::singleShot(kSettle, this, [this] { take(); });
    }

    /// Something to look at in the details of a perspective.
    [[nodiscard]] QString itemOf(const QString& perspective) const {
        for (const char* withTopic : {"stream", "topics", "messages"})
            if (perspective == QLatin1String(withTopic)) return QStringLiteral("ingest.raw.agent");
        if (perspective != QStringLiteral("alerts")) return {};
        const auto newest = m_workbench.alertHistory(1);
        if (!newest || newest->empty()) return {};
        return QString::fromStdString(fingerprint(newest->front().alert));
    }

    void take() {
        const QString path = QDir(m_plan.folder).filePath(m_shots[m_next].file);
        m_failed |= !m_window.grab().save(path);
        std::printf("%s\n", qPrintable(path));
        ++m_next;
        prepare();
    }

    void finish() {
        m_workbench.shutDown();
        const feed::Counters counters = m_workbench.counters();
        const double seconds =
            static_cast<double>(m_plan.after.count()) +
            std::chrono::duration<double>(kSettle).count() * static_cast<double>(m_shots.size());
        std::printf("%s\n", summaryText(counters, seconds).c_str());
        if (m_failed)
            std::fprintf(stderr, "not every picture could be written to %s\n", qPrintable(m_plan.folder));
        QApplication::exit(m_failed || counters.read == 0 ? 1 : 0);
    }

    widgets::MainWindow& m_window;
    AppWorkbench& m_workbench;
    const ScreenshotPlan m_plan;
    std::vector<Shot> m_shots;
    std::size_t m_next = 0;
    bool m_failed = false;
};

} // namespace

void scheduleScreenshots(widgets::MainWindow& window, AppWorkbench& workbench, const ScreenshotPlan& plan) {
    QDir().mkpath(plan.folder);
    window.resize(plan.size);
    auto* photographer = new Photographer(window, workbench, plan); // owned by the window
    QTimer::singleShot(plan.after, photographer, [photographer] { photographer->start(); });
}

} // namespace eventflow::app
