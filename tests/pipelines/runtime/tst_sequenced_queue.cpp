#include "pipelines/runtime/sequenced_queue.h"

#include <QtTest>

#include <atomic>
#include <thread>
#include <vector>

using eventflow::runtime::SequencedQueue;

class TestSequencedQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesItemsInTheOrderOfTheirNumbers() {
        SequencedQueue<int> queue(1000);
        QVERIFY(queue.push(2, 12, 1, {}));
        QVERIFY(queue.push(1, 11, 1, {}));
        QVERIFY(!queue.popFor(std::chrono::milliseconds(1), {}));
        QVERIFY(queue.push(0, 10, 1, {}));
        for (int expected = 10; expected < 13; ++expected)
            QCOMPARE(queue.popFor(std::chrono::milliseconds(1), {}).value(), expected);
    }
    void admitsTheNextInOrderAlsoWhenFull() {
        SequencedQueue<int> queue(10);
        QVERIFY(queue.push(1, 1, 10, {}));
        QVERIFY(queue.push(0, 0, 1000, {})); // would wait for ever if the bound held here
        QCOMPARE(queue.popFor(std::chrono::milliseconds(1), {}).value(), 0);
        QCOMPARE(queue.popFor(std::chrono::milliseconds(1), {}).value(), 1);
    }
    void pushEndsWithItsStopToken() {
        SequencedQueue<int> queue(10);
        QVERIFY(queue.push(1, 1, 10, {}));
        std::jthread producer([&](std::stop_token stop) { QVERIFY(!queue.push(2, 2, 10, stop)); });
        producer.request_stop();
        producer.join();
    }
    void finishedWhenClosedAndDrained() {
        SequencedQueue<int> queue(10);
        QVERIFY(queue.push(0, 0, 1, {}));
        queue.close();
        QVERIFY(!queue.finished());
        QVERIFY(!queue.push(1, 1, 1, {}));
        QVERIFY(queue.popFor(std::chrono::milliseconds(1), {}).has_value());
        QVERIFY(queue.finished());
        QVERIFY(!queue.popFor(std::chrono::milliseconds(1), {}));
    }
    void restoresTheOrderOfManyWorkers() {
        constexpr std::uint64_t kItems = 5000;
        SequencedQueue<std::uint64_t> queue(64);
        std::atomic<std::uint64_t> next{0};
        std::vector<std::jthread> workers;
        for (int i = 0; i < 4; ++i)
            workers.emplace_back([&](std::stop_token stop) {
                for (std::uint64_t n = next++; n < kItems; n = next++)
                    QVERIFY(queue.push(n, std::uint64_t(n), n % 9 + 1, stop));
            });
        for (std::uint64_t expected = 0; expected < kItems; ++expected) {
            auto item = queue.popFor(std::chrono::seconds(20), {});
            QVERIFY(item.has_value());
            QCOMPARE(*item, expected);
        }
    }
};

QTEST_GUILESS_MAIN(TestSequencedQueue)
#include "tst_sequenced_queue.moc"
