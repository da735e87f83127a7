// bench_desktop [--runs N] [--scene TEXT] [--size WxH] [--limit MS]: how long one event keeps the GUI thread,
// perspective by perspective, painting included, on an engine that is loaded to the bounds of a delta.
// Prints the median over the runs. Exit code 1 when the median of a scene's maximum is over the limit.

#include "tests/benchmarks/desktop/event_meter.h"
#include "tests/benchmarks/desktop/load.h"
#include "tests/benchmarks/desktop/load_workbench.h"
#include "tests/widgets/support/fake_workbench.h"
#include "widgets/common/perspective.h"
#include "widgets/mainwindow/main_window.h"

#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableView>
#include <QThreadPool>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>

using namespace eventflow;
using namespace eventflow::bench;
using widgets::MainWindow;
using widgets::ThemeMode;

namespace {

/// Runs a piece of work as the handling of one event, as a timer or a key press would.
class Turn : public QObject {
public:
    void run(std::function<void()> work) {
        m_work = std::move(work);
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
        QCoreApplication::sendPostedEvents(this);
    }

protected:
    bool event(QEvent* event) override {
        if (event->type() != QEvent::User) return QObject::event(event);
        m_work();
        return true;
    }

private:
    std::function<void()> m_work;
};

/// The window on a loaded engine.
class Desk {
public:
    explicit Desk(MeteredApplication& application, QSize size)
        : m_application(application), m_window(m_engine, {}) {
        m_window.pump().stop(); // frames come when the scene says so
        m_window.setThemeMode(ThemeMode::Light);
        m_window.resize(size);
        m_window.show();
        m_window.showPerspective(QStringLiteral("overview"));
        settle();
    }

    LoadWorkbench& engine() { return m_engine; }
    MainWindow& window() { return m_window; }

    void open(const char* perspective) {
        turn([&] { m_window.showPerspective(QString::fromLatin1(perspective)); });
    }
    void frame(feed::PipelineDelta delta) {
        m_engine.publish(std::move(delta));
        turn([this] { m_window.pump().pump(); });
    }
    void turn(const std::function<void()>& work) {
        m_turn.run(work);
        settle();
    }
    /// Until timers that are due, queries and paints are through.
    void settle() {
        for (int round = 0; round < 4; ++round) {
            QThreadPool::globalInstance()->waitForDone();
            QCoreApplication::processEvents();
        }
    }
    void wait(int ms) {
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < ms)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    }
    void startMeter() { m_application.startMeter(); }

    template <typename View>
    View& named(const char* accessibleName) {
        for (View* view : m_window.findChildren<View*>())
            if (view->accessibleName() == QLatin1String(accessibleName) && view->isVisible()) return *view;
        qFatal("there is no visible view named %s", accessibleName);
    }

private:
    MeteredApplication& m_application;
    LoadWorkbench m_engine;
    MainWindow m_window;
    Turn m_turn;
};

constexpr int kFrames = 60;

void overview(Desk& desk, int series) {
    desk.engine().seriesPerPanel = series;
    desk.open("overview");
    desk.frame(quietFrame(0));
    desk.startMeter();
    for (int i = 1; i < 3 * kFrames / 2; ++i) {
        feed::PipelineDelta delta = quietFrame(i);
        if (i % 10 == 0) delta.transitions = transitions(i, 20);
        desk.frame(std::move(delta));
        desk.wait(40); // the charts ask once a second of real time
    }
}

void hover(Desk& desk) {
    desk.engine().seriesPerPanel = 50;
    desk.open("overview");
    desk.frame(quietFrame(0));
    desk.startMeter();
    QWidget* canvas = desk.named<QAbstractScrollArea>("Chart Panel 0").viewport();
    for (int i = 0; i < kFrames; ++i) {
        const QPointF at(80 + 3 * i, canvas->height() / 2.0);
        desk.turn([&] {
            QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                             Qt::NoModifier);
            QCoreApplication::sendEvent(canvas, &move);
        });
    }
}

void alerts(Desk& desk) {
    desk.open("alerts");
    desk.frame(alertsFrame(0));
    desk.startMeter();
    for (int i = 1; i < kFrames; ++i)
        desk.frame(alertsFrame(i));
}

