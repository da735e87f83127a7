#include "pipelines/automate/offset_runs.h"

#include <QtTest>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

using eventflow::automate::OffsetRuns;

class TestOffsetRuns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readingInOrderKeepsOneRun() {
        OffsetRuns runs;
        for (int i = 0; i < 1000; ++i) QVERIFY(runs.insert(i));
        QCOMPARE(runs.runCount(), std::size_t(1));
        for (int i = 0; i < 1000; ++i) QVERIFY(!runs.insert(i));
    }
    void aGapMayStillBeFilled() {
        OffsetRuns runs;
        QVERIFY(runs.insert(1));
        QVERIFY(runs.insert(5));
        QVERIFY(runs.insert(3));
        QVERIFY(!runs.insert(5));
        QCOMPARE(runs.runCount(), std::size_t(3));
    }
    void readingBackwardsKeepsOneRun() {
        OffsetRuns runs;
        for (int i = 1000; i > 0; --i)
            QVERIFY(runs.insert(i));
        QCOMPARE(runs.runCount(), std::size_t(1));
        QVERIFY(!runs.insert(500));
    }
    void readingAgainFromTheMiddleIsSeenUntilItsEnd() {
        OffsetRuns runs;
        for (int i = 0; i < 100; ++i)
            QVERIFY(runs.insert(i));
        for (int i = 50; i < 100; ++i)
            QVERIFY(!runs.insert(i));
        for (int i = 100; i < 150; ++i)
            QVERIFY(runs.insert(i));
        QCOMPARE(runs.runCount(), std::size_t(1));
    }
    void twoDumpsThatOverlapMeet() {
        OffsetRuns runs;
        for (int i = 100; i < 200; ++i)
            QVERIFY(runs.insert(i));
        for (int i = 50; i < 100; ++i)
            QVERIFY(runs.insert(i));
        for (int i = 100; i < 200; ++i)
            QVERIFY(!runs.insert(i));
        QCOMPARE(runs.runCount(), std::size_t(1));
        QVERIFY(runs.insert(200));
    }
    void eachOffsetIsNewOnceInAnyOrderWithoutGaps() {
        std::mt19937 random(4);
        for (int round = 0; round < 50; ++round) {
            // Pieces of a partition, read upwards each, in any order: what captures of one topic look like.
            std::vector<int> pieces(20);
            std::iota(pieces.begin(), pieces.end(), 0);
            std::ranges::shuffle(pieces, random);
            OffsetRuns runs;
            int fresh = 0;
            for (const int piece : pieces)
                for (int i = 0; i < 10; ++i)
                    fresh += runs.insert(piece * 10 + i) ? 1 : 0;
            QCOMPARE(fresh, 200);
            QCOMPARE(runs.runCount(), std::size_t(1));
            for (int i = 0; i < 200; ++i)
                QVERIFY(!runs.insert(i));
        }
    }
    void numberOfRunsIsBounded() {
        OffsetRuns runs;
        for (int i = 20'000; i > 0; --i)
            runs.insert(std::int64_t{i} * 10);
        QVERIFY(runs.runCount() <= OffsetRuns::kMaxRuns);
    }
    void restoredRunsAreSeen() {
        OffsetRuns runs;
        runs.restore(10, 20);
        QVERIFY(!runs.insert(15));
        QVERIFY(runs.insert(20));
        QVERIFY(runs.insert(9));
    }
};

QTEST_GUILESS_MAIN(TestOffsetRuns)
#include "tst_offset_runs.moc"
