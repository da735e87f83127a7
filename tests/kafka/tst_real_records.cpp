#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/record_writes.h"
#include "pipelines/admin/redrive.h"
#include "tests/kafka/real_cluster_support.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;
using namespace eventflow::admin;

namespace eventflow::kafka::test {

using namespace std::chrono_literals;

namespace {

/// Text as the input of a produce.
class TextReader final : public collect::ByteReader {
public:
    explicit TextReader(std::string text) : m_text(std::move(text)) {}
    Result<std::size_t> read(std::span<char> target) override {
        const std::size_t count = std::min(target.size(), m_text.size() - m_at);
        std::memcpy(target.data(), m_text.data() + m_at, count);
        m_at += count;
        return count;
    }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_at; }

private:
    std::string m_text;
    std::size_t m_at = 0;
};

} // namespace

/// Records written to Apache Kafka: byte for byte what was meant, and counted.
class TestRealRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void producesLinesWithKeysAndTombstones();
    void resendsARecordAsItWas();
    void copiesATopicAndGoesOnWhereItStopped();
    void neverCopiesATopicIntoItself();
    void redrivesDeadLettersButNotForEver();
    void theCommandLineAsksBeforeItWrites();

private:
    struct Finished {
        int code = -1;
        QByteArray all;
    };
    Finished eventflow(const QStringList& arguments, const QByteArray& input = {});

    WriteContext context(SendOptions options = {}, std::stop_token stop = {}) {
        return {m_access, *m_permit, "", *m_audit, std::move(options), std::move(stop)};
    }
    std::vector<OwnedRecord> read(const std::string& topic, int partitions);

    QTemporaryDir m_folder;
    std::unique_ptr<RealCluster> m_cluster;
    ClusterAccess m_access;
    std::optional<config::WritePermit> m_permit;
    std::optional<AdminClient> m_reader;
    std::unique_ptr<AuditLog> m_audit;
};

