#include "core/base/arena.h"

#include <QtTest>

#include <random>
#include <string>

using namespace eventflow;

class TestArena : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void copiesStayWhatTheyWere() {
        Arena arena;
        std::mt19937 random(5);
        for (int round = 0; round < 3; ++round) {
            std::vector<std::pair<std::string, std::string_view>> copies;
            for (int i = 0; i < 2000; ++i) {
                std::string text(i % 50 == 0 ? random() % 200'000 : random() % 100, char('a' + i % 26));
                const std::string_view copy = arena.copy(text);
                copies.emplace_back(std::move(text), copy);
            }
            for (const auto& [text, copy] : copies)
                QVERIFY(text == copy);
            arena.clear();
        }
    }
    void alignsWhatIsNotAByte() {
        Arena arena;
        (void)arena.copy("x");
        const std::int64_t values[] = {1, 2, 3};
        const auto copy = arena.copy(std::span<const std::int64_t>(values));
        QCOMPARE(reinterpret_cast<std::uintptr_t>(copy.data()) % alignof(std::int64_t), std::uintptr_t(0));
        QCOMPARE(copy[2], std::int64_t(3));
    }
    void steadyStateAllocatesNothing() {
        Arena arena;
        for (int i = 0; i < 10'000; ++i)
            (void)arena.copy("some text of a batch");
        const std::size_t capacity = arena.capacityBytes();
        for (int round = 0; round < 10; ++round) {
            arena.clear();
            for (int i = 0; i < 10'000; ++i)
                (void)arena.copy("some text of a batch");
        }
        QCOMPARE(arena.capacityBytes(), capacity);
    }
    void givesBackWhatOneHugeBatchTook() {
        Arena arena;
        for (int i = 0; i < 100; ++i)
            (void)arena.copy(std::string(1'000'000, 'x'));
        arena.clear();
        QVERIFY(arena.capacityBytes() <= Arena::kKeepBytes);
    }
    void emptyTextIsNotNull() {
        Arena arena;
        QVERIFY(arena.copy(std::string_view{}).data() != nullptr);
    }
};

QTEST_GUILESS_MAIN(TestArena)
#include "tst_arena.moc"
