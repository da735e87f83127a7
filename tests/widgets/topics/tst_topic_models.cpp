#include "tests/widgets/support/fake_cluster.h"
#include "widgets/viewmodels/config_table_model.h"
#include "widgets/viewmodels/partition_table_model.h"
#include "widgets/viewmodels/share_model.h"
#include "widgets/viewmodels/topic_table_model.h"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QTest>

using namespace eventflow;
using namespace eventflow::viewmodels;
using eventflow::testing::FakeCluster;

namespace {

admin::TopicEntry topic(std::string name, std::uint32_t withoutLeader = 0, std::uint32_t shortOf = 0) {
    admin::TopicEntry entry;
    entry.name = std::move(name);
    entry.partitionCount = 3;
    entry.replicas = 3;
    entry.withoutLeader = withoutLeader;
    entry.shortOfReplicas = shortOf;
    entry.internal = admin::isInternalTopic(entry.name);
    return entry;
}

/// The first column, `a b c`.
QString names(const QAbstractItemModel& model) {
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all += model.index(row, 0).data().toString();
    return all.join(u' ');
}

admin::ConfigEntry configEntry(std::string name, std::string value, admin::ConfigSource source) {
    admin::ConfigEntry entry;
    entry.name = std::move(name);
    entry.value = std::move(value);
    entry.source = source;
    entry.synonyms = {{entry.name, entry.value, source},
                      {"log." + entry.name, "604800000", admin::ConfigSource::Default}};
    return entry;
}

} // namespace

class TestTopicModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hidesInternalTopicsUnlessTheyAreAskedFor() {
        TopicTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTopics({topic("__consumer_offsets"), topic("orders"), topic("payments")});
        QCOMPARE(names(model), QStringLiteral("orders payments"));
        model.setInternalShown(true);
        QCOMPARE(model.rowCount(), 3);
    }

    void filtersAsTyped() {
        TopicTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTopics({topic("orders"), topic("orders.dlq"), topic("payments")});
        model.setFilter(QStringLiteral(" ORDERS"));
        QCOMPARE(model.rowCount(), 2);
        model.setFilter(QStringLiteral("(["));
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 3);
    }

    void problemsComeFirstAndAreInWords() {
        TopicTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTopics({topic("a"), topic("b", 0, 3), topic("c", 2, 2)});
        QCOMPARE(model.problemCount(), 2U);
        QPersistentModelIndex kept = model.index(0, 0);
        model.sort(TopicTableModel::State, Qt::AscendingOrder);
        QCOMPARE(names(model), QStringLiteral("c b a"));
        QCOMPARE(kept.row(), 2);
        QCOMPARE(model.index(0, TopicTableModel::State).data().toString(),
                 QStringLiteral("2 without leader"));
        QCOMPARE(model.index(1, TopicTableModel::State).data().toString(),
                 QStringLiteral("3 short of replicas"));
        QCOMPARE(model.index(2, TopicTableModel::State).data().toString(), QStringLiteral("in sync"));
        QVERIFY(model.index(0, TopicTableModel::State).data(SeverityRole).isValid());
        QVERIFY(!model.index(2, TopicTableModel::State).data(SeverityRole).isValid());
        model.setProblemsOnly(true);
        QCOMPARE(names(model), QStringLiteral("c b"));
    }

    void aSnapshotWithTheSameTopicsMovesNothing() {
        TopicTableModel model;
        model.setTopics({topic("a"), topic("b")});
        int resets = 0;
        int changes = 0;
        connect(&model, &QAbstractItemModel::modelReset, this, [&] { ++resets; });
        connect(&model, &QAbstractItemModel::dataChanged, this, [&] { ++changes; });
        model.setTopics({topic("a", 1), topic("b")});
        QCOMPARE(resets, 0);
        QCOMPARE(changes, 1);
        model.setTopics({topic("a"), topic("b"), topic("c")});
        QCOMPARE(resets, 1);
    }

    void detailsAreAskedForOnceAndAgainWhenOutdated() {
        TopicTableModel model;
        model.setTopics({topic("a"), topic("b"), topic("c")});
        QCOMPARE(model.withoutDetails(0, 1, 10), std::vector<std::string>({"a", "b"}));
        QCOMPARE(model.withoutDetails(-1, 99, 2).size(), 2U);
        TopicDetails details;
        details.facts.offsetSpan = 12'345;
        details.facts.deletesOld = true;
        details.facts.retention = std::chrono::hours(168);
        model.setDetails({{"a", details}});
        QCOMPARE(model.withoutDetails(0, 1, 10), std::vector<std::string>({"b"}));
        QCOMPARE(model.index(0, TopicTableModel::Span).data().toString(), QStringLiteral("≤ 12,345"));
        QCOMPARE(model.index(0, TopicTableModel::Retention).data().toString(), QStringLiteral("1w"));
        QCOMPARE(model.index(0, TopicTableModel::Cleanup).data().toString(), QStringLiteral("delete"));
        QCOMPARE(model.index(1, TopicTableModel::Span).data().toString(), QStringLiteral("…"));
        model.outdateDetails();
        QCOMPARE(model.withoutDetails(0, 0, 10), std::vector<std::string>({"a"}));
        QCOMPARE(model.index(0, TopicTableModel::Span).data().toString(), QStringLiteral("≤ 12,345"));
    }

    void whatIsDeniedSaysSo() {
        TopicTableModel model;
        model.setTopics({topic("a")});
        TopicDetails details;
        details.configError = Error{ErrorCode::PermissionDenied, "DescribeConfigs on a"};
        details.spanError = Error{ErrorCode::Unavailable, "ListOffsets timed out"};
        model.setDetails({{"a", details}});
        QCOMPARE(model.index(0, TopicTableModel::Retention).data().toString(), QStringLiteral("denied"));
        QCOMPARE(model.index(0, TopicTableModel::Span).data().toString(), QStringLiteral("not known"));
        QVERIFY(model.index(0, TopicTableModel::Retention)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("DescribeConfigs")));
    }

    void unknownFiguresComeLastEitherWay() {
        TopicTableModel model;
        model.setTopics({topic("a"), topic("b"), topic("c")});
        TopicDetails few;
        few.facts.offsetSpan = 5;
        TopicDetails many;
        many.facts.offsetSpan = 50;
        model.setDetails({{"b", few}, {"c", many}});
        model.sort(TopicTableModel::Span, Qt::AscendingOrder);
        QCOMPARE(names(model), QStringLiteral("b c a"));
        model.sort(TopicTableModel::Span, Qt::DescendingOrder);
        QCOMPARE(names(model), QStringLiteral("c b a"));
    }

    void whatIsNeverDeletedIsKeptLongest() {
        TopicTableModel model;
        model.setTopics({topic("bounded"), topic("compacted"), topic("denied"), topic("unbounded")});
        std::unordered_map<std::string, TopicDetails> details;
        details["bounded"].facts.deletesOld = true;
        details["bounded"].facts.retention = std::chrono::hours(24);
        details["compacted"].facts.compacted = true;
        details["denied"].configError = Error{ErrorCode::PermissionDenied, "DescribeConfigs"};
        details["unbounded"].facts.deletesOld = true;
        model.setDetails(details);
        model.sort(TopicTableModel::Retention, Qt::AscendingOrder);
        QCOMPARE(names(model), QStringLiteral("bounded unbounded compacted denied"));
        model.sort(TopicTableModel::Retention, Qt::DescendingOrder);
        QCOMPARE(names(model), QStringLiteral("compacted unbounded bounded denied"));
        QCOMPARE(model.ranking().ranked, 3U);
        model.sort(TopicTableModel::Cleanup, Qt::AscendingOrder);
        QCOMPARE(names(model), QStringLiteral("compacted bounded unbounded denied"));
    }

    void newDetailsMoveRowsOnlyWhenTheyAreSortedAgain() {
        TopicTableModel model;
        model.setTopics({topic("a"), topic("b"), topic("c")});
        model.sort(TopicTableModel::Span, Qt::DescendingOrder);
        QVERIFY(model.sortsByDetails());
        TopicDetails many;
        many.facts.offsetSpan = 50;
        model.setDetails({{"c", many}});
        QCOMPARE(names(model), QStringLiteral("a b c"));
        QCOMPARE(model.unknownTopics(10), std::vector<std::string>({"a", "b"}));
        QCOMPARE(model.ranking().asked, 1U);
        model.resort();
        QCOMPARE(names(model), QStringLiteral("c a b"));
    }

    void tenThousandTopicsAreOneReset() {
        TopicTableModel model;
        auto catalog = FakeCluster::makeCatalog(10'000, 5);
        model.setTopics(catalog.topics);
        QCOMPARE(model.rowCount(), 10'000);
        model.setFilter(QStringLiteral("orders-09999"));
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowOf(QStringLiteral("team-99.orders-09999")), 0);
        QCOMPARE(model.rowOf(QStringLiteral("team-0.orders-00000")), -1);
    }

    void partitionsTellTheirTrouble() {
        PartitionTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        admin::TopicDescription description;
        description.topic.partitions = {
            {0, 1, {1, 2, 3}, {1, 2, 3}}, {1, 2, {1, 2, 3}, {2}}, {2, -1, {1, 2, 3}, {}}};
        description.watermarks = {
            {100, 1100, {}}, {0, 5, {}}, {-1, -1, Error{ErrorCode::Unavailable, "no leader"}}};
        model.setDescription(description);
        model.sort(PartitionTableModel::State, Qt::AscendingOrder);
        QCOMPARE(names(model), QStringLiteral("2 1 0"));
        QCOMPARE(model.index(0, PartitionTableModel::State).data().toString(),
                 QStringLiteral("without leader"));
        QCOMPARE(model.index(1, PartitionTableModel::State).data().toString(),
                 QStringLiteral("2 of 3 replicas out of sync"));
        QCOMPARE(model.index(2, PartitionTableModel::Span).data().toString(), QStringLiteral("≤ 1,000"));
        QCOMPARE(model.index(0, PartitionTableModel::High).data().toString(), QStringLiteral("not known"));
        QCOMPARE(model.index(0, PartitionTableModel::Leader).data().toString(), QStringLiteral("none"));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void configurationsSayWhatTheyMean() {
        ConfigTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        admin::ConfigSet set;
        set.entries = {configEntry("cleanup.policy", "delete", admin::ConfigSource::Default),
                       configEntry("retention.ms", "3600000", admin::ConfigSource::Topic)};
        set.entries.push_back(configEntry("secret.thing", "", admin::ConfigSource::Topic));
        set.entries.back().sensitive = true;
        set.entries.back().value.reset();
        model.setConfigs(set);
        QCOMPARE(model.index(1, ConfigTableModel::Value).data().toString(), QStringLiteral("3600000 (1h)"));
        QCOMPARE(model.index(1, ConfigTableModel::Source).data().toString(), QStringLiteral("this topic"));
        QCOMPARE(model.index(1, ConfigTableModel::Default).data().toString(),
                 QStringLiteral("604800000 (1w)"));
        QCOMPARE(model.index(2, ConfigTableModel::Value).data().toString(), QStringLiteral("hidden"));
        QCOMPARE(model.index(2, ConfigTableModel::Default).data().toString(), QStringLiteral("–"));
        model.setChangedOnly(true);
        QCOMPARE(names(model), QStringLiteral("retention.ms secret.thing"));
        model.setFilter(QStringLiteral("3600000"));
        QCOMPARE(names(model), QStringLiteral("retention.ms"));
        model.setChangedOnly(false);
        model.setFilter(QStringLiteral("newest record of each key")); // in its meaning
        QCOMPARE(names(model), QStringLiteral("cleanup.policy"));
    }

    void sharesAreOfTheWholeAndBarsOfTheLargest() {
        ShareModel model(QStringLiteral("Partition"), nullptr);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({{QStringLiteral("0"), 75, {}}, {QStringLiteral("1"), 25, {}}}, 100);
        QCOMPARE(model.index(0, ShareModel::Share).data().toString(), QStringLiteral("75 %"));
        QCOMPARE(model.index(0, ShareModel::Share).data(SortRole).toDouble(), 1.0);
        QCOMPARE(model.index(1, ShareModel::Share).data(SortRole).toDouble(), 25.0 / 75);
        model.setRows({}, 0);
        QCOMPARE(model.rowCount(), 0);
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QGuiApplication application(argc, argv);
    TestTopicModels test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_topic_models.moc"
