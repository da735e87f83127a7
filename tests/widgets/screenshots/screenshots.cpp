// eventflow_screenshots DIR [WxH]: the main window, 1440×900 unless told, on a scripted engine, every page in
// light and dark. QT_SCALE_FACTOR=2 shows it as a dense display does.

#include "tests/widgets/screenshots/photographer.h"
#include "tests/widgets/support/fake_workbench.h"
#include "widgets/common/perspective.h"
#include "widgets/common/translations.h"
#include "widgets/mainwindow/main_window.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QTest>
#include <QTextStream>

using namespace eventflow;
using namespace eventflow::widgets;
using testing::Photographer;

namespace {

/// Lets timers, queries and paints run.
void settle(int ms) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

void hover(MainWindow& window) {
    for (QAbstractScrollArea* canvas : window.findChildren<QAbstractScrollArea*>()) {
        if (!canvas->accessibleName().startsWith(QStringLiteral("Chart CPU"))) continue;
        QWidget* viewport = canvas->viewport();
        const QPointF at(viewport->width() * 0.6, viewport->height() * 0.5);
        QMouseEvent move(QEvent::MouseMove, at, viewport->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QCoreApplication::sendEvent(viewport, &move);
    }
}

bool shootTheme(const QDir& folder, QSize size, ThemeMode mode, const QString& name) {
    testing::FakeWorkbench workbench;
    MainWindow window(workbench, {});
    window.setThemeMode(mode);
    window.resize(size);
    window.show();
    Photographer photographer(folder, name);
    settle(100);
    photographer.save(window, QStringLiteral("0-welcome"));

    window.startSample();
    settle(50);
    photographer.save(window, QStringLiteral("1-overview-waiting"));
    for (int second = 0; second < 100; ++second) {
        feed::PipelineDelta delta = testing::FakeWorkbench::demoDelta(1.0 + second);
        if (second > 0) delta.transitions.clear(); // each happened once
        workbench.publish(std::move(delta));
        window.pump().pump();
    }
    settle(1100); // the Overview refreshes once a second
    workbench.publish(feed::PipelineDelta(testing::FakeWorkbench::demoDelta(101)));
    for (Perspective* perspective : window.perspectives()) {
        window.showPerspective(perspective->id());
        settle(500);
        photographer.save(window, QStringLiteral("2-") + perspective->id());
    }
    window.showPerspective(QStringLiteral("overview"));
    hover(window);
    settle(50);
    photographer.save(window, QStringLiteral("3-overview-hover"));

    feed::PipelineDelta reading = testing::FakeWorkbench::demoDelta(102);
    reading.status = {feed::RunState::Running, "incident.ndjson.zst", "", 0.43, {}};
    workbench.publish(reading);
    settle(100);
    photographer.save(window, QStringLiteral("4-progress"));
    feed::PipelineDelta failed = testing::FakeWorkbench::demoDelta(103);
    failed.status = {feed::RunState::Failed,
                     "incident.ndjson.zst",
                     "the zstd frame at byte 18874368 is damaged",
                     0.43,
                     {}};
    workbench.publish(failed);
    workbench.failQueries = true;
    settle(1200);
    photographer.save(window, QStringLiteral("5-failed"));

    return photographer.ok();
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    installTranslations(application, QLocale(QLocale::English));
    const QStringList size = argc == 3 ? QString::fromLocal8Bit(argv[2]).split(u'x')
                                       : QStringList({QStringLiteral("1440"), QStringLiteral("900")});
    const QSize window(size.value(0).toInt(), size.value(1).toInt());
    if (argc < 2 || argc > 3 || window.isEmpty()) {
        QTextStream(stderr) << "usage: eventflow_screenshots DIR [WxH]\n";
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    if (!folder.mkpath(QStringLiteral("."))) return 1;
    const bool light = shootTheme(folder, window, ThemeMode::Light, QStringLiteral("light"));
    const bool dark = shootTheme(folder, window, ThemeMode::Dark, QStringLiteral("dark"));
    return light && dark ? 0 : 1;
}
