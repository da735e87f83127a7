#include "pipelines/kafka/kafka_events.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::kafka;

class TestKafkaEvents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsRepetitions();
    void isBoundedInEntriesASecondAndInLength();
    void keepsTheCauseOverItsConsequence();
    void forgetsErrorsOnceConnected();
};

void TestKafkaEvents::countsRepetitions() {
    KafkaEvents events;
    for (int i = 0; i < 1000; ++i)
        events.addLog(4, "FAIL", "connection refused");
    QCOMPARE(events.recent().size(), std::size_t(1));
    QCOMPARE(events.recent().front().text, std::string("FAIL: connection refused"));
    QCOMPARE(events.recent().front().count, 1000U);
    QCOMPARE(events.suppressed(), 0U);
}

void TestKafkaEvents::isBoundedInEntriesASecondAndInLength() {
    KafkaEvents events;
    constexpr unsigned kLines = 10000;
    for (unsigned i = 0; i < kLines; ++i)
        events.addLog(4, "FAIL", std::to_string(i) + std::string(5000, 'x'));
    const auto recent = events.recent();
    // Ten thousand lines are added within a second or two, of which each admits twenty.
    QVERIFY(recent.size() >= KafkaEvents::kMaxEntriesPerSecond);
    QVERIFY(recent.size() <= KafkaEvents::kMaxEntries);
    QVERIFY(recent.size() + events.suppressed() == kLines);
    for (const auto& entry : recent)
        QVERIFY(entry.text.size() <= KafkaEvents::kMaxTextBytes + 40);
}

void TestKafkaEvents::keepsTheCauseOverItsConsequence() {
    KafkaEvents events;
    events.addError({ErrorCode::PermissionDenied, "login refused"});
    events.addError({ErrorCode::Unavailable, "connection closed"});
    QVERIFY(events.inDoubt());
    QCOMPARE(events.lastError()->detail, std::string("login refused"));
}

void TestKafkaEvents::forgetsErrorsOnceConnected() {
    KafkaEvents events;
    QVERIFY(!events.lastError().has_value());
    events.addError({ErrorCode::PermissionDenied, "login refused"});
    events.markConnected();
    QVERIFY(!events.inDoubt());
    QVERIFY(!events.lastError().has_value());
    events.addError({ErrorCode::Unavailable, "connection closed"});
    QCOMPARE(events.lastError()->detail, std::string("connection closed"));
}

QTEST_GUILESS_MAIN(TestKafkaEvents)
#include "tst_kafka_events.moc"
