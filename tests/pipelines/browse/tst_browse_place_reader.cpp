#include "pipelines/browse/place_reader.h"
#include "tests/pipelines/kafka/kafka_test_support.h"

#include <QTest>

#include <set>

using namespace std::chrono_literals;

namespace eventflow::browse::test {

using admin::OwnedRecord;
using admin::RecordAddress;
using kafka::test::accessTo;
using kafka::test::startBroker;
using kafka::test::text;

namespace {

constexpr int kRecords = 3000;

/// Records of two partitions, every third with a large value; the number is in a header as well.
Status fill(const kafka::EmbeddedBroker& broker) {
    const auto producer = kafka::test::makeProducer(broker);
    for (int i = 0; i < kRecords; ++i) {
        const std::string number = std::to_string(i);
        const std::string value = i % 3 == 0 ? number + std::string(20'000, 'x') : number;
        const Header header{"number", number};
        if (Status status =
                producer->produce("orders", {number, value, std::span(&header, 1), kNoTime, i % 2, 0}, {});
            !status)
            return status;
    }
    return producer->flush(30s);
}

/// Takes everything, checking that it comes in small pieces and in the order of offsets.
struct Taken {
    std::map<RecordAddress, OwnedRecord> records;
    std::size_t batches = 0;
    bool inOrder = true;
    bool bounded = true;

    Status operator()(std::vector<OwnedRecord> batch) {
        ++batches;
        std::map<admin::TopicPartition, std::int64_t> last;
        std::size_t bytes = 0;
        for (OwnedRecord& record : batch) {
            const auto [it, first] = last.try_emplace(record.from, record.offset);
            inOrder = inOrder && (first || it->second < record.offset);
            it->second = record.offset;
            bytes += record.value ? record.value->size() : 0;
            records[{record.from, record.offset}] = std::move(record);
        }
        bounded = bounded && bytes <= kPlacesBatchBytes + 30'000;
        return {};
    }
};

} // namespace

class TestPlaceReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void rangesAreJoinedOverSmallGaps_data();
    void rangesAreJoinedOverSmallGaps();
    void readsEveryPlaceOnceAndWhole();
    void readsAFewFarApart();
    void leavesOutWhatIsNotThere();
    void anErrorOfTheTakerEndsIt();
    void isStopped();
    void saysWhatDoesNotExist();

private:
    Status read(const std::vector<RecordAddress>& places, const TakeOwned& take,
                const std::stop_token& stop = {}) {
        auto cluster = ClusterReader::open(accessTo(m_broker->bootstrapServers()),
                                           bulkTuning(Isolation::ReadUncommitted, 0));
        return cluster ? readPlaces(**cluster, places, take, 5s, stop) : Status(cluster.error());
    }

    std::unique_ptr<kafka::EmbeddedBroker> m_broker;
};

void TestPlaceReader::initTestCase() {
    m_broker = startBroker();
    QVERIFY(m_broker != nullptr);
    QVERIFY(m_broker->createTopic("orders", 2).ok());
    const Status filled = fill(*m_broker);
    QVERIFY2(filled.ok(), text(filled));
}

void TestPlaceReader::rangesAreJoinedOverSmallGaps_data() {
    using Ranges = std::vector<OffsetRange>;
    QTest::addColumn<std::vector<std::int64_t>>("offsets");
    QTest::addColumn<Ranges>("ranges");
    const auto row = [](const char* name, std::vector<std::int64_t> offsets, const Ranges& ranges) {
        QTest::newRow(name) << offsets << ranges;
    };
    row("nothing", {}, {});
    row("one", {7}, {{7, 8}});
    row("in a row", {0, 1, 2}, {{0, 3}});
    row("as far apart as is read over", {0, 1 + kReadOver}, {{0, 2 + kReadOver}});
    row("further", {0, 2 + kReadOver}, {{0, 1}, {2 + kReadOver, 3 + kReadOver}});
}

void TestPlaceReader::rangesAreJoinedOverSmallGaps() {
    QFETCH(const std::vector<std::int64_t>, offsets);
    QTEST(rangesAround(offsets), "ranges");
}

void TestPlaceReader::readsEveryPlaceOnceAndWhole() {
    std::vector<RecordAddress> places;
    // The newest first, as a table has them, and one of them twice.
    for (int i = kRecords - 1; i >= 0; --i)
        places.push_back({{"orders", i % 2}, i / 2});
    places.push_back(places.front());
    Taken taken;
    const Status status = read(places, std::ref(taken));
    QVERIFY2(status.ok(), text(status));
    QCOMPARE(taken.records.size(), std::size_t{kRecords});
    QVERIFY(taken.batches > 3); // 20 MB in all
    QVERIFY(taken.inOrder);
    QVERIFY(taken.bounded);
    for (const auto& [place, record] : taken.records) {
        const std::string number = std::to_string(place.offset * 2 + place.from.partition);
        QCOMPARE(record.key.value_or(""), number);
        QVERIFY(record.value.value_or("").starts_with(number));
        QCOMPARE(record.headers.at(0).second.value_or(""), number);
    }
}

void TestPlaceReader::readsAFewFarApart() {
    const std::vector<RecordAddress> places{
        {{"orders", 0}, 1400}, {{"orders", 0}, 3}, {{"orders", 1}, 700}, {{"orders", 0}, 702}};
    Taken taken;
    QVERIFY(read(places, std::ref(taken)).ok());
    QCOMPARE(taken.records.size(), places.size());
    for (const RecordAddress& place : places)
        QVERIFY(taken.records.contains(place));
}

void TestPlaceReader::leavesOutWhatIsNotThere() {
    Taken taken;
    QVERIFY(read({{{"orders", 0}, 5}, {{"orders", 0}, 1'000'000}}, std::ref(taken)).ok());
    QCOMPARE(taken.records.size(), std::size_t{1});
    QVERIFY(read({}, std::ref(taken)).ok());
}

void TestPlaceReader::anErrorOfTheTakerEndsIt() {
    int calls = 0;
    const Status status = read({{{"orders", 0}, 0}, {{"orders", 1}, 0}}, [&](const auto&) -> Status {
        ++calls;
        return Error{ErrorCode::IoError, "disk full"};
    });
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::IoError);
    QCOMPARE(calls, 1);
}

void TestPlaceReader::isStopped() {
    std::stop_source stop;
    std::vector<RecordAddress> places;
    for (int i = 0; i < kRecords; ++i)
        places.push_back({{"orders", i % 2}, i / 2});
    std::size_t batches = 0;
    const auto take = [&](const auto&) -> Status {
        ++batches;
        stop.request_stop();
        return {};
    };
    const Status status = read(places, take, stop.get_token());
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::Cancelled);
    QVERIFY(batches < 4); // of five or six
}

void TestPlaceReader::saysWhatDoesNotExist() {
    const Status topic = read({{{"absent", 0}, 0}}, [](const auto&) { return Status(); });
    QVERIFY(!topic);
    QCOMPARE(topic.error().code, ErrorCode::NotFound);
    const Status partition = read({{{"orders", 9}, 0}}, [](const auto&) { return Status(); });
    QVERIFY(!partition);
    QVERIFY2(partition.error().detail.find("orders[9]") != std::string::npos, text(partition));
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestPlaceReader)
#include "tst_browse_place_reader.moc"
