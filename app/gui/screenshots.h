#pragma once

#include <QSize>
#include <QString>

#include <chrono>

namespace eventflow::widgets {
class MainWindow;
}

namespace eventflow::app {

class AppWorkbench;

struct ScreenshotPlan {
    QString folder;
    std::chrono::seconds after;
    QSize size; ///< of the window
};

/// After the given time: a picture of every perspective in light and dark, the summary on standard output,
/// the end of the application. For machines without a display. Thread: GUI.
void scheduleScreenshots(widgets::MainWindow& window, AppWorkbench& workbench, const ScreenshotPlan& plan);

} // namespace eventflow::app
