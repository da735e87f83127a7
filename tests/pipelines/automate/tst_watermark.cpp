#include "pipelines/automate/watermark.h"

#include <QtTest>

#include <random>

using namespace eventflow;
using automate::WatermarkTracker;
using std::chrono::hours;
using std::chrono::seconds;

namespace {
const Timestamp kBegin = *parseIso8601("2026-01-01T00:00:00Z");
Timestamp at(int s) {
    return kBegin + seconds(s);
}
} // namespace

class TestWatermark : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isTheSlowestStreamLessTheLateness() {
        WatermarkTracker tracker(seconds(30), seconds(60));
        QCOMPARE(tracker.watermark(), kNoTime);
        tracker.observe(0, at(100), at(100));
        QCOMPARE(tracker.watermark(), at(70));
        tracker.observe(1, at(90), at(101));
        QCOMPARE(tracker.watermark(), at(70)); // never back
        tracker.observe(0, at(200), at(110));
        QCOMPARE(tracker.watermark(), at(70));
        tracker.observe(1, at(150), at(111));
        QCOMPARE(tracker.watermark(), at(120));
    }
    void streamWithABacklogHoldsUntilItsFirstRecord() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.addStream(0, true);
        tracker.addStream(1, true);
        tracker.observe(0, at(500), at(1));
        QCOMPARE(tracker.watermark(), kNoTime);
        tracker.observe(1, at(10), at(2));
        QCOMPARE(tracker.watermark(), at(10));
    }
    void backlogOfWhichNothingCanBeMadeHoldsNobody() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.addStream(0, true);
        tracker.addStream(1, true);
        tracker.observe(0, at(500), at(1));
        QCOMPARE(tracker.watermark(), kNoTime);
        tracker.noteSeen(1);
        QCOMPARE(tracker.watermark(), at(500));
    }
    void emptyStreamHoldsNobody() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.addStream(0, false);
        tracker.observe(1, at(10), at(1));
        QCOMPARE(tracker.watermark(), at(10));
    }
    void backlogThatTurnsOutEmptyHoldsNobody() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.addStream(0, true);
        tracker.observe(1, at(10), at(1));
        QCOMPARE(tracker.watermark(), kNoTime);
        tracker.setCaughtUp(0, true);
        QCOMPARE(tracker.watermark(), at(10));
    }
    void idleStreamIsLeftOutWhenItHasNothingWaiting() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.addStream(0, true);
        tracker.observe(0, at(10), at(0));
        tracker.observe(1, at(20), at(30));
        QCOMPARE(tracker.watermark(), at(10));
        tracker.observe(1, at(100), at(61));
        QCOMPARE(tracker.watermark(), at(10)); // stream 0 is behind, not idle
        tracker.setCaughtUp(0, true);
        QCOMPARE(tracker.watermark(), at(100));
    }
    void idlenessIsNoticedWithoutAnEventOfTheSlowest() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.observe(0, at(10), at(0));
        for (int s = 1; s <= 60; ++s) {
            tracker.observe(1, at(100 + s), at(s));
            QCOMPARE(tracker.watermark(), at(10));
        }
        tracker.observe(1, at(200), at(61));
        QCOMPARE(tracker.watermark(), at(200));
    }
    void silenceMovesItWithTheArrivalClock() {
        WatermarkTracker tracker(seconds(30), seconds(60));
        tracker.observe(0, at(100), at(1000));
        tracker.advanceArrival(at(1050));
        QCOMPARE(tracker.watermark(), at(70));
        tracker.advanceArrival(at(1061));
        QCOMPARE(tracker.watermark(), at(100 + 61 - 30));
        tracker.advanceArrival(at(1100));
        QCOMPARE(tracker.watermark(), at(100 + 100 - 30));
        // The stream comes back where it was: no step back.
        tracker.observe(0, at(101), at(1101));
        QCOMPARE(tracker.watermark(), at(170));
    }
    void oneWrongClockDoesNotMoveIt() {
        WatermarkTracker tracker(seconds(0), seconds(60));
        tracker.observe(0, at(10), at(10));
        tracker.observe(0, at(10) + hours(1000), at(11));
        QCOMPARE(tracker.watermark(), at(10));
        tracker.observe(0, at(12), at(12));
        QCOMPARE(tracker.watermark(), at(12));
    }
    void aRealGapIsBelievedAfterSomeVotes() {
        WatermarkTracker tracker(seconds(0), hours(10'000));
        tracker.observe(0, at(10), at(10));
        const Timestamp later = at(10) + hours(48);
        for (std::uint32_t i = 0; i < WatermarkTracker::kJumpVotes; ++i)
            tracker.observe(0, later + seconds(i), at(11));
        QCOMPARE(tracker.watermark(), later);
        tracker.observe(0, later + seconds(100), at(12));
        QCOMPARE(tracker.watermark(), later + seconds(100));
    }
    /// The cached minimum gives what a search over all streams gives.
    void agreesWithANaiveMinimum() {
        std::mt19937 random(8);
        WatermarkTracker tracker(seconds(5), seconds(50));
        std::map<std::uint32_t, std::pair<Timestamp, Timestamp>> model; // largest, last arrival
        Timestamp best = kNoTime;
        Timestamp arrival = at(0);
        for (int i = 0; i < 20'000; ++i) {
            const auto stream = static_cast<std::uint32_t>(random() % 7);
            if (random() % 200 == 0) arrival += seconds(random() % 80);
            arrival += seconds(random() % 2);
            const Timestamp event = arrival - seconds(random() % 40);
            tracker.observe(stream, event, arrival);
            auto& [largest, last] = model.try_emplace(stream, kNoTime, kNoTime).first->second;
            largest = std::max(largest, event);
            last = arrival;
            Timestamp lowest = Timestamp::max();
            for (const auto& [key, state] : model)
                if (arrival - state.second <= seconds(50))
                    lowest = std::min(lowest, state.first - seconds(5));
            best = std::max(best, lowest);
            QCOMPARE(tracker.watermark(), best);
        }
    }
};

QTEST_GUILESS_MAIN(TestWatermark)
#include "tst_watermark.moc"