void TestRealRecords::initTestCase() {
    if (const QString why = RealCluster::whyUnavailable(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_cluster = RealCluster::start();
    QVERIFY(m_cluster != nullptr);
    m_access = accessTo(*m_cluster);
    m_permit.emplace(permitFor(m_access));
    auto reader = AdminClient::open(m_access);
    QVERIFY(reader.has_value());
    m_reader.emplace(std::move(*reader));
    auto audit = AuditLog::open(m_folder.filePath(u"audit.ndjson"_s).toStdString(),
                                [] { return timestampFromMs(1'700'000'000'000); });
    QVERIFY(audit.has_value());
    m_audit = std::move(*audit);
}

std::vector<OwnedRecord> TestRealRecords::read(const std::string& topic, int partitions) {
    std::vector<TopicPartition> all;
    for (int i = 0; i < partitions; ++i)
        all.push_back({topic, i});
    std::vector<OffsetRange> ranges;
    const auto marks = fetchWatermarks(*m_reader, all);
    for (std::size_t i = 0; i < all.size(); ++i)
        ranges.push_back({all[i], marks[i].low, marks[i].high, 0});
    auto records = readRecords(m_access, ranges, 20s);
    return records ? std::move(*records) : std::vector<OwnedRecord>();
}

void TestRealRecords::producesLinesWithKeysAndTombstones() {
    m_cluster->createTopic(u"lines"_s, 1);
    ProduceSettings settings;
    settings.keySeparator = "=";
    settings.nullMarker = "NULL";
    settings.headers = {{"source", "test"}};
    const auto plan = planProduce(*m_reader, "lines", "a test", settings);
    QVERIFY2(plan.has_value(), why(plan));
    const auto report =
        execute(context(), *plan, std::make_unique<TextReader>("a=1\nb=\nno key\na=NULL\nb=x=y"));
    QVERIFY2(report.has_value(), why(report));
    QCOMPARE(report->counts.read, 5u);
    QCOMPARE(report->counts.written, 4u);
    QCOMPARE(report->counts.failed, 1u);
    QCOMPARE(report->failures.front().record, "line 3");
    const auto records = read("lines", 1);
    QCOMPARE(records.size(), 4u);
    QVERIFY(records[0].key == "a" && records[0].value == "1");
    QVERIFY(records[1].key == "b" && records[1].value == ""); // empty is not null
    QVERIFY(records[2].key == "a" && !records[2].value);
    QVERIFY(records[3].value == "x=y");
    QVERIFY(records[0].headers.size() == 1 && records[0].headers[0].second == "test");
    // The log has numbers, and no byte of a record.
    QFile log(QString::fromStdString(m_audit->file().string()));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray text = log.readAll();
    QVERIFY2(text.contains("\"written\":\"4\"") && !text.contains("x=y"), text.constData());
    QVERIFY(!planProduce(*m_reader, "absent", "a test", {}));
    QVERIFY(!planProduce(*m_reader, "__consumer_offsets", "a test", {}));
}

void TestRealRecords::resendsARecordAsItWas() {
    m_cluster->createTopic(u"again"_s, 3);
    OwnedRecord odd;
    odd.from = {"elsewhere", 2};
    odd.offset = 7;
    odd.key = std::string("k\0\xff", 3);
    odd.headers = {{"h", "1"}, {"h", std::nullopt}, {"h", ""}, {"", "\n"}};
    odd.timestamp = timestampFromMs(toMs(std::chrono::system_clock::now()) - 5000);
    const auto plan = planResend(*m_reader, "again", {odd}, true);
    QVERIFY2(plan.has_value(), why(plan));
    const auto report = execute(context(), *plan);
    QVERIFY2(report.has_value(), why(report));
    QCOMPARE(report->counts.written, 1u);
    const auto records = read("again", 3);
    QCOMPARE(records.size(), 1u);
    QCOMPARE(records[0].from.partition, 2);
    QVERIFY(records[0].key == odd.key && !records[0].value);
    QVERIFY(records[0].headers == odd.headers);
    QCOMPARE(records[0].timestamp, odd.timestamp);
}

void TestRealRecords::copiesATopicAndGoesOnWhereItStopped() {
    m_cluster->createTopic(u"from"_s, 3);
    m_cluster->createTopic(u"to"_s, 3);
    QVERIFY(produceNumbers(*m_cluster, "from", 0, 900).ok());
    const auto plan = planCopy(*m_reader, *m_reader, {"from", "to", {}, true});
    QVERIFY2(plan.has_value(), why(plan));
    // What comes later is not part of it.
    QVERIFY(produceNumbers(*m_cluster, "from", 900, 50).ok());
    const auto report = execute(context(), *plan);
    QVERIFY2(report.has_value(), why(report));
    QCOMPARE(report->counts.written, 900u);
    QCOMPARE(report->counts.failed, 0u);

    std::vector<OffsetRange> rest;
    for (const auto& [partition, next] : report->next)
        rest.push_back({partition, next, std::numeric_limits<std::int64_t>::max(), 0});
    const auto more = planCopy(*m_reader, *m_reader, {"from", "to", rest, true});
    QVERIFY2(more.has_value(), why(more));
    const auto second = execute(context(), *more);
    QVERIFY2(second.has_value(), why(second));
    QCOMPARE(second->counts.written, 50u);
    const auto source = read("from", 3);
    const auto target = read("to", 3);
    QCOMPARE(target.size(), 950u);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto of = [&](const std::vector<OwnedRecord>& records) {
            std::vector<std::pair<std::int64_t, std::optional<std::string>>> values;
            for (const OwnedRecord& record : records)
                if (record.from.partition == static_cast<std::int32_t>(i))
                    values.emplace_back(record.offset, record.value);
            return values;
        };
        QCOMPARE(of(target), of(source)); // the same partition, order and bytes
    }
    // A stop before it begins writes nothing.
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = execute(context({}, stop.get_token()), *plan);
    QVERIFY(stopped && stopped->cancelled && stopped->counts.written == 0);
}

void TestRealRecords::neverCopiesATopicIntoItself() {
    // Also by another address of the same cluster.
    ClusterAccess other = m_access;
    other.name = "the same";
    const auto port = other.bootstrapServers.find(':');
    other.bootstrapServers = "localhost" + other.bootstrapServers.substr(port);
    const auto source = AdminClient::open(other);
    QVERIFY(source.has_value());
    const auto plan = planCopy(*source, *m_reader, {"from", "from", {}, true});
    QVERIFY(!plan && plan.error().code == ErrorCode::InvalidArgument);
    const auto narrow = planCopy(*m_reader, *m_reader, {"from", "lines", {}, true});
    QVERIFY(!narrow && narrow.error().code == ErrorCode::InvalidArgument);
    QVERIFY(planCopy(*m_reader, *m_reader, {"from", "lines", {}, false}).has_value());
}

void TestRealRecords::redrivesDeadLettersButNotForEver() {
    m_cluster->createTopic(u"origin"_s, 2);
    m_cluster->createTopic(u"events.dlq.v1"_s, 1);
    const auto letter = [](std::int64_t offset,
                           std::vector<std::pair<std::string, std::optional<std::string>>> headers) {
        OwnedRecord record;
        record.from = {"events.dlq.v1", 0};
        record.offset = offset;
        record.key = "k";
        record.value = "v" + std::to_string(offset);
        record.headers = std::move(headers);
        return record;
    };
    const std::string attempt(kAttemptHeader);
    std::vector<OwnedRecord> letters{
        letter(0, {{"kafka_dlt-original-topic", "origin"}, {"trace", "1"}}),
        letter(1, {{"__connect.errors.topic", "origin"}, {attempt, "2"}}),
        letter(2, {{"__connect.errors.topic", "origin"}, {attempt, "3"}}),
        letter(3, {{"__connect.errors.topic", "events.dlq.v1"}}),
        letter(4, {{"__connect.errors.topic", "__consumer_offsets"}}),
        letter(5, {{"__connect.errors.topic", "gone"}}),
        letter(6, {}),
    };
    const auto plan = planRedrive(*m_reader, "events.dlq.v1", letters, {});
    QVERIFY2(plan.has_value(), why(plan));
    QCOMPARE(plan->items.size(), 2u);
    QCOMPARE(plan->skipped.size(), 5u);
    const auto report = execute(context(), *plan);
    QVERIFY2(report.has_value(), why(report));
    QCOMPARE(report->counts.written, 2u);
    QCOMPARE(report->counts.skipped, 5u);
    const auto records = read("origin", 2);
    QCOMPARE(records.size(), 2u);
    QVERIFY(records[0].value == "v0" && records[1].value == "v1");
    QVERIFY(records[0].headers.back() == std::pair(attempt, std::optional<std::string>("1")));
    QVERIFY(records[0].headers[1].first == "trace");
    QVERIFY(records[1].headers.back() == std::pair(attempt, std::optional<std::string>("3")));
    QCOMPARE(std::ranges::count_if(records[1].headers,
                                   [&](const auto& header) { return header.first == attempt; }),
             1);
}

TestRealRecords::Finished TestRealRecords::eventflow(const QStringList& arguments, const QByteArray& input) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_STATE_HOME"_s, m_folder.path());
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QString::fromUtf8(EVENTFLOW_BIN_DIR "/eventflow"),
                  arguments +
                      QStringList{u"--brokers"_s, QString::fromStdString(m_cluster->bootstrapServers())});
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000)) return {};
    return {process.exitCode(), process.readAllStandardOutput()};
}

