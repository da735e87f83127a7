#include "pipelines/admin/group_changes.h"
#include "pipelines/admin/group_lag.h"
#include "pipelines/admin/topic_changes.h"
#include "tests/kafka/real_cluster_support.h"

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace eventflow::admin;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

/// Changes of Apache Kafka, each checked with Kafka's own tools.
class TestRealWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void createsAndDeletesATopic();
    void ensuresThePipelinesTopics();
    void altersOneConfigurationAndKeepsTheOthers();
    void doesNotExecuteAPlanThatNoLongerFits();
    void addsPartitions();
    void deletesRecords();
    void resetsOffsetsAndUndoesThat();
    void leavesAGroupWithMembersAlone();
    void deletesOffsetsAndGroups();
    void saysWhatIsDenied();

private:
    QByteArray tool(const QString& name, const QStringList& arguments) {
        return m_cluster->run(name, arguments);
    }
    QByteArray describeTopic(const QString& name) {
        return tool(u"org.apache.kafka.tools.TopicCommand"_s, {u"--describe"_s, u"--topic"_s, name});
    }
    QByteArray describeGroup(const QString& name) {
        return tool(u"org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"_s,
                    {u"--describe"_s, u"--group"_s, name});
    }
    void commit(const std::string& group, const std::string& topic, std::int64_t offset);
    std::map<TopicPartition, std::int64_t> committed(const std::string& group);
    [[nodiscard]] std::filesystem::path undoFile() const {
        return m_folder.filePath(u"undo-%1.csv"_s.arg(m_undo)).toStdString();
    }
    std::filesystem::path nextUndoFile() {
        ++m_undo;
        return undoFile();
    }

    QTemporaryDir m_folder;
    int m_undo = 0;
    std::unique_ptr<RealCluster> m_cluster;
    std::optional<AdminClient> m_reader;
    std::optional<ChangeClient> m_writer;
    std::unique_ptr<AuditLog> m_audit;
};

void TestRealWrites::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    const ClusterAccess access = accessTo(*m_cluster);
    auto reader = AdminClient::open(access);
    auto writer = ChangeClient::open(access, permitFor(access));
    QVERIFY(reader && writer);
    m_reader.emplace(std::move(*reader));
    m_writer.emplace(std::move(*writer));
    auto audit = AuditLog::open(m_folder.filePath(u"audit.ndjson"_s).toStdString(),
                                [] { return timestampFromMs(1'700'000'000'000); });
    QVERIFY2(audit.has_value(), why(audit));
    m_audit = std::move(*audit);
}

void TestRealWrites::createsAndDeletesATopic() {
    const auto plan = planCreateTopic(*m_reader, {"made", 3, 1, {{"retention.ms", "12345"}}});
    QVERIFY2(plan.has_value(), why(plan));
    // Planning does nothing.
    QVERIFY(!fetchCatalog(*m_reader)->find("made"));
    const Status created = execute(*m_writer, *plan, "", *m_audit);
    QVERIFY2(created.ok(), why(created));
    const QByteArray made = describeTopic(u"made"_s);
    QVERIFY2(made.contains("PartitionCount: 3") && made.contains("retention.ms=12345"), made.constData());
    // The same plan once more: now it is there.
    QVERIFY(!execute(*m_writer, *plan, "", *m_audit));

    const auto deletion = planDeleteTopic(*m_reader, "made");
    QVERIFY2(deletion.has_value(), why(deletion));
    const Status refused = execute(*m_writer, *deletion, "mad", *m_audit);
    QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
    const Status deleted = execute(*m_writer, *deletion, "made", *m_audit);
    QVERIFY2(deleted.ok(), why(deleted));
    QTRY_VERIFY(!fetchCatalog(*m_reader)->find("made"));
}

