#include "pipelines/automate/engine.h"

#include <QtTest>

#include <memory>

using namespace eventflow;
using automate::Engine;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Timestamp kBegin = *parseIso8601("2026-01-01T00:00:00Z");

std::shared_ptr<const rules::RuleSet> load(const char* text) {
    return rules::loadRuleText(text, "test.yaml").rules;
}

constexpr const char* kHigh = "groups:\n"
                              "- name: g\n"
                              "  interval: 15s\n"
                              "  rules:\n"
                              "  - alert: High\n"
                              "    expr: load > 90\n"
                              "    for: 30s\n";

/// Feeds an engine one event at a time.
struct Feeder {
    explicit Feeder(const char* rulesText, config::PipelineLimits limits = {})
        : engine(limits, load(rulesText), catalog),
          series(catalog.findOrAdd(Labels(std::vector<Label>{{"__name__", "load"}, {"host", "a"}}), {})) {}

    void event(int second, double value, const std::string& id = {}, Timestamp arrivalNow = kNoTime) {
        PipelineBatch batch;
        Record& record = batch.input.records.emplace_back();
        record.stream = &stream;
        record.offset = offset++;
        Event& added = batch.events.emplace_back();
        added.tsEvent = kBegin + seconds(second);
        added.series = series;
        added.value = value;
        if (!id.empty()) added.dedupKey = hash128(id);
        engine.process(batch, arrivalNow);
        take(batch);
    }
    void finish() {
        PipelineBatch batch;
        engine.finish(batch);
        take(batch);
    }
    bool silence(Timestamp now) {
        PipelineBatch batch;
        const bool spoke = engine.processSilence(batch, now);
        take(batch);
        return spoke;
    }
    void take(const PipelineBatch& batch) {
        for (const auto& [name, text] : batch.output.checkpoint)
            checkpoint[name] = text;
        duplicates += batch.output.duplicates;
        late += batch.output.late;
        for (const auto& n : batch.output.notifications)
            pages += formatIso8601(n.at).substr(11, 8) + ' ' + n.receiver + ' ' + toString(n.reason) + '\n';
        for (const auto& n : batch.output.notifications)
            for (const auto* alerts : {&n.firing, &n.resolved})
                for (const Alert& alert : *alerts)
                    told += formatIso8601(n.at).substr(11, 8) + ' ' + toString(alert.state) + ' ' +
                            std::string(alert.annotations.get("summary")) + '\n';
        for (const auto& t : batch.output.transitions)
            log += formatIso8601(t.tick).substr(11, 8) + ' ' + toString(t.alert.state) + '\n';
    }

    SeriesCatalog catalog{100};
    Engine engine;
    SeriesIdentity* series;
    Stream stream{"t", 0, 0};
    std::int64_t offset = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t late = 0;
    std::string log;
    std::string pages;
    std::map<std::string, std::string> checkpoint;
    std::string told; ///< each alert of each message
};

/// Two groups, so that a look comes after many ticks of one and few of the other.
constexpr const char* kTold =
    "groups:\n"
    "- name: g\n"
    "  interval: 15s\n"
    "  rules:\n"
    "  - {alert: Fast, expr: load > 90, annotations: {summary: 'fast {{ $value }}'}}\n"
    "- name: h\n"
    "  interval: 50s\n"
    "  rules:\n"
    "  - {alert: Slow, expr: load > 90, annotations: {summary: 'slow {{ $value }}'}}\n"
    "route: {receiver: r, group_by: [alertname], group_wait: 20s, group_interval: 35s, "
    "repeat_interval: 70s}\n";

config::PipelineLimits limits(Duration lateness, Duration idle = minutes(1)) {
    config::PipelineLimits l;
    l.lateness = lateness;
    l.idleTimeout = idle;
    return l;
}

} // namespace

