#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/schema_tree_model.h"
#include "widgets/viewmodels/stage_model.h"
#include "widgets/viewmodels/topic_tree_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace eventflow;
using namespace eventflow::viewmodels;

namespace {

feed::StreamStats stream(const char* topic, int partition, std::uint64_t records, std::int64_t lag = -1) {
    feed::StreamStats s;
    s.topic = topic;
    s.partition = partition;
    s.records = records;
    s.bytes = records * 100;
    s.firstOffset = 10;
    s.nextOffset = 10 + static_cast<std::int64_t>(records);
    s.endOffset = lag < 0 ? -1 : s.nextOffset + lag;
    return s;
}

feed::PipelineDelta frame(double uptime, std::vector<feed::StreamStats> streams,
                          std::uint64_t generation = 1) {
    feed::PipelineDelta delta;
    delta.generation = generation;
    delta.uptimeSeconds = uptime;
    delta.status.state = feed::RunState::Running;
    delta.status.source = "demo";
    delta.streams = std::move(streams);
    return delta;
}

QString cell(const QModelIndex& row, int column) {
    return row.siblingAtColumn(column).data().toString();
}

schema::Field field(const char* name, std::uint64_t present, schema::ValueType type) {
    schema::Field f;
    f.name = name;
    f.present = present;
    f.types[static_cast<std::size_t>(type)] = present;
    return f;
}

schema::Field object(std::uint64_t seen, std::vector<schema::Field> children) {
    schema::Field f = field("", seen, schema::ValueType::Object);
    for (schema::Field& child : children)
        f.children.emplace(child.name, child);
    return f;
}

} // namespace

