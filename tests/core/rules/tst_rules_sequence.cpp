#include "core/rules/rule_engine.h"
#include "core/rules/sequence_tracker.h"
#include "core/series/head.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <string>

using namespace eventflow;
using namespace eventflow::rules;

namespace {

Timestamp second(std::int64_t s) {
    return timestampFromNs((1'700'000'000 + s) * 1'000'000'000);
}
std::int64_t secondOf(Timestamp t) {
    return toNs(t) / 1'000'000'000 - 1'700'000'000;
}

std::shared_ptr<const RuleSet> load(const std::string& sequence) {
    LoadResult loaded =
        loadRuleText("groups:\n- name: g\n  interval: 10s\n  rules:\n  - alert: A\n" + sequence, "r.yaml");
    if (loaded.rules == nullptr) qFatal("%s", loaded.findings.front().message.c_str());
    return loaded.rules;
}

/// a, then b twice, then c.
constexpr const char* kAbbc = "    sequence:\n"
                              "      within: 20s\n"
                              "      by: [host]\n"
                              "      steps:\n"
                              "        - {name: first, where: severity == 'a'}\n"
                              "        - {name: second, where: severity == 'b', count: '>= 2'}\n"
                              "        - {name: third, where: severity == 'c'}\n"
                              "      until: severity == 'x'\n";

std::shared_ptr<const Sequence> sequenceOf(const std::string& yaml) {
    return load(yaml)->groups[0].rules[0].sequence;
}

/// What the events of kAbbc are to it.
SequenceEvent eventOf(char type, const std::string& host = "h") {
    SequenceEvent event{Labels({{"host", host}}), 0, type == 'x'};
    if (type >= 'a' && type <= 'c') event.steps = std::uint32_t{1} << (type - 'a');
    return event;
}

/// One event a second, from second 0 on; a dot is a second without any. The completions, as `5 9` or `5x2`.
std::string matchesOf(const std::string& events, SequenceSkip skip) {
    auto sequence = std::make_shared<Sequence>(*sequenceOf(kAbbc));
    sequence->skip = skip;
    SequenceTracker tracker(sequence);
    std::string out;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto s = static_cast<std::int64_t>(i);
        if (events[i] != '.') tracker.take({second(s), "t", 0, s}, eventOf(events[i]));
        tracker.advance(second(s));
        for (const auto& [key, match] : tracker.matches())
            out += (out.empty() ? "" : " ") + std::to_string(secondOf(match.last.ts)) +
                   (match.count > 1 ? 'x' + std::to_string(match.count) : std::string());
        tracker.clearMatches();
    }
    return out;
}

struct Input {
    std::int64_t s;
    char type;
};

/// Where the match that begins with event `from` is completed; events.size() when it is not.
std::size_t completionOf(const std::vector<Input>& events, std::size_t from) {
    static constexpr std::string_view kWanted = "abbc";
    std::size_t wanted = 0;
    for (std::size_t i = from; i < events.size(); ++i) {
        if (events[i].type == 'x' || events[i].s - events[from].s > 20) break;
        if (events[i].type == kWanted[wanted] && ++wanted == kWanted.size()) return i;
    }
    return events.size();
}

/// By definition, without any state: the seconds of completed matches.
std::vector<std::int64_t> expectedMatches(const std::vector<Input>& events, SequenceSkip skip) {
    std::vector<std::int64_t> out;
    std::size_t from = 0;
    while (from < events.size()) {
        std::size_t earliest = events.size();
        for (std::size_t i = from; i < events.size(); ++i) {
            if (events[i].type != 'a') continue;
            const std::size_t completion = completionOf(events, i);
            if (skip == SequenceSkip::Next && completion < events.size()) out.push_back(events[completion].s);
            earliest = std::min(earliest, completion);
        }
        if (skip == SequenceSkip::Next || earliest == events.size()) break;
        out.push_back(events[earliest].s);
        from = earliest + 1;
    }
    std::ranges::sort(out);
    return out;
}

/// An engine and what happens to it: events are logs whose severity is their type.
struct Bench {
    explicit Bench(const std::string& rule) : rules(load(rule)), engine(rules) { engine.start(second(0)); }

