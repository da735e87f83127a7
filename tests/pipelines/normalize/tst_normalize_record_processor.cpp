#include "pipelines/normalize/record_processor.h"
#include "pipelines/normalize/step_timer.h"
#include "tests/pipelines/normalize/batch_builder.h"

#include <QTest>

#include <random>

using namespace eventflow;
using eventflow::test::withQuotes;

namespace {

const std::string kAgent = withQuotes(
    "{'tenant_id':'acme','host':'web-1','metric':'cpu_load','value':0.5,'ts_event':'2026-01-31T12:00:00Z',"
    "'unit':'ratio','tags':{'zone':'a','n':7},'event_id':'e-1'}");
const std::string kPayment = withQuotes(
    "{'event_id':'e-9','event_type':'payment.authorized.v1','occurred_at':'2026-01-31T12:00:05Z','tenant_id':"
    "'acme',"
    "'payment_id':'p-7','amount':12.5,'currency':'EUR','merchant':'shop','attempt':1,'tags':{'zone':'a'}}");
const std::string kEnvelope =
    withQuotes("{'event_id':'e-5','ts_event':1769860800000,'tenant_id':'acme','source':{'type':'service','"
               "source_id':'api-1'},"
               "'schema_name':'app.v1','schema_version':'1','attributes':{'a':'1'},'tags':{'zone':'b'},"
               "'body':{'log':{'severity':'error','message':'no space'}}}");

struct Fixture {
    SeriesCatalog catalog{1000};
    enrich::EnricherHandle enricher{*enrich::Enricher::load({}, {}, 1)};
    normalize::RecordProcessor processor{{}, catalog, enricher};
    test::BatchBuilder builder;
    PipelineBatch batch;

    void run() {
        builder.fill(batch);
        processor.process(batch);
    }
    /// Every record in exactly one list, both lists in record order.
    [[nodiscard]] bool conserves() const {
        std::vector<int> seen(batch.input.records.size());
        const auto ordered = [&](const auto& list) {
            for (std::size_t i = 0; i < list.size(); ++i) {
                if (list[i].record >= seen.size() || (i > 0 && list[i - 1].record >= list[i].record))
                    return false;
                ++seen[list[i].record];
            }
            return true;
        };
        return ordered(batch.events) && ordered(batch.deadLetters) &&
               std::ranges::all_of(seen, [](int times) { return times == 1; });
    }
};

} // namespace

