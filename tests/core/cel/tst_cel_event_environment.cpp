#include "core/cel/event_environment.h"
#include "core/cel/program.h"
#include "core/cel/value_text.h"
#include "core/series/series_identity.h"

#include <QTest>

#include <array>
#include <optional>
#include <string>

using namespace eventflow;
using namespace eventflow::cel;

namespace {

/// A record with its event; the JSON has the padding that decoding asks for.
class Sample {
public:
    explicit Sample(
        std::string json =
            "{\"id\": 7, \"items\": [{\"sku\": \"a\", \"price\": 12.5}, {\"sku\": \"b\", \"price\": 8}],"
            " \"a b\": {\"c\": null}, \"big\": 18446744073709551615}")
        : m_json(std::move(json)) {
        m_json.reserve(m_json.size() + kValuePadding);
        record.stream = &m_stream;
        record.offset = 42;
        record.tsArrival = timestampFromNs(1'782'907'200'000'000'000);
        record.key = "user-1";
        record.value = m_json;
        record.headers = m_headers;
        event.eventId = "e-1";
        event.tsEvent = timestampFromNs(1'782'907'199'500'000'000);
        event.tenantId = "acme";
        event.sourceType = "agent";
        event.sourceId = "web-1";
        event.schemaName = "monitoring.v1";
        event.schemaVersion = "1";
        event.tags = m_tags;
        event.body = BodyKind::Metric;
        event.metric = "cpu_load";
        event.unit = "ratio";
        event.value = 97.25;
    }

    std::string evaluate(const std::string& text) {
        const auto program = Program::compile(text, eventFields());
        if (!program)
            return "refused: " + program.error().detail.substr(0, program.error().detail.find('\n'));
        m_fields.bind(record, hasEvent ? &event : nullptr);
        const Value value = m_evaluator.evaluate(**program, m_fields);
        if (!value.isError()) return toText(value);
        const std::string detail = m_evaluator.error(**program).detail;
        return "error: " + detail.substr(0, detail.find('\n'));
    }

    Record record;
    Event event;
    bool hasEvent = true;

private:
    Stream m_stream{"ingest.raw.agent", 3, 0};
    std::string m_json;
    std::array<Header, 4> m_headers{Header{"trace", "old"}, Header{"content-type", "application/json"},
                                    Header{"trace", "\xFF\x01"}, Header{"empty", std::nullopt}};
    std::array<Tag, 4> m_tags{Tag{"env", "prod"}, Tag{"zone", "eu-1"}, Tag{"blank", ""},
                              Tag{"env", "second"}};
    EventFields m_fields;
    Evaluator m_evaluator;
};

void cases(std::initializer_list<std::pair<const char*, const char*>> rows) {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    for (const auto& [text, expected] : rows)
        QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
}

void compare(Sample& sample) {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(QString::fromStdString(sample.evaluate(text.toStdString())), QString::fromUtf8(expected));
}

} // namespace