void TestRealWrites::ensuresThePipelinesTopics() {
    m_cluster->createTopic(u"events.dlq.v1"_s, 2);
    const auto topics = pipelineTopics();
    const auto plan = planEnsureTopics(*m_reader, topics);
    QVERIFY2(plan.has_value(), why(plan));
    QCOMPARE(plan->topics.size(), topics.size() - 1);
    QVERIFY(std::any_of(plan->warnings.begin(), plan->warnings.end(), [](const std::string& warning) {
        return warning.find("\"events.dlq.v1\" is there with partitions 2 instead of 1") == 0;
    }));
    const Status done = execute(*m_writer, *plan, "", *m_audit);
    QVERIFY2(done.ok(), why(done));
    const auto again = planEnsureTopics(*m_reader, topics);
    QVERIFY(again && again->nothingToDo());
    QVERIFY(describeTopic(u"ops.alert.v1"_s).contains("cleanup.policy=compact"));
}

void TestRealWrites::altersOneConfigurationAndKeepsTheOthers() {
    m_cluster->createTopic(u"altered"_s, 1, 1, {u"retention.ms=1000000"_s, u"segment.bytes=2000000"_s});
    const auto plan =
        planAlterConfigs(*m_reader, "altered", {{"retention.ms", "2000000"}, {"cleanup.policy", "compact"}});
    QVERIFY2(plan.has_value(), why(plan));
    QCOMPARE(plan->changes.size(), 2u);
    const Status done = execute(*m_writer, *plan, "", *m_audit);
    QVERIFY2(done.ok(), why(done));
    QTRY_VERIFY(describeTopic(u"altered"_s).contains("retention.ms=2000000"));
    const QByteArray after = describeTopic(u"altered"_s);
    QVERIFY2(after.contains("segment.bytes=2000000") && after.contains("cleanup.policy=compact"),
             after.constData());

    const auto back = planAlterConfigs(*m_reader, "altered", {{"cleanup.policy", std::nullopt}});
    QVERIFY(back && execute(*m_writer, *back, "", *m_audit));
    QTRY_VERIFY(!describeTopic(u"altered"_s).contains("cleanup.policy"));
    const auto unknown = planAlterConfigs(*m_reader, "altered", {{"retention", "1"}});
    QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
    // The broker's own reason comes through.
    const auto wrong = planAlterConfigs(*m_reader, "altered", {{"cleanup.policy", "burn"}});
    QVERIFY(wrong.has_value());
    const Status refused = execute(*m_writer, *wrong, "", *m_audit);
    QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
    QVERIFY2(refused.error().detail.find("burn") != std::string::npos, why(refused));
}

void TestRealWrites::doesNotExecuteAPlanThatNoLongerFits() {
    m_cluster->createTopic(u"contested"_s, 1);
    const auto plan = planAlterConfigs(*m_reader, "contested", {{"retention.ms", "5000"}});
    QVERIFY(plan.has_value());
    tool(u"kafka.admin.ConfigCommand"_s,
         {u"--alter"_s, u"--topic"_s, u"contested"_s, u"--add-config"_s, u"segment.ms=70000"_s});
    QTRY_VERIFY(describeTopicConfig(*m_reader, "contested")->ownValues().contains("segment.ms"));
    const Status refused = execute(*m_writer, *plan, "", *m_audit);
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().detail.find("plan again") != std::string::npos, why(refused));
    QVERIFY(!describeTopic(u"contested"_s).contains("retention.ms"));
}

void TestRealWrites::addsPartitions() {
    m_cluster->createTopic(u"grown"_s, 2);
    QVERIFY(!planAddPartitions(*m_reader, "grown", 2));
    const auto plan = planAddPartitions(*m_reader, "grown", 5);
    QVERIFY2(plan.has_value(), why(plan));
    QVERIFY(!plan->warnings.empty());
    const Status done = execute(*m_writer, *plan, "", *m_audit);
    QVERIFY2(done.ok(), why(done));
    QVERIFY(describeTopic(u"grown"_s).contains("PartitionCount: 5"));
}

