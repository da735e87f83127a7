#include "widgets/viewmodels/alert_list_model.h"
#include "widgets/viewmodels/label_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/transition_log.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace eventflow;
using namespace eventflow::viewmodels;
using std::chrono::seconds;

namespace {

constexpr Timestamp kNow = timestampFromNs(1'700'000'000'000'000'000);

Alert alert(const char* rule, AlertState state, std::vector<Label> labels,
            Timestamp activeAt = kNow - seconds(60)) {
    Alert a;
    a.rule = rule;
    a.ruleId = std::string("g/") + rule;
    labels.push_back({"alertname", rule});
    a.labels = Labels(std::move(labels));
    a.state = state;
    a.activeAt = activeAt;
    a.firedAt = state == AlertState::Pending ? kNoTime : activeAt;
    if (state == AlertState::Resolved) a.resolvedAt = activeAt + seconds(30);
    return a;
}

std::shared_ptr<const std::vector<Alert>> snapshot(std::vector<Alert> alerts) {
    return std::make_shared<const std::vector<Alert>>(std::move(alerts));
}

QStringList names(const AlertListModel& model) {
    QStringList found;
    for (int row = 0; row < model.rowCount(); ++row)
        found += model.index(row, AlertListModel::Name).data().toString();
    return found;
}

TransitionRow transition(const Alert& a, AlertState from, int tick) {
    return transitionRow({kNow + seconds(tick), kNow + seconds(tick), from, a, "because"});
}

} // namespace

