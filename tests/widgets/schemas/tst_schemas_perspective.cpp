#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_schema_registry.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/text_view.h"
#include "widgets/schemas/level_dialog.h"
#include "widgets/schemas/reference_dialog.h"
#include "widgets/schemas/register_dialog.h"
#include "widgets/schemas/schemas_perspective.h"
#include "widgets/viewmodels/roles.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

struct Screen {
    FakeWorkbench workbench;
    FakeSchemaRegistry registry;
    std::shared_ptr<FakeCluster> cluster;
    SchemasPerspective perspective{workbench};

    explicit Screen(config::Connection connection = FakeCluster::defaultConnection())
        : cluster(std::make_shared<FakeCluster>(std::move(connection))) {
        FakeSchemaRegistry::fillWithSamples(registry);
        cluster->registryAnswer = &registry;
        perspective.resize(1300, 800);
        perspective.show();
        perspective.setActive(true);
    }
    ~Screen() { registry.blocked = false; }

    void connectTo() { perspective.setCluster(cluster); }
    /// Connected, with the subject chosen and its versions read.
    void open(const QString& subject) {
        connectTo();
        perspective.showItem(subject);
        QTRY_COMPARE(chosenSubject(), subject);
        QTRY_VERIFY(versions().model()->rowCount() > 0);
        for (int row = 0; row < versions().model()->rowCount(); ++row)
            QTRY_VERIFY(versions().model()->index(row, 1).data().toString() != QStringLiteral("…"));
    }
    template <typename View>
    [[nodiscard]] View& named(const char* name) {
        View* view = findNamed<View>(perspective, QString::fromLatin1(name));
        if (view == nullptr) qFatal("no view is called %s", name);
        return *view;
    }
    [[nodiscard]] QListView& subjects() { return named<QListView>("Subjects"); }
    [[nodiscard]] QTableView& versions() { return named<QTableView>("Versions of the subject"); }
    [[nodiscard]] QTabWidget& tabs() { return named<QTabWidget>("Views of the version"); }
    [[nodiscard]] QString chosenSubject() {
        return subjects().currentIndex().data(viewmodels::RecordIdRole).toString();
    }
    enum Tab : int { Tree, Text, Compare, References, Check, Drift };
    void showTab(Tab tab) { tabs().setCurrentIndex(tab); }
    [[nodiscard]] QPushButton& button(const QString& text) {
        const auto buttons = QApplication::activeModalWidget() != nullptr
                                 ? QApplication::activeModalWidget()->findChildren<QPushButton*>()
                                 : perspective.findChildren<QPushButton*>();
        for (QPushButton* one : buttons)
            if (one->isVisible() && one->text() == text) return *one;
        qFatal("no button says %s", qPrintable(text));
    }
    [[nodiscard]] QPlainTextEdit& editor() { return named<QPlainTextEdit>("Text of the new version"); }
    [[nodiscard]] QString said() { return visibleText(perspective); }
};

} // namespace

class TestSchemasPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDoWithoutACluster() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("No cluster is connected")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void saysHowToAddARegistry() {
        Screen screen;
        screen.cluster->registryAnswer = nullptr;
        screen.connectTo();
        QVERIFY(screen.said().contains(QStringLiteral("payments-prod has no schema registry")));
        QVERIFY(screen.said().contains(QStringLiteral("registry.example:8081")));
    }

    void asksNothingBeforeItIsLookedAt() {
        Screen screen;
        screen.perspective.setActive(false);
        screen.connectTo();
        QTest::qWait(20);
        QCOMPARE(screen.registry.calls.load(), 0);
        screen.perspective.setActive(true);
        QTRY_COMPARE(screen.subjects().model()->rowCount(), 5);
    }

    void showsTheFirstSubjectWithItsLatestVersion() {
        Screen screen;
        screen.connectTo();
        QTRY_COMPARE(screen.subjects().model()->rowCount(), 5);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Compatibility BACKWARD")));
        QCOMPARE(screen.chosenSubject(), QStringLiteral("money-value"));
        QVERIFY(screen.said().contains(QStringLiteral("Upgrade consumers first")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void saysThatItIsReadingAndStaysAlive() {
        Screen screen;
        screen.registry.blocked = true;
        screen.connectTo();
        QVERIFY(screen.said().contains(QStringLiteral("Reading subjects")));
        screen.registry.blocked = false;
        QTRY_COMPARE(screen.subjects().model()->rowCount(), 5);
    }

    void aRegistryThatDoesNotAnswerIsSaidAndAskedAgain() {
        Screen screen;
        screen.registry.failure = Error{ErrorCode::Unavailable, "GET /subjects: connection refused"};
        screen.connectTo();
        QTRY_VERIFY(screen.said().contains(QStringLiteral("The registry cannot be read")));
        QVERIFY(screen.said().contains(QStringLiteral("connection refused")));
        screen.registry.failure.reset();
        const auto buttons = screen.perspective.findChildren<QPushButton*>();
        for (QPushButton* button : buttons)
            if (button->isVisible() && button->text() == QStringLiteral("Try again"))
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(screen.subjects().model()->rowCount(), 5);
    }

    void filtersWhileTypingAndKeepsTheChosenSubject() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        auto& filter = screen.named<QLineEdit>("Filter subjects by name");
        filter.setFocus();
        QTest::keyClicks(&filter, QStringLiteral("pay"));
        QCOMPARE(screen.subjects().model()->rowCount(), 1);
        QVERIFY(screen.said().contains(QStringLiteral("1 of 6 match")));
        QVERIFY(screen.said().contains(QStringLiteral("orders-value"))); // is still shown
        QTest::keyClick(&filter, Qt::Key_Escape);
        QCOMPARE(screen.subjects().model()->rowCount(), 5);
        QCOMPARE(screen.chosenSubject(), QStringLiteral("orders-value"));
    }

    void includesDeletedSubjectsAndVersionsOnRequest() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        QCOMPARE(screen.versions().model()->rowCount(), 3);
        auto& deleted = screen.named<QCheckBox>("Show deleted subjects");
        deleted.setFocus();
        QTest::keyClick(&deleted, Qt::Key_Space);
        QCOMPARE(screen.subjects().model()->rowCount(), 6);
        QCOMPARE(screen.versions().model()->rowCount(), 4);
        QTRY_COMPARE(screen.versions().model()->index(3, 3).data().toString(), QStringLiteral("deleted"));
    }

    void showItemFindsADeletedSubjectToo() {
        Screen screen;
        screen.connectTo();
        screen.perspective.showItem(QStringLiteral("legacy-value"));
        QTRY_COMPARE(screen.chosenSubject(), QStringLiteral("legacy-value"));
        screen.perspective.showItem(QStringLiteral("no such subject"));
        QCOMPARE(screen.chosenSubject(), QStringLiteral("legacy-value"));
    }

    void keysChooseAVersionAndItsTreeIsShown() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        auto& tree = screen.named<QTreeView>("Fields of the schema");
        QTRY_COMPARE(tree.model()->rowCount(), 5);
        screen.versions().setFocus();
        QTest::keyClick(&screen.versions(), Qt::Key_Down);
        QTest::keyClick(&screen.versions(), Qt::Key_Down);
        QTRY_COMPARE(tree.model()->rowCount(), 3); // version 2
        QVERIFY(screen.said().contains(QStringLiteral("An order as the shop took it.")));
    }

    void theTextIsTheRegisteredOne() {
        Screen screen;
        screen.open(QStringLiteral("shipping-value"));
        screen.tabs().setCurrentIndex(1);
        auto& text = screen.named<TextView>("Text of the schema");
        const QString registered =
            QString::fromStdString(screen.registry.subjectMap["shipping-value"].front().schema.text);
        QTRY_COMPARE(text.text(), registered);
        QTest::mouseClick(&screen.named<QToolButton>("Copy the text of the schema"), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), registered);
        QVERIFY(screen.said().contains(QStringLiteral("7 line(s)")));
    }

    void aDeniedLevelDoesNotHideTheVersions() {
        Screen screen;
        screen.registry.configFailure = Error{ErrorCode::PermissionDenied, "GET /config/orders-value"};
        screen.open(QStringLiteral("orders-value"));
        QVERIFY(screen.said().contains(QStringLiteral("Not allowed")));
        QCOMPARE(screen.versions().model()->rowCount(), 3);
    }

    void anotherClusterForgetsEverything() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.perspective.setCluster(nullptr);
        QVERIFY(screen.said().contains(QStringLiteral("No cluster is connected")));
        QCOMPARE(screen.subjects().model()->rowCount(), 0);
        QCOMPARE(screen.versions().model()->rowCount(), 0);
    }

    void comparesTheChosenVersionWithTheOneBefore() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Compare);
        auto& changes = screen.named<QTableView>("Changes");
        QTRY_COMPARE(changes.model()->rowCount(), 2);
        QVERIFY(screen.said().contains(QStringLiteral("FULL_TRANSITIVE forbids this step")));
        auto& reasons = screen.named<QPlainTextEdit>("What the change breaks, and why");
        QVERIFY(reasons.toPlainText().startsWith(QStringLiteral("Backward: version 4 cannot read")));
        changes.setFocus();
        QTest::keyClick(&changes, Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(changes.currentIndex().row(), 1);
        QVERIFY(reasons.toPlainText().contains(QStringLiteral("Forward")));
        auto& trees = screen.named<QTreeView>("Both versions as trees");
        QCOMPARE(trees.currentIndex().data().toString(), QStringLiteral("amount"));
        QTest::keyClick(&changes, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(&changes, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(changes.currentIndex().row(), 1); // around
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void anyTwoVersionsCanBeCompared() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Compare);
        auto& before = screen.named<QComboBox>("Earlier version");
        before.setFocus();
        QTest::keyClick(&before, Qt::Key_End); // the deleted first one
        auto& changes = screen.named<QTableView>("Changes");
        QTRY_COMPARE(changes.model()->rowCount(), 4);
        QTest::keyClick(&before, Qt::Key_Home);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("It is twice the same version")));
    }

    void referencesAreFollowed() {
        Screen screen;
        screen.open(QStringLiteral("money-value"));
        screen.showTab(Screen::References);
        auto& users = screen.named<QTableView>("Schemas that need it");
        QTRY_COMPARE(users.model()->rowCount(), 1);
        users.setFocus();
        users.selectRow(0);
        QTest::keyClick(&users, Qt::Key_Return);
        QTRY_COMPARE(screen.chosenSubject(), QStringLiteral("shipping-value"));
        auto& needs = screen.named<QTableView>("Schemas that it needs");
        QTRY_COMPARE(needs.model()->rowCount(), 1);
        QCOMPARE(needs.model()->index(0, 1).data().toString(), QStringLiteral("money-value"));
    }

    void checksWhileTypingAndLocatesFaults() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Check);
        QCOMPARE(screen.named<QComboBox>("Level to check by").currentText(),
                 QStringLiteral("FULL_TRANSITIVE"));
        screen.editor().setFocus();
        QTest::keyClicks(&screen.editor(), QStringLiteral("{\"type\": \"record\","));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Not a schema")));
        QVERIFY(screen.said().contains(QStringLiteral("line 1, column")));
        QVERIFY(!screen.button(QStringLiteral("Register…")).isEnabled());
    }

    void theRegistrysOpinionStandsBesideOurs() {
        Screen screen;
        screen.registry.compatibilityAnswer = {false, {"READER_FIELD_MISSING_DEFAULT_VALUE"}};
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Check);
        QTest::mouseClick(&screen.button(QStringLiteral("Start from version 4")), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Not compatible by FULL_TRANSITIVE")));
        QVERIFY(screen.said().contains(QStringLiteral("has not been asked")));
        auto& reasons = screen.named<QTableView>("Reasons against the new version");
        QVERIFY(reasons.model()->rowCount() >= 3);
        QTest::keyClick(&screen.editor(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("The registry would refuse it: READER_FIELD")));
        auto& mode = screen.named<QComboBox>("Level to check by");
        mode.setFocus();
        QTest::keyClicks(&mode, QStringLiteral("NONE"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("NONE checks nothing")));
    }

    void draftsAreKeptPerSubject() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Check);
        QTest::keyClicks(&screen.editor(), QStringLiteral("\"string\""));
        screen.perspective.showItem(QStringLiteral("payments-value"));
        QTRY_COMPARE(screen.editor().toPlainText(), QString());
        screen.perspective.showItem(QStringLiteral("orders-value"));
        QTRY_COMPARE(screen.editor().toPlainText(), QStringLiteral("\"string\""));
    }

    void readOnlyConnectionsRegisterNothingAndSayWhy() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Check);
        QTest::mouseClick(&screen.button(QStringLiteral("Start from version 4")), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("compatible by")));
        QVERIFY(!screen.button(QStringLiteral("Register…")).isEnabled());
        QVERIFY(screen.said().contains(QStringLiteral("payments-prod only reads")));
    }

    void registersAfterTheSubjectWasTyped() {
        config::Connection connection = FakeCluster::defaultConnection();
        connection.readOnly = false;
        Screen screen(connection);
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Check);
        QTest::mouseClick(&screen.button(QStringLiteral("Start from version 4")), Qt::LeftButton);
        QTRY_VERIFY(screen.button(QStringLiteral("Register…")).isEnabled());
        QTest::mouseClick(&screen.button(QStringLiteral("Register…")), Qt::LeftButton);
        auto* dialog = screen.perspective.findChild<RegisterDialog*>();
        QVERIFY(dialog != nullptr);
        QTRY_COMPARE(QApplication::activeModalWidget(), dialog);
        QCOMPARE(unnamedFocusWidgets(*dialog), QStringList());
        QPushButton& button = screen.button(QStringLiteral("Register"));
        QVERIFY(!button.isEnabled());
        auto* name = dialog->findChild<QLineEdit*>();
        name->setFocus();
        QTest::keyClicks(name, QStringLiteral("orders-valu"));
        QVERIFY(!button.isEnabled());
        QTest::keyClicks(name, QStringLiteral("e"));
        QVERIFY(button.isEnabled());
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("Registered with the schema id")));
        QCOMPARE(screen.registry.confirmations, std::vector<std::string>{"orders-value"});
        QTest::mouseClick(&screen.button(QStringLiteral("Close")), Qt::LeftButton);
        QTRY_COMPARE(screen.versions().model()->rowCount(), 4);
    }

    void changesTheLevelOfASubjectAfterItWasTyped() {
        config::Connection connection = FakeCluster::defaultConnection();
        connection.readOnly = false;
        Screen screen(connection);
        screen.open(QStringLiteral("orders-value"));
        QVERIFY(screen.said().contains(QStringLiteral("Compatibility FULL_TRANSITIVE")));
        QTest::mouseClick(&screen.button(QStringLiteral("Change the level…")), Qt::LeftButton);
        auto* dialog = screen.perspective.findChild<LevelDialog*>();
        QVERIFY(dialog != nullptr);
        QCOMPARE(unnamedFocusWidgets(*dialog), QStringList());
        // The dry run: what it is, what it would be, and what it would have meant.
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("would not have been taken")));
        QPushButton& button = screen.button(QStringLiteral("Change the level"));
        QVERIFY(!button.isEnabled()); // it is this already
        auto* level = findNamed<QComboBox>(*dialog, QStringLiteral("The new level"));
        level->setCurrentText(QStringLiteral("NONE"));
        QVERIFY(visibleText(*dialog).contains(QStringLiteral("Now FULL_TRANSITIVE, then NONE.")));
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("would have been taken")));
        auto* name = dialog->findChild<QLineEdit*>();
        name->setFocus();
        QTest::keyClicks(name, QStringLiteral("orders-valu"));
        QVERIFY(!button.isEnabled());
        QTest::keyClicks(name, QStringLiteral("e"));
        QTest::mouseClick(&button, Qt::LeftButton);
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("Done: NONE from now on.")));
        QCOMPARE(screen.registry.levels["orders-value"], std::string("NONE"));
        QTest::mouseClick(&screen.button(QStringLiteral("Close")), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Compatibility NONE")));
    }

    void changesTheLevelOfAllSubjectsAfterTheRegistryWasTyped() {
        config::Connection connection = FakeCluster::defaultConnection();
        connection.readOnly = false;
        Screen screen(connection);
        screen.open(QStringLiteral("payments-value"));
        QTest::mouseClick(&screen.button(QStringLiteral("Change the level…")), Qt::LeftButton);
        auto* dialog = screen.perspective.findChild<LevelDialog*>();
        findNamed<QComboBox>(*dialog, QStringLiteral("Whose level is changed"))->setCurrentIndex(1);
        findNamed<QComboBox>(*dialog, QStringLiteral("The new level"))
            ->setCurrentText(QStringLiteral("FULL"));
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("Now BACKWARD, then FULL.")));
        auto* name = dialog->findChild<QLineEdit*>();
        QTest::keyClicks(name, QString::fromStdString(screen.registry.name()));
        QTest::mouseClick(&screen.button(QStringLiteral("Change the level")), Qt::LeftButton);
        QTRY_COMPARE(screen.registry.level, std::string("FULL"));
        QCOMPARE(screen.registry.levels.size(), 1U);
    }

    void aReadOnlyConnectionShowsWhatALevelWouldMean() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        QPushButton& open = screen.button(QStringLiteral("Change the level…"));
        QVERIFY(open.toolTip().contains(QStringLiteral("is read-only")));
        QTest::mouseClick(&open, Qt::LeftButton);
        auto* dialog = screen.perspective.findChild<LevelDialog*>();
        QTRY_VERIFY(visibleText(*dialog).contains(QStringLiteral("would not have been taken")));
        QVERIFY(visibleText(*dialog).contains(QStringLiteral("payments-prod only reads")));
        QVERIFY(!screen.button(QStringLiteral("Change the level")).isEnabled());
    }

    void referencesOfANewVersionCanBeEdited() {
        Screen screen;
        screen.open(QStringLiteral("shipping-value"));
        screen.showTab(Screen::Check);
        QTest::mouseClick(&screen.button(QStringLiteral("Start from version 1")), Qt::LeftButton);
        QVERIFY(screen.said().contains(QStringLiteral("It refers to 1 schema(s): money.proto (money-value")));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("compatible by")) ||
                    screen.said().contains(QStringLiteral("Compatible by")));
        const auto edit = [&] {
            QTest::mouseClick(&screen.button(QStringLiteral("References…")), Qt::LeftButton);
            return screen.perspective.findChild<ReferenceDialog*>();
        };
        ReferenceDialog* dialog = edit();
        QCOMPARE(unnamedFocusWidgets(*dialog), QStringList());
        auto* table = dialog->findChild<QTableWidget*>();
        table->item(0, 2)->setText(QStringLiteral("none"));
        QVERIFY(visibleText(*dialog).contains(QStringLiteral("a whole number from 1 on")));
        QVERIFY(!screen.button(QStringLiteral("Take over")).isEnabled());
        table->item(0, 2)->setText(QStringLiteral("1"));
        table->item(0, 1)->setText(QStringLiteral("no-such-value"));
        QTest::mouseClick(&screen.button(QStringLiteral("Take over")), Qt::LeftButton);
        // What it refers to cannot be had: that is said, and checked anew.
        QTRY_VERIFY(screen.said().contains(QStringLiteral("'no-such-value' not found")));
        QTRY_VERIFY(screen.perspective.findChild<ReferenceDialog*>() == nullptr);
        dialog = edit();
        dialog->findChild<QTableWidget*>()->setCurrentCell(0, 0);
        QTest::mouseClick(&screen.button(QStringLiteral("Remove")), Qt::LeftButton);
        QVERIFY(dialog->references().empty());
        QTest::mouseClick(&screen.button(QStringLiteral("Take over")), Qt::LeftButton);
        QTRY_VERIFY(!screen.said().contains(QStringLiteral("It refers to")));
    }

    void driftIsLookedForOnlyWhenAsked() {
        Screen screen;
        for (int i = 0; i < 4; ++i) {
            admin::OwnedRecord record;
            record.from = {"orders", 0};
            record.offset = i;
            record.timestamp = FakeWorkbench::kStart + std::chrono::seconds(i);
            record.value = i < 3 ? R"({"id":"a","customer":"c","amount":"1","note":null,"lines":[]})"
                                 : R"({"id":"a","customer":"c","amount":1,"note":null,"lines":[],"tax":2})";
            screen.cluster->records.push_back(std::move(record));
        }
        screen.open(QStringLiteral("orders-value"));
        screen.showTab(Screen::Drift);
        QVERIFY(screen.said().contains(QStringLiteral("Nothing has been looked at yet")));
        QCOMPARE(screen.cluster->calls.load(), 0);
        QCOMPARE(screen.named<QLineEdit>("Topic to look at").text(), QStringLiteral("orders"));
        QTest::mouseClick(&screen.button(QStringLiteral("Look")), Qt::LeftButton);
        auto& drift = screen.named<QTableView>("Where records and schema part");
        QTRY_COMPARE(drift.model()->rowCount(), 2);
        QVERIFY(screen.said().contains(QStringLiteral("part from version 4")));
        auto& timeline = screen.named<QTableView>("When what was first seen");
        QCOMPARE(timeline.model()->rowCount(), 6);
        QCOMPARE(timeline.model()->index(5, 1).data().toString(), QStringLiteral("Field tax"));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void aDeniedTopicLeavesTheRest() {
        Screen screen;
        screen.open(QStringLiteral("orders-value"));
        screen.cluster->failure = Error{ErrorCode::PermissionDenied, "READ on the topic orders"};
        screen.showTab(Screen::Drift);
        QTest::mouseClick(&screen.button(QStringLiteral("Look")), Qt::LeftButton);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Not allowed: READ on the topic orders")));
        QCOMPARE(screen.versions().model()->rowCount(), 3);
    }

    void fiveThousandSubjectsStayFluid() {
        Screen screen;
        FakeSchemaRegistry::fillWithMany(screen.registry, 5000);
        screen.connectTo();
        QTRY_COMPARE(screen.subjects().model()->rowCount(), 5005);
        auto& filter = screen.named<QLineEdit>("Filter subjects by name");
        filter.setFocus();
        QTest::keyClicks(&filter, QStringLiteral("orders-04999"));
        QCOMPARE(screen.subjects().model()->rowCount(), 1);
    }
};

QTEST_MAIN(TestSchemasPerspective)
#include "tst_schemas_perspective.moc"
