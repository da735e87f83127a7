#include "pipelines/runtime/pipeline.h"
#include "pipelines/runtime/system_clock.h"
#include "pipelines/store/store_reader.h"
#include "tests/support/scripted_source.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <random>

using namespace eventflow;
using testing::ScriptedSource;

namespace {

constexpr const char* kRules = "groups:\n"
                               "- name: g\n"
                               "  interval: 15s\n"
                               "  rules:\n"
                               "  - alert: High\n"
                               "    expr: load > 90\n"
                               "    for: 1m\n"
                               "  - record: load:max\n"
                               "    expr: max by (tenant) (load)\n";

/// Two hosts, one sample each ten seconds; host b is high for ten minutes. Some records are damaged, some
/// repeated.
std::vector<ScriptedSource::Item> incident(int seconds, bool withDamage) {
    std::vector<ScriptedSource::Item> items;
    std::mt19937 random(21);
    for (int s = 0; s < seconds; s += 10) {
        items.push_back({testing::agentJson("a", "load", 10 + s % 7, s), 0, kNoTime});
        const bool high = s >= 600 && s < 1200;
        items.push_back({testing::agentJson("b", "load", high ? 97 : 20, s), 1, kNoTime});
        if (!withDamage) continue;
        if (random() % 10 == 0) items.push_back({R"({"tenant_id":"t","host":)", 0, kNoTime});
        if (random() % 10 == 0) {
            std::string repeated = testing::agentJson("c", "other", 1, s);
            repeated.insert(1, "\"event_id\":\"e" + std::to_string(s) + "\",");
            items.push_back({repeated, 0, kNoTime});
            items.push_back({repeated, 1, kNoTime});
        }
    }
    return items;
}

struct Outcome {
    feed::Counters counters;
    std::string transitions;
    Status status;
    int paused = 0;
    int tended = 0;
};

class Bench {
public:
    [[nodiscard]] std::filesystem::path database() const {
        return std::filesystem::path(m_folder.path().toStdString()) / "eventflow.db";
    }

    Outcome run(ScriptedSource::Script script, unsigned workers = 2, std::size_t queueBytes = 1 << 20,
                double speed = 0) {
        Outcome outcome;
        auto store = store::StoreWriter::open(database());
        if (!store) return {{}, {}, store.error()};
        runtime::PipelineConfig config = this->config(workers, queueBytes);
        config.speed = speed;
        config.pauseAfter = std::chrono::milliseconds(20);
        config.onOutput = [&](const EngineOutput& output) {
            for (const auto& transition : output.transitions)
                outcome.transitions += toJsonLine(transition) + '\n';
        };
        auto source = std::make_unique<ScriptedSource>(std::move(script));
        const ScriptedSource& observed = *source;
        auto pipeline = runtime::Pipeline::start(std::move(config), std::move(source), std::move(*store));
        outcome.status = pipeline->join();
        outcome.counters = pipeline->counters();
        outcome.paused = observed.paused;
        outcome.tended = observed.tended;
        return outcome;
    }

    runtime::PipelineConfig config(unsigned workers, std::size_t queueBytes) const {
        runtime::PipelineConfig config;
        config.limits.workers = workers;
        config.limits.queueBytes = queueBytes;
        config.rules = rules::loadRuleText(kRules, "rules.yaml").rules;
        return config;
    }

private:
    QTemporaryDir m_folder;
};

bool conserved(const feed::Counters& c) {
    return c.read == c.stored + c.deadLettered + c.duplicates + c.dropped;
}

} // namespace

class TestPipeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QVERIFY(rules::loadRuleText(kRules, "rules.yaml").rules != nullptr); }

    void everyRecordIsStoredDeadLetteredOrADuplicate() {
        Bench bench;
        const auto items = incident(3600, true);
        const Outcome outcome = bench.run({.items = items});
        QVERIFY2(outcome.status.ok(), outcome.status.ok() ? "" : outcome.status.error().detail.c_str());
        QCOMPARE(outcome.counters.read, std::uint64_t(items.size()));
        QVERIFY(conserved(outcome.counters));
        QVERIFY(outcome.counters.deadLettered > 0);
        QVERIFY(outcome.counters.duplicates > 0);
        QCOMPARE(outcome.counters.alertsFired, std::uint64_t(1));

        auto reader = store::StoreReader::open(bench.database());
        QVERIFY(reader.has_value());
        const auto letters = (*reader)->deadLetters(std::nullopt, std::nullopt, 100'000);
        QVERIFY(letters.has_value());
        QCOMPARE(std::uint64_t(letters->size()), outcome.counters.deadLettered);
        QCOMPARE(letters->front().record.value.value(), std::string(R"({"tenant_id":"t","host":)"));
    }

    void alertsDependOnNeitherWorkersNorBatchesNorQueues() {
        const auto items = incident(3600, true);
        std::string expected;
        for (const unsigned workers : {1U, 2U, 4U}) {
            for (const std::size_t batch : {std::size_t(1), std::size_t(7), std::size_t(500)}) {
                Bench bench;
                const Outcome outcome =
                    bench.run({.items = items, .batchRecords = batch}, workers, batch == 7 ? 1 : 1 << 20);
                QVERIFY(outcome.status.ok());
                if (expected.empty()) expected = outcome.transitions;
                QCOMPARE(outcome.transitions, expected);
            }
        }
        QVERIFY(expected.find("\"to\":\"firing\"") != std::string::npos);
        QVERIFY(expected.find("\"to\":\"resolved\"") != std::string::npos);
    }

    void interruptedRunsAddUpToOneWholeRun_data() {
        QTest::addColumn<int>("cut");
        for (const int cut : {1, 50, 130, 200, 301, 500})
            QTest::addRow("after %d items", cut) << cut;
    }
    void interruptedRunsAddUpToOneWholeRun() {
        QFETCH(int, cut);
        const auto items = incident(3600, true);
        Bench whole;
        const Outcome expected = whole.run({.items = items});

        Bench bench;
        const Outcome first = bench.run({.items = items, .batchRecords = 10, .failAt = std::size_t(cut)});
        QVERIFY(!first.status.ok());
        QVERIFY(conserved(first.counters));
        const Outcome second = bench.run({.items = items});
        QVERIFY(second.status.ok());
        QCOMPARE(first.transitions + second.transitions, expected.transitions);
        QCOMPARE(first.counters.stored + second.counters.stored, expected.counters.stored);
        QCOMPARE(first.counters.duplicates + second.counters.duplicates, expected.counters.duplicates);
        QCOMPARE(first.counters.deadLettered + second.counters.deadLettered, expected.counters.deadLettered);
    }

    void sourceThatGoesAwayIsAskedAgain() {
        Bench bench;
        const auto items = incident(600, false);
        const Outcome outcome = bench.run({.items = items, .batchRecords = 10, .unavailableAt = {0, 30}});
        QVERIFY(outcome.status.ok());
        QCOMPARE(outcome.counters.stored, std::uint64_t(items.size()));
    }

    void fullQueuesPauseTheSourceAndLoseNothing() {
        Bench bench;
        const auto items = incident(1200, false);
        // Room for one batch only, and an engine that keeps to the pace of 20 minutes in two seconds: 80 ms a
        // batch.
        const Outcome outcome = bench.run({.items = items, .batchRecords = 10}, 1, 1, 600);
        QVERIFY(outcome.status.ok());
        QCOMPARE(outcome.counters.stored, std::uint64_t(items.size()));
        QVERIFY(outcome.paused > 0);
        // Nothing that a client has to say piles up meanwhile.
        QVERIFY(outcome.tended > 0);
    }

    void stopKeepsWhatWasRead() {
        Bench bench;
        auto store = store::StoreWriter::open(bench.database());
        QVERIFY(store.has_value());
        const auto items = incident(600, false);
        auto pipeline = runtime::Pipeline::start(
            bench.config(2, 1 << 20),
            std::make_unique<ScriptedSource>(ScriptedSource::Script{.items = items, .endless = true}),
            std::move(*store));
        QTRY_COMPARE(pipeline->counters().read, std::uint64_t(items.size()));
        pipeline->requestStop();
        QVERIFY(pipeline->join().ok());
        QCOMPARE(pipeline->counters().stored, std::uint64_t(items.size()));
        QCOMPARE(pipeline->status().state, feed::RunState::Finished);
    }

    void deltasAddUpToTheCounters() {
        Bench bench;
        auto store = store::StoreWriter::open(bench.database());
        QVERIFY(store.has_value());
        const auto items = incident(3600, true);
        auto pipeline = runtime::Pipeline::start(
            bench.config(2, 1 << 20),
            std::make_unique<ScriptedSource>(ScriptedSource::Script{.items = items}), std::move(*store));
        QVERIFY(pipeline->join().ok());
        const feed::PipelineDelta delta = pipeline->takeDelta();
        QCOMPARE(delta.counters, pipeline->counters());
        QCOMPARE(delta.status.state, feed::RunState::Finished);
        std::uint64_t rejected = 0;
        for (const auto& count : delta.deadLetterCounts)
            rejected += count.count;
        QCOMPARE(rejected, delta.counters.deadLettered);
        std::uint64_t seen = 0;
        for (const auto& stream : delta.streams)
            seen += stream.records;
        QCOMPARE(seen, delta.counters.read);
        const auto& store_ = delta.steps[std::size_t(Step::Store)];
        QCOMPARE(store_.in, delta.counters.stored);
        QVERIFY(pipeline->takeDelta().generation == 0);
    }

    void workspaceIsLockedWhileAPipelineRuns() {
        Bench bench;
        auto store = store::StoreWriter::open(bench.database());
        QVERIFY(store.has_value());
        auto second = store::StoreWriter::open(bench.database());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Locked);
    }
};

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
