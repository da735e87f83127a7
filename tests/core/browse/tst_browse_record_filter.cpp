#include "core/browse/record_filter.h"
#include "tests/support/one_schema.h"

#include <QTest>

#include <string>

namespace eventflow::browse {

namespace {

using Verdict = RecordFilter::Verdict;

std::string bytes(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values)
        text += static_cast<char>(value);
    return text;
}

Result<std::unique_ptr<RecordFilter>> codeFilter() {
    FilterRequest request;
    request.expression = "payload.code == 500";
    request.schemas = std::make_shared<testing::OneSchema>();
    return RecordFilter::compile(request);
}

Record orderOf(const std::string& value) {
    static const Stream kOrders{"orders", 0, 0, false};
    Record record;
    record.stream = &kOrders;
    record.value = value;
    return record;
}

} // namespace

class TestRecordFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPayloadsOfEveryFormat_data();
    void readsPayloadsOfEveryFormat();
    void evaluatesABodyOnceForEachWayOfReadingIt_data();
    void evaluatesABodyOnceForEachWayOfReadingIt();
    void everythingGivenMustHold();
    void saysWhereAnExpressionIsWrong();
};

void TestRecordFilter::readsPayloadsOfEveryFormat_data() {
    QTest::addColumn<std::string>("value");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char* name, const std::string& value, Verdict verdict) {
        QTest::newRow(name) << value << static_cast<int>(verdict);
    };
    row("JSON that matches", R"({"code":500})", Verdict::Yes);
    row("JSON that does not", " \n{\"code\":200}", Verdict::No);
    row("JSON without the field", R"({"other":1})", Verdict::Failed);
    row("broken JSON", R"({"code":)", Verdict::Failed);
    row("MessagePack", bytes({0x81, 0xa4, 'c', 'o', 'd', 'e', 0xcd, 0x01, 0xf4}), Verdict::Yes);
    row("CBOR", bytes({0xa1, 0x64, 'c', 'o', 'd', 'e', 0x19, 0x01, 0xf4}), Verdict::Yes);
    row("Avro by its id", bytes({0, 0, 0, 0, 7, 0xe8, 0x07}), Verdict::Yes);
    row("Avro that does not match", bytes({0, 0, 0, 0, 7, 0x02}), Verdict::No);
    row("an id that nobody knows", bytes({0, 0, 0, 0, 9, 0xe8, 0x07}), Verdict::Failed);
    row("plain text", "code=500", Verdict::Failed);
    row("nothing", "", Verdict::Failed);
}

void TestRecordFilter::readsPayloadsOfEveryFormat() {
    QFETCH(const std::string, value);
    const auto filter = codeFilter();
    QVERIFY(filter.has_value());
    const Record record = orderOf(value);
    QTEST(static_cast<int>((*filter)->test(record)), "verdict");
    // Whatever was read before, the next answer is the same.
    QTEST(static_cast<int>((*filter)->test(record)), "verdict");
}

void TestRecordFilter::evaluatesABodyOnceForEachWayOfReadingIt_data() {
    QTest::addColumn<std::string>("value");
    QTest::addColumn<int>("times");
    QTest::newRow("JSON with an answer") << std::string(R"({"code":500})") << 1;
    QTest::newRow("JSON without an answer") << std::string(R"({"other":1})") << 1;
    QTest::newRow("broken JSON") << std::string(R"({"code":)") << 1;
    QTest::newRow("Avro") << bytes({0, 0, 0, 0, 7, 0xe8, 0x07}) << 1;
    QTest::newRow("plain text") << std::string("code=500") << 1;
}

void TestRecordFilter::evaluatesABodyOnceForEachWayOfReadingIt() {
    QFETCH(const std::string, value);
    const auto filter = codeFilter();
    QVERIFY(filter.has_value());
    const Record record = orderOf(value);
    const Verdict verdict = (*filter)->test(record);
    QTEST(static_cast<int>((*filter)->evaluations()), "times");
    if (verdict == Verdict::Failed) QVERIFY(!(*filter)->error().empty());
}

void TestRecordFilter::everythingGivenMustHold() {
    FilterRequest request;
    request.expression = "payload.code == 500";
    request.key = "k";
    request.text = TextQuery{"needle"};
    const auto filter = RecordFilter::compile(request);
    QVERIFY(filter.has_value());
    QVERIFY(!(*filter)->trivial());
    const Stream stream{"orders", 0, 0, false};
    Record record;
    record.stream = &stream;
    record.key = "k";
    record.value = R"({"code":500,"text":"a needle"})";
    QVERIFY((*filter)->test(record) == Verdict::Yes);
    record.key = "other";
    QVERIFY((*filter)->test(record) == Verdict::No);
    record.key = "k";
    record.value = R"({"code":500,"text":"hay"})";
    QVERIFY((*filter)->test(record) == Verdict::No);
    record.value = std::nullopt;
    QVERIFY((*filter)->test(record) == Verdict::No);
}

void TestRecordFilter::saysWhereAnExpressionIsWrong() {
    FilterRequest request;
    request.expression = "payload.code = 500";
    const auto filter = RecordFilter::compile(request);
    QVERIFY(!filter);
    QVERIFY2(filter.error().detail.starts_with("1:14:"), filter.error().detail.c_str());
}

} // namespace eventflow::browse

QTEST_GUILESS_MAIN(eventflow::browse::TestRecordFilter)
#include "tst_browse_record_filter.moc"
