#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/deadletters/dead_letters_perspective.h"
#include "widgets/stream/record_inspector.h"

#include <QLineEdit>
#include <QTableView>
#include <QTest>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

struct Screen {
    FakeWorkbench workbench;
    DeadLettersPerspective perspective{workbench};

    Screen() {
        perspective.resize(1300, 800);
        perspective.show();
        perspective.setActive(true);
    }
    [[nodiscard]] QTableView& groups() {
        return *findNamed<QTableView>(perspective, QStringLiteral("Dead letters by step and reason"));
    }
    [[nodiscard]] QTableView& letters() {
        return *findNamed<QTableView>(perspective, QStringLiteral("Dead letters of the group"));
    }
    [[nodiscard]] RecordInspector& inspector() { return *perspective.findChild<RecordInspector*>(); }
    [[nodiscard]] QString said() { return visibleText(perspective); }
};

feed::PipelineDelta countsOnly(double uptime) {
    feed::PipelineDelta delta = FakeWorkbench::demoDelta(uptime);
    delta.deadLetters.clear();
    return delta;
}

} // namespace

class TestDeadLettersPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysThatThereAreNone() {
        Screen screen;
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(10);
        delta.deadLetterCounts.clear();
        delta.deadLetters.clear();
        screen.perspective.applyFrame(delta);
        QVERIFY(screen.said().contains(QStringLiteral("No dead letters")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void explainsTheChosenGroup() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        QCOMPARE(screen.groups().model()->rowCount(), 4);
        QVERIFY(screen.groups().currentIndex().isValid());
        screen.perspective.showItem(QStringLiteral("normalize/wrong_type"));
        QVERIFY(screen.said().contains(QStringLiteral("Wrong type")));
        QVERIFY(screen.said().contains(QStringLiteral("What to do")));
        screen.perspective.showItem(QStringLiteral("decode"));
        QCOMPARE(screen.groups().currentIndex().row(), 0);
        screen.perspective.showItem(QStringLiteral("no such step"));
        QCOMPARE(screen.groups().currentIndex().row(), 0);
    }

    void listsStoredAndLatestLetters() {
        Screen screen;
        screen.perspective.applyFrame(countsOnly(100));
        screen.perspective.showItem(QStringLiteral("decode/malformed_json"));
        QTRY_COMPARE(screen.letters().model()->rowCount(), 8); // from the store
        feed::PipelineDelta delta = countsOnly(101);
        delta.deadLetters = FakeWorkbench::demoDeadLetters(FakeWorkbench::kStart);
        delta.deadLetters.resize(1);
        delta.deadLetters.front().record.offset = 5;
        screen.perspective.applyFrame(delta);
        QCOMPARE(screen.letters().model()->rowCount(), 9);
    }

    void aChosenLetterShowsItsReasonAndBytes() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        screen.perspective.showItem(QStringLiteral("decode/malformed_json"));
        QTRY_VERIFY(screen.letters().model()->rowCount() > 0);
        QTest::qWait(0);
        QTRY_VERIFY((screen.letters().selectRow(0), screen.inspector().record() != nullptr));
        QVERIFY(screen.said().contains(QStringLiteral("byte 41: a string is not closed")));
        QVERIFY(screen.said().contains(QStringLiteral("before its JSON is complete")));
    }

    void theListStandsStillWhileALetterIsRead() {
        Screen screen;
        screen.workbench.failQueries = true; // nothing but the latest
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        screen.perspective.showItem(QStringLiteral("decode/malformed_json"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("disk I/O error")));
        const int rows = screen.letters().model()->rowCount();
        screen.letters().selectRow(0);
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(101));
        QCOMPARE(screen.letters().model()->rowCount(), rows);
        QVERIFY(screen.said().contains(QStringLiteral("Paused, 8 new")));
        QTest::keyClick(&screen.letters(), Qt::Key_Escape);
        QCOMPARE(screen.letters().model()->rowCount(), rows + 8);
    }

    void filtersByWhatALetterSays() {
        Screen screen;
        screen.workbench.failQueries = true;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        screen.perspective.showItem(QStringLiteral("decode/malformed_json"));
        const int rows = screen.letters().model()->rowCount();
        auto& filter = *findNamed<QLineEdit>(
            screen.perspective, QStringLiteral("Filter dead letters by detail, topic, key or value"));
        filter.setText(QStringLiteral("STRING acme")); // the detail and the value, any case
        QCOMPARE(screen.letters().model()->rowCount(), rows);
        filter.setText(QStringLiteral("917014")); // an offset as a whole
        QCOMPARE(screen.letters().model()->rowCount(), 1);
        QVERIFY(screen.said().contains(QStringLiteral("1 of %1 match").arg(rows)));
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(101)); // new letters are filtered as well
        QCOMPARE(screen.letters().model()->rowCount(), 2);
        filter.setText(QStringLiteral("nothing like it"));
        QCOMPARE(screen.letters().model()->rowCount(), 0);
        filter.clear();
        QCOMPARE(screen.letters().model()->rowCount(), rows + 8);
    }

    void aNewPipelineForgets() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        feed::PipelineDelta next;
        next.generation = 2;
        screen.perspective.applyFrame(next);
        QCOMPARE(screen.groups().model()->rowCount(), 0);
        QCOMPARE(screen.letters().model()->rowCount(), 0);
    }

    void keyboardGoesFromPaneToPane() {
        Screen screen;
        screen.workbench.failQueries = true;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        screen.letters().selectRow(0);
        screen.perspective.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&screen.perspective));
        screen.groups().setFocus();
        QTest::keyClick(&screen.groups(), Qt::Key_F6);
        QVERIFY(screen.letters().hasFocus());
        QTest::keyClick(&screen.letters(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(screen.groups().hasFocus());
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }
};

QTEST_MAIN(TestDeadLettersPerspective)
#include "tst_deadletters_perspective.moc"
