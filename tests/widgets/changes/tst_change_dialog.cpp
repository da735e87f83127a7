#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/changes/change_dialog.h"
#include "widgets/changes/connection_line.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

std::shared_ptr<FakeCluster> makeCluster(config::Environment environment, bool readOnly) {
    auto connection = FakeCluster::defaultConnection();
    connection.environment = environment;
    connection.readOnly = readOnly;
    auto cluster = std::make_shared<FakeCluster>(connection);
    cluster->planAnswer.action = admin::Action::DeleteTopic;
    cluster->planAnswer.target = "orders";
    cluster->planAnswer.changes = {{"orders", "6 partitions", ""}};
    cluster->planAnswer.warnings = {"The group billing reads it."};
    return cluster;
}

/// A dialog on a fake cluster, as a user meets it.
struct Screen {
    std::shared_ptr<FakeCluster> cluster;
    ChangeDialog dialog;
    QSignalSpy finished{&dialog, &ChangeDialog::finished};

    explicit Screen(std::shared_ptr<FakeCluster> fake,
                    admin::ChangeRequest request = admin::DeleteTopic{"orders"})
        : cluster(std::move(fake)), dialog(cluster, std::move(request)) {
        dialog.show();
    }
    explicit Screen(config::Environment environment, bool readOnly = false)
        : Screen(makeCluster(environment, readOnly)) {}

    [[nodiscard]] QPushButton* button(const QString& text) const {
        for (QPushButton* button : dialog.findChildren<QPushButton*>())
            if (button->text() == text && button->isVisible()) return button;
        return nullptr;
    }
    [[nodiscard]] QPushButton* execute() const { return button(QStringLiteral("Delete topic")); }
    [[nodiscard]] QLineEdit* confirmation() const {
        return findNamed<QLineEdit>(dialog, QStringLiteral("Name of what is changed, to confirm"));
    }
    [[nodiscard]] QString said() const { return visibleText(dialog); }
    void click(const QString& text) const { QTest::mouseClick(button(text), Qt::LeftButton); }
};

using config::Environment;

} // namespace