class TestRecordProcessor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void putsEveryRecordInExactlyOneList() {
        Fixture f;
        for (int i = 0; i < 300; ++i)
            f.builder.add(i % 3 == 0 ? kAgent : i % 3 == 1 ? "{oops" : kPayment);
        f.run();
        QVERIFY(f.conserves());
        QCOMPARE(f.batch.events.size(), 200u);
        QCOMPARE(f.batch.deadLetters.size(), 100u);
        QCOMPARE(f.batch.deadLetters.back().record, 298u);
    }

    void leavesToAKnownSeriesWhatItSays() {
        Fixture f;
        f.builder.add(kAgent);
        f.builder.add(kAgent);
        f.run();
        QCOMPARE(f.catalog.size(), 1u);
        for (const Event& event : f.batch.events) {
            QCOMPARE(event.series, f.batch.events.front().series);
            QVERIFY(event.eventId == "e-1" && event.tags.empty() && event.metric.empty());
        }
    }

    void keepsEventsWhenTheDecoderMovesOn() {
        Fixture f;
        f.builder.add(kEnvelope);
        f.builder.add(kPayment);
        for (int i = 0; i < 20; ++i)
            f.builder.add(std::string(200, '[') + std::string(200, ']'));
        f.run();
        QCOMPARE(f.batch.events.size(), 2u);
        QVERIFY(f.batch.events[0].text == "no space" && f.batch.events[0].severity == "error");
        QVERIFY(f.batch.events[0].tags[0].name == "zone" && f.batch.events[0].tags[0].value == "b");
        QVERIFY(f.batch.events[1].text.data() == f.batch.input.records[1].value->data());
        QVERIFY(f.batch.events[1].attributes[0].name == "payment_id");
        QVERIFY(f.batch.events[1].attributes[0].value == "p-7");
    }

    void enrichesMetricsAndEvents() {
        Fixture f;
        f.enricher.set(*enrich::Enricher::load({{"region", "eu"}, {"zone", "never"}}, {}, 2));
        f.builder.add(kAgent);
        f.builder.add(kPayment);
        f.run();
        QCOMPARE(f.batch.events[0].series->labels().get("region"), std::string_view("eu"));
        QCOMPARE(f.batch.events[0].series->labels().get("zone"), std::string_view("a"));
        QCOMPARE(f.batch.events[1].tags.size(), 2u);
        QVERIFY(f.batch.events[1].tags[1].name == "region" && f.batch.events[1].tags[1].value == "eu");
    }

    void usesAnotherEnricherFromTheNextBatchOn() {
        Fixture f;
        f.builder.add(kAgent);
        f.run();
        QVERIFY(!f.batch.events[0].series->labels().has("region"));
        f.enricher.set(*enrich::Enricher::load({{"region", "eu"}}, {}, 2));
        f.builder.add(kAgent);
        f.run();
        QVERIFY(f.batch.events[0].series->labels().has("region"));
    }

    void countsPerStream() {
        Fixture f;
        Stream other{"events.raw.v1", 1, 7};
        f.builder.add(kAgent).key = "k";
        f.builder.add(kPayment).stream = &other;
        f.builder.add("{oops");
        f.run();
        QCOMPARE(f.batch.observations.size(), 2u);
        const StreamObservation& agent = f.batch.observations[0];
        QVERIFY(agent.stream == &f.builder.stream());
        QCOMPARE(agent.records, 2u);
        QCOMPARE(agent.bytes, kAgent.size() + 1 + 5);
        QCOMPARE(agent.nullKeys, 1u);
        QVERIFY(agent.minEvent == agent.maxEvent && agent.minEvent == *parseIso8601("2026-01-31T12:00:00Z"));
        QCOMPARE(agent.inference.observed(), 1u);
        QCOMPARE(agent.inference.unparsed(), 1u);
        QVERIFY(f.batch.observations[1].stream == &other);
        QVERIFY(f.batch.observations[1].inference.root().children.contains("payment_id"));
    }

    void looksAtASpreadSample() {
        Fixture f;
        for (int i = 0; i < 1000; ++i)
            f.builder.add(withQuotes("{'i" + std::to_string(i) + "':1}"));
        f.run();
        const auto& inference = f.batch.observations.front().inference;
        QCOMPARE(inference.observed(), 4u);
        QVERIFY(inference.root().children.contains("i0"));
        QVERIFY(inference.root().children.contains("i750"));
    }

    void dividesTheTimeSpent() {
        Fixture f;
        for (int i = 0; i < 2000; ++i)
            f.builder.add(kAgent);
        const auto before = std::chrono::steady_clock::now();
        f.run();
        const auto wall = std::chrono::steady_clock::now() - before;
        std::chrono::nanoseconds sum{};
        for (const auto spent : f.batch.spent)
            sum += spent;
        QVERIFY(sum > wall / 4 && sum <= wall);
        QVERIFY(f.batch.spent[static_cast<int>(Step::Decode)].count() > 0);
        QVERIFY(f.batch.spent[static_cast<int>(Step::Normalize)].count() > 0);
        QCOMPARE(f.batch.spent[static_cast<int>(Step::Store)].count(), 0);
    }

    void survivesFlippedBytes_data() {
        QTest::addColumn<QByteArray>("valid");
        QTest::newRow("agent") << QByteArray::fromStdString(kAgent);
        QTest::newRow("payment") << QByteArray::fromStdString(kPayment);
        QTest::newRow("envelope") << QByteArray::fromStdString(kEnvelope);
    }
    void survivesFlippedBytes() {
        QFETCH(QByteArray, valid);
        std::mt19937_64 random(3);
        for (int round = 0; round < 20; ++round) {
            Fixture f;
            for (int i = 0; i < 250; ++i) {
                std::string mutant = valid.toStdString();
                for (std::uint64_t flips = 1 + random() % 3; flips > 0; --flips)
                    mutant[random() % mutant.size()] = static_cast<char>(random());
                if (random() % 4 == 0) mutant.resize(random() % mutant.size());
                f.builder.add(mutant);
            }
            f.run();
            QVERIFY(f.conserves());
            for (const DeadLetter& letter : f.batch.deadLetters)
                QVERIFY(!letter.detail.empty());
            for (const Event& event : f.batch.events)
                QCOMPARE(event.series != nullptr, event.body == BodyKind::Metric);
        }
    }
};

QTEST_GUILESS_MAIN(TestRecordProcessor)
#include "tst_normalize_record_processor.moc"
