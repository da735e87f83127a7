#include "core/base/json_writer.h"
#include "core/promql/query.h"
#include "core/series/merged_source.h"
#include "core/series/series_catalog.h"
#include "pipelines/runtime/pipeline.h"
#include "pipelines/runtime/uncommitted_samples.h"
#include "pipelines/store/store_reader.h"
#include "tests/support/scripted_source.h"

#include <QScopeGuard>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace eventflow;
using runtime::UncommittedSamples;
using testing::ScriptedSource;

namespace {

Timestamp second(int s) {
    return *parseIso8601("2026-01-01T00:00:00Z") + std::chrono::seconds(s);
}

struct Bench {
    SeriesCatalog catalog{100};
    SeriesIdentity& a = *catalog.findOrAdd(Labels(std::vector<Label>{{"host", "a"}}), "");
    SeriesIdentity& b = *catalog.findOrAdd(Labels(std::vector<Label>{{"host", "b"}}), "");

    static void add(PipelineBatch& batch, SeriesIdentity* series, int at, double value) {
        Event& event = batch.events.emplace_back();
        event.body = BodyKind::Metric;
        event.series = series;
        event.tsEvent = second(at);
        event.value = value;
    }
};

/// `host=a: 1@1 2@2; …`.
std::string text(const SeriesSource& source, int after = -1, int until = 1000) {
    std::vector<SeriesSlice> slices;
    if (!source.select({}, second(after), second(until), slices)) return "error";
    std::string out;
    for (const SeriesSlice& slice : slices) {
        out += slice.labels->get("host");
        for (const Sample& sample : slice.samples)
            out += ' ' + formatDouble(sample.value) + '@' +
                   std::to_string(
                       std::chrono::duration_cast<std::chrono::seconds>(sample.ts - second(0)).count());
        out += ';';
    }
    return out;
}

} // namespace

class TestUncommittedSamples : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aSnapshotHoldsWhatTheStoreWillHave() {
        Bench bench;
        UncommittedSamples samples;
        PipelineBatch batch;
        Bench::add(batch, &bench.b, 2, 20);
        Bench::add(batch, &bench.a, 1, 10);
        Bench::add(batch, nullptr, 1, 99); // refused series
        Bench::add(batch, &bench.a, 3, 30);
        batch.events.back().duplicate = true;
        batch.output.derived.push_back({&bench.a, second(4), 40});
        samples.add(batch);
        QCOMPARE(text(*samples.snapshot()), std::string("a 10@1 40@4;b 20@2;"));
        QCOMPARE(text(*samples.snapshot(), 1, 2), std::string("b 20@2;")); // left-open, right-closed
    }

    void ofTwoSamplesOfOneTimeTheLaterArrivalWins() {
        Bench bench;
        UncommittedSamples samples;
        for (const double value : {1.0, 3.0, 2.0}) {
            PipelineBatch batch;
            Bench::add(batch, &bench.a, 5, value);
            Bench::add(batch, &bench.a, 4, value); // out of order
            samples.add(batch);
        }
        QCOMPARE(text(*samples.snapshot()), std::string("a 2@4 2@5;"));
    }

    void whatIsReleasedStaysInEarlierSnapshots() {
        Bench bench;
        UncommittedSamples samples;
        for (int i = 1; i <= 3; ++i) {
            PipelineBatch batch;
            if (i != 2) Bench::add(batch, &bench.a, i, i); // a batch without samples counts, too
            samples.add(batch);
        }
        const auto before = samples.snapshot();
        samples.release(2);
        QCOMPARE(text(*samples.snapshot()), std::string("a 3@3;"));
        samples.release(1);
        QCOMPARE(text(*samples.snapshot()), std::string());
        QCOMPARE(text(*before), std::string("a 1@1 3@3;"));
    }

    /// While a pipeline runs: a query over the snapshot and the store finds everything that the engine has
    /// seen.
    void queriesMissNothingBetweenEngineAndStore() {
        constexpr int kItems = 20'000, kBatchRecords = 50, kBatchesAQuery = 40;
        std::vector<ScriptedSource::Item> items;
        for (int i = 0; i < kItems; ++i)
            items.push_back({testing::agentJson("h" + std::to_string(i % 5), "load", i, i), 0, kNoTime});
        const QTemporaryDir folder;
        const std::filesystem::path database =
            std::filesystem::path(folder.path().toStdString()) / "eventflow.db";
        auto store = store::StoreWriter::open(database);
        QVERIFY(store.has_value());
        std::atomic<int> batches{0}, queries{0};
        std::atomic<bool> over{false};
        runtime::PipelineConfig config;
        config.rules = rules::loadRuleText("groups: []\n", "rules.yaml").rules;
        config.keepsUncommitted = true;
        // The engine rests now and then until it was asked, so that queries come in the middle of everything.
        config.onOutput = [&](const EngineOutput&) {
            if (++batches % kBatchesAQuery != 0) return;
            for (const int asked = queries; queries == asked && !over;)
                std::this_thread::yield();
        };
        const auto pipeline =
            runtime::Pipeline::start(config,
                                     std::make_unique<ScriptedSource>(ScriptedSource::Script{
                                         .items = items, .batchRecords = kBatchRecords}),
                                     std::move(*store));
        const auto atTheEnd = qScopeGuard([&] { over = true; }); // before the pipeline is waited for
        auto reader = store::StoreReader::open(database);
        QTRY_VERIFY((reader = store::StoreReader::open(database)).has_value());
        const auto count = *promql::Expression::parse("sum(count_over_time(load[1d]))");
        const auto counted = [&] {
            const auto uncommitted = pipeline->uncommittedSamples();
            const MergedSource both((*reader)->samples(), *uncommitted);
            const auto value = promql::evaluate(count, both, second(kItems));
            const auto* vector = value ? std::get_if<promql::InstantVector>(&*value) : nullptr;
            if (vector == nullptr) return -1;
            return vector->empty() ? 0 : static_cast<int>(vector->front().value);
        };
        while (!pipeline->finished()) {
            // onOutput comes before the batch is kept: the ones before it are.
            const int least = kBatchRecords * std::max(0, batches - 1);
            const int found = counted();
            ++queries;
            QVERIFY2(found >= std::min(least, kItems) && found <= kItems,
                     qPrintable(QStringLiteral("%1 of at least %2").arg(found).arg(least)));
        }
        QVERIFY(pipeline->join().ok());
        QCOMPARE(text(*pipeline->uncommittedSamples()), std::string());
        QCOMPARE(counted(), kItems);
    }
};

QTEST_GUILESS_MAIN(TestUncommittedSamples)
#include "tst_uncommitted_samples.moc"
