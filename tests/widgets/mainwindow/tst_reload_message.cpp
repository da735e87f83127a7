#include "widgets/common/translations.h"
#include "widgets/mainwindow/reload_message.h"

#include <QApplication>
#include <QLocale>
#include <QTest>

using namespace eventflow;
using namespace eventflow::widgets;
using rules::ReloadOutcome;
using viewmodels::Severity;

namespace {

rules::ReloadedRule rule(const char* name, ReloadOutcome outcome, bool changed, std::size_t kept = 0,
                         std::size_t ended = 0, std::size_t rePending = 0) {
    return {name, name, "g", outcome, changed, kept, ended, rePending};
}

feed::RulesReload loaded(std::vector<rules::ReloadedRule> rules) {
    feed::RulesReload reload;
    reload.rules = std::make_shared<const rules::RuleSet>();
    reload.report.rules = std::move(rules);
    return reload;
}

void addFinding(feed::RulesReload& reload, rules::Severity severity, const char* file, int line,
                const char* message) {
    rules::Finding& finding = reload.findings.emplace_back();
    finding.severity = severity;
    finding.location.file = file;
    finding.location.line = line;
    finding.message = message;
}

} // namespace

class TestReloadMessage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installTranslations(*qApp, QLocale(QLocale::English)); }

    void saysWhatBecomesOfTheAlerts_data() {
        QTest::addColumn<ReloadedRules>("rules");
        QTest::addColumn<QString>("text");
        QTest::newRow("as before") << ReloadedRules{rule("A", ReloadOutcome::Kept, false, 3)}
                                   << QStringLiteral("No rule says anything else than before.");
        QTest::newRow("changed") << ReloadedRules{rule("A", ReloadOutcome::Kept, true, 1)}
                                 << QStringLiteral("A changed: 1 alert goes on.");
        QTest::newRow("changed, quiet") << ReloadedRules{rule("A", ReloadOutcome::Kept, true)}
                                        << QStringLiteral("A changed: no alert is active.");
        QTest::newRow("pending again")
            << ReloadedRules{rule("A", ReloadOutcome::RePending, true, 5, 0, 2)}
            << QStringLiteral("A changed: 3 alerts go on, 2 alerts are pending again.");
        QTest::newRow("reset") << ReloadedRules{rule("A", ReloadOutcome::Reset, true, 0, 2)}
                               << QStringLiteral("A begins anew: 2 alerts end.");
        QTest::newRow("new and gone")
            << ReloadedRules{rule("B", ReloadOutcome::New, true), rule("A", ReloadOutcome::Gone, false, 0, 1)}
            << QStringLiteral("B is new.\nA is gone: 1 alert ends.");
        QTest::newRow("many") << ReloadedRules(6, rule("A", ReloadOutcome::New, true))
                              << QStringLiteral("A is new.\nA is new.\nA is new.\nA is new.\nand 2 more");
    }
    void saysWhatBecomesOfTheAlerts() {
        QFETCH(ReloadedRules, rules);
        const StatusMessage message = messageFor(loaded(rules));
        QCOMPARE(message.severity, Severity::Info);
        QTEST(message.consequence, "text");
    }

    void warningsAreShownBelow() {
        feed::RulesReload reload = loaded({rule("A", ReloadOutcome::New, true)});
        addFinding(reload, rules::Severity::Warning, "rules/a.yaml", 7, "the window is short");
        const StatusMessage message = messageFor(reload);
        QCOMPARE(message.severity, Severity::Warning);
        QCOMPARE(message.consequence, QStringLiteral("A is new.\nrules/a.yaml:7: the window is short"));
    }

    void filesThatCannotBeLoadedSayWhereAndWhatNow() {
        feed::RulesReload reload;
        addFinding(reload, rules::Severity::Error, "rules/a.yaml", 4, "expr is missing");
        addFinding(reload, rules::Severity::Warning, "rules/b.yaml", 1, "not this one");
        const StatusMessage message = messageFor(reload);
        QCOMPARE(message.severity, Severity::Critical);
        QVERIFY(message.cause.contains(QStringLiteral("the rules from before stay in use")));
        QCOMPARE(message.consequence,
                 QStringLiteral("rules/a.yaml:4: expr is missing\n"
                                "Correct the files: they are loaded as soon as they are saved."));
    }

private:
    using ReloadedRules = std::vector<rules::ReloadedRule>;
};

QTEST_MAIN(TestReloadMessage)
#include "tst_reload_message.moc"