class TestEngine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void alertFollowsTheEvents() {
        Feeder feeder(kHigh, limits(seconds(0)));
        for (int s = 0; s <= 120; s += 5)
            feeder.event(s, s >= 20 && s < 80 ? 95 : 10);
        feeder.finish();
        // true at the ticks 30…75, held for 30 s at 60, false again at 90
        QCOMPARE(feeder.log, std::string("00:00:30 pending\n00:01:00 firing\n00:01:30 resolved\n"));
    }
    /// Streams announce themselves one by one; under the address sanitizer this once read freed memory.
    void streamsThatShowUpLaterLeaveTheOthersAlone() {
        Feeder feeder(kHigh);
        std::vector<Stream> others;
        for (std::uint32_t i = 1; i <= 20; ++i)
            others.push_back({"t", static_cast<std::int32_t>(i), i});
        const auto announce = [&](const Stream& stream) {
            PipelineBatch batch;
            batch.input.progress.push_back({&stream, 0, 10, false});
            feeder.engine.process(batch, kBegin);
        };
        announce(feeder.stream);
        for (const Stream& other : others)
            announce(other);
        feeder.event(0, 10, {}, kBegin);
        QCOMPARE(feeder.duplicates, std::uint64_t(0));
        feeder.offset = 0;
        feeder.event(0, 10, {}, kBegin);
        QCOMPARE(feeder.duplicates, std::uint64_t(1));
    }
    void routeIsFollowedInEventTime() {
        const std::string withRoute =
            std::string(kHigh) + "route: {receiver: pager, group_wait: 20s, group_interval: 1m}\n";
        Feeder feeder(withRoute.c_str(), limits(seconds(0)));
        for (int s = 0; s <= 300; s += 5)
            feeder.event(s, s >= 20 && s < 80 ? 95 : 10);
        feeder.finish();
        // Firing at 60, resolved at 90.
        QCOMPARE(feeder.pages, std::string("00:01:20 pager new group\n00:02:20 pager all resolved\n"));
    }
    /// As Prometheus sends every alert again at each evaluation, and Alertmanager tells the last it got.
    void messagesTellTheValueOfTheLastEvaluation() {
        Feeder feeder(kTold, limits(seconds(0)));
        for (int s = 0; s <= 300; s += 5)
            feeder.event(s, s >= 20 && s < 200 ? 100 + s : 10);
        feeder.finish();
        // Fast fires at 30 and is looked at at 50, 85, 120, 155, 190, 225; a message repeats after 70 s. Slow
        // fires at 50, is looked at at 70, 105, 140, 175, 210 and evaluated at 50, 100, 150, 200.
        QCOMPARE(feeder.told, std::string("00:00:50 firing fast 145\n"
                                          "00:01:10 firing slow 150\n"
                                          "00:02:00 firing fast 220\n"
                                          "00:02:20 firing slow 200\n"
                                          "00:03:10 firing fast 280\n"
                                          "00:03:30 resolved slow 10\n"
                                          "00:03:45 resolved fast 10\n"));
    }
    void messagesDoNotDependOnBatchesOrRestarts_data() {
        QTest::addColumn<int>("cut");
        for (const int cut : {8, 11, 14, 21, 22, 25, 29, 37, 39, 40, 42})
            QTest::addRow("after event %d", cut) << cut;
    }
    void messagesDoNotDependOnBatchesOrRestarts() {
        const auto valueAt = [](int i) { return i >= 4 && i < 40 ? 100.0 + 5 * i : 10.0; };
        Feeder whole(kTold, limits(seconds(0)));
        for (int i = 0; i <= 60; ++i)
            whole.event(i * 5, valueAt(i));
        whole.finish();
        QFETCH(int, cut);
        Feeder before(kTold, limits(seconds(0)));
        for (int i = 0; i < cut; ++i)
            before.event(i * 5, valueAt(i));
        Feeder after(kTold, limits(seconds(0)));
        QVERIFY(after.engine.restore(before.checkpoint, {}).ok());
        const Timestamp from = after.engine.headStart();
        for (int i = 0; i < cut; ++i)
            if (const Timestamp ts = kBegin + seconds(i * 5); ts > from)
                after.engine.appendRestored(*after.series, ts, valueAt(i));
        after.offset = cut;
        for (int i = cut; i <= 60; ++i)
            after.event(i * 5, valueAt(i));
        after.finish();
        QCOMPARE(before.told + after.told, whole.told);
        // All at once: the watermark is many ticks further when the first one is evaluated.
        Feeder late(kTold, limits(minutes(10)));
        for (int i = 0; i <= 60; ++i)
            late.event(i * 5, valueAt(i));
        late.finish();
        QCOMPARE(late.told, whole.told);
    }
    void repeatedEventIdIsADuplicateAndChangesNothing() {
        Feeder feeder(kHigh, limits(seconds(0)));
        feeder.event(0, 10, "x");
        feeder.event(5, 95, "x");
        feeder.event(6, 95, "y");
        QCOMPARE(feeder.duplicates, std::uint64_t(1));
    }
    void repeatedOffsetIsADuplicate() {
        Feeder feeder(kHigh);
        feeder.event(0, 10);
        feeder.offset = 0;
        feeder.event(5, 10);
        QCOMPARE(feeder.duplicates, std::uint64_t(1));
    }
    void lateEventIsCountedAndRewritesNoPastTick() {
        Feeder feeder(kHigh, limits(seconds(0)));
        for (int s = 0; s <= 60; s += 5)
            feeder.event(s, 10);
        QCOMPARE(feeder.late, std::uint64_t(0));
        feeder.event(20, 95); // tick 30 was evaluated already
        QCOMPARE(feeder.late, std::uint64_t(1));
        for (int s = 65; s <= 120; s += 5)
            feeder.event(s, 10);
        feeder.finish();
        QCOMPARE(feeder.log, std::string());
    }
    void outOfOrderWithinTheLatenessGivesTheSameAsInOrder() {
        Feeder ordered(kHigh, limits(seconds(30)));
        Feeder shuffled(kHigh, limits(seconds(30)));
        const auto value = [](int s) { return s >= 100 && s < 200 ? 95.0 : 10.0; };
        for (int s = 0; s < 400; s += 5)
            ordered.event(s, value(s));
        for (int block = 0; block < 400; block += 25)
            for (int s = block + 20; s >= block; s -= 5)
                shuffled.event(s, value(s));
        ordered.finish();
        shuffled.finish();
        QCOMPARE(shuffled.late, std::uint64_t(0));
        QCOMPARE(shuffled.log, ordered.log);
        QVERIFY(!ordered.log.empty());
    }
    void absenceFiresWhenTheStreamStops() {
        const char* rules = "groups:\n"
                            "- name: g\n"
                            "  interval: 15s\n"
                            "  rules:\n"
                            "  - alert: Gone\n"
                            "    expr: absent_over_time(load[2m])\n";
        Feeder feeder(rules, limits(seconds(0), minutes(1)));
        const Timestamp wall = *parseIso8601("2026-11-01T10:00:00Z");
        for (int s = 0; s <= 60; s += 5)
            feeder.event(s, 10, {}, wall + seconds(s));
        QVERIFY(!feeder.silence(wall + seconds(100)));
        QCOMPARE(feeder.log, std::string());
        QVERIFY(feeder.silence(wall + seconds(300)));
        // the last sample at 60 s leaves the window (T - 2m, T] at T = 180 s
        QCOMPARE(feeder.log, std::string("00:03:00 firing\n"));
    }
    void restoredEngineGoesOnAsIfNothingHadHappened() {
        std::vector<double> values;
        for (int i = 0; i < 100; ++i)
            values.push_back(i >= 30 && i < 60 ? 95 : 10);
        Feeder whole(kHigh);
        for (int i = 0; i < 100; ++i)
            whole.event(i * 5, values[std::size_t(i)], "id" + std::to_string(i));
        whole.finish();
        for (const int cut : {1, 20, 35, 45, 59, 80}) {
            std::string log;
            std::map<std::string, std::string> checkpoint;
            std::vector<Hash128> keys;
            Feeder before(kHigh);
            for (int i = 0; i < cut; ++i) {
                PipelineBatch batch;
                Record& record = batch.input.records.emplace_back();
                record.stream = &before.stream;
                record.offset = before.offset++;
                Event& added = batch.events.emplace_back();
                added.tsEvent = kBegin + seconds(i * 5);
                added.series = before.series;
                added.value = values[std::size_t(i)];
                added.dedupKey = hash128("id" + std::to_string(i));
                before.engine.process(batch, kNoTime);
                before.take(batch);
                for (const auto& [name, text] : batch.output.checkpoint)
                    checkpoint[name] = text;
                keys.insert(keys.end(), batch.output.dedupKeys.begin(), batch.output.dedupKeys.end());
            }
            Feeder after(kHigh);
            QVERIFY(after.engine.restore(checkpoint, keys).ok());
            const Timestamp from = after.engine.headStart();
            for (int i = 0; i < cut; ++i)
                if (const Timestamp ts = kBegin + seconds(i * 5); ts > from)
                    after.engine.appendRestored(*after.series, ts, values[std::size_t(i)]);
            // The source repeats the last record, as one does that was interrupted before its answer.
            after.offset = cut - 1;
            for (int i = cut - 1; i < 100; ++i)
                after.event(i * 5, values[std::size_t(i)], "id" + std::to_string(i));
            after.finish();
            QCOMPARE(after.duplicates, std::uint64_t(1));
            QCOMPARE(before.log + after.log, whole.log);
        }
        QVERIFY(whole.log.find("firing") != std::string::npos);
    }
    void sequencesGoOnAfterARestart() {
        const char* rules = "groups:\n"
                            "- name: g\n"
                            "  interval: 15s\n"
                            "  rules:\n"
                            "  - alert: Errors\n"
                            "    sequence:\n"
                            "      within: 2m\n"
                            "      by: [host]\n"
                            "      steps:\n"
                            "      - {name: deploy, where: severity == 'deploy'}\n"
                            "      - {name: errors, where: severity == 'error', count: 3}\n";
        const auto severityOf = [](int i) { return i % 10 == 2 ? "deploy" : i % 3 == 0 ? "error" : "info"; };
        const auto feed = [&](Feeder& feeder, int first, int last,
                              std::map<std::string, std::string>& checkpoint) {
            for (int i = first; i < last; ++i) {
                PipelineBatch batch;
                Record& record = batch.input.records.emplace_back();
                record.stream = &feeder.stream;
                record.offset = i;
                Event& added = batch.events.emplace_back();
                added.body = BodyKind::Log;
                added.tsEvent = kBegin + seconds(i * 5);
                added.severity = severityOf(i);
                added.sourceId = "web-1";
                feeder.engine.process(batch, kNoTime);
                feeder.take(batch);
                for (const auto& [name, text] : batch.output.checkpoint)
                    checkpoint[name] = text;
            }
        };
        std::map<std::string, std::string> unused;
        Feeder whole(rules, limits(seconds(10)));
        feed(whole, 0, 60, unused);
        whole.finish();
        QVERIFY(whole.log.find("firing") != std::string::npos);
        for (const int cut : {1, 3, 7, 20, 33, 59}) {
            std::map<std::string, std::string> checkpoint;
            Feeder before(rules, limits(seconds(10)));
            feed(before, 0, cut, checkpoint);
            Feeder after(rules, limits(seconds(10)));
            QVERIFY(after.engine.restore(checkpoint, {}).ok());
            feed(after, cut, 60, checkpoint);
            after.finish();
            QCOMPARE(before.log + after.log, whole.log);
        }
    }
    void unreadableCheckpointIsAnError() {
        Feeder feeder(kHigh);
        QVERIFY(!feeder.engine.restore({{Engine::kClockCheckpoint, "nonsense"}}, {}).ok());
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
