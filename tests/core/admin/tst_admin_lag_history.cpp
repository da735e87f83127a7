#include "core/admin/lag_history.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::admin {

using namespace std::chrono_literals;

class TestLagHistory : public QObject {
    Q_OBJECT

    static GroupLag lag(std::vector<PartitionLag> partitions) {
        GroupLag out;
        out.partitions = std::move(partitions);
        return out;
    }
    static PartitionLag partition(int id, std::int64_t committed, std::int64_t end,
                                  const char* client = "c") {
        return {{"orders", id}, committed, end, "m", client, "h"};
    }
    static Timestamp at(int seconds) {
        return timestampFromMs(1'700'000'000'000) + std::chrono::seconds(seconds);
    }

private Q_SLOTS:
    void saysWhenItCatchesUp() {
        LagHistory history;
        QVERIFY(!history.rates(1min));
        history.add(at(0), lag({partition(0, 0, 1000)}));
        QVERIFY(!history.rates(1min));
        history.add(at(10), lag({partition(0, 300, 1100)}));
        const auto rates = history.rates(1min);
        QVERIFY(rates.has_value());
        QCOMPARE(rates->consumed, 30.0);
        QCOMPARE(rates->produced, 10.0);
        QVERIFY(rates->catchesUpIn == 40s); // 800 behind, 20 a second faster
        history.add(at(20), lag({partition(0, 300, 1300)}));
        QVERIFY(!history.rates(10s)->catchesUpIn);
        history.add(at(21), lag({partition(0, 1300, 1300)}));
        QVERIFY(history.rates(1min)->catchesUpIn == 0s);
    }

    void findsTheStuckPartition() {
        LagHistory history;
        for (int i = 0; i <= 6; ++i)
            history.add(at(i * 10), lag({partition(0, 500, 500),               // idle
                                         partition(1, 42, 100 + i),            // stuck
                                         partition(2, 10 * i, 1000 + 100 * i), // slow
                                         partition(3, 7, 50 + i, "")}));       // nobody reads it
        const auto stuck = history.stuck(1min);
        QCOMPARE(stuck.size(), 1u);
        QCOMPARE(stuck[0].partition.partition, 1);
        QCOMPARE(stuck[0].committed, 42);
        QCOMPARE(stuck[0].lag, 64);
        QCOMPARE(stuck[0].grownBy, 6);
        QCOMPARE(stuck[0].since, at(0));
        QVERIFY(history.stuck(2min).empty());
        history.add(at(70), lag({partition(0, 500, 500), partition(1, 43, 107), partition(2, 70, 1700),
                                 partition(3, 7, 57, "")}));
        QVERIFY(history.stuck(10s).empty());
    }

    void isBoundedAndDropsWhatCannotBeCompared() {
        LagHistory history;
        for (int i = 0; i < 2000; ++i)
            history.add(at(i), lag({partition(0, i, i)}));
        QCOMPARE(history.samples().size(), LagHistory::kMaxSamples);
        history.add(at(5), lag({partition(0, 5, 5)})); // older than the last
        QCOMPARE(history.samples().back().at, at(1999));
        // A partition more would look like a burst.
        history.add(at(3000), lag({partition(0, 2000, 2000), partition(1, 900'000, 900'000)}));
        QCOMPARE(history.samples().size(), 1u);
        // What is not known is no part of the sums.
        LagHistory unknown;
        unknown.add(at(0), lag({partition(0, -1, 10), partition(1, 3, 5)}));
        QCOMPARE(unknown.samples().back().lag(), 2);
    }
};

} // namespace eventflow::admin

QTEST_GUILESS_MAIN(eventflow::admin::TestLagHistory)
#include "tst_admin_lag_history.moc"
