#include "core/base/byte_queue.h"

#include <QtTest>

#include <memory>
#include <thread>

using namespace eventflow;

class TestByteQueue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void admitsOneItemOfAnySizeWhenEmpty() {
        ByteQueue<int> queue(10);
        QVERIFY(queue.tryPush(1, 1000));
        QVERIFY(!queue.tryPush(2, 1));
        QCOMPARE(queue.refused(), std::size_t(1));
        QCOMPARE(queue.bytes(), std::size_t(1000));
        QCOMPARE(queue.pop({}).value(), 1);
        QCOMPARE(queue.bytes(), std::size_t(0));
    }
    void leavesARefusedItemWithTheCaller() {
        ByteQueue<std::unique_ptr<int>> queue(1);
        QVERIFY(queue.tryPush(std::make_unique<int>(1), 1));
        auto item = std::make_unique<int>(2);
        QVERIFY(!queue.tryPush(std::move(item), 1));
        QVERIFY(item != nullptr);
        queue.close();
        QVERIFY(!queue.push(std::move(item), 1, {}));
        QVERIFY(item != nullptr);
    }
    void waitsForRoom() {
        ByteQueue<int> queue(10);
        QVERIFY(queue.tryPush(1, 10));
        std::jthread producer([&](std::stop_token stop) { QVERIFY(queue.push(2, 5, stop)); });
        QCOMPARE(queue.pop({}).value(), 1);
        QCOMPARE(queue.pop({}).value(), 2);
    }
    void everyWaitEndsWithItsStopToken() {
        ByteQueue<int> queue(1);
        std::jthread waiter([&](std::stop_token stop) { QVERIFY(!queue.pop(stop)); });
        waiter.request_stop();
        waiter.join();
        QVERIFY(queue.tryPush(1, 1));
        std::jthread producer([&](std::stop_token stop) { QVERIFY(!queue.push(2, 1, stop)); });
        producer.request_stop();
        producer.join();
        QCOMPARE(queue.size(), std::size_t(1));
    }
    void closedQueueGivesWhatIsInside() {
        ByteQueue<int> queue(100);
        QVERIFY(queue.tryPush(1, 1));
        QVERIFY(queue.tryPush(2, 1));
        queue.close();
        QVERIFY(!queue.finished());
        QVERIFY(!queue.tryPush(3, 1));
        QCOMPARE(queue.pop({}).value(), 1);
        QCOMPARE(queue.pop({}).value(), 2);
        QVERIFY(!queue.pop({}));
        QVERIFY(queue.finished());
    }
    void keepsOrderAndLosesNothingBetweenThreads() {
        ByteQueue<int> queue(64);
        constexpr int kItems = 20'000;
        std::jthread producer([&](std::stop_token stop) {
            for (int i = 0; i < kItems; ++i)
                QVERIFY(queue.push(int(i), std::size_t(i % 7 + 1), stop));
            queue.close();
        });
        int expected = 0;
        while (auto item = queue.pop({}))
            QCOMPARE(*item, expected++);
        QCOMPARE(expected, kItems);
    }
    void popForGivesUp() {
        ByteQueue<int> queue(1);
        QVERIFY(!queue.popFor(std::chrono::milliseconds(1), {}));
    }
};

QTEST_GUILESS_MAIN(TestByteQueue)
#include "tst_byte_queue.moc"
