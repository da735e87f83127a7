#include "widgets/viewmodels/member_model.h"
#include "widgets/viewmodels/neighbour_model.h"
#include "widgets/viewmodels/partition_lag_model.h"
#include "widgets/viewmodels/severity.h"
#include "widgets/viewmodels/stuck_model.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QTest>

using namespace eventflow;
using namespace eventflow::viewmodels;

namespace {

constexpr auto kTester = QAbstractItemModelTester::FailureReportingMode::QtTest;

admin::GroupMember member(std::string id, std::string client, std::int32_t partitions) {
    admin::GroupMember one;
    one.id = std::move(id);
    one.clientId = std::move(client);
    one.host = "/10.0.0.7";
    for (std::int32_t partition = 0; partition < partitions; ++partition)
        one.assignment.push_back({"orders", partition});
    return one;
}

admin::PartitionLag partitionLag(std::int32_t partition, std::int64_t committed, std::int64_t end) {
    admin::PartitionLag lag;
    lag.partition = {"orders", partition};
    lag.committed = committed;
    lag.end = end;
    return lag;
}

admin::TimeLag timeLag(std::int64_t seconds) {
    return {timestampFromMs(0), timestampFromMs(seconds * 1000), {}};
}

admin::LagHistory::Stuck stuckAt(std::int32_t partition, std::int64_t committed, Timestamp since) {
    admin::LagHistory::Stuck stuck;
    stuck.partition = {"orders", partition};
    stuck.committed = committed;
    stuck.lag = 1000 + partition;
    stuck.grownBy = 7;
    stuck.since = since;
    stuck.clientId = "billing-1";
    return stuck;
}

admin::OwnedRecord record(std::int64_t offset, std::optional<std::string> key,
                          std::optional<std::string> value) {
    admin::OwnedRecord one;
    one.from = {"orders", 0};
    one.offset = offset;
    one.timestamp = timestampFromMs(1'767'225'600'000);
    one.key = std::move(key);
    one.value = std::move(value);
    return one;
}

QString cell(const QAbstractItemModel& model, int row, int column, int role = Qt::DisplayRole) {
    return model.index(row, column).data(role).toString();
}

/// One column from top to bottom, `a b c`.
QString columnOf(const QAbstractItemModel& model, int column) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all += cell(model, row, column);
    return all.join(u' ');
}

} // namespace

class TestGroupModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void membersSayWhatTheyWereHanded() {
        MemberModel model;
        QAbstractItemModelTester tester(&model, kTester);
        admin::GroupMember still = member("m-2", "billing-2", 100);
        still.instanceId = "rack-a";
        model.setMembers({member("m-1", "billing-1", 2), still});
        QCOMPARE(cell(model, 0, MemberModel::Partitions), QStringLiteral("2"));
        QCOMPARE(cell(model, 0, MemberModel::Partitions, Qt::ToolTipRole),
                 QStringLiteral("orders[0]\norders[1]"));
        // A thousand partitions are no tool tip.
        QVERIFY(cell(model, 1, MemberModel::Partitions, Qt::ToolTipRole).endsWith(QStringLiteral("\n…")));
        QCOMPARE(cell(model, 0, MemberModel::Instance), QStringLiteral("–"));
        QCOMPARE(cell(model, 1, MemberModel::Instance), QStringLiteral("rack-a"));
        model.sort(MemberModel::Partitions, Qt::DescendingOrder);
        QCOMPARE(columnOf(model, MemberModel::Client), QStringLiteral("billing-2 billing-1"));
    }

    void membersKeepTheirRowWhenTheyStay() {
        MemberModel model;
        QAbstractItemModelTester tester(&model, kTester);
        model.setMembers({member("m-1", "a", 1), member("m-2", "b", 1)});
        int resets = 0;
        connect(&model, &QAbstractItemModel::modelReset, this, [&] { ++resets; });
        model.setMembers({member("m-1", "a", 3), member("m-2", "b", 0)});
        QCOMPARE(resets, 0);
        QCOMPARE(columnOf(model, MemberModel::Partitions), QStringLiteral("3 0"));
        model.setMembers({member("m-2", "b", 4)});
        QCOMPARE(resets, 1);
    }

    void namesOfMembersAreHostileText() {
        MemberModel model;
        model.setMembers({member("m\n1", std::string("a\0b", 3) + std::string(5000, 'x'), 0)});
        const QString client = cell(model, 0, MemberModel::Client);
        QVERIFY(!client.contains(QChar(0)) && client.size() <= 201);
        QVERIFY(!cell(model, 0, MemberModel::MemberId).contains(u'\n'));
    }

    void partitionsTellHowFarTheGroupIs() {
        PartitionLagModel model;
        QAbstractItemModelTester tester(&model, kTester);
        admin::GroupLag lag;
        lag.partitions = {partitionLag(0, 10, 30), partitionLag(1, -1, 30), partitionLag(2, 50, 30),
                          partitionLag(3, 30, 30)};
        lag.partitions[0].member = "m-1";
        lag.partitions[0].clientId = "billing-1";
        model.setLag(lag);
        QCOMPARE(cell(model, 0, PartitionLagModel::Lag), QStringLiteral("20"));
        QCOMPARE(cell(model, 0, PartitionLagModel::Client), QStringLiteral("billing-1"));
        QCOMPARE(cell(model, 1, PartitionLagModel::Committed), QStringLiteral("none"));
        QCOMPARE(cell(model, 1, PartitionLagModel::Client), QStringLiteral("nobody"));
        QVERIFY(cell(model, 2, PartitionLagModel::Lag, Qt::ToolTipRole).contains(QStringLiteral("was cut")));
        QCOMPARE(model.index(2, PartitionLagModel::Lag).data(SeverityRole).toInt(),
                 static_cast<int>(Severity::Warning));
        QVERIFY(!model.index(0, PartitionLagModel::Lag).data(SeverityRole).isValid());
        // What is not known comes last, whichever way it is sorted.
        model.sort(PartitionLagModel::Lag, Qt::DescendingOrder);
        QCOMPARE(columnOf(model, PartitionLagModel::Partition),
                 QStringLiteral("orders[0] orders[3] orders[2] orders[1]"));
        model.sort(PartitionLagModel::Lag, Qt::AscendingOrder);
        QCOMPARE(columnOf(model, PartitionLagModel::Partition),
                 QStringLiteral("orders[2] orders[3] orders[0] orders[1]"));
    }

    void timeLagsComeLaterAndStayUntilTheNext() {
        PartitionLagModel model;
        QAbstractItemModelTester tester(&model, kTester);
        admin::GroupLag lag;
        lag.partitions = {partitionLag(0, 10, 30), partitionLag(1, 30, 30), partitionLag(2, 0, 30)};
        model.setLag(lag);
        QCOMPARE(columnOf(model, PartitionLagModel::Behind), QStringLiteral("… … …"));
        admin::TimeLag unknown;
        unknown.unknown = "the first record is gone";
        // In the order in which the partitions were given, however they are sorted.
        model.sort(PartitionLagModel::Partition, Qt::DescendingOrder);
        model.setTimeLags({timeLag(90), timeLag(0), unknown});
        QCOMPARE(columnOf(model, PartitionLagModel::Behind), QStringLiteral("not known read up 1m 30s"));
        QCOMPARE(cell(model, 0, PartitionLagModel::Behind, Qt::ToolTipRole),
                 QStringLiteral("the first record is gone"));
        lag.partitions[0].end = 40;
        model.setLag(lag);
        QCOMPARE(cell(model, 2, PartitionLagModel::Behind), QStringLiteral("1m 30s"));
        QCOMPARE(worstBehind({timeLag(5), timeLag(90), unknown}),
                 std::optional<Duration>(std::chrono::seconds(90)));
        QCOMPARE(worstBehind({unknown}), std::optional<Duration>());
    }

    void whatStandsStillSaysSinceWhenAndAtWhat() {
        StuckModel model;
        QAbstractItemModelTester tester(&model, kTester);
        const Timestamp now = timestampFromMs(1'000'000);
        model.setStuck({stuckAt(1, 500, now - std::chrono::seconds(30)),
                        stuckAt(12, 100, now - std::chrono::minutes(5))},
                       now);
        QCOMPARE(cell(model, 0, StuckModel::Partition), QStringLiteral("orders[1]"));
        QCOMPARE(cell(model, 0, StuckModel::Committed), QStringLiteral("500"));
        QCOMPARE(cell(model, 0, StuckModel::Grown), QStringLiteral("+7"));
        QCOMPARE(cell(model, 1, StuckModel::Lasts), QStringLiteral("5m 0s"));
        QVERIFY(model.index(0, StuckModel::Partition).data(SeverityRole).isValid());
        model.sort(StuckModel::Lasts, Qt::DescendingOrder);
        QCOMPARE(columnOf(model, StuckModel::Partition), QStringLiteral("orders[12] orders[1]"));
        // By number, not by the digits of it.
        model.sort(StuckModel::Partition, Qt::AscendingOrder);
        QCOMPARE(columnOf(model, StuckModel::Partition), QStringLiteral("orders[1] orders[12]"));
        model.setStuck({}, now);
        QCOMPARE(model.rowCount(), 0);
    }

    void theRecordThatIsReadNextIsMarked() {
        NeighbourModel model;
        QAbstractItemModelTester tester(&model, kTester);
        model.setNeighbourhood(
            {{record(98, "k", "fine"), record(101, std::nullopt, "poi\nson"), record(102, "", std::nullopt)},
             1});
        QCOMPARE(model.suspectRow(), 1);
        QCOMPARE(columnOf(model, NeighbourModel::Offset), QStringLiteral("98 101 102"));
        QVERIFY(model.index(1, NeighbourModel::Offset).data(SeverityRole).isValid());
        QVERIFY(!model.index(0, NeighbourModel::Offset).data(SeverityRole).isValid());
        QVERIFY(!cell(model, 1, NeighbourModel::Value, Qt::ToolTipRole).isEmpty());
        QCOMPARE(cell(model, 1, NeighbourModel::Key), QStringLiteral("null"));
        QCOMPARE(cell(model, 2, NeighbourModel::Key), QStringLiteral("empty"));
        QCOMPARE(cell(model, 2, NeighbourModel::Value), QStringLiteral("null"));
        QVERIFY(model.index(2, NeighbourModel::Value).data(MutedRole).toBool());
        QVERIFY(!cell(model, 1, NeighbourModel::Value).contains(u'\n'));
        QCOMPARE(model.record(1).offset, std::int64_t{101});
        // Nothing from the offset on: nobody is to blame.
        model.setNeighbourhood({{record(98, "k", "fine")}, 1});
        QCOMPARE(model.suspectRow(), -1);
        model.setNeighbourhood({});
        QCOMPARE(model.rowCount(), 0);
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QGuiApplication application(argc, argv);
    TestGroupModels test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_group_models.moc"
