#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/pipeline/pipeline_perspective.h"
#include "widgets/pipeline/stage_flow.h"
#include "widgets/viewmodels/format.h"

#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

struct Screen {
    FakeWorkbench workbench;
    PipelinePerspective perspective{workbench};

    Screen() {
        perspective.resize(1300, 800);
        perspective.show();
        perspective.setActive(true);
    }
    [[nodiscard]] StageFlow& flow() { return *perspective.findChild<StageFlow*>(); }
    [[nodiscard]] QTableView& table() { return *perspective.findChild<QTableView*>(); }
    [[nodiscard]] QString said() { return visibleText(perspective); }
};

} // namespace

class TestPipelinePerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDoWhileNothingRuns() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("The pipeline is not running")));
    }

    void showsEveryStepWithExactNumbers() {
        Screen screen;
        const feed::PipelineDelta delta = FakeWorkbench::demoDelta(100);
        screen.perspective.applyFrame(delta);
        QCOMPARE(screen.table().model()->rowCount(), kStepCount);
        QCOMPARE(screen.table().model()->index(0, 1).data().toString(),
                 viewmodels::format::exact(delta.counters.read));
    }

    void saysWhetherEveryRecordIsAccountedFor_data() {
        QTest::addColumn<int>("more");
        QTest::addColumn<QString>("words");
        QTest::newRow("holds") << 0 << QStringLiteral("Every record is accounted for");
        QTest::newRow("under way") << 1500 << viewmodels::format::exact(1500) + QStringLiteral(" under way");
        QTest::newRow("more than were read") << -3 << QStringLiteral("3 more than were read");
    }
    void saysWhetherEveryRecordIsAccountedFor() {
        QFETCH(int, more);
        QFETCH(QString, words);
        Screen screen;
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(100);
        delta.counters.read += static_cast<std::uint64_t>(static_cast<std::int64_t>(more));
        screen.perspective.applyFrame(delta);
        QVERIFY2(screen.said().contains(words), qPrintable(screen.said()));
    }

    void hostileTimesDoNotOverflow() {
        Screen screen;
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(100);
        delta.arrival = Timestamp::max();
        delta.watermark = timestampFromNs(INT64_MIN + 1);
        screen.perspective.applyFrame(delta);
        QVERIFY(screen.said().contains(QStringLiteral("watermark")));
    }

    void figuresAreRefreshedWhenItComesToTheFront() {
        Screen screen;
        screen.perspective.setActive(false);
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(100);
        delta.seriesCount = 4242;
        screen.perspective.applyFrame(delta);
        QVERIFY(!screen.said().contains(viewmodels::format::exact(4242)));
        screen.perspective.setActive(true);
        QVERIFY(screen.said().contains(viewmodels::format::exact(4242)));
    }

    void theLastFrameIsShownHoweverSoonItComes() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        feed::PipelineDelta last = FakeWorkbench::demoDelta(100.01);
        last.status.state = feed::RunState::Finished;
        last.seriesCount = 4242;
        screen.perspective.applyFrame(last);
        QVERIFY(screen.said().contains(viewmodels::format::exact(4242)));
    }

    void keysChooseAStepAndOpenItsRejections() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        screen.perspective.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&screen.perspective));
        QSignalSpy opened(&screen.perspective, &Perspective::openRequested);
        screen.flow().setFocus();
        QCOMPARE(screen.flow().current(), 0);
        QTest::keyClick(&screen.flow(), Qt::Key_Return);
        QCOMPARE(opened.count(), 0); // nothing was rejected by the first step
        QTest::keyClick(&screen.flow(), Qt::Key_Right);
        QCOMPARE(screen.flow().current(), 1);
        QCOMPARE(screen.table().currentIndex().row(), 1);
        QVERIFY(screen.flow().accessibleDescription().contains(QStringLiteral("Decode")));
        QTest::keyClick(&screen.flow(), Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().at(0).toString(), QStringLiteral("deadletters"));
        QCOMPARE(opened.first().at(1).toString(), QStringLiteral("decode"));
        QTest::keyClick(&screen.flow(), Qt::Key_End);
        QCOMPARE(screen.table().currentIndex().row(), kStepCount - 1);
        QTest::keyClick(&screen.flow(), Qt::Key_F6);
        QVERIFY(screen.table().hasFocus());
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void aNewPipelineStartsAnew() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(100));
        screen.flow().setCurrent(3);
        feed::PipelineDelta next = FakeWorkbench::demoDelta(0.5);
        next.generation = 2;
        screen.perspective.applyFrame(next);
        QCOMPARE(screen.table().model()->rowCount(), kStepCount);
        QCOMPARE(screen.flow().current(), -1);
    }
};

QTEST_MAIN(TestPipelinePerspective)
#include "tst_pipeline_perspective.moc"
