#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_cluster_desk.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/banner.h"
#include "widgets/common/translations.h"
#include "widgets/connect/capability_model.h"
#include "widgets/connect/cluster_opener.h"
#include "widgets/connect/connection_form.h"
#include "widgets/connect/connection_manager.h"
#include "widgets/connect/secret_dialog.h"
#include "widgets/connect/step_row.h"
#include "widgets/connect/test_pane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace eventflow;
using namespace eventflow::widgets;
using eventflow::testing::FakeCluster;
using eventflow::testing::FakeClusterDesk;
using eventflow::testing::findNamed;

namespace {

config::Connection makeConnection(const char* name) {
    config::Connection connection;
    connection.name = name;
    connection.bootstrapServers = "broker-1:9092";
    return connection;
}

admin::CheckResult step(admin::CheckStep which, admin::CheckState state, const char* summary) {
    return {which, state, summary, {std::string("detail of ") + summary}, std::chrono::milliseconds(12)};
}

} // namespace

class TestConnectManager : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installTranslations(*qApp, QLocale(QLocale::English)); }
    void init() {
        m_desk = std::make_unique<FakeClusterDesk>();
        m_desk->list = {makeConnection("dev"), makeConnection("prod")};
        m_cluster = std::make_shared<FakeCluster>(makeConnection("prod"));
        m_desk->clusters["prod"] = m_cluster;
        m_access = std::make_shared<DeskAccess>(*m_desk);
        m_opener = std::make_unique<ClusterOpener>(m_access, nullptr);
        openManager();
    }
    void cleanup() {
        m_manager.reset();
        m_opener.reset();
        m_access->close();
    }

    void theListIsAModel() {
        ConnectionDrafts drafts;
        const QAbstractItemModelTester tester(&drafts,
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        drafts.load(m_desk->list);
        QCOMPARE(drafts.rowCount(), 2);
        const int added = drafts.add(makeConnection("dev"));
        QCOMPARE(drafts.draft(added).name, std::string("dev-2"));
        auto changed = drafts.draft(0);
        changed.bootstrapServers = "x:1";
        drafts.setDraft(0, changed);
        QCOMPARE(drafts.modifiedCount(), 2);
        drafts.load(m_desk->list);
        QCOMPARE(drafts.modifiedCount(), 2); // the list was read anew, the drafts stayed
        drafts.revert(0);
        drafts.remove(added);
        QCOMPARE(drafts.modifiedCount(), 0);
        CapabilityModel capabilities;
        const QAbstractItemModelTester other(&capabilities,
                                             QAbstractItemModelTester::FailureReportingMode::QtTest);
        capabilities.setCapabilities(
            {{"a", "p", admin::Access::Allowed, "c", ""}, {"b", "p", admin::Access::Denied, "c", "r"}});
        QCOMPARE(capabilities.summary(), QStringLiteral("1 of 2 allowed"));
        QCOMPARE(capabilities.index(0, CapabilityModel::Access).data().toString(), QStringLiteral("Denied"));
    }

    void anotherConnectionDoesNotLoseADraft() {
        select(0);
        type(QStringLiteral("Topics"), QStringLiteral("orders"));
        select(1);
        QCOMPARE(edit(QStringLiteral("Topics"))->text(), QString());
        select(0);
        QCOMPARE(edit(QStringLiteral("Topics"))->text(), QStringLiteral("orders"));
        QVERIFY(m_desk->list[0].topics.empty());
        press(QStringLiteral("Undo changes"));
        QCOMPARE(edit(QStringLiteral("Topics"))->text(), QString());
    }
    void savingRenamesAtTheDesk() {
        select(0);
        type(QStringLiteral("Name"), QStringLiteral("dev-new"));
        QSignalSpy changed(m_manager.get(), &ConnectionManager::connectionsChanged);
        press(QStringLiteral("Save"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(m_desk->list.size(), std::size_t(2));
        QCOMPARE(m_desk->list[0].name, std::string("dev-new"));
        QVERIFY(!button(QStringLiteral("Save"))->isEnabled());
    }
    void aMistakeCannotBeSaved() {
        select(0);
        type(QStringLiteral("Name"), QStringLiteral("prod"));
        QVERIFY(!button(QStringLiteral("Save"))->isEnabled());
        QVERIFY(!button(QStringLiteral("Save and connect"))->isEnabled());
        QVERIFY(!button(QStringLiteral("&Test"))->isEnabled());
    }
    void newAndDuplicateBeginAsDrafts() {
        press(QStringLiteral("&New"));
        QCOMPARE(edit(QStringLiteral("Name"))->text(), QStringLiteral("new-connection"));
        QVERIFY(!button(QStringLiteral("Save"))->isEnabled()); // no broker yet
        type(QStringLiteral("Bootstrap servers"), QStringLiteral("a:1"));
        press(QStringLiteral("Save"));
        QCOMPARE(m_desk->list.size(), std::size_t(3));
        press(QStringLiteral("Duplicate"));
        QCOMPARE(edit(QStringLiteral("Name"))->text(), QStringLiteral("new-connection-2"));
        QCOMPARE(m_desk->list.size(), std::size_t(3));
    }
    void removingAsksFirst() {
        select(0);
        press(QStringLiteral("Remove…"));
        auto* question = m_manager->findChild<QMessageBox*>();
        QVERIFY(question != nullptr && question->text().contains(QStringLiteral("dev")));
        for (QAbstractButton* answer : question->buttons())
            if (question->buttonRole(answer) == QMessageBox::DestructiveRole)
                QTest::mouseClick(answer, Qt::LeftButton);
        QCOMPARE(m_desk->list.size(), std::size_t(1));
        QCOMPARE(m_desk->list[0].name, std::string("prod"));
    }
    void closingWithDraftsAsks() {
        select(0);
        type(QStringLiteral("Topics"), QStringLiteral("orders"));
        QTest::keyClick(m_manager.get(), Qt::Key_Escape);
        QVERIFY(m_manager->isVisible());
        auto* question = m_manager->findChild<QMessageBox*>();
        QVERIFY(question != nullptr && question->isVisible());
        for (QAbstractButton* answer : question->buttons())
            if (question->buttonRole(answer) == QMessageBox::DestructiveRole)
                QTest::mouseClick(answer, Qt::LeftButton);
        QVERIFY(!m_manager->isVisible());
    }
    void exportHoldsNoSecret() {
        m_desk->list[0].properties = {{"security.protocol", "sasl_ssl"}, {"sasl.mechanism", "PLAIN"}};
        m_desk->list[0].secrets = {"sasl.password"};
        openManager();
        select(0);
        const auto actions = button(QStringLiteral("Export"))->menu()->actions();
        actions[0]->trigger();
        QVERIFY(
            QApplication::clipboard()->text().contains(QStringLiteral("bootstrap.servers=broker-1:9092\n")));
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("# a secret: sasl.password=")));
        actions[1]->trigger();
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("name: \"dev\"")));
    }

    void aTestShowsItsStepsAsTheyFinish() {
        using namespace admin;
        m_desk->steps = {step(CheckStep::Addresses, CheckState::Passed, "2 addresses"),
                         step(CheckStep::Network, CheckState::Warning, "1 of 2 answer")};
        m_desk->blocked = true;
        select(1);
        press(QStringLiteral("&Test"));
        QTRY_COMPARE(stepText(CheckStep::Network), QStringLiteral("Network: Warning. 1 of 2 answer"));
        QCOMPARE(stepText(CheckStep::Tls), QStringLiteral("TLS: running …. "));
        QCOMPARE(stepText(CheckStep::Login), QStringLiteral("Login: waiting. "));
        m_desk->capabilities = {{"Read topic \"orders\"", "Read on Topic:orders", Access::Denied,
                                 "its records cannot be looked at", "TOPIC_AUTHORIZATION_FAILED"}};
        m_desk->blocked = false;
        QTRY_VERIFY(!m_manager->test().isRunning());
        QVERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("The connection works.")));
        auto* table = findNamed<QTableView>(*m_manager, QStringLiteral("What the login may do"));
        QVERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 1);
        auto* details = findNamed<QToolButton>(*m_manager, QStringLiteral("Details of: Addresses"));
        QTest::mouseClick(details, Qt::LeftButton);
        QVERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("detail of 2 addresses")));
        press(QStringLiteral("Back to the settings"));
        QVERIFY(edit(QStringLiteral("Name"))->isVisible());
    }
    void aFailedStepIsTheVerdict() {
        using namespace admin;
        m_desk->steps = {step(CheckStep::Addresses, CheckState::Passed, "2 addresses"),
                         step(CheckStep::Network, CheckState::Failed, "connection refused")};
        select(1);
        press(QStringLiteral("&Test"));
        QTRY_VERIFY(!m_manager->test().isRunning());
        QVERIFY(testing::visibleText(*m_manager)
                    .contains(QStringLiteral("The connection does not work: connection refused")));
        QVERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("detail of connection refused")));
    }
    void aTestThatCannotBeMadeSaysWhy() {
        m_desk->failure = Error{ErrorCode::InvalidArgument, "the property group.id is refused"};
        select(1);
        press(QStringLiteral("&Test"));
        QTRY_VERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("group.id is refused")));
    }
    void aTestIsCancelledAtOnce() {
        m_desk->steps = {step(admin::CheckStep::Addresses, admin::CheckState::Passed, "2 addresses")};
        m_desk->blocked = true;
        select(1);
        press(QStringLiteral("&Test"));
        QTRY_VERIFY(stepText(admin::CheckStep::Addresses).contains(QStringLiteral("Passed")));
        press(QStringLiteral("Cancel the test"));
        QVERIFY(!m_manager->test().isRunning());
        QVERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("The test was cancelled.")));
        QVERIFY(stepText(admin::CheckStep::Login).contains(QStringLiteral("cancelled")));
        press(QStringLiteral("Test again"));
        m_desk->blocked = false;
        QTRY_VERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("The connection works.")));
    }
    void stepsOfADialogThatIsGoneGoNowhere() {
        m_desk->steps.assign(1000, step(admin::CheckStep::Addresses, admin::CheckState::Passed, "x"));
        m_desk->blocked = true;
        select(1);
        press(QStringLiteral("&Test"));
        QTRY_VERIFY(stepText(admin::CheckStep::Addresses).contains(QStringLiteral("Passed")));
        m_manager.reset();
        m_desk->blocked = false;
        m_access->close(); // the call has ended
        QCoreApplication::processEvents();
    }

    void missingSecretsAreAskedForBeforeATest() {
        m_desk->list[1].secrets = {"sasl.password"};
        m_desk->missing = {"sasl.password"};
        openManager();
        select(1);
        press(QStringLiteral("&Test"));
        SecretDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_manager->findChild<SecretDialog*>()) != nullptr && dialog->isVisible());
        auto* secret = dialog->findChild<QLineEdit*>();
        QCOMPARE(secret->echoMode(), QLineEdit::Password);
        QTest::keyClicks(secret, QStringLiteral("hunter2"));
        QTest::keyClick(secret, Qt::Key_Return);
        QTRY_VERIFY(testing::visibleText(*m_manager).contains(QStringLiteral("The connection works.")));
        QCOMPARE(m_desk->provided["sasl.password"], std::string("hunter2"));
        QVERIFY(!everyText().contains(QStringLiteral("hunter2")));
    }
    void aSecretThatCannotBeKeptIsForTheSession() {
        m_desk->missing = {"sasl.password"};
        m_desk->provideFailure = Error{ErrorCode::Unavailable, "no keychain"};
        select(1);
        press(QStringLiteral("Connect"));
        SecretDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_manager->findChild<SecretDialog*>()) != nullptr && dialog->isVisible());
        QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral("hunter2"));
        const auto choices = dialog->findChildren<QRadioButton*>();
        QTest::keyClick(choices[1], Qt::Key_Space);
        QVERIFY(choices[1]->isChecked());
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(testing::visibleText(*dialog).contains(QStringLiteral("no keychain")));
        QVERIFY(choices[0]->isChecked());
        QSignalSpy opened(m_opener.get(), &ClusterOpener::opened);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(opened.count(), 1);
    }
    void refusingASecretConnectsToNothing() {
        m_desk->missing = {"sasl.password"};
        select(1);
        press(QStringLiteral("Connect"));
        SecretDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_manager->findChild<SecretDialog*>()) != nullptr && dialog->isVisible());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!m_opener->isOpening());
        QVERIFY(m_manager->isVisible());
        QVERIFY(button(QStringLiteral("Connect"))->isEnabled());
    }

    void connectingSavesOpensAndCloses() {
        select(1);
        type(QStringLiteral("Topics"), QStringLiteral("orders"));
        QSignalSpy opened(m_opener.get(), &ClusterOpener::opened);
        QSignalSpy read(m_manager.get(), &ConnectionManager::readRequested);
        press(QStringLiteral("Save and connect"));
        QTRY_COMPARE(opened.count(), 1);
        QVERIFY((m_desk->list[1].topics == std::vector<std::string>{"orders"}));
        QVERIFY(!m_manager->isVisible());
        QCOMPARE(read.count(), 0);
    }
    void returnInAFieldDoesNotConnect() {
        select(1);
        QSignalSpy opened(m_opener.get(), &ClusterOpener::stateChanged);
        QTest::keyClick(edit(QStringLiteral("Name")), Qt::Key_Return);
        QCOMPARE(opened.count(), 0);
        QTest::keyClick(edit(QStringLiteral("Name")), Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(opened.count() > 0);
    }
    void itsRecordsAreReadWhenAskedFor() {
        m_desk->list[1].topics = {"orders"};
        openManager();
        select(1);
        for (QCheckBox* box : m_manager->findChildren<QCheckBox*>())
            if (box->text().contains(QStringLiteral("read its records"))) QTest::keyClick(box, Qt::Key_Space);
        auto* start = findNamed<QComboBox>(*m_manager, QStringLiteral("Where the pipeline begins to read"));
        QTest::keyClick(start, Qt::Key_Down);
        feed::ClusterTarget target;
        connect(m_manager.get(), &ConnectionManager::readRequested, this,
                [&](const feed::ClusterTarget& wanted) { target = wanted; });
        press(QStringLiteral("Connect"));
        QTRY_COMPARE(target.connection, std::string("prod"));
        QVERIFY((target.topics == std::vector<std::string>{"orders"}));
        QVERIFY(target.start == feed::ClusterTarget::Start::Earliest);
    }
    void aClusterThatCannotBeOpenedSaysWhyAndWhatNext() {
        m_desk->failure = Error{ErrorCode::Unavailable, "broker-1:9092: connection refused"};
        select(1);
        press(QStringLiteral("Connect"));
        QTRY_VERIFY(m_manager->banner().isVisible());
        QVERIFY(m_manager->banner().cause().contains(QStringLiteral("connection refused")));
        QVERIFY(m_manager->isVisible());
        QVERIFY(button(QStringLiteral("Connect"))->isEnabled());
    }
    void connectingIsCancelled() {
        m_desk->blocked = true;
        select(1);
        press(QStringLiteral("Connect"));
        QTRY_VERIFY(button(QStringLiteral("Cancel connecting"))->isVisible());
        QVERIFY(!button(QStringLiteral("Connect"))->isEnabled());
        press(QStringLiteral("Cancel connecting"));
        QVERIFY(!m_opener->isOpening());
        QVERIFY(m_manager->isVisible());
        QVERIFY(button(QStringLiteral("Connect"))->isEnabled());
    }
    void everythingHasAName() {
        const QStringList unnamed = testing::unnamedFocusWidgets(*m_manager);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
    }

private:
    void openManager() {
        m_manager = std::make_unique<ConnectionManager>(m_access, *m_opener, nullptr);
        m_manager->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_manager.get()));
    }
    void select(int row) {
        auto* list = findNamed<QListView>(*m_manager, QStringLiteral("Connections"));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(row, 0)).center());
    }
    QPushButton* button(const QString& text) const {
        for (QPushButton* button : m_manager->findChildren<QPushButton*>())
            if (button->text() == text) return button;
        return nullptr;
    }
    void press(const QString& text) {
        QPushButton* found = button(text);
        QVERIFY2(found != nullptr && found->isVisible() && found->isEnabled(), qPrintable(text));
        QTest::mouseClick(found, Qt::LeftButton);
    }
    QLineEdit* edit(const QString& name) const { return findNamed<QLineEdit>(*m_manager, name); }
    void type(const QString& field, const QString& text) {
        edit(field)->selectAll();
        QTest::keyClicks(edit(field), text);
    }
    QString stepText(admin::CheckStep which) const {
        return m_manager->test().steps()[static_cast<std::size_t>(which)]->text();
    }
    /// Of every widget there is, seen or not.
    static QString everyText() {
        QStringList texts;
        for (QWidget* widget : QApplication::allWidgets())
            for (const char* property : {"text", "plainText", "toolTip", "accessibleDescription"})
                texts << widget->property(property).toString();
        return texts.join(u'\n');
    }

    std::unique_ptr<FakeClusterDesk> m_desk;
    std::shared_ptr<FakeCluster> m_cluster;
    DeskPtr m_access;
    std::unique_ptr<ClusterOpener> m_opener;
    std::unique_ptr<ConnectionManager> m_manager;
};

QTEST_MAIN(TestConnectManager)
#include "tst_connect_manager.moc"
