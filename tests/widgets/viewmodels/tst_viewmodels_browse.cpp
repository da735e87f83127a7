#include "tests/support/one_schema.h"
#include "widgets/viewmodels/attempt_model.h"
#include "widgets/viewmodels/browse_model.h"
#include "widgets/viewmodels/filter_text.h"
#include "widgets/viewmodels/masking.h"
#include "widgets/viewmodels/roles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace eventflow;
using namespace eventflow::viewmodels;

namespace {

constexpr std::int64_t kStartMs = 1'781'956'800'000; // 2026-06-20T12:00:00Z

/// Appends records with rising or falling offsets to a store.
class Writer {
public:
    explicit Writer(std::shared_ptr<browse::RowStore> store, std::string topic = "orders")
        : m_store(std::move(store)) {
        m_stream.topic = std::move(topic);
        m_stream.partition = 3;
    }
    void write(std::int64_t offset, NullableBytes key, NullableBytes value) {
        Record record;
        record.stream = &m_stream;
        record.offset = offset;
        record.tsArrival = timestampFromMs(kStartMs + offset * 1000);
        record.key = key;
        record.value = value;
        QVERIFY(m_store->append(record));
    }
    void writeMany(std::int64_t first, std::int64_t last) {
        for (std::int64_t offset = first; first <= last ? offset <= last : offset >= last;
             offset += first <= last ? 1 : -1)
            write(offset, "k", R"({"n":1})");
    }

private:
    std::shared_ptr<browse::RowStore> m_store;
    Stream m_stream;
};

QString text(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

std::shared_ptr<const MaskingRules> rules(const std::vector<std::string>& lines) {
    return std::make_shared<const MaskingRules>(*MaskingRules::parse(lines));
}

RowReading reading(std::vector<std::string> fields = {}, std::vector<std::string> masks = {}) {
    RowReading how{std::make_shared<PayloadReader>(nullptr), {}, rules(masks)};
    for (const auto& field : fields)
        how.columns.push_back(*FieldPath::parse(field));
    return how;
}

} // namespace

class TestViewmodelsBrowse : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newerRowsStandReversedOnTopOfOlderOnes() {
        auto newer = std::make_shared<browse::RowStore>();
        auto older = std::make_shared<browse::RowStore>();
        Writer writeNewer(newer);
        Writer writeOlder(older);
        BrowseModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setStores(newer, older, std::nullopt);
        QCOMPARE(model.rowCount(), 0);
        writeOlder.writeMany(9, 5);
        QCOMPARE(model.refresh(), 0);
        writeNewer.writeMany(10, 12);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QCOMPARE(model.refresh(), 3);
        QCOMPARE(inserted.count(), 1);
        QStringList offsets;
        for (int row = 0; row < model.rowCount(); ++row)
            offsets += text(model, row, BrowseModel::Offset);
        QCOMPARE(offsets.join(u' '), QStringLiteral("12 11 10 9 8 7 6 5"));
        QCOMPARE(placeText(model.place(0)), QStringLiteral("orders[3]@12"));
        QCOMPARE(model.rowOf({"orders", 3, 5}, 3, 100), 7);
        QCOMPARE(model.rowOf({"orders", 4, 5}, 3, 100), -1);
    }

    void aSpanOfTimeKeepsOnlyItsRows() {
        auto newer = std::make_shared<browse::RowStore>();
        auto older = std::make_shared<browse::RowStore>();
        Writer(newer).writeMany(10, 19);
        Writer writeOlder(older);
        writeOlder.writeMany(9, 5);
        BrowseModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto at = [](std::int64_t offset) { return timestampFromMs(kStartMs + offset * 1000); };
        model.setStores(newer, older, TimeSpan{at(3), at(12)});
        QCOMPARE(model.rowCount(), 7); // 11 … 5
        QCOMPARE(text(model, 0, BrowseModel::Offset), QStringLiteral("11"));
        writeOlder.writeMany(4, 0);
        model.refresh();
        QCOMPARE(model.rowCount(), 9); // 3 is in, 2 is not
        QCOMPARE(text(model, 8, BrowseModel::Offset), QStringLiteral("3"));
    }

