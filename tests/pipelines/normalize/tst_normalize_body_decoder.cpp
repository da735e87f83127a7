#include "core/codec/avro/binary_writer.h"
#include "pipelines/normalize/record_processor.h"
#include "tests/pipelines/normalize/batch_builder.h"

#include <QTest>

#include <map>

using namespace eventflow;
using eventflow::test::withQuotes;

namespace {

/// Knows what it was given; asked for anything else it says NotFound, or Unavailable while it is `down`.
class FixedSchemas final : public codec::SchemaLookup {
public:
    void add(std::int32_t id, codec::SchemaType type, std::string text) {
        auto schema = std::make_shared<codec::RegisteredSchema>();
        schema->id = id;
        schema->type = type;
        schema->text = std::move(text);
        m_schemas[id] = std::move(schema);
    }
    Result<std::shared_ptr<const codec::RegisteredSchema>> find(std::int32_t id) override {
        ++asked;
        if (down) return Error{ErrorCode::Unavailable, "the registry does not answer"};
        const auto found = m_schemas.find(id);
        if (found == m_schemas.end())
            return Error{ErrorCode::NotFound, "no schema has the id " + std::to_string(id)};
        return found->second;
    }
    Result<std::shared_ptr<const codec::RegisteredSchema>> findByGuid(std::string_view) override {
        return Error{ErrorCode::NotFound, "no such schema"};
    }

