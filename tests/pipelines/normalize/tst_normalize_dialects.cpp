#include "pipelines/normalize/record_processor.h"
#include "tests/pipelines/normalize/batch_builder.h"

#include <QTest>

using namespace eventflow;
using eventflow::test::withQuotes;
using namespace Qt::StringLiterals;

namespace {

const Timestamp kNoon = *parseIso8601("2026-01-31T12:00:00Z");

/// One record through a processor of its own.
struct Outcome {
    explicit Outcome(std::string_view json, Timestamp tsArrival = kNoTime, std::size_t maxSeries = 100)
        : catalog(maxSeries) {
        config::PipelineLimits limits;
        limits.maxTags = 3;
        limits.maxRecordBytes = 8000;
        const enrich::EnricherHandle enricher(*enrich::Enricher::load({}, {}, 1));
        normalize::RecordProcessor processor(limits, catalog, enricher);
        builder.add(json, tsArrival);
        builder.fill(batch);
        processor.process(batch);
    }
    [[nodiscard]] QString summary() const {
        if (batch.events.size() + batch.deadLetters.size() != 1) return u"not exactly one outcome"_s;
        if (batch.events.empty()) return QString::fromStdString(std::string(batch.deadLetters[0].detail));
        return u"accepted"_s;
    }

    SeriesCatalog catalog;
    test::BatchBuilder builder;
    PipelineBatch batch;
};

std::string agent(const char* replace, const char* with) {
    std::string json =
        withQuotes("{'tenant_id':'acme','host':'web-1','metric':'cpu_load','value':0.5,"
                   "'ts_event':'2026-01-31T12:00:00Z','unit':'ratio','tags':{'zone':'a'},'event_id':'e-1'}");
    const std::size_t at = json.find(replace);
    if (at == std::string::npos) qFatal("nothing to replace");
    return json.replace(at, std::strlen(replace), with);
}

std::string payment(const char* replace, const char* with) {
    std::string json =
        withQuotes(
            "{'event_id':'e-9','event_type':'payment.authorized.v1','occurred_at':'2026-01-31T12:00:00Z',"
            "'tenant_id':'acme','payment_id':'p-7','amount':12.5,'currency':'EUR','card_network':'visa',") +
        "\"merchant\":\"shop \\\"A\\\"\",\"attempt\":1}";
    const std::size_t at = json.find(replace);
    if (at == std::string::npos) qFatal("nothing to replace");
    return json.replace(at, std::strlen(replace), with);
}

std::string envelope(const std::string& body, const std::string& more = "") {
    return withQuotes(
               "{'event_id':'e-5','ts_event':1769860800000,'ts_ingest':'2026-01-31T12:00:01Z','tenant_id':'"
               "acme',"
               "'source':{'type':'service','source_id':'api-1'},'schema_name':'app.v1','schema_version':2,"
               "'attributes':{'a':'1','big':18446744073709551615},'tags':{'zone':'b','none':null,'up':"
               "true}") +
           more + withQuotes(",'body':") + body + "}";
}

std::string_view tagValue(std::span<const Tag> tags, std::string_view name) {
    for (const Tag& tag : tags)
        if (tag.name == name) return tag.value;
    return "(absent)";
}

} // namespace