void TestRealRecords::theCommandLineAsksBeforeItWrites() {
    if (!QFile::exists(QString::fromUtf8(EVENTFLOW_BIN_DIR "/eventflow"))) QSKIP("the program is not built");
    const QStringList create{u"topics"_s, u"create"_s, u"cli"_s, u"--partitions"_s, u"2"_s};
    const Finished dry = eventflow(create);
    QVERIFY2(dry.code == 0 && dry.all.contains("dry run"), dry.all.constData());
    const Finished refused = eventflow(create + QStringList{u"--execute"_s});
    QVERIFY2(refused.code == 1 && refused.all.contains("--allow-writes"), refused.all.constData());
    QVERIFY(!fetchCatalog(*m_reader)->find("cli"));
    const QStringList doIt{u"--execute"_s, u"--allow-writes"_s};
    const Finished done = eventflow(create + doIt);
    QVERIFY2(done.code == 0, done.all.constData());
    QTRY_VERIFY(fetchCatalog(*m_reader)->find("cli") != nullptr);
    QFile audit(m_folder.filePath(u"eventflow/audit.ndjson"_s));
    QVERIFY(audit.open(QIODevice::ReadOnly));
    QCOMPARE(audit.readAll().count('\n'), 2);

    const Finished produced =
        eventflow(QStringList{u"produce"_s, u"cli"_s, u"--key-separator"_s, u":"_s} + doIt, "a:1\nb:2\n");
    QVERIFY2(produced.code == 0 && produced.all.contains("2 of 2 records written"), produced.all.constData());
    QCOMPARE(read("cli", 2).size(), 2u);
    const Finished described = eventflow({u"topics"_s, u"describe"_s, u"cli"_s});
    QVERIFY2(described.code == 0 && described.all.contains("offset span 2"), described.all.constData());
    const Finished listed = eventflow({u"topics"_s});
    QVERIFY2(listed.code == 0 && listed.all.contains("cli"), listed.all.constData());
    const Finished groups = eventflow({u"groups"_s, u"list"_s});
    QVERIFY2(groups.code == 0, groups.all.constData());
    const Finished copied = eventflow(QStringList{u"copy"_s, u"cli"_s, u"to"_s} + doIt);
    QVERIFY2(copied.code == 0 && copied.all.contains("2 of 2"), copied.all.constData());
}

} // namespace eventflow::kafka::test

QTEST_GUILESS_MAIN(eventflow::kafka::test::TestRealRecords)
#include "tst_real_records.moc"