void TestRealWrites::deletesRecords() {
    m_cluster->createTopic(u"shortened"_s, 1);
    QVERIFY(produceNumbers(*m_cluster, "shortened", 0, 100).ok());
    const auto plan = planDeleteRecords(*m_reader, "shortened", {{0, 40}});
    QVERIFY2(plan.has_value(), why(plan));
    const Status done = execute(*m_writer, *plan, "", *m_audit);
    QVERIFY2(done.ok(), why(done));
    const TopicPartition only{"shortened", 0};
    QTRY_COMPARE(fetchWatermarks(*m_reader, std::span(&only, 1)).front().low, 40);
    const auto beyond = planDeleteRecords(*m_reader, "shortened", {{0, 1000}});
    QVERIFY(beyond && beyond->items.front().before == 100 && beyond->warnings.size() == 2);
}

/// As kafka-consumer-groups.sh does for a group without members.
void TestRealWrites::commit(const std::string& group, const std::string& topic, std::int64_t offset) {
    const QByteArray output = tool(u"org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"_s,
                                   {u"--group"_s, QString::fromStdString(group), u"--topic"_s,
                                    QString::fromStdString(topic), u"--reset-offsets"_s, u"--to-offset"_s,
                                    QString::number(static_cast<qlonglong>(offset)), u"--execute"_s});
    for (const auto& [partition, now] : committed(group))
        if (partition.topic == topic) QVERIFY2(now == offset, output.constData());
}

std::map<TopicPartition, std::int64_t> TestRealWrites::committed(const std::string& group) {
    std::map<TopicPartition, std::int64_t> out;
    const auto all = fetchCommitted(*m_reader, std::span(&group, 1));
    if (!all.front()) return out;
    for (const CommittedOffset& offset : *all.front())
        out[offset.partition] = offset.offset;
    return out;
}

void TestRealWrites::resetsOffsetsAndUndoesThat() {
    // Its records are older than the default retention.
    m_cluster->createTopic(u"paid"_s, 2, 1, {u"retention.ms=-1"_s});
    const Timestamp start = timestampFromMs(1'600'000'000'000);
    QVERIFY(produceNumbers(*m_cluster, "paid", 0, 200, start).ok());
    commit("ledger", "paid", 10);
    const auto before = committed("ledger");
    QCOMPARE(before.size(), 2u);

    ResetTarget target;
    target.kind = ResetTarget::Kind::Shift;
    target.number = -1000;
    const auto plan = planResetOffsets(*m_reader, "ledger", target);
    QVERIFY2(plan.has_value(), why(plan));
    QCOMPARE(plan->items.size(), 2u);
    QCOMPARE(plan->warnings.size(), 2u); // clamped
    QCOMPARE(committed("ledger"), before);
    const Status done = execute(*m_writer, *plan, "", *m_audit, nextUndoFile());
    QVERIFY2(done.ok(), why(done));
    for (const auto& [partition, offset] : committed("ledger"))
        QCOMPARE(offset, 0);
    QVERIFY(describeGroup(u"ledger"_s).contains("paid"));

    // What was saved brings it back.
    QFile saved(QString::fromStdString(undoFile().string()));
    QVERIFY(saved.open(QIODevice::ReadOnly));
    ResetTarget undo;
    undo.kind = ResetTarget::Kind::Offsets;
    const auto offsets = parseOffsets(saved.readAll().toStdString());
    QVERIFY2(offsets.has_value(), why(offsets));
    undo.offsets = *offsets;
    const auto back = planResetOffsets(*m_reader, "ledger", undo);
    QVERIFY2(back.has_value(), why(back));
    QVERIFY(execute(*m_writer, *back, "", *m_audit, nextUndoFile()).ok());
    QCOMPARE(committed("ledger"), before);

    // A plan made before somebody else moved the group.
    target.kind = ResetTarget::Kind::Latest;
    const auto late = planResetOffsets(*m_reader, "ledger", target);
    QVERIFY(late.has_value());
    commit("ledger", "paid", 20);
    QVERIFY(!execute(*m_writer, *late, "", *m_audit, nextUndoFile()).ok());
    for (const auto& [partition, offset] : committed("ledger"))
        QCOMPARE(offset, 20);

    target.kind = ResetTarget::Kind::Timestamp;
    target.time = start + 100ms;
    const auto byTime = planResetOffsets(*m_reader, "ledger", target);
    QVERIFY2(byTime.has_value(), why(byTime));
    std::int64_t sum = 0;
    for (const auto& item : byTime->items)
        sum += item.after;
    QCOMPARE(sum, 100); // one record a millisecond, over both partitions
}

