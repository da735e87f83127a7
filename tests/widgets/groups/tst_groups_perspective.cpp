#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/changes/change_dialog.h"
#include "widgets/groups/group_detail.h"
#include "widgets/groups/groups_perspective.h"
#include "widgets/groups/reset_dialog.h"
#include "widgets/viewmodels/group_table_model.h"
#include "widgets/viewmodels/partition_lag_model.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;
using viewmodels::GroupTableModel;
using viewmodels::PartitionLagModel;

namespace {

class HandClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override { return time; }
    Timestamp time = timestampFromMs(1'767'225'600'000);
};

admin::GroupLag lagOf(const std::string& id, bool active, std::int64_t committed, std::int64_t end) {
    admin::GroupLag lag;
    lag.group.id = id;
    lag.group.state = active ? admin::GroupState::Stable : admin::GroupState::Empty;
    admin::PartitionLag partition;
    partition.partition = {"orders", 0};
    partition.committed = committed;
    partition.end = end;
    if (active) {
        admin::GroupMember member;
        member.id = "m-1";
        member.clientId = "billing-1";
        member.assignment = {partition.partition};
        lag.group.members = {member};
        partition.member = member.id;
        partition.clientId = member.clientId;
    }
    lag.partitions = {partition};
    return lag;
}

admin::GroupListing listing(std::string id, admin::GroupState state) {
    admin::GroupListing group;
    group.id = std::move(id);
    group.state = state;
    return group;
}

struct Screen {
    FakeWorkbench workbench;
    HandClock clock;
    GroupsPerspective perspective{workbench, nullptr, &clock};
    std::shared_ptr<FakeCluster> cluster;

