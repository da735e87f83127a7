// eventflow_cluster_screenshots DIR [WxH]: Topics and Groups on scripted clusters, with content, huge,
// loading, failing and on brokers that offer less, in light and dark. QT_SCALE_FACTOR=2 shows them as a dense
// display does.

#include "tests/widgets/screenshots/photographer.h"
#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/translations.h"
#include "widgets/mainwindow/cluster_session.h"
#include "widgets/mainwindow/main_window.h"
#include "widgets/viewmodels/topic_table_model.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTableView>
#include <QTextStream>

#include <functional>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

/// Lets timers, calls and paints run.
void settle(int ms) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

admin::GroupLag lagOf(const std::string& id, int partitions, std::int64_t lag) {
    admin::GroupLag out;
    out.group.id = id;
    out.group.state = lag > 0 ? admin::GroupState::Stable : admin::GroupState::Empty;
    out.group.assignor = "cooperative-sticky";
    out.group.coordinator = {2, "broker-2.example", 9092};
    for (std::int32_t i = 0; i < partitions; ++i) {
        admin::PartitionLag one;
        one.partition = {"team-0.orders-00001", i};
        one.committed = 120'000 + i * 731;
        one.end = one.committed + lag / partitions * (i % 3);
        if (lag > 0) {
            one.member = id + "-member-" + std::to_string(i % 2);
            one.clientId = id + '-' + std::to_string(i % 2);
            one.host = "/10.0.3." + std::to_string(i % 2 + 11);
        }
        out.partitions.push_back(std::move(one));
    }
    return out;
}

void fillGroups(FakeCluster& cluster) {
    for (const auto& [id, lag] : std::map<std::string, std::int64_t>{
             {"audit-export", 0}, {"billing", 12'445}, {"fraud-scoring", 3'200'000}, {"search-index", 77}}) {
        admin::GroupListing listing;
        listing.id = id;
        listing.state = lag > 0 ? admin::GroupState::Stable : admin::GroupState::Empty;
        cluster.groupList.groups.push_back(listing);
        cluster.lags[id] = lagOf(id, 6, lag);
    }
    cluster.timeLagAnswer.assign(6, {timestampFromMs(0), timestampFromMs(720'000), {}});
}

/// The window on a cluster.
class Stage {
public:
    Stage(ThemeMode mode, QSize size, const std::function<void(FakeCluster&)>& prepare)
        : m_cluster(std::make_shared<FakeCluster>()) {
        fillGroups(*m_cluster);
        prepare(*m_cluster);
        m_engine.desk.list = {m_cluster->connection()};
        m_engine.desk.clusters[m_cluster->connection().name] = m_cluster;
        m_window.setThemeMode(mode);
        m_window.resize(size);
        m_window.show();
        m_window.clusters().open(m_cluster->connection().name);
        settle(300);
    }
    ~Stage() { m_cluster->blocked = false; }

    MainWindow& show(const QString& perspective) {
        m_window.showPerspective(perspective);
        settle(400);
        return m_window;
    }
    QTableView& table(const QString& name) { return *findNamed<QTableView>(m_window, name); }
    void choose(const QString& name, int row) {
        table(name).selectRow(row);
        settle(400);
    }

private:
    FakeWorkbench m_engine;
    std::shared_ptr<FakeCluster> m_cluster;
    MainWindow m_window{m_engine, {}};
};

struct Scene {
    const char* name;
    const char* perspective;
    std::function<void(FakeCluster&)> prepare;
    std::function<void(Stage&)> act;
};

std::vector<Scene> scenes() {
    const auto nothing = [](FakeCluster&) {};
    const auto still = [](Stage&) {};
    const auto huge = [](FakeCluster& cluster) {
        cluster.catalogAnswer = FakeCluster::makeCatalog(10'000, 5);
    };
    const auto failing = [](FakeCluster& cluster) {
        cluster.failure = Error{ErrorCode::Unavailable, "payments-prod: metadata: no broker within 10 s"};
    };
    const auto lacking = [](FakeCluster& cluster) {
        cluster.configFailure = Error{ErrorCode::Unsupported, "DescribeConfigs is not known"};
        cluster.groupFailure = Error{ErrorCode::Unsupported, "ListGroups is not known"};
    };
    const auto sorted = [](Stage& stage) {
        stage.table(QStringLiteral("Topics"))
            .sortByColumn(viewmodels::TopicTableModel::Span, Qt::DescendingOrder);
        settle(150);
    };
    const QString topics = QStringLiteral("Topics");
    const QString groups = QStringLiteral("Groups");
    return {{"6-topics", "topics", nothing, [topics](Stage& stage) { stage.choose(topics, 0); }},
            {"6-topics-huge-sorting", "topics", huge, sorted},
            {"6-topics-failing", "topics", failing, still},
            {"6-topics-loading", "topics", [](FakeCluster& cluster) { cluster.blocked = true; }, still},
            {"6-topics-lacking", "topics", lacking,
             [topics, sorted](Stage& stage) {
                 sorted(stage);
                 stage.choose(topics, 1);
             }},
            {"7-groups", "groups", nothing, [groups](Stage& stage) { stage.choose(groups, 1); }},
            {"7-groups-lacking", "groups", lacking, still},
            {"7-groups-failing", "groups", failing, still}};
}

bool shoot(const QDir& folder, QSize size, ThemeMode mode, const char* theme) {
    Photographer photographer(folder, QString::fromLatin1(theme));
    for (const Scene& scene : scenes()) {
        Stage stage(mode, size, scene.prepare);
        MainWindow& window = stage.show(QString::fromLatin1(scene.perspective));
        scene.act(stage);
        photographer.save(window, QString::fromLatin1(scene.name));
    }
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
        QTextStream(stderr) << "usage: eventflow_cluster_screenshots DIR [WxH]\n";
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    if (!folder.mkpath(QStringLiteral("."))) return 1;
    const bool light = shoot(folder, window, ThemeMode::Light, "light");
    return shoot(folder, window, ThemeMode::Dark, "dark") && light ? 0 : 1;
}