void alertsUsed(Desk& desk) {
    desk.open("alerts");
    desk.frame(alertsFrame(0));
    desk.startMeter();
    auto& table = desk.named<QTableView>("Alerts");
    for (int row = 0; row < 20; ++row)
        desk.turn([&] { table.selectRow(row * 40); });
    auto& filter = desk.named<QLineEdit>("Filter alerts by name or label");
    for (const char* text : {"h", "ho", "hos", "host", "host-1", "host-12", "", "zone=eu", ""})
        desk.turn([&] { filter.setText(QString::fromLatin1(text)); });
    for (int column = 0; column < table.model()->columnCount(); ++column)
        desk.turn([&] { table.horizontalHeader()->setSortIndicator(column, Qt::DescendingOrder); });
}

void topics(Desk& desk, bool expanded) {
    desk.open("stream");
    desk.frame(topicsFrame(0));
    if (expanded) desk.named<QTreeView>("Topics and partitions").expandAll();
    desk.settle();
    desk.startMeter();
    for (int i = 1; i < kFrames; ++i)
        desk.frame(topicsFrame(i));
}

/// Every shape of message in every view.
void messages(Desk& desk, std::size_t bytes) {
    desk.open("stream");
    desk.frame(topicsFrame(0));
    feed::PipelineDelta delta = topicsFrame(1);
    auto& records = delta.records.begin()->second;
    const std::string topic = delta.records.begin()->first;
    records.clear();
    for (int i = 0; i < 12; ++i)
        records.push_back(record(topic, 1000 + i, message(static_cast<Shape>(i % 4), bytes)));
    desk.startMeter();
    desk.frame(std::move(delta));
    auto& list = desk.named<QTableView>("Latest messages");
    desk.turn([&] { list.selectRow(0); });
    auto& tabs = desk.named<QTabWidget>("Message views");
    for (int tab = 0; tab < tabs.count(); ++tab) {
        desk.turn([&] { tabs.setCurrentIndex(tab); });
        for (int row = 0; row < 12; ++row)
            desk.turn([&] { list.selectRow(row); });
        for (int page = 0; page < 10; ++page)
            desk.turn([&] {
                for (auto* view : tabs.currentWidget()->findChildren<QAbstractScrollArea*>())
                    view->verticalScrollBar()->setValue(view->verticalScrollBar()->maximum() * page / 9);
            });
    }
}

void deadLetters(Desk& desk) {
    desk.open("deadletters");
    desk.frame(lettersFrame(0));
    desk.startMeter();
    for (int i = 1; i < kFrames; ++i)
        desk.frame(lettersFrame(i));
}

void deadLettersUsed(Desk& desk) {
    desk.engine().storedValueBytes = 64 * 1024;
    desk.open("deadletters");
    desk.frame(lettersFrame(0));
    desk.startMeter();
    auto& groups = desk.named<QTableView>("Dead letters by step and reason");
    auto& list = desk.named<QTableView>("Dead letters of the group");
    for (int group = 0; group < groups.model()->rowCount(); ++group) {
        desk.turn([&] { groups.selectRow(group); });
        for (int row = 0; row < 10; ++row)
            desk.turn([&] { list.selectRow(row * 45); });
        desk.turn([&] { list.setCurrentIndex({}); });
    }
}

void pipeline(Desk& desk) {
    desk.open("pipeline");
    desk.frame(quietFrame(0));
    desk.startMeter();
    for (int i = 1; i < 2 * kFrames; ++i)
        desk.frame(quietFrame(i));
}

/// Everything at once behind each page, then from page to page.
void switching(Desk& desk) {
    desk.engine().seriesPerPanel = 10;
    for (int i = 0; i < 20; ++i) {
        feed::PipelineDelta delta = alertsFrame(i);
        feed::PipelineDelta streams = topicsFrame(i);
        delta.streams = std::move(streams.streams);
        delta.records = std::move(streams.records);
        delta.deadLetters = lettersFrame(i).deadLetters;
        desk.frame(std::move(delta));
    }
    const char* const pages[] = {"overview", "alerts", "stream", "deadletters", "pipeline"};
    for (const char* page : pages)
        desk.open(page);
    desk.startMeter();
    for (int round = 0; round < 6; ++round)
        for (const char* page : pages)
            desk.open(page);
}

void themes(Desk& desk) {
    desk.engine().seriesPerPanel = 10;
    desk.frame(alertsFrame(0));
    for (const char* page : {"overview", "alerts", "stream", "deadletters", "pipeline"})
        desk.open(page);
    desk.startMeter();
    for (int i = 0; i < 6; ++i)
        desk.turn([&] { desk.window().setThemeMode(i % 2 == 0 ? ThemeMode::Dark : ThemeMode::Light); });
}

