#include "app/clusters/app_cluster_desk.h"
#include "pipelines/kafka/embedded_broker.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <thread>

using namespace Qt::StringLiterals;

namespace eventflow::app {

namespace {

constexpr int kRecords = 300;
constexpr Timestamp kStart = timestampFromNs(1'781'956'800'000'000'000);

std::string valueOf(int i) {
    return R"({"number":)" + std::to_string(i) + R"(,"code":)" + (i % 10 == 0 ? "500" : "200") + '}';
}

/// 300 records in two partitions of `orders`, a second apart.
Status fill(const kafka::EmbeddedBroker& broker) {
    const auto producer = broker.makeProducer();
    if (!producer) return producer.error();
    for (int i = 0; i < kRecords; ++i) {
        const std::string key = "key-" + std::to_string(i % 7), value = valueOf(i);
        if (Status status = (*producer)->produce(
                "orders", {key, value, {}, kStart + std::chrono::seconds(i), i % 2, 0}, {});
            !status)
            return status;
    }
    return (*producer)->flush(std::chrono::seconds(30));
}

std::string valueAt(const browse::RowStore& rows, std::size_t index) {
    return std::string(rows.valuePreview(rows[index]));
}

browse::ScanRequest orders() {
    browse::ScanRequest request;
    request.topics = {{"orders", {}}};
    return request;
}

/// Takes connections and never says a word.
class SilentAddress {
public:
    SilentAddress() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof any;
        auto* address = reinterpret_cast<sockaddr*>(&any);
        m_listens = ::bind(m_socket, address, size) == 0 && ::listen(m_socket, 8) == 0 &&
                    ::getsockname(m_socket, address, &size) == 0;
        m_port = ntohs(any.sin_port);
    }
    ~SilentAddress() { ::close(m_socket); }
    SilentAddress(const SilentAddress&) = delete;
    SilentAddress& operator=(const SilentAddress&) = delete;

    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    /// True once somebody has connected.
    [[nodiscard]] bool waitForVisitor() const {
        pollfd waited{m_socket, POLLIN, 0};
        return m_listens && ::poll(&waited, 1, 10'000) == 1;
    }

private:
    int m_socket;
    bool m_listens = false;
    std::uint16_t m_port = 0;
};

} // namespace

class TestAppCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void knowsTopicsAndTheirOffsets();
    void pagesFromTheNewestAndSeesWhatIsNew();
    void scansForWhatMatches();
    void findsAKeyInItsPartition();
    void givesOneRecordWhole();
    void readsManyRecordsInOnePass();
    void profilesTheNewestRecords();
    void readOnlyPlansButNeverWrites();
    void productionWantsTheNameTyped();
    void producesWhatWasTypedAndWritesItDown();
    void copiesFromAnotherConnection();
    void aStoppedScanKeepsItsRows();
    void whatTheBrokersDoNotOfferIsToldAtOnce();
    void anUnreachableClusterIsNotOpened();
    void openingAnAddressThatNeverAnswersCanBeStopped();
    void askingForTheCatalogCanBeStopped();
    void waitingForARecordCanBeStopped();

private:
    std::shared_ptr<feed::Cluster> open(bool readOnly, config::Environment environment);

    QTemporaryDir m_folder;
    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
    std::unique_ptr<AppClusterDesk> m_desk;
    std::shared_ptr<feed::Cluster> m_cluster; ///< read-only
};

void TestAppCluster::initTestCase() {
    auto broker = kafka::EmbeddedBroker::start();
    QVERIFY(broker.has_value());
    m_broker = std::move(*broker);
    for (const char* topic : {"orders", "copies"})
        QVERIFY(m_broker->createTopic(topic, 2).ok());
    const Status filled = fill(*m_broker);
    QVERIFY2(filled.ok(), filled ? "" : filled.error().detail.c_str());
    m_desk = std::make_unique<AppClusterDesk>(m_folder.path().toStdString());
    m_cluster = open(true, config::Environment::Production);
    QVERIFY(m_cluster);
}