class TestDialects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAgentMetrics() {
        const Outcome outcome(agent("zone", "zone"));
        QCOMPARE(outcome.summary(), u"accepted"_s);
        const Event& event = outcome.batch.events.front();
        QVERIFY(event.body == BodyKind::Metric);
        QCOMPARE(event.value, 0.5);
        QVERIFY(event.tsEvent == kNoon && event.tsIngest == kNoon);
        QVERIFY(event.series != nullptr);
        QCOMPARE(event.series->labels().toString(),
                 withQuotes("cpu_load{host='web-1', tenant='acme', zone='a'}"));
        QCOMPARE(event.series->unit(), std::string("ratio"));
        QVERIFY(!event.dedupKey.isZero());
        QVERIFY(event.eventId == "e-1");
    }

    void readsEveryWayToWriteTheTime_data() {
        QTest::addColumn<QByteArray>("written");
        for (const char* time :
             {"\"2026-01-31T12:00:00Z\"", "\"2026-01-31T13:00:00.000+01:00\"", "1769860800", "1769860800000",
              "1769860800000000", "1769860800000000000", "1769860800.0"})
            QTest::newRow(time) << QByteArray(time);
    }
    void readsEveryWayToWriteTheTime() {
        QFETCH(QByteArray, written);
        const Outcome outcome(agent("\"2026-01-31T12:00:00Z\"", written.constData()));
        QCOMPARE(outcome.summary(), u"accepted"_s);
        QCOMPARE(toNs(outcome.batch.events.front().tsEvent), toNs(kNoon));
    }

    void acceptsVariations_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("series");
        const auto row = [](const char* name, const std::string& json, const std::string& series) {
            QTest::newRow(name) << QByteArray::fromStdString(json) << QByteArray::fromStdString(series);
        };
        const std::string plain = withQuotes("cpu_load{host='web-1', tenant='acme', zone='a'}");
        row("unknown keys", agent("\"unit\"", "\"nested\":{\"metric\":[1]},\"unit\""), plain);
        row("no unit, null tags", agent("\"unit\":\"ratio\",\"tags\":{\"zone\":\"a\"}", "\"tags\":null"),
            withQuotes("cpu_load{host='web-1', tenant='acme'}"));
        row("integer value", agent("0.5", "9007199254740993"), plain);
        row("first of two keys", agent("\"host\":\"web-1\"", "\"host\":\"web-1\",\"host\":\"web-2\""), plain);
        row("escaped key", agent("\"host\"", "\"h\\u006fst\""), plain);
        row("tags of every scalar type", agent("\"zone\":\"a\"", "\"n\":7,\"d\":0.1,\"b\":false"),
            withQuotes("cpu_load{b='false', d='0.1', host='web-1', n='7', tenant='acme'}"));
        row("first of two tags", agent("\"zone\":\"a\"", "\"zone\":\"a\",\"zone\":\"b\""), plain);
        row("empty tag", agent("\"zone\":\"a\"", "\"zone\":\"a\",\"rack\":\"\""), plain);
        row("reserved tags", agent("\"zone\":\"a\"", "\"host\":\"x\",\"tag_host\":\"y\",\"__name__\":\"z\""),
            withQuotes(
                "cpu_load{host='web-1', tag___name__='z', tag_host='y', tag_tag_host='x', tenant='acme'}"));
        row("numeric event id", agent("\"e-1\"", "18446744073709551615"), plain);
        row("white space around", " \n" + agent("zone", "zone") + "\t ", plain);
    }
    void acceptsVariations() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, series);
        const Outcome outcome(json.toStdString());
        QCOMPARE(outcome.summary(), u"accepted"_s);
        QCOMPARE(outcome.batch.events.front().series->labels().toString(), series.toStdString());
    }

    void readsEnvelopes() {
        const Outcome outcome(envelope(withQuotes("{'generic': {'k' : [1, 2.50, '}']} }")));
        QCOMPARE(outcome.summary(), u"accepted"_s);
        const Event& event = outcome.batch.events.front();
        QVERIFY(event.body == BodyKind::Generic);
        QVERIFY(event.text == withQuotes("{'k' : [1, 2.50, '}']}"));
        QVERIFY(event.eventId == "e-5" && event.tenantId == "acme");
        QVERIFY(event.sourceType == "service" && event.sourceId == "api-1");
        QVERIFY(event.schemaName == "app.v1" && event.schemaVersion == "2");
        QVERIFY(tagValue(event.attributes, "big") == "18446744073709551615");
        QCOMPARE(event.tags.size(), 2u);
        QVERIFY(tagValue(event.tags, "up") == "true");
        QVERIFY(event.tsEvent == kNoon && event.tsIngest == kNoon + std::chrono::seconds(1));
    }

    void readsEveryEnvelopeBody() {
        const Outcome metric(envelope(withQuotes("{'metric':{'name':'rps','value':7,'unit':'/s'}}")));
        QCOMPARE(metric.summary(), u"accepted"_s);
        QCOMPARE(metric.batch.events.front().series->labels().toString(),
                 withQuotes("rps{host='api-1', tenant='acme', up='true', zone='b'}"));
        const Outcome log(envelope("{\"log\":{\"severity\":\"error\",\"message\":\"no\\nspace\"}}"));
        QCOMPARE(log.summary(), u"accepted"_s);
        QVERIFY(log.batch.events.front().body == BodyKind::Log);
        QVERIFY(log.batch.events.front().severity == "error" && log.batch.events.front().text == "no\nspace");
        const Outcome span(envelope(withQuotes("{'x':1, 'span':{'trace_id':'t'}}")));
        QCOMPARE(span.summary(), u"accepted"_s);
        QVERIFY(span.batch.events.front().body == BodyKind::Span);
        QVERIFY(span.batch.events.front().text == withQuotes("{'trace_id':'t'}"));
    }

    void readsPayments() {
        const std::string json = payment("12.5", "12.50");
        const Outcome outcome(json);
        QCOMPARE(outcome.summary(), u"accepted"_s);
        const Event& event = outcome.batch.events.front();
        QVERIFY(event.body == BodyKind::Generic && event.schemaName == "payment.authorized.v1");
        QVERIFY(event.text == json);
        QVERIFY(tagValue(event.attributes, "payment_id") == "p-7");
        QVERIFY(tagValue(event.attributes, "amount") == "12.5");
        QVERIFY(tagValue(event.attributes, "merchant") == "shop \"A\"");
        QVERIFY(tagValue(event.attributes, "attempt") == "1");
        QVERIFY(!event.dedupKey.isZero());
    }

    void rejects_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<Step>("step");
        QTest::addColumn<RejectCode>("code");
        QTest::addColumn<QByteArray>("detail"); // a part of it
        const auto row = [](const char* name, const std::string& json, Step step, RejectCode code,
                            const std::string& detail) {
            QTest::newRow(name) << QByteArray::fromStdString(json) << step << code
                                << QByteArray::fromStdString(detail);
        };
        row("empty", "", Step::Decode, RejectCode::NoValue, "empty");
        row("too large", std::string(8001, ' '), Step::Decode, RejectCode::TooLarge,
            "8001 bytes, at most 8000");
        row("white space", "  ", Step::Decode, RejectCode::MalformedJson, "byte 2: no value");
        row("truncated", withQuotes("{'tenant_id':'acme','ho"), Step::Decode, RejectCode::MalformedJson,
            "byte 20: unclosed string");
        row("not UTF-8", "{\"a\":\"\xFF\"}", Step::Decode, RejectCode::MalformedJson,
            "byte 6: byte 0xFF is not UTF-8");
        row("two values", "{} {}", Step::Decode, RejectCode::MalformedJson,
            "byte 3: unexpected '{' after the value");
        row("deep", std::string(65, '[') + std::string(65, ']'), Step::Decode, RejectCode::MalformedJson,
            "nested deeper than 64 levels");
        row("array", "[1]", Step::Normalize, RejectCode::NotAnObject, "expected {");
        row("scalar", "12", Step::Normalize, RejectCode::NotAnObject, "expected {");
        row("unknown", withQuotes("{'metric':1}"), Step::Normalize, RejectCode::UnknownFormat,
            withQuotes("looked for envelope (no 'schema_name', no 'body'); payment (no 'event_type'); agent "
                       "metric (no 'tenant_id' or 'ts_event')"));
        row("unknown event type", withQuotes("{'event_type':'payment.captured.v1'}"), Step::Normalize,
            RejectCode::UnknownFormat, withQuotes("'event_type' is 'payment.captured.v1', not"));
        row("no host", agent("\"host\"", "\"hast\""), Step::Normalize, RejectCode::MissingField,
            "\"host\" is missing");
        row("null metric", agent("\"cpu_load\"", "null"), Step::Normalize, RejectCode::MissingField,
            "\"metric\" is missing");
        row("no value", agent("\"value\"", "\"valve\""), Step::Normalize, RejectCode::MissingField,
            "\"value\" is missing");
        row("no time", agent("\"ts_event\"", "\"ts\""), Step::Normalize, RejectCode::MissingField,
            "\"ts_event\" is missing");
        row("value as text", agent("0.5", "\"0.5\""), Step::Normalize, RejectCode::WrongType,
            "field \"value\" is the string \"0.5\", expected a number");
        row("value as array", agent("0.5", "[0.5]"), Step::Normalize, RejectCode::WrongType,
            "\"value\" is an array");
        row("host as number", agent("\"web-1\"", "1"), Step::Normalize, RejectCode::WrongType,
            "\"host\" is a number, expected a string");
        row("nested tag", agent("\"a\"", "{}"), Step::Normalize, RejectCode::WrongType,
            "field \"tags\", member \"zone\" is an object");
        row("tags as array", agent("{\"zone\":\"a\"}", "[]"), Step::Normalize, RejectCode::WrongType,
            "\"tags\" is an array");
        row("bad day", agent("01-31", "02-30"), Step::Normalize, RejectCode::BadTimestamp,
            "expected ISO 8601");
        row("negative epoch", agent("\"2026-01-31T12:00:00Z\"", "-5"), Step::Normalize,
            RejectCode::BadTimestamp, "\"ts_event\" is -5");
        row("time as boolean", agent("\"2026-01-31T12:00:00Z\"", "true"), Step::Normalize,
            RejectCode::WrongType, "\"ts_event\" is a boolean");
        row("seconds taken for ms", agent("\"2026-01-31T12:00:00Z\"", "176986080"), Step::Validate,
            RejectCode::TimestampOutOfRange, "event time 1975-08-11");
        row("far future", agent("2026", "2201"), Step::Validate, RejectCode::TimestampOutOfRange,
            "is after 2200-01-01");
        row("NaN", agent("0.5", "\"NaN\""), Step::Validate, RejectCode::NotFinite,
            "value of metric \"cpu_load\" is NaN");
        row("infinite", agent("0.5", "\"-Inf\""), Step::Validate, RejectCode::NotFinite, "is -Inf");
        row("empty metric", agent("cpu_load", ""), Step::Validate, RejectCode::InvalidName,
            "metric name \"\" is empty");
        row("control character", agent("cpu_load", "cpu\\u0007"), Step::Validate, RejectCode::InvalidName,
            "contains a control character");
        row("long metric", agent("cpu_load", std::string(256, 'm').c_str()), Step::Validate,
            RejectCode::InvalidName, "has 256 bytes, at most 255");
        row("empty tag name", agent("\"zone\"", "\"\""), Step::Validate, RejectCode::InvalidName,
            "tag name \"\" is empty");
        row("long tag value", agent("\"a\"", ("\"" + std::string(4097, 'v') + "\"").c_str()), Step::Validate,
            RejectCode::InvalidName, "has 4097 bytes");
        row("empty tenant", agent("acme", ""), Step::Validate, RejectCode::MissingField,
            "\"tenant_id\" is empty");
        row("four tags", agent("\"zone\":\"a\"", "\"a\":1,\"b\":2,\"c\":3,\"d\":4"), Step::Validate,
            RejectCode::TooManyTags, "4 tags, at most 3");
        row("envelope without known body", envelope(withQuotes("{'metrics':{}}")), Step::Normalize,
            RejectCode::MissingField, "has no member \"metric\", \"log\"");
        row("envelope with text body", envelope("\"x\""), Step::Normalize, RejectCode::WrongType,
            "\"body\" is a string, expected an object");
        row("envelope metric without name", envelope(withQuotes("{'metric':{'value':1}}")), Step::Normalize,
            RejectCode::MissingField, "\"body.metric.name\" is missing");
        row("envelope log without message", envelope(withQuotes("{'log':{}}")), Step::Normalize,
            RejectCode::MissingField, "\"body.log.message\"");
        row("negative amount", payment("12.5", "-0.01"), Step::Validate, RejectCode::InvalidAmount,
            "\"amount\" is \"-0.01\", expected zero or more");
        row("amount in words", payment("12.5", "\"twelve\""), Step::Validate, RejectCode::InvalidAmount,
            "expected a finite decimal number");
        row("infinite amount", payment("12.5", "\"inf\""), Step::Validate, RejectCode::InvalidAmount,
            "expected a finite");
        row("lower-case currency", payment("EUR", "eur"), Step::Validate, RejectCode::InvalidCurrency,
            "\"currency\" is \"eur\", expected three upper-case letters");
        row("no amount", payment("\"amount\"", "\"sum\""), Step::Normalize, RejectCode::MissingField,
            "\"amount\"");
        row("empty payment id", payment("p-7", ""), Step::Validate, RejectCode::MissingField,
            "\"payment_id\" is empty");
        row("empty event id", payment("e-9", ""), Step::Validate, RejectCode::MissingField,
            "\"event_id\" is empty");
    }
    void rejects() {
        QFETCH(QByteArray, json);
        QFETCH(Step, step);
        QFETCH(RejectCode, code);
        QFETCH(QByteArray, detail);
        const Outcome outcome(json.toStdString());
        QVERIFY2(outcome.batch.events.empty(), "accepted");
        QCOMPARE(outcome.batch.deadLetters.size(), 1u);
        const DeadLetter& letter = outcome.batch.deadLetters.front();
        QCOMPARE(toString(letter.code), toString(code));
        QCOMPARE(toString(letter.step), toString(step));
        QVERIFY2(letter.detail.find(detail.toStdString()) != std::string_view::npos,
                 qPrintable(outcome.summary()));
    }

    void rejectsTombstonesAndBrokenFraming() {
        SeriesCatalog catalog(10);
        const enrich::EnricherHandle enricher(*enrich::Enricher::load({}, {}, 1));
        normalize::RecordProcessor processor({}, catalog, enricher);
        test::BatchBuilder builder;
        builder.add("").value = std::nullopt;
        builder.add("{oops").framingError = "line 7: not an object";
        PipelineBatch batch;
        builder.fill(batch);
        processor.process(batch);
        QCOMPARE(batch.deadLetters.size(), 2u);
        QVERIFY(batch.deadLetters[0].code == RejectCode::NoValue &&
                batch.deadLetters[0].step == Step::Decode);
        QVERIFY(batch.deadLetters[1].code == RejectCode::MalformedLine);
        QVERIFY(batch.deadLetters[1].step == Step::Collect);
        QVERIFY(batch.deadLetters[1].detail == "line 7: not an object");
    }

    void measuresTheFutureFromTheArrival() {
        const std::string json = agent("zone", "zone");
        QCOMPARE(Outcome(json, kNoon - std::chrono::hours(23)).summary(), u"accepted"_s);
        const Outcome early(json, kNoon - std::chrono::hours(25));
        QCOMPARE(early.batch.deadLetters.size(), 1u);
        QVERIFY(early.batch.deadLetters[0].code == RejectCode::TimestampOutOfRange);
    }

    void refusesSeriesBeyondTheBound() {
        const Outcome outcome(agent("zone", "zone"), kNoTime, 0);
        QCOMPARE(outcome.batch.deadLetters.size(), 1u);
        QVERIFY(outcome.batch.deadLetters[0].code == RejectCode::SeriesLimit);
        QVERIFY(outcome.batch.deadLetters[0].step == Step::Enrich);
    }

    void tellsEventIdsOfTenantsApart() {
        const Outcome one(agent("\"e-1\"", "\"bc\""));
        const Outcome same(agent("\"e-1\"", "\"bc\""));
        const Outcome other(agent("\"acme\"", "\"acmeb\""));
        QVERIFY(one.batch.events[0].dedupKey == same.batch.events[0].dedupKey);
        QVERIFY(one.batch.events[0].dedupKey != other.batch.events[0].dedupKey);
    }
};

QTEST_GUILESS_MAIN(TestDialects)
#include "tst_normalize_dialects.moc"