    Screen() {
        auto connection = FakeCluster::defaultConnection();
        connection.readOnly = false;
        connection.environment = config::Environment::Test;
        cluster = std::make_shared<FakeCluster>(connection);
        cluster->groupList.groups = {listing("audit", admin::GroupState::Empty),
                                     listing("billing", admin::GroupState::Stable)};
        cluster->lags["audit"] = lagOf("audit", false, 10, 10);
        cluster->lags["billing"] = lagOf("billing", true, 100, 12'445);
        cluster->timeLagAnswer = {{timestampFromMs(0), timestampFromMs(720'000), {}}};
        cluster->planAnswer.target = "audit";
        cluster->planAnswer.changes = {{"orders[0]", "10", "0"}};
        perspective.resize(1300, 850);
        perspective.show();
        perspective.setActive(true);
        perspective.activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(&perspective));
    }
    void open() {
        perspective.setCluster(cluster);
        QTRY_VERIFY(table().isVisible());
    }
    void choose(int row) {
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                          table().visualRect(table().model()->index(row, 0)).center());
        QTRY_VERIFY(named(QStringLiteral("Partitions of the group")).model()->rowCount() > 0);
    }
    [[nodiscard]] QTableView& named(const QString& name) const {
        return *findNamed<QTableView>(perspective, name);
    }
    [[nodiscard]] QTableView& table() const { return named(QStringLiteral("Groups")); }
    [[nodiscard]] QTabWidget& tabs() const {
        return *findNamed<QTabWidget>(perspective, QStringLiteral("Views of the group"));
    }
    [[nodiscard]] QString said() const { return visibleText(perspective); }
    [[nodiscard]] QString cell(int row, int column) const {
        return table().model()->index(row, column).data().toString();
    }
    [[nodiscard]] QPushButton* button(const QString& text) const {
        for (QPushButton* one : perspective.findChildren<QPushButton*>())
            if (one->text().startsWith(text) && one->isVisible()) return one;
        return nullptr;
    }
};

} // namespace

class TestGroupsPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDoWithoutACluster() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("No cluster is open")));
    }

    void listsGroupsWithTheirLag() {
        Screen screen;
        QAbstractItemModelTester tester(screen.table().model(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        screen.open();
        QCOMPARE(screen.table().model()->rowCount(), 2);
        QTRY_COMPARE(screen.cell(1, GroupTableModel::Lag), QStringLiteral("12,345"));
        QCOMPARE(screen.cell(1, GroupTableModel::Behind), QStringLiteral("≥ 12m 0s"));
        QCOMPARE(screen.cell(0, GroupTableModel::Behind), QStringLiteral("read up"));
        QCOMPARE(unnamedFocusWidgets(screen.perspective).join(u' '), QString());
    }

    void aClusterWithoutGroupsSaysSoCalmly() {
        Screen screen;
        screen.cluster->groupFailure = Error{ErrorCode::Unsupported, "ListGroups: not known"};
        screen.perspective.setCluster(screen.cluster);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("This cluster does not offer consumer groups")));
        QVERIFY(!screen.said().contains(QStringLiteral("Not supported")));
        QVERIFY(screen.button(QStringLiteral("Try again")) == nullptr);
        // What is asked again in the background does not make it flicker.
        screen.cluster->blocked = true;
        screen.perspective.refresh();
        QVERIFY(screen.said().contains(QStringLiteral("This cluster does not offer consumer groups")));
        screen.cluster->blocked = false;
    }

    void saysWhenThereAreNoneOrTheyAreDenied() {
        Screen screen;
        screen.cluster->groupList = {};
        screen.perspective.setCluster(screen.cluster);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("There are no groups")));
        screen.perspective.setCluster(nullptr);
        screen.cluster->failure = Error{ErrorCode::PermissionDenied, "ListGroups was denied"};
        screen.perspective.setCluster(screen.cluster);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Not allowed: ListGroups was denied")));
        QVERIFY(screen.button(QStringLiteral("Try again")) != nullptr);
    }

    void brokersThatDidNotAnswerAreNamed() {
        Screen screen;
        screen.cluster->groupList.problems = {{ErrorCode::Unavailable, "broker 3 did not answer"}};
        screen.open();
        QVERIFY(screen.said().contains(QStringLiteral("broker 3 did not answer")));
    }

    void aChosenGroupIsShownInParts() {
        Screen screen;
        screen.open();
        screen.choose(1);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("lag 12,345")));
        QVERIFY(screen.said().contains(QStringLiteral("12m 0s behind")));
        QCOMPARE(screen.named(QStringLiteral("Members of the group")).model()->rowCount(), 1);
        for (int tab = 0; tab < screen.tabs().count(); ++tab) {
            screen.tabs().setCurrentIndex(tab);
            QCOMPARE(unnamedFocusWidgets(screen.perspective).join(u' '), QString());
        }
    }

    void onlyInactiveGroupsCanBeReset() {
        Screen screen;
        screen.open();
        screen.choose(1);
        QPushButton* reset = screen.button(QStringLiteral("Reset offsets"));
        QTRY_VERIFY(reset->toolTip().contains(QStringLiteral("Only a group without members")));
        QVERIFY(!reset->isEnabled());
        screen.perspective.showItem(QStringLiteral("audit"));
        QTRY_VERIFY(reset->isEnabled());
    }

    void resetsGoThroughTheDryRun() {
        Screen screen;
        screen.open();
        screen.choose(0);
        QPushButton* reset = screen.button(QStringLiteral("Reset offsets"));
        QTRY_VERIFY(reset->isEnabled());
        QTest::mouseClick(reset, Qt::LeftButton);
        auto* dialog = screen.perspective.findChild<ResetDialog*>();
        QVERIFY(dialog != nullptr);
        QCOMPARE(unnamedFocusWidgets(*dialog).join(u' '), QString());
        findNamed<QComboBox>(*dialog, QStringLiteral("Where the group goes on reading"))->setCurrentIndex(3);
        auto* value = findNamed<QLineEdit>(*dialog, QStringLiteral("Value of the target"));
        QTest::keyClicks(value, QStringLiteral("-"));
        QVERIFY(visibleText(*dialog).contains(QStringLiteral("no whole number")));
        QTest::keyClicks(value, QStringLiteral("50"));
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        const auto request = std::get<admin::ResetOffsets>(screen.cluster->planned.front());
        QCOMPARE(request.group, std::string("audit"));
        QCOMPARE(request.target.number, std::int64_t{-50});
        QVERIFY(screen.perspective.findChild<ChangeDialog*>() != nullptr);
    }

    void resetsByAFileOfOffsets() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("undo.csv"));
        const auto write = [&](const QByteArray& text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        Screen screen;
        screen.open();
        screen.choose(0);
        QTRY_VERIFY(screen.button(QStringLiteral("Reset offsets"))->isEnabled());
        QTest::mouseClick(screen.button(QStringLiteral("Reset offsets")), Qt::LeftButton);
        auto* dialog = screen.perspective.findChild<ResetDialog*>();
        auto* kind = findNamed<QComboBox>(*dialog, QStringLiteral("Where the group goes on reading"));
        kind->setCurrentIndex(kind->findText(QStringLiteral("By a file")));
        QVERIFY(screen.button(QStringLiteral("Browse"))->isVisible());
        auto* value = findNamed<QLineEdit>(*dialog, QStringLiteral("Value of the target"));
        QPushButton* next = screen.button(QStringLiteral("Show what would change"));
        QTest::keyClicks(value, path);
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("Not there: "))); // no such file yet
        QVERIFY(!next->isEnabled());
        write("orders,0,seven\n");
        value->selectAll();
        QTest::keyClicks(value, path);
        QTRY_VERIFY(visibleText(*dialog).contains(path)); // the error names the file
        QVERIFY(!next->isEnabled());
        write("orders,0,7\npayments,3,12\n");
        value->selectAll();
        QTest::keyClicks(value, path);
        QTRY_VERIFY(next->isEnabled());
        QTest::mouseClick(next, Qt::LeftButton);
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        const auto request = std::get<admin::ResetOffsets>(screen.cluster->planned.front());
        QCOMPARE(request.target.offsets.size(), 2U);
        QCOMPARE(request.target.offsets.at({"payments", 3}), std::int64_t{12});
    }

    void deletionsGoThroughTheDryRun_data() {
        QTest::addColumn<QString>("action");
        QTest::addColumn<bool>("wholeGroup");
        QTest::newRow("offsets of a topic") << "Offsets in orders" << false;
        QTest::newRow("the group") << "The whole group" << true;
    }
    void deletionsGoThroughTheDryRun() {
        QFETCH(QString, action);
        QFETCH(bool, wholeGroup);
        Screen screen;
        screen.open();
        screen.choose(0);
        auto* change =
            findNamed<QToolButton>(screen.perspective, QStringLiteral("Delete the group or its offsets"));
        QTRY_VERIFY(change->isEnabled());
        Q_EMIT change->menu()->aboutToShow(); // it is filled when it opens
        for (QAction* one : change->menu()->actions())
            if (one->text().remove(u'&').startsWith(action)) one->trigger();
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        const admin::ChangeRequest& request = screen.cluster->planned.front();
        QCOMPARE(std::holds_alternative<admin::DeleteGroup>(request), wholeGroup);
        if (!wholeGroup) QCOMPARE(std::get<admin::DeleteOffsets>(request).topic, std::string("orders"));
        // Nothing is done before it is agreed to; then the list is asked for anew.
        auto* dialog = screen.perspective.findChild<ChangeDialog*>();
        QTRY_VERIFY(findNamed<QTableView>(*dialog, QStringLiteral("What would change"))->isVisible());
        QVERIFY(screen.cluster->confirmations.empty());
        QPushButton* go = nullptr;
        for (auto* button : dialog->findChildren<QPushButton*>())
            if (button->isVisible() && button->property("primary").toBool()) go = button;
        QVERIFY(go != nullptr && go->isEnabled());
        QTest::mouseClick(go, Qt::LeftButton);
        QTRY_COMPARE(screen.cluster->confirmations.size(), 1U);
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("Done.")));
        screen.cluster->groupList.groups.erase(screen.cluster->groupList.groups.begin());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_COMPARE(screen.table().model()->rowCount(), 1);
    }

    void findsWhatStandsStillAndTheRecordItChokesOn() {
        Screen screen;
        admin::OwnedRecord record;
        record.from = {"orders", 0};
        record.offset = 100;
        record.value = "poison";
        screen.cluster->neighbourhoodAnswer.records = {record};
        screen.open();
        screen.choose(1);
        auto& detail = *screen.perspective.findChild<GroupDetail*>();
        auto* partitions = screen.named(QStringLiteral("Partitions of the group")).model();
        for (int round = 1; round <= 8; ++round) { // its end moves on, its commit does not
            screen.cluster->lags["billing"] = lagOf("billing", true, 100, 12'445 + round * 10);
            screen.clock.time += std::chrono::seconds(5);
            detail.refresh();
            QTRY_COMPARE(partitions->index(0, PartitionLagModel::Lag).data().toString(),
                         QLocale().toString(12'345 + round * 10));
        }
        screen.tabs().setCurrentIndex(GroupDetail::Stuck);
        QTableView& stuck = screen.named(QStringLiteral("Partitions that stand still"));
        QTRY_COMPARE(stuck.model()->rowCount(), 1);
        QTest::mouseClick(stuck.viewport(), Qt::LeftButton, {},
                          stuck.visualRect(stuck.model()->index(0, 0)).center());
        QTest::mouseClick(screen.button(QStringLiteral("Look at the record")), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("The marked record, offset 100")));
        QSignalSpy opened(&screen.perspective, &Perspective::openRequested);
        QTest::mouseClick(screen.button(QStringLiteral("Open in Messages")), Qt::LeftButton);
        QCOMPARE(opened.first()[1].toString(), QStringLiteral("orders[0]@100"));
        screen.tabs().setCurrentIndex(GroupDetail::History);
        QVERIFY(screen.said().contains(QStringLiteral("It does not catch up")));
    }

    void listsTheGroupsThatReadATopic() {
        Screen screen;
        screen.cluster->lags["audit"].partitions.front().partition.topic = "payments";
        screen.perspective.setCluster(screen.cluster);
        screen.perspective.showItem(QStringLiteral("topic:orders"));
        QTRY_COMPARE(screen.table().model()->rowCount(), 1);
        QCOMPARE(screen.cell(0, 0), QStringLiteral("billing"));
        QTest::mouseClick(screen.button(QStringLiteral("that read orders")), Qt::LeftButton);
        QCOMPARE(screen.table().model()->rowCount(), 2);
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestGroupsPerspective test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_groups_perspective.moc"
