#include "core/model/alert.h"

#include <QtTest>

using namespace eventflow;

class TestAlert : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void transitionIsOneLineOfJsonInAFixedOrder() {
        AlertTransition transition;
        transition.tick = *parseIso8601("2026-01-01T00:03:00Z");
        transition.from = AlertState::Pending;
        transition.alert.rule = "High";
        transition.alert.group = "g";
        transition.alert.ruleId = "g/High";
        transition.alert.labels = Labels({{"host", "a\n"}, {"alertname", "High"}});
        transition.alert.annotations = Labels(std::vector<Label>{{"summary", "95 > 90"}});
        transition.alert.state = AlertState::Firing;
        transition.alert.activeAt = *parseIso8601("2026-01-01T00:00:00Z");
        transition.alert.value = 95.5;
        transition.reason = "held 3m";
        QCOMPARE(
            toJsonLine(transition),
            std::string("{\"tick\":\"2026-01-01T00:03:00Z\",\"alert\":\"High\",\"group\":\"g\",\"rule_id\":"
                        "\"g/High\","
                        "\"from\":\"pending\",\"to\":\"firing\",\"labels\":{\"alertname\":\"High\",\"host\":"
                        "\"a\\n\"},"
                        "\"annotations\":{\"summary\":\"95 > 90\"},\"value\":95.5,"
                        "\"active_at\":\"2026-01-01T00:00:00Z\",\"reason\":\"held 3m\",\"fingerprint\":\"") +
                fingerprint(transition.alert.labels) + "\"}");
        QVERIFY(toJsonLine(transition).find('\n') == std::string::npos);
    }
    void stateNamesReadBack() {
        for (const auto state : {AlertState::Inactive, AlertState::Pending, AlertState::Firing,
                                 AlertState::Recovering, AlertState::Resolved})
            QCOMPARE(alertStateFromString(toString(state)).value(), state);
        QVERIFY(!alertStateFromString("burning"));
    }
    void fingerprintTellsLabelSetsApart() {
        QVERIFY(fingerprint(Labels(std::vector<Label>{{"a", "1"}})) !=
                fingerprint(Labels(std::vector<Label>{{"a", "2"}})));
        QCOMPARE(fingerprint(Labels(std::vector<Label>{{"a", "1"}})).size(), std::size_t(16));
    }
};

QTEST_GUILESS_MAIN(TestAlert)
#include "tst_alert.moc"