class TestViewmodelsStreams : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void buildsSourceTopicPartition() {
        TopicTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(frame(1, {stream("b", 1, 5, 7), stream("b", 0, 6, 3), stream("a", 0, 1)}));
        QCOMPARE(model.rowCount(), 1);
        const QModelIndex source = model.index(0, 0);
        QCOMPARE(source.data().toString(), QStringLiteral("demo"));
        QCOMPARE(model.rowCount(source), 2);
        const QModelIndex b = model.indexOfTopic("b");
        QCOMPARE(b.row(), 1);
        QCOMPARE(model.rowCount(b), 2);
        QCOMPARE(cell(b, TopicTreeModel::Records), QStringLiteral("11"));
        QCOMPARE(cell(b, TopicTreeModel::Lag), QStringLiteral("10"));
        QCOMPARE(cell(model.indexOfTopic("a"), TopicTreeModel::Lag), QStringLiteral("–"));
        const QModelIndex partition = model.index(0, 0, b);
        QCOMPARE(cell(partition, TopicTreeModel::Name), QStringLiteral("Partition 0"));
        QCOMPARE(cell(partition, TopicTreeModel::NextOffset), QStringLiteral("16"));
        QCOMPARE(cell(partition, TopicTreeModel::EndOffset), QStringLiteral("19"));
        QCOMPARE(model.topicOf(partition), std::string("b"));
        QCOMPARE(model.topicOf(source), std::string());
        QCOMPARE(model.recordsOf("b"), std::uint64_t{11});
    }

    void ratesAreDifferencesOverUptime() {
        TopicTreeModel model;
        for (int i = 0; i <= 20; ++i)
            model.apply(frame(i * 0.1, {stream("t", 0, static_cast<std::uint64_t>(i) * 50)}));
        const QModelIndex topic = model.indexOfTopic("t");
        QCOMPARE(topic.siblingAtColumn(TopicTreeModel::Rate).data(SortRole).toDouble(), 500.0);
        QCOMPARE(topic.siblingAtColumn(TopicTreeModel::ByteRate).data(SortRole).toDouble(), 50'000.0);

        feed::PipelineDelta end = frame(4, {stream("t", 0, 1000)});
        end.status.state = feed::RunState::Finished;
        model.apply(end);
        QCOMPARE(topic.siblingAtColumn(TopicTreeModel::Rate).data(SortRole).toDouble(), 250.0);
        QCOMPARE(model.headerData(TopicTreeModel::Rate, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("Mean rate"));
    }

    void rowsKeepTheirPlaceWhenOthersArrive() {
        TopicTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(frame(1, {stream("m", 1, 1)}));
        const QPersistentModelIndex chosen = model.index(0, 0, model.indexOfTopic("m"));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.apply(frame(2, {stream("m", 1, 2), stream("m", 0, 2), stream("a", 0, 2)}));
        QCOMPARE(resets.count(), 0);
        QCOMPARE(chosen.row(), 1);
        QCOMPARE(chosen.parent().row(), 1);
    }

    void aNewGenerationForgets() {
        TopicTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.apply(frame(5, {stream("old", 0, 1000)}));
        model.apply(frame(0.1, {stream("new", 0, 3)}, 2));
        QCOMPARE(model.topicCount(), std::size_t{1});
        QVERIFY(!model.indexOfTopic("old").isValid());
        model.apply(frame(0.1, {}, 3));
        QCOMPARE(model.rowCount(), 0);
    }

    void schemaGrowsInPlace() {
        SchemaTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        schema::Field tags = field("tags", 4, schema::ValueType::Object);
        tags.children.emplace("zone", field("zone", 2, schema::ValueType::String));
        model.update(object(4, {field("value", 3, schema::ValueType::Number), tags}));
        QCOMPARE(model.rowCount(), 2);
        const QPersistentModelIndex chosen = model.index(1, SchemaTreeModel::Presence);
        QCOMPARE(chosen.data().toString(), QStringLiteral("75 %"));
        const QModelIndex zone = model.index(0, SchemaTreeModel::Presence, model.index(0, 0));
        QCOMPARE(zone.data().toString(), QStringLiteral("50 %"));

        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.update(object(8, {field("host", 8, schema::ValueType::String),
                                field("value", 7, schema::ValueType::Number), tags}));
        QCOMPARE(resets.count(), 0);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(chosen.row(), 2);
        QCOMPARE(chosen.data().toString(), QStringLiteral("88 %"));
    }

    void schemaThatLostAFieldStartsAnew() {
        SchemaTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.update(object(1, {field("a", 1, schema::ValueType::Null)}));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.update(object(1, {field("b", 1, schema::ValueType::Null)}));
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("b"));
    }

    void describesTypesAndRanges() {
        schema::Field mixed = field("x", 75, schema::ValueType::Integer);
        mixed.types[static_cast<std::size_t>(schema::ValueType::String)] = 25;
        mixed.minNumber = -1;
        mixed.maxNumber = 2.5;
        mixed.minLength = mixed.maxLength = 4;
        QVERIFY(typesText(mixed).startsWith(
            QString::fromLatin1(schema::toString(schema::ValueType::Integer)) + QStringLiteral(" 75 %")));
        QCOMPARE(rangeText(mixed), QStringLiteral("-1 … 2.5 · 4 B"));
        QCOMPARE(typesText(field("y", 3, schema::ValueType::Null)),
                 QString::fromLatin1(schema::toString(schema::ValueType::Null)));
        QCOMPARE(rangeText(field("y", 3, schema::ValueType::Null)), QString());
    }

    void stagesShowRateQueueAndLatency() {
        StageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int i = 0; i <= 10; ++i) {
            feed::PipelineDelta delta = frame(i * 0.1, {});
            feed::StepStats decode;
            decode.step = Step::Decode;
            decode.in = static_cast<std::uint64_t>(i) * 10;
            decode.busySeconds = i * 0.05;
            decode.queueBytes = 48;
            decode.queueCapacity = 64;
            feed::StepStats collect;
            delta.steps = {decode, collect};
            model.apply(delta);
        }
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.row(0).stats.step, Step::Collect);
        QVERIFY(!model.row(0).queueFill());
        QCOMPARE(*model.row(1).queueFill(), 0.75);
        QCOMPARE(model.row(1).perSecond, 100.0);
        QVERIFY(std::abs(model.row(1).busy - 0.5) < 0.01);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void aStepThatIsNamedTwiceIsOneRow() {
        StageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        feed::PipelineDelta delta = frame(1, {});
        delta.steps = {feed::StepStats{}, feed::StepStats{}};
        model.apply(delta);
        QCOMPARE(model.rowCount(), 1);
    }

    void conservationCounts_data() {
        QTest::addColumn<int>("stored");
        QTest::addColumn<int>("underWay");
        QTest::newRow("holds") << 90 << 0;
        QTest::newRow("under way") << 85 << 5;
        QTest::newRow("more than were read") << 92 << -2;
    }
    void conservationCounts() {
        QFETCH(int, stored);
        QFETCH(int, underWay);
        feed::Counters counters;
        counters.read = 100;
        counters.stored = static_cast<std::uint64_t>(stored);
        counters.deadLettered = 4;
        counters.duplicates = 5;
        counters.dropped = 1;
        QCOMPARE(conservation(counters).underWay, std::int64_t{underWay});
        QCOMPARE(conservation(counters).holds(), underWay == 0);
    }
};

QTEST_GUILESS_MAIN(TestViewmodelsStreams)
#include "tst_viewmodels_streams.moc"
