#include "core/base/time.h"

#include <QtTest>

#include <limits>
#include <random>

using namespace eventflow;

class TestTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void parsesIso8601_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qint64>("ns");
        const auto good = [](const char* text, qint64 ns) {
            QTest::newRow(text) << QByteArray(text) << true << ns;
        };
        const auto bad = [](const char* text) {
            QTest::newRow(text) << QByteArray(text) << false << qint64(0);
        };
        good("1970-01-01T00:00:00Z", 0);
        good("1970-01-01 00:00:01Z", 1'000'000'000);
        good("1970-01-01T00:00:00.5Z", 500'000'000);
        good("1970-01-01T00:00:00.123456789Z", 123'456'789);
        good("1970-01-01T01:00:00+01:00", 0);
        good("1969-12-31T23:30:00-00:30", 0);
        good("2026-01-01T00:00:00Z", 1'767'225'600'000'000'000);
        good("2024-02-29T12:00:00Z", 1'709'208'000'000'000'000);
        good("1969-12-31T23:59:59.999Z", -1'000'000);
        good("2262-04-11T23:47:16.854775807Z", std::numeric_limits<qint64>::max());
        good("1677-09-21T00:12:43.145224193Z", std::numeric_limits<qint64>::min() + 1);
        bad("");
        bad("2026-01-01");
        bad("2026-01-01T00:00:00");
        bad("2026-02-29T00:00:00Z");
        bad("2026-13-01T00:00:00Z");
        bad("2026-01-01T24:00:00Z");
        bad("2026-01-01T00:60:00Z");
        bad("2026-01-01T00:00:00.Z");
        bad("2026-01-01T00:00:00.1234567890Z");
        bad("2026-01-01T00:00:00+0100");
        bad("2026-01-01T00:00:00Z ");
        bad("9999-01-01T00:00:00Z");
        bad("2262-04-11T23:47:16.854775808Z");
        bad("1677-09-21T00:12:43.145224191Z");
        bad("0001-01-01T00:00:00Z");
        bad("2026-1-01T00:00:00Z0");
    }
    void parsesIso8601() {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        QFETCH(qint64, ns);
        const auto parsed = parseIso8601(std::string_view(text.constData(), size_t(text.size())));
        QCOMPARE(parsed.has_value(), valid);
        if (valid) QCOMPARE(qint64(toNs(*parsed)), ns);
    }

    void isoTextReadsBackAsTheSameTime() {
        std::mt19937_64 random(7);
        std::uniform_int_distribution<std::int64_t> within(0, 9'000'000'000'000'000'000);
        for (int i = 0; i < 10'000; ++i) {
            const Timestamp t = timestampFromNs(within(random) - 4'000'000'000'000'000'000);
            const auto parsed = parseIso8601(formatIso8601(t));
            QVERIFY2(parsed.has_value(), formatIso8601(t).c_str());
            QCOMPARE(toNs(*parsed), toNs(t));
        }
    }

    void tellsEpochUnitsApartByMagnitude_data() {
        QTest::addColumn<qint64>("value");
        QTest::addColumn<qint64>("ns");
        QTest::newRow("seconds") << qint64(1'700'000'000) << qint64(1'700'000'000'000'000'000);
        QTest::newRow("milliseconds") << qint64(1'700'000'000'123) << qint64(1'700'000'000'123'000'000);
        QTest::newRow("microseconds") << qint64(1'700'000'000'123'456) << qint64(1'700'000'000'123'456'000);
        QTest::newRow("nanoseconds") << qint64(1'700'000'000'123'456'789)
                                     << qint64(1'700'000'000'123'456'789);
        QTest::newRow("zero") << qint64(0) << qint64(0);
    }
    void tellsEpochUnitsApartByMagnitude() {
        QFETCH(qint64, value);
        QFETCH(qint64, ns);
        const auto whole = timestampFromEpoch(std::int64_t(value));
        QVERIFY(whole.has_value());
        QCOMPARE(qint64(toNs(*whole)), ns);
        const auto real = timestampFromEpoch(double(value));
        QVERIFY(real.has_value());
        QVERIFY(std::abs(toNs(*real) - ns) <= 1000);
    }
    void refusesEpochsOutsideOfTheRange() {
        QVERIFY(!timestampFromEpoch(std::int64_t(-1)));
        QVERIFY(!timestampFromEpoch(-0.5));
        QVERIFY(!timestampFromEpoch(1e30));
        QVERIFY(!timestampFromEpoch(std::numeric_limits<double>::quiet_NaN()));
        QVERIFY(!timestampFromEpoch(std::numeric_limits<double>::infinity()));
        for (const std::int64_t value : {99'999'999'999, 99'999'999'999'999, 99'999'999'999'999'999})
            QVERIFY2(!timestampFromEpoch(value), std::to_string(value).c_str());
    }
    void epochSecondsKeepTheirFraction() {
        QCOMPARE(toNs(*timestampFromEpoch(1'700'000'000.25)), std::int64_t(1'700'000'000'250'000'000));
    }

    void parsesDurations_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qint64>("ms");
        const auto good = [](const char* text, qint64 ms) {
            QTest::newRow(text) << QByteArray(text) << true << ms;
        };
        const auto bad = [](const char* text) {
            QTest::newRow(text) << QByteArray(text) << false << qint64(0);
        };
        good("0", 0);
        good("0s", 0);
        good("500ms", 500);
        good("5m", 300'000);
        good("1h30m", 5'400'000);
        good("1d", 86'400'000);
        good("1w", 604'800'000);
        good("1y", 31'536'000'000);
        good("1m30s500ms", 90'500);
        bad("");
        bad("5");
        bad("m5");
        bad("1.5h");
        bad("30m1h");
        bad("1h1h");
        bad("5 m");
        bad("-5m");
        bad("99999999999999999999y");
        bad("300y");
    }
    void parsesDurations() {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        QFETCH(qint64, ms);
        const auto parsed = parseDuration(std::string_view(text.constData(), size_t(text.size())));
        QCOMPARE(parsed.has_value(), valid);
        if (valid) QCOMPARE(qint64(std::chrono::floor<std::chrono::milliseconds>(*parsed).count()), ms);
    }
    void durationsPrintAsTheyAreRead_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"0s", "1ms", "15s", "1m30s", "5m", "1h", "1h30m", "1d", "2w", "1y", "90d", "1d12h"})
            QTest::newRow(text) << QByteArray(text);
    }
    void durationsPrintAsTheyAreRead() {
        QFETCH(QByteArray, text);
        const auto parsed = parseDuration(std::string_view(text.constData(), size_t(text.size())));
        QVERIFY(parsed.has_value());
        QCOMPARE(QByteArray::fromStdString(formatDuration(*parsed)), text);
    }
    void millisecondsAreClampedToTheRange() {
        QCOMPARE(timestampFromMs(std::numeric_limits<std::int64_t>::max()), Timestamp::max());
        QCOMPARE(timestampFromMs(std::numeric_limits<std::int64_t>::min()), Timestamp::min());
        QCOMPARE(toMs(timestampFromMs(-1)), std::int64_t(-1));
        QCOMPARE(toMs(timestampFromNs(-1)), std::int64_t(-1));
    }
};

QTEST_GUILESS_MAIN(TestTime)
#include "tst_time.moc"