std::shared_ptr<feed::Cluster> TestAppCluster::open(bool readOnly, config::Environment environment) {
    config::Connection connection = m_broker->connection();
    connection.name = readOnly ? "reading" : std::string("writing ") + config::toString(environment);
    connection.readOnly = readOnly;
    connection.environment = environment;
    const Status saved = m_desk->saveConnection(connection.name, connection);
    if (!saved) qWarning("%s", saved.error().detail.c_str());
    auto cluster = m_desk->open(connection.name, {});
    if (!cluster) qWarning("%s", cluster.error().detail.c_str());
    return cluster ? *cluster : nullptr;
}

void TestAppCluster::knowsTopicsAndTheirOffsets() {
    const auto catalog = m_cluster->catalog({});
    QVERIFY(catalog.has_value());
    const admin::TopicEntry* topic = catalog->find("orders");
    QVERIFY(topic);
    QCOMPARE(topic->partitionCount, 2U);
    const std::vector<admin::TopicPartition> both{{"orders", 0}, {"orders", 1}};
    for (const admin::Watermarks& marks : m_cluster->watermarks(both))
        QCOMPARE(marks.offsetSpan(), std::int64_t{kRecords / 2});
    QVERIFY(!m_cluster->describeTopic("absent").has_value());
}

void TestAppCluster::pagesFromTheNewestAndSeesWhatIsNew() {
    auto pager = m_cluster->page(orders(), {}, {}, {});
    QVERIFY(pager.has_value());
    QVERIFY((*pager)->loadOlder(50, {}).has_value());
    QCOMPARE((*pager)->older().size(), std::size_t{50});
    QCOMPARE(valueAt((*pager)->older(), 0), valueOf(kRecords - 1));
    QCOMPARE(valueAt((*pager)->older(), 49), valueOf(kRecords - 50));
    QVERIFY((*pager)->loadOlder(10'000, {}).value() == browse::ScanEnd::Complete);
    QCOMPARE((*pager)->older().size(), std::size_t{kRecords});
    QCOMPARE((*pager)->newerOffsets().value(), std::uint64_t{0});
    QVERIFY((*pager)->loadNewer(10, {}).value() == browse::ScanEnd::Complete);
    QCOMPARE((*pager)->newer().size(), std::size_t{0});
}

void TestAppCluster::scansForWhatMatches() {
    feed::ScanResult found;
    const auto end = m_cluster->scan(orders(), {"payload.code == 500", {}, {}}, found, {});
    QVERIFY2(end.has_value(), end ? "" : end.error().detail.c_str());
    QVERIFY(*end == browse::ScanEnd::Complete);
    QCOMPARE(found.rows.size(), std::size_t{kRecords / 10});
    QCOMPARE(found.progress.snapshot().records, std::uint64_t{kRecords});
    const auto wrong = m_cluster->scan(orders(), {"payload.code ==", {}, {}}, found, {});
    QVERIFY(!wrong && wrong.error().code == ErrorCode::ParseError);
    const auto estimate = m_cluster->estimate(orders(), {});
    QVERIFY(estimate.has_value());
    QCOMPARE(estimate->offsetSpan, std::int64_t{kRecords});
}

void TestAppCluster::findsAKeyInItsPartition() {
    feed::ScanResult found;
    // The test wrote to partitions of its own choice: half of a key's records are not where they belong.
    const auto end =
        m_cluster->findKey(orders(), {"key-3", browse::Partitioner::Murmur2, true}, {}, found, {});
    QVERIFY(end.has_value());
    QVERIFY(found.rows.size() > 0);
    for (std::size_t i = 0; i < found.rows.size(); ++i)
        QCOMPARE(found.rows.keyPreview(found.rows[i]), std::string_view("key-3"));
}

void TestAppCluster::givesOneRecordWhole() {
    const auto record = m_cluster->record({"orders", 1}, 7, {});
    QVERIFY(record.has_value());
    QCOMPARE(record->value.value_or(""), valueOf(15));
    const auto absent = m_cluster->record({"orders", 1}, 100'000, {});
    QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
}

void TestAppCluster::readsManyRecordsInOnePass() {
    std::vector<admin::RecordAddress> places;
    for (int i = 0; i < 20; ++i)
        places.push_back({{"orders", i % 2}, 100 - i});
    places.push_back({{"orders", 0}, 100'000}); // never was
    std::vector<std::string> values;
    const auto take = [&](const std::vector<admin::OwnedRecord>& records) -> Status {
        for (const admin::OwnedRecord& record : records)
            values.push_back(record.value.value_or(""));
        return {};
    };
    const Status status = m_cluster->readRecords(places, take, {});
    QVERIFY2(status.ok(), status ? "" : status.error().detail.c_str());
    QCOMPARE(values.size(), std::size_t{20});
    QVERIFY(std::ranges::find(values, valueOf(200)) != values.end()); // the 100th of partition 0
}

void TestAppCluster::profilesTheNewestRecords() {
    browse::ScanLimits limits;
    limits.records = 100;
    int told = 0;
    const auto profile = m_cluster->profileTopic("orders", limits, [&](const auto&) { ++told; }, {});
    QVERIFY(profile.has_value());
    QCOMPARE(profile->records(), std::uint64_t{100});
    QCOMPARE(profile->newest(), kStart + std::chrono::seconds(kRecords - 1));
    QVERIFY(told > 0);
}

void TestAppCluster::readOnlyPlansButNeverWrites() {
    auto planned = m_cluster->plan(admin::ProduceRecords{"orders", "a\nb\n", {}});
    QVERIFY(planned.has_value());
    QCOMPARE((*planned)->plan().target, std::string("orders"));
    const auto outcome = (*planned)->execute({"orders", 0, {}}, {});
    QVERIFY(!outcome && outcome.error().code == ErrorCode::PermissionDenied);
    QVERIFY(!QFile::exists(m_folder.filePath(u"audit.ndjson"_s)));
}

void TestAppCluster::productionWantsTheNameTyped() {
    const auto cluster = open(false, config::Environment::Production);
    auto planned = cluster->plan(admin::ProduceRecords{"copies", "x", {}});
    QVERIFY(planned.has_value());
    const auto outcome = (*planned)->execute({"", 0, {}}, {});
    QVERIFY(!outcome && outcome.error().code == ErrorCode::InvalidArgument);
    QVERIFY(outcome.error().detail.find("copies") != std::string::npos);
}

void TestAppCluster::producesWhatWasTypedAndWritesItDown() {
    const auto cluster = open(false, config::Environment::Test);
    admin::ProduceSettings settings;
    settings.keySeparator = "=";
    settings.partition = 0;
    auto planned = cluster->plan(admin::ProduceRecords{"copies", "k1=v1\nbroken\nk2=v2", settings});
    QVERIFY(planned.has_value());
    const auto outcome = (*planned)->execute({}, {});
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().detail.c_str());
    QCOMPARE(outcome->report.counts.written, std::uint64_t{2});
    QCOMPARE(outcome->report.failures.size(), std::size_t{1});
    QCOMPARE(outcome->report.failures[0].record, std::string("line 2"));
    const auto second = cluster->record({"copies", 0}, 1, {});
    QVERIFY(second.has_value());
    QCOMPARE(second->value.value_or(""), std::string("v2"));
    QFile log(m_folder.filePath(u"audit.ndjson"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray text = log.readAll();
    QVERIFY(text.contains("\"produce\"") && !text.contains("v2"));
}

void TestAppCluster::copiesFromAnotherConnection() {
    const auto cluster = open(false, config::Environment::Development);
    admin::CopyRecords copy;
    copy.from = "reading";
    copy.sourceTopic = "orders";
    copy.topic = "copies";
    copy.ranges = {{1, {0, 5}}};
    auto planned = cluster->plan(copy);
    QVERIFY2(planned.has_value(), planned ? "" : planned.error().detail.c_str());
    const auto outcome = (*planned)->execute({}, {});
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->report.counts.written, std::uint64_t{5});
    copy.from = "no such connection";
    QVERIFY(!cluster->plan(copy).has_value());
}

void TestAppCluster::aStoppedScanKeepsItsRows() {
    std::stop_source stop;
    feed::ScanResult found;
    browse::ScanRequest request = orders();
    request.order = browse::ScanOrder::AsRead;
    request.follow = true; // has no end of its own
    std::jthread stopper([&] {
        while (found.rows.size() < kRecords)
            std::this_thread::yield();
        stop.request_stop();
    });
    const auto end = m_cluster->scan(request, {}, found, stop.get_token());
    QVERIFY(end.has_value() && *end == browse::ScanEnd::Cancelled);
    QCOMPARE(found.rows.size(), std::size_t{kRecords});
}

void TestAppCluster::whatTheBrokersDoNotOfferIsToldAtOnce() {
    QElapsedTimer timer;
    timer.start();
    const std::vector<std::string> one{"orders"};
    const auto configs = m_cluster->topicConfigs(one);
    QVERIFY(!configs && configs.error().code == ErrorCode::Unsupported);
    const auto description = m_cluster->describeTopic("orders");
    QVERIFY(description.has_value() && description->configs.error);
    QVERIFY(description->configs.error->code == ErrorCode::Unsupported);
    const auto groups = m_cluster->groups();
    QVERIFY(!groups && groups.error().code == ErrorCode::Unsupported);
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void TestAppCluster::openingAnAddressThatNeverAnswersCanBeStopped() {
    const SilentAddress silent;
    config::Connection nowhere;
    nowhere.name = "silent";
    nowhere.bootstrapServers = silent.address();
    QVERIFY(m_desk->saveConnection("", nowhere).ok());
    std::stop_source stop;
    auto opened = std::async(std::launch::async, [&] { return m_desk->open("silent", stop.get_token()); });
    QVERIFY(silent.waitForVisitor());
    stop.request_stop();
    QElapsedTimer timer;
    timer.start();
    const auto cluster = opened.get();
    QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!cluster && cluster.error().code == ErrorCode::Cancelled);
}

void TestAppCluster::waitingForARecordCanBeStopped() {
    QVERIFY(m_broker->setDown().ok());
    std::stop_source stop;
    auto record = std::async(std::launch::async, [&] {
        return m_cluster->record({"orders", 1}, 7, stop.get_token());
    });
    QVERIFY(record.wait_for(std::chrono::milliseconds(300)) == std::future_status::timeout);
    stop.request_stop();
    QElapsedTimer timer;
    timer.start();
    const auto answer = record.get();
    QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!answer && answer.error().code == ErrorCode::Cancelled);
    QVERIFY(m_broker->setUp().ok());
}

void TestAppCluster::askingForTheCatalogCanBeStopped() {
    QVERIFY(m_cluster->catalog({}).has_value()); // the first may be the one that opening brought
    std::stop_source stop;
    stop.request_stop();
    const auto catalog = m_cluster->catalog(stop.get_token());
    QVERIFY(!catalog && catalog.error().code == ErrorCode::Cancelled);
}

void TestAppCluster::anUnreachableClusterIsNotOpened() {
    config::Connection nowhere;
    nowhere.name = "nowhere";
    nowhere.bootstrapServers = "127.0.0.1:1";
    QVERIFY(m_desk->saveConnection("", nowhere).ok());
    const auto cluster = m_desk->open("nowhere", {});
    QVERIFY(!cluster && cluster.error().code == ErrorCode::Unavailable);
    QVERIFY(!m_desk->open("never heard of", {}).has_value());
}

} // namespace eventflow::app

QTEST_GUILESS_MAIN(eventflow::app::TestAppCluster)
#include "tst_app_cluster.moc"
