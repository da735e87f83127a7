#include "tests/core/notify/notify_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::notify;

class TestTimeInterval : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void containsMoments_data() {
        QTest::addColumn<QByteArray>("interval");
        QTest::addColumn<QByteArray>("at");
        QTest::addColumn<bool>("inside");
        const auto row = [](const char* interval, const char* at, bool inside) {
            QTest::addRow("%s %s", interval, at) << QByteArray(interval) << QByteArray(at) << inside;
        };
        const char* const office =
            "{times: [{start_time: '09:00', end_time: '17:00'}], weekdays: ['monday:friday']}";
        row(office, "2026-01-05T09:00:00Z", true); // a Monday
        row(office, "2026-01-05T08:59:59Z", false);
        row(office, "2026-01-05T16:59:59Z", true);
        row(office, "2026-01-05T17:00:00Z", false);
        row(office, "2026-01-04T12:00:00Z", false); // Sunday
        row("{weekdays: [Sunday]}", "2026-01-04T12:00:00Z", true);
        row("{times: [{start_time: '22:00', end_time: '24:00'}]}", "2026-01-04T23:59:59Z", true);
        row("{days_of_month: ['-1']}", "2026-02-28T00:00:00Z", true);
        row("{days_of_month: ['-1']}", "2028-02-28T00:00:00Z", false); // a leap year
        row("{days_of_month: ['1:-1']}", "2026-02-13T00:00:00Z", true);
        row("{days_of_month: ['30:31']}", "2026-02-28T00:00:00Z", false);
        row("{months: ['november:december', '2']}", "2026-02-28T00:00:00Z", true);
        row("{months: ['november:december', '2']}", "2026-03-01T00:00:00Z", false);
        row("{years: ['2026:2027']}", "2027-12-31T23:59:59Z", true);
        row("{years: ['2026']}", "2025-12-31T23:59:59Z", false);
        // Summer time in Berlin is two hours ahead.
        const char* const berlin =
            "{times: [{start_time: '09:00', end_time: '10:00'}], location: Europe/Berlin}";
        row(berlin, "2026-07-01T07:30:00Z", true);
        row(berlin, "2026-01-05T07:30:00Z", false);
        row(berlin, "2026-01-05T08:30:00Z", true);
        row("{}", "2026-01-05T08:30:00Z", true);
    }
    void containsMoments() {
        QFETCH(QByteArray, interval);
        QFETCH(QByteArray, at);
        QFETCH(bool, inside);
        const ReadConfig read =
            readConfig("time_intervals:\n- name: t\n  time_intervals: [" + interval.toStdString() + "]\n");
        QCOMPARE(QByteArray::fromStdString(read.problems), QByteArray());
        QCOMPARE(read.config.timeIntervals.front().contains(*parseIso8601(at.toStdString())), inside);
    }

    void refusesWhatIsNoInterval_data() {
        QTest::addColumn<QByteArray>("interval");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* interval, const char* expected) {
            QTest::addRow("%s", interval) << QByteArray(interval) << QByteArray(expected);
        };
        row("{times: [{start_time: '9:00', end_time: '10:00'}]}",
            "start_time is not a time such as 09:30; up to 24:00");
        row("{times: [{start_time: '22:00', end_time: '06:00'}]}",
            "start_time must be before end_time; split what crosses midnight into two");
        row("{weekdays: ['friday:monday']}",
            "\"friday:monday\" is no range of weekdays; write monday:friday or sunday");
        row("{weekdays: ['1']}", "\"1\" is no range of weekdays; write monday:friday or sunday");
        row("{days_of_month: ['0']}", "\"0\" is no range of days_of_month; write 1:5 or -3:-1");
        row("{days_of_month: ['-1:1']}", "\"-1:1\" is no range of days_of_month; write 1:5 or -3:-1");
        row("{months: ['13']}", "\"13\" is no range of months; write january:march or 12");
        row("{location: Atlantis/City}",
            "this machine knows no time zone \"Atlantis/City\"; write a name such as Europe/Berlin");
    }
    void refusesWhatIsNoInterval() {
        QFETCH(QByteArray, interval);
        QFETCH(QByteArray, expected);
        const ReadConfig read =
            readConfig("time_intervals:\n- name: t\n  time_intervals: [" + interval.toStdString() + "]\n");
        QVERIFY2(read.problems.find(expected.toStdString()) != std::string::npos, read.problems.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTimeInterval)
#include "tst_time_interval.moc"