void resizing(Desk& desk) {
    desk.engine().seriesPerPanel = 10;
    desk.frame(alertsFrame(0));
    desk.startMeter();
    for (const char* page : {"overview", "alerts", "stream", "deadletters", "pipeline"}) {
        desk.open(page);
        for (int i = 0; i < 12; ++i)
            desk.turn([&] { desk.window().resize(1280 + 40 * i, 800 + 20 * i); });
    }
}

struct Scene {
    const char* name;
    bool limited; ///< themes, resizing and the first picture are reported only
    std::function<void(Desk&)> play;
};

std::vector<Scene> scenes() {
    return {
        {"Overview, 8 charts x 10 series", true, [](Desk& d) { overview(d, 10); }},
        {"Overview, 8 charts x 50 series", true, [](Desk& d) { overview(d, 50); }},
        {"Overview, crosshair over 50 series", true, hover},
        {"Alerts, 10,000 active", true, alerts},
        {"Alerts, choose, filter, sort", true, alertsUsed},
        {"Topics, 1,000 partitions, folded", true, [](Desk& d) { topics(d, false); }},
        {"Topics, 1,000 partitions, open", true, [](Desk& d) { topics(d, true); }},
        {"Topics, messages of 64 KiB", true, [](Desk& d) { messages(d, 64 * 1024); }},
        {"Topics, messages of 1 MiB", true, [](Desk& d) { messages(d, 1024 * 1024); }},
        {"Dead letters, 100,000", true, deadLetters},
        {"Dead letters, choose, 64 KiB each", true, deadLettersUsed},
        {"Pipeline", true, pipeline},
        {"From page to page", true, switching},
        {"Change of theme", false, themes},
        {"Change of size", false, resizing},
    };
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

EventCost medianOf(const std::vector<EventCost>& runs) {
    const auto of = [&](double EventCost::*member) {
        std::vector<double> values;
        for (const EventCost& run : runs)
            values.push_back(run.*member);
        return median(std::move(values));
    };
    EventCost result = runs.front();
    result.p50 = of(&EventCost::p50);
    result.p99 = of(&EventCost::p99);
    result.max = of(&EventCost::max);
    result.maxCpu = of(&EventCost::maxCpu);
    return result;
}

QSize sizeFrom(const QString& text) {
    const QStringList parts = text.split(u'x');
    const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
    return size.width() > 100 && size.height() > 100 ? size : QSize(1440, 900);
}

} // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    MeteredApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption runs(QStringLiteral("runs"), QStringLiteral("Median over this many."),
                                  QStringLiteral("n"), QStringLiteral("3"));
    const QCommandLineOption only(QStringLiteral("scene"),
                                  QStringLiteral("Only scenes with this in their name."),
                                  QStringLiteral("text"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Of the window."),
                                  QStringLiteral("WxH"), QStringLiteral("1440x900"));
    const QCommandLineOption limit(QStringLiteral("limit"), QStringLiteral("For one event, in ms."),
                                   QStringLiteral("ms"), QStringLiteral("8"));
    parser.addOptions({runs, only, size, limit});
    parser.process(application);

    bool over = false;
    std::printf("%-36s %7s %8s %8s %8s %8s  %s\n", "ms per event of the GUI thread", "events", "p50", "p99",
                "max", "max cpu", "the dearest");
    for (const Scene& scene : scenes()) {
        if (!QString::fromLatin1(scene.name).contains(parser.value(only), Qt::CaseInsensitive)) continue;
        std::vector<EventCost> costs;
        for (int run = 0; run < std::max(1, parser.value(runs).toInt()); ++run) {
            Desk desk(application, sizeFrom(parser.value(size)));
            scene.play(desk);
            costs.push_back(application.cost());
        }
        const EventCost cost = medianOf(costs);
        const bool tooLong = scene.limited && cost.max > parser.value(limit).toDouble();
        over |= tooLong;
        std::printf("%-36s %7zu %8.2f %8.2f %8.2f %8.2f  %s%s\n", scene.name, cost.events, cost.p50, cost.p99,
                    cost.max, cost.maxCpu, qPrintable(cost.dearest), tooLong ? "  OVER" : "");
        std::fflush(stdout);
    }
    return over ? 1 : 0;
}