void TestRealWrites::leavesAGroupWithMembersAlone() {
    QProcess consumer;
    consumer.start(u"kcat"_s, {u"-b"_s, QString::fromStdString(m_cluster->bootstrapServers()), u"-G"_s,
                               u"busy"_s, u"-X"_s, u"auto.offset.reset=earliest"_s, u"paid"_s});
    if (!consumer.waitForStarted()) QSKIP("kcat is not installed; packaging/dependencies.txt names it");
    QTRY_VERIFY_WITH_TIMEOUT(fetchGroupLag(*m_reader, "busy").has_value() &&
                                 fetchGroupLag(*m_reader, "busy")->group.state == GroupState::Stable,
                             30'000);
    const auto refused = planResetOffsets(*m_reader, "busy", {});
    QVERIFY(!refused && refused.error().code == ErrorCode::InvalidArgument);
    QVERIFY2(refused.error().detail.find("1 members") != std::string::npos, why(refused));
    QVERIFY(!planDeleteGroup(*m_reader, "busy"));
    consumer.kill();
    consumer.waitForFinished();
}

void TestRealWrites::deletesOffsetsAndGroups() {
    m_cluster->createTopic(u"other"_s, 1);
    QVERIFY(produceNumbers(*m_cluster, "other", 0, 50).ok());
    commit("leaving", "paid", 1);
    commit("leaving", "other", 2);
    const auto offsets = planDeleteOffsets(*m_reader, "leaving", "paid");
    QVERIFY(offsets && offsets->before.size() == 2);
    const Status forgotten = execute(*m_writer, *offsets, "", *m_audit, nextUndoFile());
    QVERIFY2(forgotten.ok(), why(forgotten));
    QCOMPARE(committed("leaving").size(), 1u);
    const auto group = planDeleteGroup(*m_reader, "leaving");
    QVERIFY2(group.has_value(), why(group));
    const Status deleted = execute(*m_writer, *group, "leaving", *m_audit, nextUndoFile());
    QVERIFY2(deleted.ok(), why(deleted));
    const auto groups = listGroups(*m_reader);
    QVERIFY(groups && std::none_of(groups->groups.begin(), groups->groups.end(),
                                   [](const GroupListing& listed) { return listed.id == "leaving"; }));
}

void TestRealWrites::saysWhatIsDenied() {
    const ClusterAccess access = accessAs(*m_cluster, "reader");
    m_cluster->allow(u"reader"_s, u"Describe"_s, {u"--topic"_s, u"paid"_s});
    auto reader = AdminClient::open(access);
    auto writer = ChangeClient::open(access, permitFor(access));
    QVERIFY(reader && writer);
    const auto plan = planDeleteTopic(*reader, "paid");
    QVERIFY2(plan.has_value(), why(plan));
    const Status denied = execute(*writer, *plan, "", *m_audit);
    QVERIFY(!denied && denied.error().code == ErrorCode::PermissionDenied);
    QVERIFY2(denied.error().detail.find("DeleteTopics of topic \"paid\"") == 0, why(denied));
    QVERIFY(fetchCatalog(*m_reader)->find("paid") != nullptr);
    // A permit is for its own connection only.
    const auto foreign = ChangeClient::open(accessTo(*m_cluster), permitFor(access));
    QVERIFY(!foreign && foreign.error().code == ErrorCode::InvalidArgument);
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealWrites)
#include "tst_real_writes.moc"
