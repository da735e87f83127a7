// bench_topics_opening [--topics N] [--partitions N] [--runs N]: how long a large cluster (librdkafka's mock,
// in this process) takes from "open" until its list of topics is drawn in the main window, what it does to
// the GUI thread meanwhile, and how much of it is librdkafka's own request, which is the limit. Exit code 1
// when a run takes 2 s or more, or the GUI thread stands still for more than 50 ms.

#include "app/clusters/app_cluster_desk.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/kafka/embedded_broker.h"
#include "tests/benchmarks/desktop/event_meter.h"
#include "tests/benchmarks/desktop/load_workbench.h"
#include "widgets/mainwindow/cluster_session.h"
#include "widgets/mainwindow/main_window.h"

#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QPaintEvent>
#include <QTableView>
#include <QTimer>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace eventflow;
using namespace eventflow::bench;

namespace {

constexpr double kLongestOpeningMs = 2'000;
constexpr double kLongestStallMs = 50;
constexpr int kPatienceMs = 60'000;

/// An engine whose clusters are real ones.
class OpeningWorkbench final : public LoadWorkbench {
public:
    app::AppClusterDesk desk{std::nullopt};
    feed::ClusterDesk& clusters() override { return desk; }
};

/// The longest time between two beats of a timer of one millisecond: what a person feels as a stall, whatever
/// took it.
class Heartbeat {
public:
    Heartbeat() {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(1);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
        m_since.start();
        m_timer.start();
    }
    [[nodiscard]] double longestMs() {
        beat();
        return m_longest;
    }

private:
    void beat() {
        m_longest = std::max(m_longest, static_cast<double>(m_since.nsecsElapsed()) / 1e6);
        m_since.start();
    }
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_longest = 0;
};

/// Tells when a table with so many rows has been drawn.
class DrawnWatch final : public QObject {
public:
    DrawnWatch(QTableView& table, int rows) : m_table(table), m_rows(rows) {
        table.viewport()->installEventFilter(this);
    }
    [[nodiscard]] bool drawn() const { return m_drawn; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        // The list behind the empty state is drawn by nobody.
        if (event->type() == QEvent::Paint && m_table.model()->rowCount() >= m_rows) m_drawn = true;
        return QObject::eventFilter(watched, event);
    }

private:
    QTableView& m_table;
    const int m_rows;
    bool m_drawn = false;
};

struct Run {
    double requestMs = 0; ///< one rd_kafka_metadata on a client that is connected
    double openingMs = 0;
    double stallMs = 0;
    EventCost events;
};

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::unique_ptr<kafka::EmbeddedBroker> startBroker(int topics, int partitions) {
    auto broker = kafka::EmbeddedBroker::start({3});
    if (!broker) qFatal("%s", broker.error().detail.c_str());
    // The mock answers each call on a thread of its own: most of one call is waiting for it.
    constexpr int kCallers = 32;
    const auto create = [&](int first) {
        for (int i = first; i < topics; i += kCallers) {
            const std::string name =
                "team-" + std::to_string(i / 100) + ".orders-" + std::to_string(100'000 + i);
            if (const Status made = (*broker)->createTopic(name, partitions); !made)
                qFatal("%s", made.error().detail.c_str());
        }
    };
    {
        std::vector<std::jthread> callers;
        for (int first = 0; first < kCallers; ++first)
            callers.emplace_back(create, first);
    }
    return std::move(*broker);
}

/// What nobody can be faster than: the library's own request for everything.
double requestMs(app::AppClusterDesk& desk, const std::string& name) {
    const auto resolved = desk.resolve(name);
    const auto client = admin::AdminClient::open(resolved->access);
    if (!client || !admin::fetchCatalog(*client)) qFatal("the broker does not answer");
    QElapsedTimer timer;
    timer.start();
    const struct rd_kafka_metadata* metadata = nullptr;
    if (rd_kafka_metadata(client->get(), 1, nullptr, &metadata, 10'000) != RD_KAFKA_RESP_ERR_NO_ERROR)
        qFatal("the broker does not answer");
    const double taken = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    rd_kafka_metadata_destroy(metadata);
    return taken;
}

QTableView& topicTable(const widgets::MainWindow& window) {
    for (auto* table : window.findChildren<QTableView*>())
        if (table->accessibleName() == QStringLiteral("Topics")) return *table;
    qFatal("the window has no table of topics");
}

Run measure(MeteredApplication& application, const config::Connection& connection, int topics) {
    OpeningWorkbench engine;
    engine.desk.setSample(connection);
    Run run;
    run.requestMs = requestMs(engine.desk, connection.name);
    widgets::MainWindow window(engine, {});
    window.show();
    window.showPerspective(QStringLiteral("topics"));
    QCoreApplication::processEvents();
    const DrawnWatch watch(topicTable(window), topics);
    application.startMeter();
    Heartbeat heart;
    QElapsedTimer timer;
    timer.start();
    window.clusters().open(connection.name);
    while (!watch.drawn() && timer.elapsed() < kPatienceMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    run.openingMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    // What comes after the first picture may not stall it either: details of the rows in sight.
    QElapsedTimer after;
    after.start();
    while (after.elapsed() < 500)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    run.stallMs = heart.longestMs();
    run.events = application.cost();
    return run;
}

int numberOf(const QCommandLineParser& parser, const QCommandLineOption& option) {
    return std::max(1, parser.value(option).toInt());
}

} // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    MeteredApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption topics(QStringLiteral("topics"), QStringLiteral("Of the cluster."),
                                    QStringLiteral("n"), QStringLiteral("10000"));
    const QCommandLineOption partitions(QStringLiteral("partitions"), QStringLiteral("Of each topic."),
                                        QStringLiteral("n"), QStringLiteral("5"));
    const QCommandLineOption runs(QStringLiteral("runs"), QStringLiteral("So many times."),
                                  QStringLiteral("n"), QStringLiteral("3"));
    parser.addOptions({topics, partitions, runs});
    parser.process(application);

    const int count = numberOf(parser, topics);
    const auto broker = startBroker(count, numberOf(parser, partitions));
    std::printf("%d topics of %d partitions; %.0f MB before the first window\n", count,
                numberOf(parser, partitions), peakMegabytes());
    std::printf("%9s %9s %7s %9s %9s %9s  %s\n", "drawn ms", "request", "share", "stall ms", "event ms",
                "cpu ms", "the dearest event");
    bool missed = false;
    for (int i = 0; i < numberOf(parser, runs); ++i) {
        const Run run = measure(application, broker->connection(), count);
        missed |= run.openingMs >= kLongestOpeningMs || run.stallMs > kLongestStallMs;
        std::printf("%9.1f %9.1f %6.0f%% %9.1f %9.1f %9.1f  %s\n", run.openingMs, run.requestMs,
                    100 * run.requestMs / run.openingMs, run.stallMs, run.events.max, run.events.maxCpu,
                    qPrintable(run.events.dearest));
        std::fflush(stdout);
    }
    std::printf("%.0f MB at most, the mock cluster included\n", peakMegabytes());
    return missed ? 1 : 0;
}