class TestViewmodelsAlerts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ordersByUrgency() {
        AlertListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setActive(snapshot({alert("P", AlertState::Pending, {{"severity", "critical"}}),
                                  alert("I", AlertState::Firing, {{"severity", "info"}}),
                                  alert("R", AlertState::Recovering, {{"severity", "warning"}}),
                                  alert("C", AlertState::Firing, {{"severity", "critical"}})}));
        model.addResolved(alert("X", AlertState::Resolved, {{"severity", "critical"}}));
        model.commit();
        QCOMPARE(names(model), QStringList({QStringLiteral("C"), QStringLiteral("I"), QStringLiteral("R"),
                                            QStringLiteral("P"), QStringLiteral("X")}));
        QCOMPARE(model.count(AlertState::Firing), std::size_t{2});
        QCOMPARE(model.count(AlertState::Resolved), std::size_t{1});
        QCOMPARE(model.total(), std::size_t{5});
    }

    void keepsRowsAcrossSnapshots() {
        AlertListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Alert a = alert("A", AlertState::Pending, {{"host", "1"}});
        const Alert b = alert("B", AlertState::Pending, {{"host", "1"}});
        model.setActive(snapshot({a, b, alert("C", AlertState::Pending, {})}));
        model.commit();
        const QPersistentModelIndex chosen = model.index(model.rowOfKey(alertKey(b)), 0);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);

        Alert firing = b;
        firing.state = AlertState::Firing;
        firing.firedAt = kNow;
        model.setActive(snapshot({a, alert("D", AlertState::Pending, {}), firing}));
        model.commit();
        QCOMPARE(names(model).first(), QStringLiteral("B"));
        QVERIFY(chosen.isValid());
        QCOMPARE(chosen.row(), 0);
        QCOMPARE(resets.count(), 0);
        QVERIFY(!names(model).contains(QStringLiteral("C")));
    }

    void filters_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("state");
        QTest::addColumn<QStringList>("expected");
        const QStringList all({QStringLiteral("Disk"), QStringLiteral("Cpu"), QStringLiteral("Cpu")});
        QTest::newRow("nothing") << QString() << -1 << all;
        QTest::newRow("name, any case")
            << QStringLiteral("cPU") << -1 << QStringList({QStringLiteral("Cpu"), QStringLiteral("Cpu")});
        QTest::newRow("label") << QStringLiteral("host=web-1") << -1 << QStringList({QStringLiteral("Cpu")});
        QTest::newRow("two words") << QStringLiteral("cpu  web-2") << -1
                                   << QStringList({QStringLiteral("Cpu")});
        QTest::newRow("both must occur") << QStringLiteral("disk web-2") << -1 << QStringList();
        QTest::newRow("the state's word")
            << QStringLiteral("firing") << -1 << QStringList({QStringLiteral("Disk")});
        QTest::newRow("pending only") << QString() << static_cast<int>(AlertState::Pending)
                                      << QStringList({QStringLiteral("Cpu"), QStringLiteral("Cpu")});
        QTest::newRow("state and word")
            << QStringLiteral("disk") << static_cast<int>(AlertState::Pending) << QStringList();
        QTest::newRow("no pattern language") << QStringLiteral(".*") << -1 << QStringList();
    }
    void filters() {
        QFETCH(QString, text);
        QFETCH(int, state);
        QFETCH(QStringList, expected);
        AlertListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setActive(snapshot({alert("Cpu", AlertState::Pending, {{"host", "web-1"}}),
                                  alert("Cpu", AlertState::Pending, {{"host", "web-2"}}),
                                  alert("Disk", AlertState::Firing, {{"host", "db-1"}})}));
        model.commit();
        model.setTextFilter(text);
        if (state >= 0) model.setStateFilter(static_cast<AlertState>(state));
        model.commit();
        QCOMPARE(names(model), expected);
        QCOMPARE(model.total(), std::size_t{3});
    }

    void sortsByAColumn_data() {
        QTest::addColumn<int>("column");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QStringList>("expected");
        const auto list = [](const char* text) { return QString::fromLatin1(text).split(u' '); };
        QTest::newRow("urgency") << -1 << false << list("B C A");
        QTest::newRow("state") << int(AlertListModel::State) << true << list("A B C");
        QTest::newRow("severity") << int(AlertListModel::SeverityColumn) << false << list("B C A");
        QTest::newRow("name") << int(AlertListModel::Name) << false << list("A B C");
        QTest::newRow("name, down") << int(AlertListModel::Name) << true << list("C B A");
        QTest::newRow("labels") << int(AlertListModel::KeyLabels) << false << list("C B A");
        QTest::newRow("value; what is no number comes first")
            << int(AlertListModel::Value) << false << list("B C A");
        QTest::newRow("since") << int(AlertListModel::Since) << false << list("C A B");
        QTest::newRow("active for") << int(AlertListModel::ActiveFor) << true << list("C A B");
    }
    void sortsByAColumn() {
        QFETCH(int, column);
        QFETCH(bool, descending);
        QFETCH(QStringList, expected);
        AlertListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<Alert> alerts{
            alert("A", AlertState::Pending, {{"host", "3"}}, kNow - seconds(50)),
            alert("B", AlertState::Firing, {{"host", "2"}, {"severity", "critical"}}, kNow - seconds(40)),
            alert("C", AlertState::Firing, {{"host", "1"}, {"severity", "warning"}}, kNow - seconds(90))};
        alerts[0].value = 7;
        alerts[1].value = std::numeric_limits<double>::quiet_NaN();
        alerts[2].value = -1;
        model.setActive(snapshot(std::move(alerts)));
        model.setNow(kNow);
        model.commit();
        QSignalSpy changes(&model, &AlertListModel::orderChanged);
        model.sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
        QCOMPARE(changes.count(), column < 0 ? 0 : 1);
        model.commit();
        QCOMPARE(names(model), expected);
    }

    void resolvedInTheFrameThatEndsItIsListed() {
        AlertListModel model;
        model.setActive(snapshot({alert("A", AlertState::Firing, {{"host", "1"}})}));
        model.commit();
        model.addResolved(alert("A", AlertState::Resolved, {{"host", "1"}}));
        model.setActive(snapshot({}));
        model.commit();
        QCOMPARE(model.count(AlertState::Resolved), std::size_t{1});
    }

    void resolvedStaysUntilActiveAgain() {
        AlertListModel model;
        const Alert resolved = alert("A", AlertState::Resolved, {{"host", "1"}});
        model.addResolved(resolved);
        model.addResolved(resolved);
        model.commit();
        QCOMPARE(model.rowCount(), 1);
        model.setActive(snapshot({alert("A", AlertState::Firing, {{"host", "1"}})}));
        model.addResolved(resolved); // an older transition that arrives late
        model.commit();
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.count(AlertState::Firing), std::size_t{1});
        QCOMPARE(model.count(AlertState::Resolved), std::size_t{0});
    }

    void rowsAreBounded() {
        AlertListModel model;
        std::vector<Alert> many;
        for (std::size_t i = 0; i < AlertListModel::kMaxRows + 7; ++i)
            many.push_back(alert("A", AlertState::Firing, {{"i", std::to_string(i)}}));
        model.setActive(snapshot(std::move(many)));
        for (std::size_t i = 0; i < AlertListModel::kMaxResolved + 5; ++i)
            model.addResolved(alert("R", AlertState::Resolved, {{"i", std::to_string(i)}}));
        model.commit();
        QCOMPARE(model.rowCount(), static_cast<int>(AlertListModel::kMaxRows));
        QCOMPARE(model.notShown(), 7 + AlertListModel::kMaxResolved);
    }

    void twoAlertsOfOneIdentityAreOneRow() {
        AlertListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setActive(snapshot({alert("A", AlertState::Firing, {}), alert("A", AlertState::Firing, {})}));
        model.commit();
        QCOMPARE(model.rowCount(), 1);
    }

    void durationFollowsTheWatermark() {
        AlertListModel model;
        model.setActive(snapshot({alert("A", AlertState::Firing, {}, kNow - seconds(90))}));
        model.commit();
        model.setNow(kNow);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        QCOMPARE(model.index(0, AlertListModel::ActiveFor).data().toString(), QStringLiteral("1m30s"));
        model.setNow(kNow + std::chrono::milliseconds(300));
        QCOMPARE(changes.count(), 0); // once a second is enough
        model.setNow(kNow + seconds(10));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(model.index(0, AlertListModel::ActiveFor).data().toString(), QStringLiteral("1m40s"));
        model.setNow(kNow - seconds(500));
        QCOMPARE(model.index(0, AlertListModel::ActiveFor).data().toString(), QStringLiteral("0s"));
    }

    void keyLabelsLeaveOutWhatHasItsOwnColumn() {
        QCOMPARE(
            keyLabelsText(Labels({{"alertname", "A"}, {"severity", "x"}, {"zone", "b"}, {"host", "a\nb"}})),
            QStringLiteral("host=a↵b, zone=b"));
    }

    void findsByFingerprintWhateverTheFilter() {
        AlertListModel model;
        const Alert a = alert("A", AlertState::Firing, {{"host", "1"}});
        model.setActive(snapshot({a}));
        model.commit();
        model.setTextFilter(QStringLiteral("nothing like it"));
        model.commit();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.keyOfFingerprint(fingerprint(a.labels)), alertKey(a));
        QVERIFY(model.keyOfFingerprint("0123").empty());
        model.clear();
        QVERIFY(model.find(alertKey(a)) == nullptr);
    }

    void logKeepsEachTransitionOnce() {
        TransitionLog log;
        const Alert a = alert("A", AlertState::Firing, {});
        QVERIFY(log.append(transition(a, AlertState::Pending, 10)));
        QVERIFY(!log.append(transition(a, AlertState::Pending, 10)));
        const Alert other = alert("B", AlertState::Firing, {});
        log.prependHistory({transition(a, AlertState::Pending, 10), transition(other, AlertState::Pending, 5),
                            transition(a, AlertState::Pending, 1)});
        QCOMPARE(log.all().size(), std::size_t{3});
        const auto steps = log.of(alertKey(a));
        QCOMPARE(steps.size(), std::size_t{2});
        QVERIFY(steps.front().transition->tick > steps.back().transition->tick);
    }

    void logIsBounded() {
        TransitionLog log;
        const Alert a = alert("A", AlertState::Firing, {});
        for (std::size_t i = 0; i < TransitionLog::kCapacity + 10; ++i)
            log.append(transition(a, AlertState::Pending, static_cast<int>(i)));
        QCOMPARE(log.all().size(), TransitionLog::kCapacity);
        QCOMPARE(log.all().front().transition->tick, kNow + seconds(10));
        log.prependHistory({transition(a, AlertState::Pending, 0)});
        QCOMPARE(log.all().size(), TransitionLog::kCapacity);
    }

    void timelineGrowsAtTheTop() {
        TransitionModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Alert a = alert("A", AlertState::Firing, {});
        model.setTransitions({transition(a, AlertState::Pending, 1)});
        const QPersistentModelIndex first = model.index(0, 0);
        model.setTransitions(
            {transition(a, AlertState::Recovering, 2), transition(a, AlertState::Pending, 1)});
        QCOMPARE(first.row(), 1);
        QCOMPARE(model.index(0, TransitionModel::Change).data().toString(),
                 QStringLiteral("Recovering → Firing"));
        QCOMPARE(model.index(0, TransitionModel::Tick).data().toString(),
                 QStringLiteral("2023-11-14 22:13:22"));
        // A reader of the screen hears the whole row of the timeline, which shows one column of the model.
        QVERIFY(model.index(0, TransitionModel::Change)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(QStringLiteral("Recovering → Firing, 2023-11-14 22:13:22 UTC, ")));
    }
};

QTEST_GUILESS_MAIN(TestViewmodelsAlerts)
#include "tst_viewmodels_alerts.moc"
