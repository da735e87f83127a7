#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/alerts/alerts_perspective.h"
#include "widgets/viewmodels/alert_list_model.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;
using viewmodels::AlertListModel;

namespace {

struct Screen {
    FakeWorkbench workbench;
    AlertsPerspective perspective{workbench};

    Screen() {
        perspective.resize(1300, 800);
        perspective.show();
        perspective.setActive(true);
    }
    [[nodiscard]] QTableView& list() { return *findNamed<QTableView>(perspective, QStringLiteral("Alerts")); }
    [[nodiscard]] QListView& timeline() {
        return *findNamed<QListView>(perspective, QStringLiteral("Transitions of the alert"));
    }
    [[nodiscard]] QLineEdit& filter() { return *perspective.findChild<QLineEdit*>(); }
    [[nodiscard]] QString said() { return visibleText(perspective); }
    [[nodiscard]] QString cell(int row, int column) {
        return list().model()->index(row, column).data().toString();
    }
};

feed::PipelineDelta quiet(double uptime) {
    feed::PipelineDelta delta = FakeWorkbench::demoDelta(uptime);
    delta.activeAlerts = std::make_shared<const std::vector<Alert>>();
    delta.transitions.clear();
    return delta;
}

} // namespace

class TestAlertsPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsWhatIsActiveAndWhatWasResolved() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        QTRY_COMPARE(screen.list().model()->rowCount(), 7);
        QCOMPARE(screen.cell(0, AlertListModel::State), QStringLiteral("Firing"));
        QCOMPARE(screen.cell(0, AlertListModel::SeverityColumn), QStringLiteral("Critical"));
        QCOMPARE(screen.cell(6, AlertListModel::State), QStringLiteral("Resolved"));
    }

    void detailShowsRuleLabelsAndTimeline() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        const Alert alert = FakeWorkbench::demoAlerts(FakeWorkbench::kStart).front();
        screen.perspective.showItem(QString::fromStdString(fingerprint(alert.labels)));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("rules/hosts.yaml:4")));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("eu-west-1a")));
        QCOMPARE(screen.perspective.findChild<QPlainTextEdit*>()->toPlainText(),
                 QStringLiteral("avg by (host, zone) (avg_over_time(cpu_load[2m])) > 85"));
        QTRY_VERIFY(screen.timeline().model()->rowCount() >= 2);
        QCOMPARE(screen.timeline().model()->index(0, 1).data().toString(),
                 QStringLiteral("Pending → Firing"));
    }

    void linksInAnnotationsAreText() {
        Screen screen;
        feed::PipelineDelta delta = quiet(10);
        Alert alert = FakeWorkbench::demoAlerts(FakeWorkbench::kStart).front();
        alert.annotations.set("summary", "<a href='file:///etc/passwd'>click</a>");
        delta.activeAlerts = std::make_shared<const std::vector<Alert>>(std::vector<Alert>{alert});
        screen.perspective.applyFrame(delta);
        screen.list().selectRow(0);
        QVERIFY(screen.said().contains(QStringLiteral("<a href=")));
        const auto labels = screen.perspective.findChildren<QLabel*>();
        for (const QLabel* label : labels) {
            if (!label->text().contains(u'<')) continue;
            QCOMPARE(label->textFormat(), Qt::PlainText);
            QVERIFY(!label->openExternalLinks());
        }
    }

    void selectionSurvivesFrames() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.list().selectRow(3);
        const QString chosen = screen.cell(3, AlertListModel::Name);
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(11));
        const QModelIndex current = screen.list().currentIndex();
        QCOMPARE(screen.cell(current.row(), AlertListModel::Name), chosen);
    }

    void filtersByStateAndText() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        QTRY_COMPARE(screen.list().model()->rowCount(), 7);
        const auto buttons = screen.perspective.findChildren<QToolButton*>();
        const auto pending = std::find_if(buttons.begin(), buttons.end(), [](const QToolButton* button) {
            return button->text().startsWith(QStringLiteral("Pending"));
        });
        QVERIFY(pending != buttons.end());
        QVERIFY((*pending)->text().endsWith(u'1'));
        QTest::mouseClick(*pending, Qt::LeftButton);
        QCOMPARE(screen.list().model()->rowCount(), 1);
        screen.filter().setText(QStringLiteral("nothing like it"));
        QCOMPARE(screen.list().model()->rowCount(), 0);
        QVERIFY(screen.said().contains(QStringLiteral("No alert matches")));
    }

    void aClickOnAColumnSortsAndTheThirdOneEndsIt() {
        Screen screen;
        screen.workbench.failQueries = true;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        const QString mostUrgent = screen.cell(0, AlertListModel::Name);
        QHeaderView& header = *screen.list().horizontalHeader();
        const auto click = [&] {
            const QPoint at(header.sectionViewportPosition(AlertListModel::Name) + 8, header.height() / 2);
            QTest::mouseClick(header.viewport(), Qt::LeftButton, {}, at);
        };
        const auto isSorted = [&](bool descending) {
            for (int row = 1; row < screen.list().model()->rowCount(); ++row) {
                const int order = screen.cell(row - 1, AlertListModel::Name)
                                      .compare(screen.cell(row, AlertListModel::Name));
                if (descending ? order < 0 : order > 0) return false;
            }
            return true;
        };
        click();
        QVERIFY(isSorted(false));
        click();
        QVERIFY(isSorted(true));
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(11)); // a frame keeps the order
        QVERIFY(isSorted(true));
        click();
        QCOMPARE(screen.cell(0, AlertListModel::Name), mostUrgent);
    }

    void tenThousandAlertsAreListedWithoutTheGuiThread() {
        Screen screen;
        screen.workbench.failQueries = true; // no history
        feed::PipelineDelta delta = quiet(10);
        auto many = std::make_shared<std::vector<Alert>>();
        for (int i = 0; i < 10'000; ++i) {
            many->push_back(FakeWorkbench::demoAlerts(FakeWorkbench::kStart).front());
            many->back().labels.set("host", "h" + std::to_string(i));
        }
        delta.activeAlerts = many;
        screen.perspective.applyFrame(delta);
        QTRY_COMPARE(screen.list().model()->rowCount(), static_cast<int>(AlertListModel::kMaxRows));
        screen.filter().setText(QStringLiteral("host=h77"));
        screen.filter().setText(QStringLiteral("host=h777")); // while the first one is being looked for
        QTRY_COMPARE(screen.list().model()->rowCount(), 11);
        feed::PipelineDelta next = quiet(1);
        next.generation = 2;
        screen.filter().clear(); // its answer comes too late
        screen.perspective.applyFrame(next);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(screen.list().model()->rowCount(), 0);
    }

    void saysWhenNothingIsActiveAndWhichRulesFail() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("No rule is being evaluated")));
        screen.workbench.failQueries = true; // no history either
        feed::PipelineDelta delta = quiet(10);
        rules::RuleHealth broken;
        broken.name = "HostSaturated";
        broken.lastError = "many-to-one matching must be explicit";
        delta.ruleHealth = std::make_shared<const std::vector<rules::RuleHealth>>(
            std::vector<rules::RuleHealth>{broken, {}});
        screen.perspective.applyFrame(delta);
        QVERIFY(screen.said().contains(QStringLiteral("No alert is active")));
        QVERIFY(
            screen.said().contains(QStringLiteral("HostSaturated: many-to-one matching must be explicit")));
    }

    void saysWhenTheHistoryCannotBeRead() {
        Screen screen;
        screen.workbench.failQueries = true;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.list().selectRow(0);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("disk I/O error")));
    }

    void aNewPipelineForgets() {
        Screen screen;
        screen.workbench.failQueries = true;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        feed::PipelineDelta next = quiet(1);
        next.generation = 2;
        screen.perspective.applyFrame(next);
        QCOMPARE(screen.list().model()->rowCount(), 0);
        QVERIFY(screen.said().contains(QStringLiteral("No alert is active")));
    }

    void framesAreTakenWhileHidden() {
        Screen screen;
        screen.perspective.setActive(false);
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        feed::PipelineDelta later = FakeWorkbench::demoDelta(11);
        later.transitions.clear();
        screen.perspective.applyFrame(later);
        screen.perspective.setActive(true);
        QCOMPARE(screen.list().model()->rowCount(), 7);
    }

    void keyboardReachesFilterListAndTimeline() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.list().selectRow(0);
        screen.perspective.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&screen.perspective));
        screen.list().setFocus();
        QTest::keyClick(&screen.list(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(screen.filter().hasFocus());
        QTest::keyClicks(&screen.filter(), QStringLiteral("payments"));
        QVERIFY(screen.list().model()->rowCount() < 7);
        QTest::keyClick(&screen.filter(), Qt::Key_Escape);
        QVERIFY(screen.filter().text().isEmpty());
        QTest::keyClick(&screen.filter(), Qt::Key_F6);
        QVERIFY(screen.list().hasFocus());
        QTest::keyClick(&screen.list(), Qt::Key_F6);
        QVERIFY(screen.timeline().hasFocus());
        QTest::keyClick(&screen.timeline(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(screen.list().hasFocus());
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }
};

QTEST_MAIN(TestAlertsPerspective)
#include "tst_alerts_perspective.moc"