    bool down = false;
    int asked = 0;

private:
    std::map<std::int32_t, std::shared_ptr<const codec::RegisteredSchema>> m_schemas;
};

const std::string kAvroSchema = withQuotes(
    "{'type':'record','name':'Reading','fields':[{'name':'tenant_id','type':'string'},"
    "{'name':'host','type':'string'},{'name':'metric','type':'string'},{'name':'value','type':'double'},"
    "{'name':'ts_event','type':{'type':'long','logicalType':'timestamp-millis'}},"
    "{'name':'tags','type':{'type':'map','values':'string'}}]}");
const std::string kPaymentSchema =
    withQuotes("{'type':'record','name':'Payment','fields':[{'name':'event_id','type':'string'},"
               "{'name':'event_type','type':'string'},"
               "{'name':'occurred_at','type':{'type':'long','logicalType':'timestamp-millis'}},"
               "{'name':'tenant_id','type':'string'},{'name':'payment_id','type':'string'},"
               "{'name':'amount','type':'double'},{'name':'currency','type':'string'},"
               "{'name':'merchant','type':'string'}]}");

void appendText(std::string& out, std::string_view text) {
    codec::avro::appendLong(out, static_cast<std::int64_t>(text.size()));
    out += text;
}

std::string framed(std::uint32_t id) {
    std::string out(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(id >> shift & 0xFFU);
    return out;
}

constexpr std::int64_t kTimeMs = 1'769'860'800'000;

std::string avroReading(std::uint32_t id) {
    std::string out = framed(id);
    for (const char* text : {"acme", "web-1", "cpu_load"})
        appendText(out, text);
    codec::avro::appendDouble(out, 0.5);
    codec::avro::appendLong(out, kTimeMs);
    codec::avro::appendLong(out, 1);
    appendText(out, "zone");
    appendText(out, "a");
    codec::avro::appendLong(out, 0);
    return out;
}

std::string avroPayment(std::uint32_t id) {
    std::string out = framed(id);
    appendText(out, "e-9");
    appendText(out, "payment.authorized.v1");
    codec::avro::appendLong(out, kTimeMs);
    for (const char* text : {"acme", "p-7"})
        appendText(out, text);
    codec::avro::appendDouble(out, 12.5);
    for (const char* text : {"EUR", "shop"})
        appendText(out, text);
    return out;
}

} // namespace

class TestBodyDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_schemas = std::make_shared<FixedSchemas>();
        m_schemas->add(7, codec::SchemaType::Avro, kAvroSchema);
        m_schemas->add(8, codec::SchemaType::Avro, kPaymentSchema);
        m_schemas->add(9, codec::SchemaType::Json, "{}");
    }

    void readsAFramedAvroReadingAsItsJsonTwin() {
        run({avroReading(7), withQuotes("{'tenant_id':'acme','host':'web-1','metric':'cpu_load','value':0.5,"
                                        "'ts_event':1769860800000,'tags':{'zone':'a'}}")});
        QVERIFY2(m_batch.deadLetters.empty(),
                 m_batch.deadLetters.empty() ? "" : m_batch.deadLetters[0].detail.data());
        QCOMPARE(m_batch.events.size(), 2u);
        QCOMPARE(m_batch.events[0].series, m_batch.events[1].series);
        QCOMPARE(m_batch.events[0].value, 0.5);
        QCOMPARE(toMs(m_batch.events[0].tsEvent), kTimeMs);
        QCOMPARE(m_batch.events[0].tsEvent, m_batch.events[1].tsEvent);
    }

    void readsFramedJson() {
        run({framed(9) +
             withQuotes("{'tenant_id':'acme','host':'w','metric':'m','value':1,'ts_event':1769860800000}")});
        QCOMPARE(m_batch.events.size(), 1u);
    }

    void readsMessagePack() {
        // {"tenant_id":"acme","host":"w","metric":"m","value":1,"ts_event":1769860800000}
        std::string text = "\x85\xA9tenant_id\xA4"
                           "acme\xA4host\xA1w\xA6metric\xA1m\xA5value\x01\xA8ts_event\xCF";
        for (int shift = 56; shift >= 0; shift -= 8)
            text += static_cast<char>(static_cast<std::uint64_t>(kTimeMs) >> shift & 0xFFU);
        run({text});
        QCOMPARE(m_batch.events.size(), 1u);
        QCOMPARE(toMs(m_batch.events[0].tsEvent), kTimeMs);
    }

    void textsOutliveTheNextRecord() {
        run({avroPayment(8), avroReading(7), avroReading(7)});
        QCOMPARE(m_batch.events.size(), 3u);
        QVERIFY2(m_batch.events[0].text.find("\"payment_id\":\"p-7\"") != std::string_view::npos,
                 std::string(m_batch.events[0].text).c_str());
    }

    void asksForASchemaOnce() {
        run(std::vector<std::string>(50, avroReading(7)));
        QCOMPARE(m_batch.events.size(), 50u);
        QVERIFY2(m_schemas->asked <= 50, "more often than once a record");
    }

    void saysWhyABodyCannotBeRead_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<bool>("down");
        QTest::addColumn<QByteArray>("reason");
        const auto bytes = [](const std::string& text) { return QByteArray::fromStdString(text); };
        QTest::newRow("unknown id") << bytes(avroReading(99)) << false << QByteArray("id 99");
        QTest::newRow("registry down") << bytes(avroReading(7)) << true << QByteArray("does not answer");
        QTest::newRow("cut short") << bytes(avroReading(7).substr(0, 30)) << false
                                   << QByteArray("avro: byte");
        QTest::newRow("one byte more") << bytes(avroReading(7) + "x") << false << QByteArray("avro: byte");
    }

    void saysWhyABodyCannotBeRead() {
        QFETCH(QByteArray, payload);
        QFETCH(bool, down);
        QFETCH(QByteArray, reason);
        m_schemas->down = down;
        run({payload.toStdString()});
        QCOMPARE(m_batch.deadLetters.size(), 1u);
        const std::string_view detail = m_batch.deadLetters[0].detail;
        const QByteArray text(detail.data(), static_cast<qsizetype>(detail.size()));
        QCOMPARE(QByteArray(toString(m_batch.deadLetters[0].code)), QByteArray("undecodable"));
        QVERIFY2(text.contains(reason), text);
    }

    void guessesAtNoText() {
        run({"level=info msg=hello", "just words", withQuotes("{'a':")});
        QCOMPARE(m_batch.deadLetters.size(), 3u);
        for (const DeadLetter& letter : m_batch.deadLetters)
            QVERIFY(letter.code == RejectCode::MalformedJson);
    }

private:
    void run(const std::vector<std::string>& values) {
        SeriesCatalog catalog(1000);
        const enrich::EnricherHandle enricher(*enrich::Enricher::load({}, {}, 1));
        normalize::RecordProcessor processor({}, catalog, enricher, {m_schemas});
        for (const std::string& value : values)
            m_builder.add(value);
        m_builder.fill(m_batch);
        processor.process(m_batch);
    }

    std::shared_ptr<FixedSchemas> m_schemas;
    test::BatchBuilder m_builder;
    PipelineBatch m_batch;
};

QTEST_GUILESS_MAIN(TestBodyDecoder)
#include "tst_normalize_body_decoder.moc"
