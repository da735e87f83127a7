#include "pipelines/automate/rule_reloader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace eventflow;
using automate::RuleReloader;

namespace {
constexpr const char* kGood = "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up == 0}\n";
constexpr const char* kTwo =
    "groups:\n- name: h\n  rules:\n  - {alert: B, expr: up == 0}\n  - {alert: C, expr: up == 0}\n";
constexpr const char* kBad = "groups:\n- name: g\n  rules:\n  - {alert: A, expr: up ==}\n";
} // namespace

class TestRuleReloader : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    void write(const char* name, const char* text) {
        QFile file(m_folder.filePath(QLatin1StringView(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private Q_SLOTS:
    void noticesWhatChanges() {
        write("a.yaml", kGood);
        RuleReloader reloader(m_folder.path().toStdString(), {});
        QVERIFY(!reloader.loadIfChanged());

        write("b.yml", kTwo);
        auto loaded = reloader.loadIfChanged();
        QVERIFY(loaded && loaded->rules);
        QCOMPARE(loaded->rules->ruleCount(), std::size_t(3));
        QVERIFY(!reloader.loadIfChanged());

        write("a.yaml", kBad);
        loaded = reloader.loadIfChanged();
        QVERIFY(loaded && !loaded->rules);
        QCOMPARE(loaded->findings.front().location.line, 4);
        QVERIFY(!reloader.loadIfChanged()); // said once

        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("a.yaml"))));
        loaded = reloader.loadIfChanged();
        QVERIFY(loaded && loaded->rules);
        QCOMPARE(loaded->rules->ruleCount(), std::size_t(2));
        write("notes.txt", "not a rule file");
        QVERIFY(!reloader.loadIfChanged());
    }

    void waitsForAFolderThatIsNotThere() {
        RuleReloader reloader("/nowhere/rules", {});
        QVERIFY(!reloader.loadIfChanged());
    }
};

QTEST_GUILESS_MAIN(TestRuleReloader)
#include "tst_rule_reloader.moc"