    void event(std::int64_t s, std::string_view severity, std::string_view host = "h") {
        Record record;
        record.stream = &stream;
        record.offset = offset++;
        Event event;
        event.tsEvent = second(s);
        event.body = BodyKind::Log;
        event.severity = severity;
        event.sourceId = host;
        engine.observe(record, event);
    }
    void advance(std::int64_t s) {
        engine.advance(
            second(s), head, [](const Labels&, Timestamp, double) {}, transitions);
    }
    [[nodiscard]] std::string timeline() const {
        std::string out;
        for (const AlertTransition& t : transitions)
            out += (out.empty() ? "" : " ") + std::string(t.alert.labels.get("host")) + ':' +
                   toString(t.alert.state) + '@' + std::to_string(secondOf(t.tick));
        return out;
    }

    std::shared_ptr<const RuleSet> rules;
    RuleEngine engine;
    SeriesHead head;
    Stream stream{"logs", 2, 0};
    std::int64_t offset = 0;
    std::vector<AlertTransition> transitions;
};

} // namespace

class TestSequence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void follows_data() {
        QTest::addColumn<QString>("events");
        QTest::addColumn<QString>("pastLast");
        QTest::addColumn<QString>("next");
        const auto row = [](const char* name, const char* events, const char* pastLast, const char* next) {
            QTest::newRow(name) << QString::fromLatin1(events) << QString::fromLatin1(pastLast)
                                << QString::fromLatin1(next);
        };
        row("in order", "abbc", "3", "3");
        row("others between", "a.bab.bc", "7", "7x2");
        row("too few", "abc", "", "");
        row("not in order", "bbac", "", "");
        row("one after the other", "abbcabbc", "3 7", "3 7");
        row("overlapping", "aabbc", "4", "4x2");
        row("until between", "abbx.c", "", "");
        row("until before", "xabbc", "4", "4");
        row("at the end of its time", "abb.................c", "20", "20");
        row("after its time", "abb..................c", "", "");
        row("a later beginning is in time", "abb....a............bbc", "22", "22");
    }
    void follows() {
        QFETCH(QString, events);
        QFETCH(QString, pastLast);
        QFETCH(QString, next);
        QCOMPARE(QString::fromStdString(matchesOf(events.toStdString(), SequenceSkip::PastLast)), pastLast);
        QCOMPARE(QString::fromStdString(matchesOf(events.toStdString(), SequenceSkip::Next)), next);
    }

    void agreesWithTheDefinition_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 200; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    /// In whatever order the events come, however the ticks cut them and however often it is restarted.
    void agreesWithTheDefinition() {
        QFETCH(int, seed);
        std::mt19937 random{unsigned(seed)};
        for (const auto skip : {SequenceSkip::PastLast, SequenceSkip::Next}) {
            auto sequence = std::make_shared<Sequence>(*sequenceOf(kAbbc));
            sequence->skip = skip;
            std::vector<std::vector<Input>> byHost(2);
            std::vector<std::tuple<std::int64_t, std::int64_t, char, int>> all; // second, offset, type, host
            for (std::int64_t s = 0; s < 300; ++s) {
                const char type = "aabbbccx.."[random() % 10];
                if (type == '.' || (type == 'x' && random() % 3 > 0)) continue;
                const int host = int(random() % 2);
                byHost[std::size_t(host)].push_back({s, type});
                all.emplace_back(s, std::int64_t(all.size()), type, host);
            }
            auto tracker = std::make_unique<SequenceTracker>(sequence);
            std::vector<std::vector<std::int64_t>> found(2);
            std::size_t fed = 0;
            for (std::int64_t tick = 0; tick < 330; tick += 1 + std::int64_t(random() % 20)) {
                std::size_t end = fed;
                while (end < all.size() && std::get<0>(all[end]) <= tick)
                    ++end;
                std::shuffle(all.begin() + std::ptrdiff_t(fed), all.begin() + std::ptrdiff_t(end), random);
                for (; fed < end; ++fed) {
                    const auto& [s, offset, type, host] = all[fed];
                    tracker->take({second(s), "t", 0, offset}, eventOf(type, std::to_string(host)));
                }
                // Every second on its own, to see each completion.
                for (std::int64_t s = tick - 20; s <= tick; ++s) {
                    tracker->advance(second(s));
                    for (const auto& [key, match] : tracker->matches())
                        found[std::size_t(std::stoi(std::string(key.get("host"))))].insert(
                            found[std::size_t(std::stoi(std::string(key.get("host"))))].end(), match.count,
                            secondOf(match.last.ts));
                    tracker->clearMatches();
                }
                const std::string state = toJson({{"a", &tracker->memory()}});
                auto read = sequencesFromJson(state);
                QVERIFY(read);
                tracker = std::make_unique<SequenceTracker>(sequence);
                tracker->restore(std::move(read->at("a")));
                QCOMPARE(toJson({{"a", &tracker->memory()}}), state);
            }
            for (std::size_t host = 0; host < 2; ++host)
                QCOMPARE(found[host], expectedMatches(byHost[host], skip));
            QVERIFY(!found[0].empty());
        }
    }

    void firesAtTheTickThatCoversIt() {
        Bench bench(kAbbc);
        for (const auto& [s, severity] : {std::pair(12, "b"), {11, "a"}, {14, "b"}, {16, "c"}})
            bench.event(s, severity);
        bench.event(17, "c", "other");
        bench.advance(10);
        QVERIFY(bench.transitions.empty());
        bench.advance(30);
        QCOMPARE(bench.timeline(), std::string("h:firing@20 h:resolved@30"));
        const AlertTransition& fired = bench.transitions[0];
        QCOMPARE(fired.alert.value, 1.0);
        const ExplainedPart& part = fired.explanation->parts.at(0);
        QCOMPARE(part.terms.size(), std::size_t(3));
        QCOMPARE(part.terms[1].expression, std::string("second: severity == 'b'"));
        QVERIFY(part.windows.at(0).first.record == (RecordPosition{"logs", 2, 1}));
        QVERIFY(part.windows.at(0).last.record == (RecordPosition{"logs", 2, 3}));
        QCOMPARE(part.windows.at(0).samples, std::uint64_t(4));
    }

    void saysWhatHappened_data() {
        QTest::addColumn<QString>("events"); // a second each, from second 11 on
        QTest::addColumn<QString>("reasons");
        const char* done = "sequence completed in 5s: first, second ×2, third";
        const char* none = "sequence not completed since the tick before";
        const auto row = [&](const char* name, const char* events, const std::string& fired,
                             const std::string& ended) {
            QTest::newRow(name) << events << QString::fromStdString(fired + '\n' + ended);
        };
        row("completed", "ab.b.c", done, none);
        row("completed twice", "abbcabbc",
            "sequence completed 2 times, the last time in 3s: first, second ×2, third", none);
        row("waiting", "ab.b.c.....ab", done, std::string(none) + ", it waits at step second with 1 of 2");
        row("the furthest waits", "ab.b.c.....abba", done,
            std::string(none) + ", it waits at step third with 0 of 1");
        row("ended by until", "ab.b.c.....abx", done,
            std::string(none) + ", until ended it at step second with 1 of 2");
    }
    void saysWhatHappened() {
        QFETCH(QString, events);
        Bench bench(kAbbc);
        for (int i = 0; i < events.size(); ++i)
            if (events[i] != u'.') bench.event(11 + i, events.mid(i, 1).toStdString());
        bench.advance(30);
        QStringList reasons;
        for (const AlertTransition& transition : bench.transitions)
            reasons << QString::fromStdString(transition.reason);
        QTEST(reasons.join(u'\n'), "reasons");
    }
    void saysThatItTimedOut() {
        Bench bench(std::string(kAbbc) + "    keep_firing_for: 10s\n");
        for (const auto& [s, severity] :
             {std::pair(11, "a"), {12, "b"}, {14, "b"}, {16, "c"}, {17, "a"}, {18, "b"}})
            bench.event(s, severity);
        bench.advance(50);
        QCOMPARE(bench.timeline(), std::string("h:firing@20 h:recovering@30 h:resolved@40"));
        QCOMPARE(
            bench.transitions[1].reason,
            std::string("sequence not completed since the tick before, it waits at step second with 1 of "
                        "2, keep_firing_for 10s begins"));
        SequenceTracker tracker(sequenceOf(kAbbc));
        tracker.take({second(0), "t", 0, 0}, eventOf('a'));
        tracker.advance(second(20));
        QCOMPARE(tracker.reason(eventOf('a').key),
                 std::string("sequence not completed since the tick before, it timed out after within 20s at "
                             "step second with 0 of 2"));
    }

    void ignoresWhatComesAfterItsTick() {
        Bench bench(kAbbc);
        bench.event(11, "a");
        bench.event(12, "b");
        bench.event(14, "b");
        bench.advance(20);
        bench.event(16, "c");
        bench.advance(40);
        QCOMPARE(bench.timeline(), std::string());
    }

    void keepsFiringAndResolvesAsOtherAlerts() {
        Bench bench(std::string(kAbbc) + "    keep_firing_for: 20s\n");
        for (const auto& [s, severity] : {std::pair(11, "a"), {12, "b"}, {14, "b"}, {16, "c"}})
            bench.event(s, severity);
        bench.advance(60);
        QCOMPARE(bench.timeline(), std::string("h:firing@20 h:recovering@30 h:resolved@50"));
    }

    void seesTheEndOfAnInput() {
        Bench bench(kAbbc);
        for (const auto& [s, severity] : {std::pair(11, "a"), {12, "b"}, {14, "b"}, {16, "c"}})
            bench.event(s, severity);
        bench.advance(10);
        bench.engine.finish(
            second(16), bench.head, [](const Labels&, Timestamp, double) {}, bench.transitions);
        QCOMPARE(bench.timeline(), std::string("h:firing@16"));
    }

    void goesOnAfterARestart() {
        Bench whole(kAbbc);
        Bench before(kAbbc);
        for (Bench* bench : {&whole, &before}) {
            for (const auto& [s, severity] : {std::pair(8, "a"), {9, "b"}, {11, "b"}})
                bench->event(s, severity);
            bench->advance(10);
        }
        Bench after(kAbbc);
        QVERIFY(after.engine.restoreState(before.engine.saveState()).ok());
        QVERIFY(after.engine.restoreSequences(before.engine.saveSequences()).ok());
        after.offset = before.offset;
        for (Bench* bench : {&whole, &after}) {
            bench->event(16, "c");
            bench->advance(30);
        }
        QCOMPARE(after.timeline(), std::string("h:firing@20 h:resolved@30"));
        QCOMPARE(whole.timeline(), after.timeline());
        QCOMPARE(toJson(*after.transitions[0].explanation), toJson(*whole.transitions[0].explanation));
        // Another sequence begins anew.
        Bench other("    sequence: {within: 20s, by: [host], steps: [{where: severity == 'c'}]}\n");
        QVERIFY(other.engine.restoreSequences(before.engine.saveSequences()).ok());
        other.advance(20);
        QVERIFY(other.transitions.empty());
    }

    void boundsWhatItKeeps() {
        SequenceTracker tracker(sequenceOf(std::string(kAbbc) + "      skip: next\n"));
        for (std::int64_t i = 0; i < 2000; ++i)
            tracker.take({second(0) + Duration(i), "t", 0, i}, eventOf('a'));
        tracker.advance(second(1));
        QCOMPARE(tracker.memory().open.begin()->second.size(), SequenceTracker::kMaxOpenPerKey);
        QVERIFY(tracker.problem().find("1000 a key") != std::string::npos);
        for (std::int64_t i = 0; i < 30'000; ++i)
            tracker.take({second(2), "t", 0, i}, eventOf('a', std::to_string(i)));
        tracker.advance(second(2));
        std::size_t open = 0;
        for (const auto& [key, partials] : tracker.memory().open)
            open += partials.size();
        QCOMPARE(open, SequenceTracker::kMaxOpen);
        tracker.advance(second(30)); // their time is over
        QVERIFY(tracker.memory().open.empty());
    }

    void followsTheLatestBeginningOnly() {
        SequenceTracker tracker(sequenceOf(kAbbc));
        for (std::int64_t i = 0; i < 2000; ++i)
            tracker.take({second(0) + Duration(i), "t", 0, i}, eventOf('a'));
        tracker.advance(second(1));
        QCOMPARE(tracker.memory().open.begin()->second.size(), std::size_t(1));
        QVERIFY(tracker.problem().empty());
    }

    void readsKeysFromThePayload() {
        const auto sequence = sequenceOf(
            "    sequence:\n"
            "      within: 1m\n"
            "      by: {order: payload.order.id, host: host}\n"
            "      steps: [{where: payload.state == 'paid'}, {where: payload.state == 'failed'}]\n");
        QCOMPARE(sequence->by.size(), std::size_t(2));
        QCOMPARE(sequence->by[0].label, std::string("order"));
        QCOMPARE(sequence->steps[1].name, std::string("step 2"));
        QVERIFY(sequence->skip == SequenceSkip::PastLast);
    }

    void refusesGarbageAsState() {
        for (const char* text :
             {"", "[]", "{}", R"({"version":2,"sequences":[]})", R"({"version":1})",
              R"({"version":1,"sequences":[{"id":"a"}]})",
              R"({"version":1,"sequences":[{"id":"a","definition":"","pending":[{"key":{},"at":[1,"t",0],)"
              R"("steps":1,"until":false}],"open":[],"matches":[]}]})"}) {
            const auto read = sequencesFromJson(text);
            QVERIFY2(!read, text);
            QCOMPARE(read.error().code, ErrorCode::ParseError);
        }
    }
};

QTEST_GUILESS_MAIN(TestSequence)
#include "tst_rules_sequence.moc"
