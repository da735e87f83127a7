#include "core/cel/posix_zone.h"
#include "core/cel/time_zone.h"
#include "tests/core/cel/cel_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::cel;

namespace {

/// 2026-07-01T12:00:00Z
constexpr std::int64_t kSummer = 1'782'907'200;
/// 2026-01-01T12:00:00Z
constexpr std::int64_t kWinter = 1'767'268'800;

void bigEndian(std::string& out, std::int64_t value, int bytes) {
    for (int i = bytes; i-- > 0;)
        out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i) & 0xFF));
}

/// A zone file of version 2 with one transition, from +1 h to +2 h, and a rule behind it.
std::string zoneFile(std::int64_t transition, const std::string& rule) {
    const std::string header = "TZif2" + std::string(15, '\0');
    std::string file = header;
    for (const int count : {0, 0, 0, 0, 1, 1})
        bigEndian(file, count, 4);
    file += std::string(6, '\0') + std::string(1, '\0');
    file += header;
    for (const int count : {0, 0, 0, 1, 2, 8})
        bigEndian(file, count, 4);
    bigEndian(file, transition, 8);
    file += '\1';
    bigEndian(file, 3600, 4);
    file += std::string("\0\0", 2);
    bigEndian(file, 7200, 4);
    file += std::string("\1\4", 2);
    file += std::string("AAA\0BBB\0", 8);
    return file + '\n' + rule + '\n';
}

} // namespace

class TestCelTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void calculates_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
        };
        row("timestamp('2026-07-01T14:00:00+02:00')", "timestamp(\"2026-07-01T12:00:00Z\")");
        row("timestamp('2026-07-01T12:00:00.250Z')", "timestamp(\"2026-07-01T12:00:00.25Z\")");
        row("int(timestamp('1969-12-31T23:59:59.9Z'))", "-1");
        row("string(timestamp(0))", "\"1970-01-01T00:00:00Z\"");
        row("timestamp('2026-02-29T12:00:00Z')",
            "error: 1:1: \"2026-02-29T12:00:00Z\" is not a timestamp as 2026-01-31T12:00:00Z");
        row("timestamp('2026-02-28 12:00:00Z')",
            "error: 1:1: \"2026-02-28 12:00:00Z\" is not a timestamp as 2026-01-31T12:00:00Z");
        row("timestamp('0000-12-31T00:00:00Z')",
            "error: 1:1: \"0000-12-31T00:00:00Z\" is not a timestamp as 2026-01-31T12:00:00Z");
        row("timestamp(253402300800)", "error: 1:1: the value does not fit in a timestamp");
        row("t + duration('1h30m')", "timestamp(\"2026-07-01T13:30:00.5Z\")");
        row("t - duration('0.75s')", "timestamp(\"2026-07-01T11:59:59.75Z\")");
        row("duration('-1ns') + timestamp(0)", "timestamp(\"1969-12-31T23:59:59.999999999Z\")");
        row("t - timestamp('2026-07-01T11:00:01.75Z')", "duration(\"3598.75s\")");
        row("timestamp(0) - timestamp('1970-01-01T00:00:01.5Z')", "duration(\"-1.5s\")");
        row("timestamp('9999-12-31T23:59:59Z') + duration('1s')",
            "error: 1:35: the timestamp is outside of the years 1 to 9999");
        row("timestamp('2500-01-01T00:00:00Z') - timestamp('1900-01-01T00:00:00Z')",
            "error: 1:35: the result does not fit in a duration");
        row("duration('106751d')", "error: 1:1: \"106751d\" is not a duration as 1h30m, 90s or 250ms");
        row("duration('2562048h')", "error: 1:1: \"2562048h\" is not a duration as 1h30m, 90s or 250ms");
        row("duration('1.5h') == duration('90m') && duration('1us') == duration('1\u00b5s')", "true");
        row("duration('0.000000001h')", "duration(\"0.0000036s\")");
        row("[duration('-90s').getMinutes(), duration('3h').getHours(), duration('1.25s').getMilliseconds()]",
            "[-1, 3, 250]");
        row("duration('1m') > duration('59s') && t > timestamp(0)", "true");
        row("duration('2562047h') + duration('2562047h')",
            "error: 1:22: the result does not fit in a duration");
        row("t * 2", "error: 1:3: * does not take timestamp and int");
        row("[t.getFullYear(), t.getMonth(), t.getDate(), t.getDayOfMonth(), t.getDayOfWeek(), "
            "t.getDayOfYear()]",
            "[2026, 6, 1, 0, 3, 181]");
        row("[t.getHours(), t.getMinutes(), t.getSeconds(), t.getMilliseconds()]", "[12, 0, 0, 500]");
        row("t.getHours('Europe/Berlin') + t.getHours('America/New_York')", "22");
        row("t.getHours('+05:45') * 100 + t.getMinutes('05:45')", "1745");
        row("t.getDate('-13:00')", "30");
        row("[timestamp('2050-07-01T12:00:00Z').getHours('Europe/Berlin'), "
            "timestamp('2050-12-01T12:00:00Z').getHours('Europe/Berlin')]",
            "[14, 13]");
        row("timestamp('1900-01-01T12:00:00Z').getHours('Asia/Tokyo')", "21");
        row("t.getHours('Mars/Olympus')", "error: 1:3: unknown time zone \"Mars/Olympus\"; names are those "
                                          "of the IANA database (Europe/Berlin), "
                                          "offsets +02:00");
        row("t.getHours('../../../etc/passwd')",
            "error: 1:3: unknown time zone \"../../../etc/passwd\"; names are those of the IANA database "
            "(Europe/Berlin), offsets +02:00");
    }
    void calculates() {
        const FixedFields fields{{"t", Value::timestamp(kSummer, 500'000'000)}};
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QString::fromStdString(evaluateLeniently(text.toStdString(), fields)),
                 QString::fromUtf8(expected));
    }

    void readsPosixRules_data() {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<int>("winter");
        QTest::addColumn<int>("summer");
        const auto row = [](const char* rule, int winter, int summer) {
            QTest::newRow(rule) << QByteArray(rule) << winter << summer;
        };
        row("UTC0", 0, 0);
        row("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200);
        row("<+0330>-3:30", 12'600, 12'600);
        row("NZST-12NZDT,M9.5.0,M4.1.0/3", 46'800, 43'200);
        row("IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600);
        row("EST5EDT4,J60,J300", -18'000, -14'400);
        row("AAA-1BBB,0/-24,364/24", 7200, 7200);
    }
    void readsPosixRules() {
        QFETCH(QByteArray, rule);
        QFETCH(int, winter);
        QFETCH(int, summer);
        const auto zone = parsePosixZone(rule.toStdString());
        QVERIFY(zone);
        QCOMPARE(zone->offsetAt(kWinter), winter);
        QCOMPARE(zone->offsetAt(kSummer), summer);
    }

    void changesTheClockAtTheSecond() {
        const auto zone = parsePosixZone("CET-1CEST,M3.5.0,M10.5.0/3");
        QVERIFY(zone);
        constexpr std::int64_t kSpring = 1'774'746'000; // 2026-03-29T01:00:00Z
        QCOMPARE(zone->offsetAt(kSpring - 1), 3600);
        QCOMPARE(zone->offsetAt(kSpring), 7200);
        constexpr std::int64_t kAutumn = 1'792'890'000; // 2026-10-25T01:00:00Z
        QCOMPARE(zone->offsetAt(kAutumn - 1), 7200);
        QCOMPARE(zone->offsetAt(kAutumn), 3600);
    }

    void refusesBrokenRules_data() {
        QTest::addColumn<QByteArray>("rule");
        for (const char* rule :
             {"", "CE-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
              "CET-1CEST,M3.5.0,M10.5.0x", "CET-200", "<+03", "CET-1CEST,M3.0.0,M1.1.0"})
            QTest::newRow(rule) << QByteArray(rule);
    }
    void refusesBrokenRules() {
        QFETCH(QByteArray, rule);
        QVERIFY(!parsePosixZone(rule.toStdString()));
    }

    void readsZoneFiles() {
        const auto zone = TimeZone::parse(zoneFile(1'000'000, "CCC-3"));
        QVERIFY(zone);
        QCOMPARE(zone->offsetAt(999'999), 3600);
        QCOMPARE(zone->offsetAt(1'000'000), 10'800);
        const auto withoutRule = TimeZone::parse(zoneFile(1'000'000, ""));
        QVERIFY(withoutRule);
        QCOMPARE(withoutRule->offsetAt(1'000'000), 7200);
    }

    void refusesBrokenZoneFiles() {
        const std::string file = zoneFile(1'000'000, "CCC-3");
        const std::size_t footer = file.rfind('\n', file.size() - 2);
        for (std::size_t length = 0; length < footer; ++length)
            QVERIFY(!TimeZone::parse(file.substr(0, length)));
        for (std::size_t i = 0; i < file.size(); ++i) {
            std::string broken = file;
            broken[i] = '\xFF';
            static_cast<void>(TimeZone::parse(broken)); // whatever it says, it stays inside of the bytes
        }
        QVERIFY(!TimeZone::parse(""));
    }
};

QTEST_GUILESS_MAIN(TestCelTime)
#include "tst_cel_time.moc"