    void manyRowsAreAddedByNumberAlone() {
        auto store = std::make_shared<browse::RowStore>();
        Writer writer(store);
        writer.writeMany(0, 299'999);
        const std::size_t before = store->memoryBytes();
        BrowseModel model;
        QElapsedTimer timer;
        timer.start();
        model.setStores(nullptr, store, std::nullopt);
        QCOMPARE(model.rowCount(), 300'000);
        QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed()))); // nothing is walked
        QCOMPARE(text(model, 299'999, BrowseModel::Offset), QStringLiteral("299999"));
        QCOMPARE(text(model, 299'999, BrowseModel::Value), QStringLiteral("{\"n\":1}"));
        QCOMPARE(store->memoryBytes(), before);
        QCOMPARE(model.wanted(0, 40).size(), std::size_t(41));
    }

    void aSpanOverManyRowsIsLookedForInParts() {
        auto store = std::make_shared<browse::RowStore>();
        Writer(store).writeMany(0, 299'999);
        BrowseModel model;
        model.setStores(nullptr, store, TimeSpan{timestampFromMs(0), timestampFromMs(INT64_MAX / 1'000'000)});
        QCOMPARE(model.rowCount(), static_cast<int>(BrowseRows::kLookAtOnce));
        int looks = 1;
        for (; model.rows().behind() && looks < 100; ++looks)
            model.refresh();
        QCOMPARE(model.rowCount(), 300'000);
        QVERIFY(looks > 2);
    }

    void nothingIsNotEmpty() {
        auto store = std::make_shared<browse::RowStore>();
        Writer writer(store);
        writer.write(0, std::nullopt, std::nullopt);
        writer.write(1, "", "");
        BrowseModel model;
        model.setStores(nullptr, store, std::nullopt);
        QCOMPARE(text(model, 0, BrowseModel::Value), QStringLiteral("null"));
        QCOMPARE(text(model, 1, BrowseModel::Key), QStringLiteral("(empty)"));
        QVERIFY(model.index(0, BrowseModel::Key).data(MutedRole).toBool());
    }

    void chosenFieldsAreReadForRowsInSight() {
        auto store = std::make_shared<browse::RowStore>();
        Writer writer(store);
        writer.write(0, "k", R"({"order":{"id":"A-1","items":[{"n":2}]},"big":12345678901234567890})");
        BrowseModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFields({QStringLiteral("order.id"), QStringLiteral("/order/items/0/n"),
                         QStringLiteral("big"), QStringLiteral("none")});
        model.setStores(nullptr, store, std::nullopt);
        const auto wanted = model.wanted(0, 10);
        QCOMPARE(wanted.size(), std::size_t(1));
        schema::Inference seen;
        model.setRead({{wanted[0].id,
                        readRow(wanted[0], reading({"order.id", "/order/items/0/n", "big", "none"}), seen)}});
        QCOMPARE(text(model, 0, BrowseModel::ColumnCount), QStringLiteral("A-1"));
        QCOMPARE(text(model, 0, BrowseModel::ColumnCount + 1), QStringLiteral("2"));
        QCOMPARE(text(model, 0, BrowseModel::ColumnCount + 2), QStringLiteral("12345678901234567890"));
        QCOMPARE(text(model, 0, BrowseModel::ColumnCount + 3), QString());
        QVERIFY(model.wanted(0, 10).empty());
        QVERIFY(filterWords(seen).contains(QStringLiteral("payload.order.items[0].n")));
        QVERIFY(fieldPaths(seen).contains(QStringLiteral("order.id")));
    }

    void aSchemaThatAHeaderNamesIsUsed() {
        auto store = std::make_shared<browse::RowStore>();
        const Stream stream{"orders", 0, 0, false};
        const Header header{"__value_schema_id", eventflow::testing::kSchemaHeader};
        Record record;
        record.stream = &stream;
        record.value = eventflow::testing::kBodyOf500;
        record.headers = {&header, 1};
        QVERIFY(store->append(record));
        BrowseModel model;
        model.setFields({QStringLiteral("code")});
        model.setStores(nullptr, store, std::nullopt);
        RowReading how = reading({"code"});
        how.payloads = std::make_shared<PayloadReader>(std::make_shared<eventflow::testing::OneSchema>());
        schema::Inference seen;
        const RowText text = readRow(model.wanted(0, 0).at(0), how, seen);
        QCOMPARE(text.value, QStringLiteral("{\"code\":500}"));
        QCOMPARE(text.columns[0], QStringLiteral("500"));
    }

    void masksReachPreviewsKeysAndFields() {
        const auto how = reading({"card", "user.email"}, {"card", "user.email", "/\\b\\d{4}-\\d{4}\\b/"});
        schema::Inference seen;
        const RowText row = readRow(
            {0, "t", "id 1234-5678", R"({"card":4111,"user":{"email":"a@b","name":"x 1111-2222"}})", false},
            how, seen);
        QCOMPARE(row.key, QStringLiteral("id •••"));
        QCOMPARE(row.value, QStringLiteral(R"({"card":"•••","user":{"email":"•••","name":"x •••"}})"));
        QCOMPARE(row.columns[0], QStringLiteral("•••"));
        QCOMPARE(row.columns[1], QStringLiteral("•••"));
    }

    void masksHideWhatIsCutOff_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("shown");
        QTest::newRow("in the value")
            << QByteArray("{\"a\":1,\"card\":\"4111 11") << QStringLiteral("{\"a\":1…");
        QTest::newRow("a group that is hidden")
            << QByteArray(R"({"card":{"no":"41","cvc":)") << QStringLiteral("…");
        QTest::newRow("no JSON") << QByteArray("card=4111") << QStringLiteral("…");
        QTest::newRow("list") << QByteArray(R"([{"card":[1,2]},{"card":null}])")
                              << QStringLiteral(R"([{"card":"•••"},{"card":"•••"}])");
    }
    void masksHideWhatIsCutOff() {
        QFETCH(QByteArray, json);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(rules({"card"})->maskJson(json.toStdString())), shown);
    }

    void wrongMasksAreNamed() {
        QVERIFY(!MaskingRules::parse(std::vector<std::string>{"/(/"}).has_value());
        QVERIFY(!MaskingRules::parse(std::vector<std::string>{"a..b"}).has_value());
        QVERIFY(MaskingRules::parse(std::vector<std::string>{"  ", "a.b"})->rules().size() == 1);
    }

    void filterFaultsHaveAPlace_data() {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("position");
        QTest::newRow("right") << QStringLiteral("payload.a > 1") << 0 << 0;
        QTest::newRow("empty") << QStringLiteral("  ") << 0 << 0;
        QTest::newRow("unknown name") << QStringLiteral("key == 'ä' && nope") << 15 << 14;
        QTest::newRow("at the end") << QStringLiteral("payload.a >") << 12 << 11;
        QTest::newRow("not a condition") << QStringLiteral("'😀' == key || 1") << 0 << -1;
    }
    void filterFaultsHaveAPlace() {
        QFETCH(QString, filter);
        QFETCH(int, column);
        QFETCH(int, position);
        const auto fault = checkFilter(filter).fault;
        QCOMPARE(fault.has_value(), column > 0 || position < 0);
        if (!fault || position < 0) return;
        QCOMPARE(fault->column, column);
        QCOMPARE(fault->position, position);
        QVERIFY(!fault->message.isEmpty());
    }

    void filtersTellWhatTheyCost() {
        QCOMPARE(checkFilter(QStringLiteral("  ")).cost, std::uint64_t{0});
        QCOMPARE(checkFilter(QStringLiteral("payload.a >")).cost, std::uint64_t{0});
        const auto one = checkFilter(QStringLiteral("payload.a > 1")).cost;
        QVERIFY(one > 0);
        // A loop over what is not known counts as many times as its assumed elements.
        QVERIFY(checkFilter(QStringLiteral("payload.items.exists(i, i.a > 1)")).cost >= 100 * one);
    }

    void partitionsAndMomentsAreRead() {
        QCOMPARE(*parsePartitions("0, 5-8,3, 6"), (std::vector<std::int32_t>{0, 3, 5, 6, 7, 8}));
        QCOMPARE(partitionsText({0, 3, 5, 6, 7}), std::string("0, 3, 5-7"));
        for (const char* wrong : {"x", "3-1", "-1", "1-999999999"})
            QVERIFY2(!parsePartitions(wrong).has_value(), wrong);
        const Timestamp now = timestampFromMs(kStartMs);
        QCOMPARE(*parseMoment("now-15m", now), now - std::chrono::minutes(15));
        QCOMPARE(*parseMoment("2026-06-20 12:00:00", Timestamp()), now);
        QCOMPARE(*parseMoment("2026-06-20T14:00:00+02:00", Timestamp()), now);
        QCOMPARE(*parseMoment("1781956800000", Timestamp()), now);
        QVERIFY(!parseMoment("yesterday", now).has_value());
    }

    void requestsSayWhatIsAskedFor() {
        BrowseQuery query;
        query.topics = {"a", "b"};
        query.partitions = {1};
        QCOMPARE(scanRequestOf(query).order, browse::ScanOrder::NewestFirst);
        query.place = BrowsePlace::AtOffset;
        query.offset = 7;
        QCOMPARE(pageStartOf(query).at, browse::Bound::offset(7));
        query.filter.expression = "true";
        QCOMPARE(scanRequestOf(query).from, browse::Bound::offset(7));
        QCOMPARE(scanRequestOf(query).order, browse::ScanOrder::OldestFirst);
        query.span = TimeSpan{timestampFromMs(1), timestampFromMs(2)};
        QCOMPARE(scanRequestOf(query).to, browse::Bound::at(timestampFromMs(2)));
        query.place = BrowsePlace::Live;
        QVERIFY(scanRequestOf(query).follow);
        QCOMPARE(scanRequestOf(query).order, browse::ScanOrder::AsRead);
    }

    void readsWhatIsNoJson() {
        PayloadReader reader(nullptr);
        const ReadPayload msgpack = reader.read("t", {},
                                                std::string_view("\x82\xa1"
                                                                 "a\x01\xa1"
                                                                 "b\xa1"
                                                                 "c",
                                                                 8));
        QCOMPARE(msgpack.format, codec::PayloadFormat::Msgpack);
        QCOMPARE(msgpack.json, std::string(R"({"a":1,"b":"c"})"));
        const ReadPayload bytes = reader.read("t", {}, std::string_view("\xc1\xff\x00", 3));
        QVERIFY(!bytes.understood());
        AttemptModel attempts;
        QAbstractItemModelTester tester(&attempts, QAbstractItemModelTester::FailureReportingMode::QtTest);
        attempts.setAttempts(bytes.attempts);
        QVERIFY(attempts.rowCount() > 3);
        QVERIFY(!text(attempts, 0, AttemptModel::Reason).isEmpty());
        reader.setFormat("t", codec::PayloadFormat::Text);
        QCOMPARE(reader.read("t", {}, "plain").format, codec::PayloadFormat::Text);
    }
};

QTEST_MAIN(TestViewmodelsBrowse)
#include "tst_viewmodels_browse.moc"
