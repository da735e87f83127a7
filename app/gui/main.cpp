// eventflow-workstation: the desktop.

#include "app/gui/app_workbench.h"
#include "app/gui/screenshots.h"
#include "widgets/common/async_call.h"
#include "widgets/common/translations.h"
#include "widgets/mainwindow/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QTimer>

#include <csignal>
#include <cstdio>

namespace {

using namespace eventflow;

/// Where the window remembers itself: in the user's workspace, else in the user's configuration.
QString settingsPath(const std::optional<std::filesystem::path>& workspace, bool remember) {
    if (!remember) return {};
    if (workspace) return QString::fromStdString((*workspace / ".eventflow" / "session.ini").string());
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) +
           QStringLiteral("/session.ini");
}

std::optional<QSize> sizeFrom(const QString& text) {
    const QStringList parts = text.split(u'x');
    const QSize size(parts.value(0).toInt(), parts.value(1).toInt()); // 0 when it is no number
    const QSize least(640, 480), most(7680, 4320);
    if (parts.size() != 2 || size.boundedTo(most).expandedTo(least) != size) return std::nullopt;
    return size;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file size limit becomes an error of the write instead
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("eventflow-workstation"));
    QApplication::setApplicationDisplayName(QStringLiteral("EventFlow Workstation"));
    QApplication::setOrganizationName(QStringLiteral("eventflow"));
    QApplication::setApplicationVersion(QStringLiteral(EVENTFLOW_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The desktop bench for Kafka event streams."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(QStringLiteral("demo"), QStringLiteral("Start with the sample incident."));
    const QCommandLineOption shots(
        QStringLiteral("screenshots"),
        QStringLiteral("After --seconds, write a picture of every perspective to this folder, "
                       "print a summary and end."),
        QStringLiteral("folder"));
    const QCommandLineOption seconds(QStringLiteral("seconds"),
                                     QStringLiteral("How long to run before --screenshots."),
                                     QStringLiteral("n"), QStringLiteral("40"));
    const QCommandLineOption size(QStringLiteral("size"),
                                  QStringLiteral("Size of the window of --screenshots, in pixels."),
                                  QStringLiteral("WxH"), QStringLiteral("1440x900"));
    parser.addOptions({demo, shots, seconds, size});
    parser.addPositionalArgument(QStringLiteral("WORKSPACE|CAPTURE…"),
                                 QStringLiteral("A workspace folder, or captures to open."),
                                 QStringLiteral("[WORKSPACE | CAPTURE…]"));
    parser.process(application);
    const std::optional<QSize> pictureSize = sizeFrom(parser.value(size));
    if (!pictureSize) {
        std::fprintf(stderr, "--size is width x height in pixels, from 640x480 to 7680x4320: '%s' is not\n",
                     qPrintable(parser.value(size)));
        return 2;
    }

    std::optional<std::filesystem::path> workspace;
    QStringList captures;
    for (const QString& argument : parser.positionalArguments()) {
        if (QFileInfo(argument).isDir())
            workspace = std::filesystem::absolute(argument.toStdString());
        else
            captures << QFileInfo(argument).absoluteFilePath();
    }

    widgets::installTranslations(application, QLocale());
    app::AppWorkbench workbench(workspace);
    widgets::MainWindow window(workbench, settingsPath(workspace, !parser.isSet(shots)));
    window.show();
    // Once the event loop runs, so that the window is there before work begins.
    QTimer::singleShot(0, &window, [&] {
        if (!captures.isEmpty())
            window.openCaptures(captures);
        else if (parser.isSet(demo))
            window.startSample();
    });
    if (parser.isSet(shots)) {
        const app::ScreenshotPlan plan{parser.value(shots),
                                       std::chrono::seconds(std::max(1, parser.value(seconds).toInt())),
                                       *pictureSize};
        app::scheduleScreenshots(window, workbench, plan);
    }
    const int code = QApplication::exec();
    // What was asked of clusters has been told to stop; nobody waits for the answers.
    widgets::blockingPool().waitForDone();
    return code;
}
