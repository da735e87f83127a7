#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_schema_registry.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/text_view.h"
#include "widgets/schemas/schemas_perspective.h"
#include "widgets/viewmodels/roles.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
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
    std::shared_ptr<FakeCluster> cluster = std::make_shared<FakeCluster>();
    SchemasPerspective perspective{workbench};

    Screen() {
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
