#include "pipelines/automate/checkpoint.h"

#include <QtTest>

using namespace eventflow;
using namespace eventflow::automate;

namespace {

ClockCheckpoint sample() {
    ClockCheckpoint checkpoint;
    checkpoint.watermark = timestampFromNs(-5);
    checkpoint.arrival = Timestamp::max();
    checkpoint.lastTick = kNoTime;
    checkpoint.streams.push_back({"plain", 0, timestampFromNs(1), timestampFromNs(2), {{0, 10}, {20, 21}}});
    checkpoint.streams.push_back({"odd name\nwith 3 lines\n", 2147483647, kNoTime, kNoTime, {}});
    checkpoint.streams.push_back({"", -1, kNoTime, kNoTime, {}});
    return checkpoint;
}

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsBackWhatWasWritten() {
        const ClockCheckpoint before = sample();
        const std::string text = serialize(before);
        const auto after = parseClockCheckpoint(text);
        QVERIFY(after.has_value());
        QCOMPARE(serialize(*after), text);
        QCOMPARE(after->streams.size(), std::size_t(3));
        QCOMPARE(after->streams[1].topic, before.streams[1].topic);
        QCOMPARE(after->streams[0].runs, before.streams[0].runs);
    }
    void everyTruncationAndFlippedByteIsRefusedOrReadable() {
        const std::string text = serialize(sample());
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto parsed = parseClockCheckpoint(text.substr(0, length));
            // Only whole lines are readable.
            if (parsed) QCOMPARE(text[length - 1], '\n');
        }
        for (std::size_t i = 0; i < text.size(); ++i) {
            std::string damaged = text;
            damaged[i] = char(damaged[i] ^ 0x55);
            (void)parseClockCheckpoint(damaged); // must not crash; the sanitizers watch
        }
    }
    void saysWhichLineIsBroken() {
        const auto parsed = parseClockCheckpoint(serialize(sample()) + "nonsense");
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::ParseError);
        QVERIFY(parsed.error().detail.find("line 5") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
