#include "core/series/head.h"
#include "core/series/sample_blocks.h"
#include "core/series/series_catalog.h"

#include <QTest>

using namespace eventflow;

namespace {

constexpr unsigned kShift = 4; // blocks of 16 ns

Timestamp at(std::int64_t ns) {
    return timestampFromNs(ns);
}

SampleBlock blockOf(double sum) {
    SampleBlock block;
    block.isEmpty = false;
    block.sum = {sum, 0};
    return block;
}

void keep(BlockTable& table, std::int64_t number) {
    table.wasAskedFor(number);
    table.store(number, blockOf(static_cast<double>(number)));
}

double sumOf(const BlockTable& table, std::int64_t number) {
    return table.columns().sum[BlockTable::placeOf(number)].sum;
}

} // namespace

class TestSampleBlocks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsABlockFromItsSecondUseOn() {
        BlockTable table(kShift, {}, kNoTime);
        QVERIFY(!table.knows(7));
        QVERIFY(!table.wasAskedFor(7));
        QVERIFY(!table.knows(7));
        QVERIFY(table.wasAskedFor(7));
        table.store(7, blockOf(1.5));
        QVERIFY(table.knows(7));
        QVERIFY(!table.isEmpty(7));
        QCOMPARE(sumOf(table, 7), 1.5);
        table.store(7, SampleBlock());
        QVERIFY(table.isEmpty(7));
    }

    void followsTheNewestBlock() {
        constexpr auto kPlaces = static_cast<std::int64_t>(BlockTable::kPlaces);
        BlockTable table(kShift, {}, kNoTime);
        for (std::int64_t number = -10; number < 20; ++number)
            keep(table, number);
        QVERIFY(!table.wasAskedFor(-8 + kPlaces)); // takes the places up to that of -8
        QVERIFY(!table.knows(-8));
        QVERIFY(table.knows(-7));
        QVERIFY(table.knows(19));
        QVERIFY(!table.knows(20));
        QVERIFY(!table.knows(-7 + kPlaces));
        QVERIFY(table.wasAskedFor(-8 + kPlaces));
    }

    void beginsAnewFarAway_data() {
        QTest::addColumn<qint64>("number");
        QTest::newRow("ahead") << qint64(1) + (qint64(1) << 58);
        QTest::newRow("just ahead") << qint64(3 + 64);
        QTest::newRow("back") << qint64(3 - 64);
        QTest::newRow("far back") << -(qint64(1) << 58);
    }
    void beginsAnewFarAway() {
        QFETCH(qint64, number);
        BlockTable table(kShift, {}, kNoTime);
        keep(table, 3);
        keep(table, 2);
        QVERIFY(!table.wasAskedFor(number));
        QVERIFY(!table.knows(3));
        QVERIFY(!table.knows(2));
        keep(table, number);
        QVERIFY(table.knows(number));
    }

    void forgetsTheBlockASampleComesLateFor_data() {
        QTest::addColumn<qint64>("ns");
        QTest::addColumn<bool>("isKnown");
        QTest::newRow("before") << qint64(32) << true;
        QTest::newRow("first") << qint64(33) << false;
        QTest::newRow("last") << qint64(48) << false;
        QTest::newRow("behind") << qint64(49) << true;
        QTest::newRow("no time") << qint64(toNs(kNoTime)) << true;
    }
    void forgetsTheBlockASampleComesLateFor() {
        QFETCH(qint64, ns);
        QFETCH(bool, isKnown);
        BlockAllowance allowance{0, 1};
        SampleBlocks blocks(allowance);
        BlockTable* table = blocks.table(kShift, {}, at(64));
        keep(*table, 2); // (32, 48]
        blocks.changedAt(at(ns));
        QCOMPARE(table->knows(2), isKnown);
    }

    void forgetsBlocksThatLoseSamples() {
        BlockAllowance allowance{0, 1};
        SampleBlocks blocks(allowance);
        BlockTable* table = blocks.table(kShift, {}, at(64));
        for (const std::int64_t number : {0, 1, 2, 3})
            keep(*table, number);
        blocks.forgetUntil(at(17));
        QVERIFY(!table->knows(1));
        QVERIFY(!table->wasAskedFor(1));
        QVERIFY(!table->wasAskedFor(1)); // its samples are no longer all there
        QVERIFY(table->knows(2));
        blocks.forgetUntil(at(32));
        QVERIFY(table->knows(2));
    }

    void givesATableBackThatNobodyUses() {
        BlockAllowance allowance{0, 1};
        SampleBlocks blocks(allowance);
        keep(*blocks.table(kShift, {}, at(64)), 2);
        QVERIFY(blocks.table(kShift + 1, {}, at(64)) == nullptr);
        QVERIFY(blocks.table(kShift, Duration(5), at(64)) == nullptr);
        QCOMPARE(allowance.used, std::size_t(1));
        blocks.forgetUntil(at(48));
        QCOMPARE(allowance.used, std::size_t(0));
        QVERIFY(blocks.table(kShift + 1, {}, at(64)) != nullptr);
    }

    void takesNoMoreMemoryThanTheSamples() {
        SeriesCatalog catalog(10);
        SeriesHead head;
        SeriesIdentity& series = *catalog.findOrAdd(Labels(std::vector<Label>{{"__name__", "m"}}), {});
        for (int s = 0; s < 1000; ++s)
            head.append(series, Timestamp(std::chrono::seconds(s)), s);
        const std::size_t samples = head.memoryBytes();
        const std::vector<LabelMatcher> matchers{*LabelMatcher::create("__name__", MatchOp::Equal, "m")};
        SelectorMemo memo;
        std::vector<SeriesSlice> slices;
        QVERIFY(head.reselect(memo, matchers, at(0), Timestamp::max(), slices));
        QVERIFY(slices.front().blocks != nullptr);
        std::size_t tables = 0;
        for (unsigned shift = 1; shift < 60; ++shift)
            if (slices.front().blocks->table(shift, {}, at(0)) != nullptr) ++tables;
        QVERIFY(tables >= 3);
        QCOMPARE(head.memoryBytes(), samples + tables * sizeof(BlockTable));
        QVERIFY(head.memoryBytes() <= 2 * samples);
    }
};

QTEST_GUILESS_MAIN(TestSampleBlocks)
#include "tst_sample_blocks.moc"
