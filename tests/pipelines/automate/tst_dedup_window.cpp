#include "pipelines/automate/dedup_window.h"

#include <QtTest>

#include <deque>
#include <random>
#include <set>

using namespace eventflow;
using automate::DedupWindow;

class TestDedupWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void remembersTheLastKeysAsANaiveWindowDoes_data() {
        QTest::addColumn<int>("window");
        QTest::addColumn<int>("distinct");
        QTest::newRow("window of one") << 1 << 3;
        QTest::newRow("smaller than the keys") << 100 << 250;
        QTest::newRow("larger than the keys") << 5000 << 300;
        QTest::newRow("grows past its first table") << 3000 << 9000;
    }
    void remembersTheLastKeysAsANaiveWindowDoes() {
        QFETCH(int, window);
        QFETCH(int, distinct);
        DedupWindow dedup{static_cast<std::size_t>(window)};
        std::deque<Hash128> order;
        std::set<Hash128> present;
        std::mt19937_64 random(17);
        for (int i = 0; i < 40'000; ++i) {
            // Low bits collide often, so that runs of probes and shifted deletions are exercised.
            const std::uint64_t n = random() % static_cast<std::uint64_t>(distinct);
            const Hash128 key{n % 16, n + 1};
            const bool isNew = !present.contains(key);
            if (isNew) {
                order.push_back(key);
                present.insert(key);
                if (order.size() > static_cast<std::size_t>(window)) {
                    present.erase(order.front());
                    order.pop_front();
                }
            }
            QCOMPARE(dedup.insert(key), isNew);
            QCOMPARE(dedup.size(), order.size());
        }
        for (const Hash128& key : present)
            QVERIFY(dedup.contains(key));
    }
};

QTEST_GUILESS_MAIN(TestDedupWindow)
#include "tst_dedup_window.moc"