class TestChangeDialog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }

    void showsTheDryRunBeforeAnythingIsDone() {
        Screen screen(Environment::Development);
        QVERIFY(screen.said().contains(QStringLiteral("Finding out what would change")));
        QTRY_VERIFY(screen.execute() != nullptr);
        QVERIFY(screen.said().contains(QStringLiteral("Delete the topic orders")));
        QVERIFY(screen.said().contains(QStringLiteral("payments-prod")));
        QVERIFY(screen.said().contains(QStringLiteral("Development")));
        QVERIFY(screen.said().contains(QStringLiteral("Nothing has been changed yet. 1 change")));
        QVERIFY(screen.said().contains(QStringLiteral("The group billing reads it.")));
        auto* table = findNamed<QTableView>(screen.dialog, QStringLiteral("What would change"));
        QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("6 partitions"));
        QVERIFY(screen.cluster->confirmations.empty());
        QCOMPARE(unnamedFocusWidgets(screen.dialog), QStringList());
    }

    void carriesItOutAndTellsThatItChanged() {
        Screen screen(Environment::Development);
        QTRY_VERIFY(screen.execute() != nullptr);
        QVERIFY(!screen.confirmation()->isVisible());
        QTest::mouseClick(screen.execute(), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Done.")));
        QCOMPARE(screen.cluster->confirmations.size(), 1U);
        QVERIFY(screen.execute() == nullptr);
        QTest::keyClick(&screen.dialog, Qt::Key_Escape);
        QCOMPARE(screen.finished.size(), 1);
        QCOMPARE(screen.finished.first().first().toBool(), true);
    }

    void closingWithoutDoingChangesNothing() {
        Screen screen(Environment::Development);
        QTRY_VERIFY(screen.execute() != nullptr);
        screen.click(QStringLiteral("Cancel"));
        QCOMPARE(screen.finished.size(), 1);
        QCOMPARE(screen.finished.first().first().toBool(), false);
        QVERIFY(screen.cluster->confirmations.empty());
    }

    void productionNeedsTheTargetToBeTypedExactly() {
        Screen screen(Environment::Production);
        QTRY_VERIFY(screen.execute() != nullptr);
        QVERIFY(!screen.execute()->isEnabled());
        QVERIFY(screen.execute()->toolTip().contains(QStringLiteral("not been typed")));
        QTRY_VERIFY(screen.confirmation()->hasFocus());
        QTest::keyClicks(screen.confirmation(), QStringLiteral("order"));
        QVERIFY(!screen.execute()->isEnabled());
        QVERIFY(screen.execute()->toolTip().contains(QStringLiteral("not exactly")));
        QTest::keyClick(screen.confirmation(), Qt::Key_Return);
        QVERIFY(screen.cluster->confirmations.empty());
        QTest::keyClicks(screen.confirmation(), QStringLiteral("s"));
        QVERIFY(screen.execute()->isEnabled());
        QTest::keyClicks(screen.confirmation(), QStringLiteral(" "));
        QVERIFY(!screen.execute()->isEnabled());
        QTest::keyClick(screen.confirmation(), Qt::Key_Backspace);
        QTest::keyClick(screen.confirmation(), Qt::Key_Tab);
        QTest::mouseClick(screen.execute(), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Done.")));
        QCOMPARE(screen.cluster->confirmations, std::vector<std::string>{"orders"});
    }

    void aReadOnlyConnectionEndsWithTheDryRun() {
        Screen screen(Environment::Production, true);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("read-only, so this can be looked at")));
        QVERIFY(screen.said().contains(QStringLiteral("switch “Read-only” off")));
        QVERIFY(screen.execute() == nullptr);
        QVERIFY(!screen.confirmation()->isVisible());
        QVERIFY(screen.button(QStringLiteral("Close")) != nullptr);
    }

    void whatIsAlreadySoCannotBeDoneAgain() {
        auto cluster = makeCluster(Environment::Development, false);
        cluster->planAnswer.changes.clear();
        Screen screen(cluster);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("There is nothing to do")));
        QVERIFY(screen.execute() == nullptr);
    }

    void aPlanThatFailsSaysWhyAndCanBeAskedForAgain() {
        auto cluster = makeCluster(Environment::Development, false);
        cluster->failure = Error{ErrorCode::PermissionDenied, "DescribeConfigs on orders was denied"};
        Screen screen(cluster);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("DescribeConfigs on orders was denied")));
        QVERIFY(screen.said().contains(QStringLiteral("Use a login that has this right")));
        QVERIFY(screen.execute() == nullptr);
        cluster->failure.reset();
        screen.click(QStringLiteral("Try again"));
        QTRY_VERIFY(screen.execute() != nullptr);
    }

    void aChangeThatFailsSaysWhyAndCountsAsTried() {
        auto cluster = makeCluster(Environment::Development, false);
        cluster->executeFailure = Error{ErrorCode::Unavailable, "DeleteTopics was not answered in 30s"};
        Screen screen(cluster);
        QTRY_VERIFY(screen.execute() != nullptr);
        QTest::mouseClick(screen.execute(), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("No answer: DeleteTopics was not answered")));
        screen.click(QStringLiteral("Close"));
        QCOMPARE(screen.finished.first().first().toBool(), true);
    }

    void stoppingAWriteKeepsItsOutcome() {
        auto cluster = makeCluster(Environment::Development, false);
        cluster->outcomeAnswer.report.counts.written = 12'345;
        cluster->outcomeAnswer.report.addFailure("line 7", {ErrorCode::LimitExceeded, "2 MiB is too large"});
        Screen screen(cluster, admin::ProduceRecords{"orders", "a\nb", {}});
        QTRY_VERIFY(screen.button(QStringLiteral("Write records")) != nullptr);
        auto* rate = screen.dialog.findChild<QDoubleSpinBox*>();
        QVERIFY(rate->isVisible());
        rate->setFocus();
        rate->selectAll();
        QTest::keyClicks(rate, QStringLiteral("250"));
        cluster->blocked = true;
        screen.click(QStringLiteral("Write records"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("12,345 written")));
        QTest::keyClick(&screen.dialog, Qt::Key_Escape); // stops, and does not close
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Stopped. What had been done")));
        QVERIFY(screen.dialog.isVisible());
        QVERIFY(screen.said().contains(QStringLiteral("1 failed")));
        auto* report = findNamed<QTableView>(screen.dialog, QStringLiteral("What did not go, and notes"));
        QCOMPARE(report->model()->rowCount(), 1);
        QCOMPARE(cluster->rates, std::vector<double>{250});
        QCOMPARE(screen.finished.size(), 0);
    }

    void saysWhereTheOldOffsetsAreKept() {
        auto cluster = makeCluster(Environment::Development, false);
        cluster->outcomeAnswer.undoFile = "/state/undo/billing.csv";
        Screen screen(cluster, admin::ResetOffsets{"billing", {}, {}});
        QTRY_VERIFY(screen.button(QStringLiteral("Reset offsets")) != nullptr);
        screen.click(QStringLiteral("Reset offsets"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("/state/undo/billing.csv")));
        screen.click(QStringLiteral("Copy path"));
    }

    void closingWhileItPlansAbandonsTheQuestion() {
        auto cluster = makeCluster(Environment::Development, false);
        cluster->blocked = true;
        {
            Screen screen(cluster);
            screen.click(QStringLiteral("Cancel"));
            QCOMPARE(screen.finished.first().first().toBool(), false);
        }
        cluster->blocked = false;
        QTRY_COMPARE(cluster->planned.size(), 1U); // the call outlives the dialog
    }

    void openedByAScreenItTellsItOnce() {
        auto cluster = makeCluster(Environment::Development, false);
        QWidget screen;
        screen.show();
        int told = 0;
        ChangeDialog* dialog = ChangeDialog::open(cluster, admin::DeleteTopic{"orders"}, &screen,
                                                  [&](bool changed) { told += changed ? 100 : 1; });
        QPointer<ChangeDialog> guard(dialog);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(told, 1);
        QTRY_VERIFY(guard.isNull());
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestChangeDialog test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_change_dialog.moc"