class TestCelEventEnvironment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRecordAndEvent_data() {
        cases({
            {"[topic, key, string(partition), string(offset)]",
             "[\"ingest.raw.agent\", \"user-1\", \"3\", \"42\"]"},
            {"arrival - timestamp", "duration(\"0.5s\")"},
            {"[id, kind, tenant, source, host, source_type, schema, schema_version, metric, unit]",
             "[\"e-1\", \"metric\", \"acme\", \"web-1\", \"web-1\", \"agent\", \"monitoring.v1\", \"1\", "
             "\"cpu_load\", "
             "\"ratio\"]"},
            {"value", "97.25"},
            {"tags.env == 'prod' && value > 90.0 && metric.startsWith('cpu')", "true"},
            {"tags['zone']", "\"eu-1\""},
            {"tags", "{\"env\": \"prod\", \"zone\": \"eu-1\"}"},
            {"has(tags.env) && !has(tags.blank) && !has(tags.region)", "true"},
            {"tags.region == 'x'", "error: 1:6: there is no tags.region"},
            {"tags.?region.orValue('none')", "\"none\""},
            {"'env' in tags && tags.exists(k, v, k == 'zone' && v == 'eu-1')", "true"},
            {"attributes", "{}"},
            {"severity", "error: 1:1: there is no severity"},
            {"headers['content-type']", "\"application/json\""},
            {"headers.trace", "b\"\\xff\\x01\""},
            {"headers.empty == null && has(headers.empty)", "true"},
            {"size(headers)", "3"},
            {"raw.contains('sku')", "true"},
        });
    }
    void readsRecordAndEvent() {
        Sample sample;
        compare(sample);
    }

    void readsThePayload_data() {
        cases({
            {"payload.id", "7"},
            {"payload.id == 7.0", "true"},
            {"payload.items[1].sku", "\"b\""},
            {"payload['items'][0]['price'] * 2.0", "25.0"},
            {"payload.items.map(i, double(i.price))", "[12.5, 8.0]"},
            {"payload.items.exists(i, i.price > 10)", "true"},
            {"payload.items[int(payload.id) - 6].sku", "\"b\""},
            {"payload.`a b`", "{\"c\": null}"},
            {"payload['a b'].c == null", "true"},
            {"payload.big", "18446744073709551615u"},
            {"payload.missing", "error: 1:9: there is no payload.missing"},
            {"has(payload.missing)", "false"},
            {"has(payload.items) && has(payload['a b'].c)", "true"},
            {"has(payload.missing.deeper)", "error: 1:21: there is no payload.missing.deeper"},
            {"has(payload.id.deeper)", "error: 1:16: there is no payload.id.deeper"},
            {"payload.items[2]", "error: 1:14: there is no payload.items[2]"},
            {"payload.items[?2].hasValue() || payload.?missing.hasValue()", "false"},
            {"payload.items[?1].sku", "optional.of(\"b\")"},
            {"size(payload)", "4"},
        });
    }
    void readsThePayload() {
        Sample sample;
        compare(sample);
    }

    void readsTheSeriesOfAMetric() {
        Sample sample;
        SeriesIdentity series(Labels({{"__name__", "disk_used"},
                                      {"host", "db-1"},
                                      {"tenant", "acme"},
                                      {"env", "prod"},
                                      {"tag_host", "rack-7"}}),
                              "bytes");
        Event event;
        event.body = BodyKind::Metric;
        event.value = 5;
        event.series = &series;
        sample.event = event;
        QCOMPARE(
            sample.evaluate("[metric, host, source, tenant, unit, tags.env, tags.host]"),
            std::string("[\"disk_used\", \"db-1\", \"db-1\", \"acme\", \"bytes\", \"prod\", \"rack-7\"]"));
        QCOMPARE(sample.evaluate("tags"), std::string("{\"env\": \"prod\", \"tag_host\": \"rack-7\"}"));
        QCOMPARE(sample.evaluate("has(tags.zone) || value != 5.0"), std::string("false"));
    }

    void hasNoEventBeforeNormalizing() {
        Sample sample;
        sample.hasEvent = false;
        QCOMPARE(sample.evaluate("timestamp == arrival && payload.id == 7"), std::string("true"));
        QCOMPARE(sample.evaluate("metric == 'cpu_load'"), std::string("error: 1:1: there is no metric"));
        QCOMPARE(sample.evaluate("has(tags.env)"), std::string("error: 1:10: there is no tags.env"));
    }

    void hasNoPayloadWithoutJson() {
        for (const char* json : {"not JSON", "", "{\"open\": "}) {
            Sample sample(json);
            QCOMPARE(sample.evaluate("payload.id"), std::string("error: 1:9: there is no payload.id"));
        }
        Sample sample;
        sample.record.value.reset();
        sample.record.key.reset();
        QCOMPARE(sample.evaluate("raw == null && key == null && !(has(payload.a) || false)"),
                 std::string("error: 1:45: there is no payload.a"));
    }

    void refusesNamesThatNoEventHas() {
        Sample sample;
        QVERIFY(QString::fromStdString(sample.evaluate("hostname == 'a'"))
                    .startsWith(QStringLiteral(
                        "refused: 1:1: unknown name \"hostname\"; known are topic, partition,")));
        QCOMPARE(
            sample.evaluate("value == 'high'"),
            std::string("refused: 1:7: double and string are never equal; use dyn() where that is meant"));
    }

    void filtersGiveBool() {
        QVERIFY(compileEventFilter("tags.env == 'prod'"));
        QVERIFY(compileEventFilter("payload.active")); // may be one
        const auto refused = compileEventFilter("value + 1.0");
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(refused.error().detail)
                    .startsWith(QStringLiteral("1:7: the expression gives double, it must be bool")));
    }

    void keepsLargePayloadsWithinTheBudget() {
        std::string json = "[0";
        for (int i = 1; i < 400'000; ++i)
            json += ",0";
        Sample sample(json + "]");
        QVERIFY(QString::fromStdString(sample.evaluate("size(payload)"))
                    .contains(QStringLiteral("too much memory")));
        QCOMPARE(sample.evaluate("payload[399999]"), std::string("0"));
    }
};

QTEST_GUILESS_MAIN(TestCelEventEnvironment)
#include "tst_cel_event_environment.moc"
