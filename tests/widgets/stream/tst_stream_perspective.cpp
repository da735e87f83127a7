#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/text_view.h"
#include "widgets/stream/messages_pane.h"
#include "widgets/stream/record_inspector.h"
#include "widgets/stream/stream_perspective.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/message_model.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMimeData>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

struct Screen {
    FakeWorkbench workbench;
    StreamPerspective perspective{workbench};

    Screen() {
        perspective.resize(1300, 800);
        perspective.show();
        perspective.setActive(true);
    }
    [[nodiscard]] QTreeView& tree() {
        return *findNamed<QTreeView>(perspective, QStringLiteral("Topics and partitions"));
    }
    [[nodiscard]] QTableView& messages() {
        return *findNamed<QTableView>(perspective, QStringLiteral("Latest messages"));
    }
    [[nodiscard]] RecordInspector& inspector() { return *perspective.findChild<RecordInspector*>(); }
    [[nodiscard]] QStringList shownTopics() {
        const QModelIndex source = tree().model()->index(0, 0);
        QStringList names;
        for (int row = 0; row < tree().model()->rowCount(source); ++row)
            if (!tree().isRowHidden(row, source))
                names += tree().model()->index(row, 0, source).data().toString();
        return names;
    }
    [[nodiscard]] QString said() { return visibleText(perspective); }
};

std::shared_ptr<const feed::RecordPreview> record(std::optional<std::string> value,
                                                  std::size_t valueBytes = 0) {
    auto r = std::make_shared<feed::RecordPreview>();
    r->topic = "t";
    r->valueBytes = valueBytes != 0 ? valueBytes : value ? value->size() : 0;
    r->value = std::move(value);
    return r;
}

} // namespace

class TestStreamPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDoWhileNothingIsRead() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("Nothing is being read")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void choosesTheFirstTopicAndShowsItsMessages() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        QCOMPARE(screen.tree().currentIndex().data().toString(), QStringLiteral("app.logs"));
        QCOMPARE(screen.messages().model()->rowCount(), 1);
        screen.perspective.showItem(QStringLiteral("ingest.raw.agent"));
        QCOMPARE(screen.messages().model()->rowCount(), 40);
        screen.perspective.showItem(QStringLiteral("no such topic"));
        QCOMPARE(screen.messages().model()->rowCount(), 40);
    }

    void theListStandsStillWhileAMessageIsRead() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.perspective.showItem(QStringLiteral("ingest.raw.agent"));
        screen.messages().selectRow(5);
        const QString offset =
            screen.messages().model()->index(5, viewmodels::MessageModel::Offset).data().toString();
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(20));
        QCOMPARE(screen.messages().currentIndex().row(), 5);
        QCOMPARE(screen.messages().model()->index(5, viewmodels::MessageModel::Offset).data().toString(),
                 offset);
        QVERIFY(screen.said().contains(
            QStringLiteral("Paused, %1 new")
                .arg(viewmodels::format::exact(393'000)))); // 6900 − 140 p a second, ten seconds
        screen.messages().setFocus();
        QTest::keyClick(&screen.messages(), Qt::Key_Escape);
        QVERIFY(!screen.messages().currentIndex().isValid());
        QCOMPARE(screen.messages().model()->rowCount(), 80);
        QVERIFY(screen.inspector().record() == nullptr);
    }

    void theFocusAloneChoosesNothing() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.perspective.showItem(QStringLiteral("ingest.raw.agent"));
        screen.perspective.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&screen.perspective));
        screen.messages().setFocus(Qt::TabFocusReason);
        QVERIFY(screen.inspector().record() == nullptr);
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(11));
        QCOMPARE(screen.messages().model()->rowCount(), 80); // still live
        QTest::keyClick(&screen.messages(), Qt::Key_Down);
        QVERIFY(screen.inspector().record() != nullptr);
    }

    void aChosenMessageIsShownInEveryWay() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.perspective.showItem(QStringLiteral("payments.authorized.v1"));
        screen.messages().selectRow(0);
        auto* tree = findNamed<QTreeView>(screen.perspective, QStringLiteral("Value as a tree"));
        QCOMPARE(tree->model()->index(0, 0).data().toString(), QStringLiteral("schema_name"));
        screen.inspector().showTab(RecordInspector::Raw);
        auto* raw = screen.perspective.findChild<TextView*>();
        QCOMPARE(raw->text(), QString::fromStdString(*screen.inspector().record()->value));
        screen.inspector().showTab(RecordInspector::Hex);
        auto* hex = findNamed<QTableView>(screen.perspective, QStringLiteral("Value as bytes"));
        QVERIFY(hex->model()->index(0, 1).data().toString().startsWith(QStringLiteral("7b 22 73")));
        screen.inspector().showTab(RecordInspector::Headers);
        auto* headers = findNamed<QTableView>(screen.perspective, QStringLiteral("Headers of the message"));
        QCOMPARE(headers->model()->rowCount(), 3);
    }

    void saysWhatIsSpecialAboutAValue_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QString>("note");
        QTest::newRow("empty") << QByteArray("") << 0 << QStringLiteral("it has no bytes");
        QTest::newRow("cut by us") << QByteArray("{\"a\":\"x") << 900 << QStringLiteral("Only the first 7 B");
        QTest::newRow("cut by the producer")
            << QByteArray("{\"a\":\"x") << 0 << QStringLiteral("ends at byte 7");
        QTest::newRow("not JSON") << QByteArray("hello") << 0 << QStringLiteral("not JSON");
        QTest::newRow("broken inside") << QByteArray("{\"a\":1,}") << 0 << QStringLiteral("breaks at byte 7");
        QTest::newRow("two values") << QByteArray("{} {}") << 0 << QStringLiteral("More text follows");
    }
    void saysWhatIsSpecialAboutAValue() {
        QFETCH(QByteArray, value);
        QFETCH(int, bytes);
        QFETCH(QString, note);
        RecordInspector inspector;
        inspector.show();
        inspector.setRecord(record(value.toStdString(), static_cast<std::size_t>(bytes)));
        QVERIFY2(visibleText(inspector).contains(note), qPrintable(visibleText(inspector)));
    }

    void nullIsSaidToBeNull() {
        RecordInspector inspector;
        inspector.show();
        inspector.setRecord(record(std::nullopt));
        QVERIFY(visibleText(inspector).contains(QStringLiteral("The value is null")));
    }

    void copiesTheOriginalBytes() {
        RecordInspector inspector;
        inspector.setRecord(record(std::string("{\"a\":1.0,\xff}", 11)));
        inspector.copyRaw();
        QCOMPARE(QApplication::clipboard()->mimeData()->data(QStringLiteral("application/octet-stream")),
                 QByteArray("{\"a\":1.0,\xff}", 11));
        inspector.copyHex();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("7b2261223a312e302cff7d"));
    }

    void schemaOfTheChosenTopicIsShown() {
        Screen screen;
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(10);
        auto inference = std::make_shared<schema::Inference>();
        inference->observe(R"({"host":"web-1","value":1})", false);
        inference->observe(R"({"host":"web-2"})", false);
        delta.schemas["ingest.raw.agent"] = inference;
        screen.perspective.applyFrame(delta);
        auto* schema = findNamed<QTreeView>(screen.perspective, QStringLiteral("Inferred schema"));
        QCOMPARE(schema->model()->rowCount(), 0);
        screen.perspective.showItem(QStringLiteral("ingest.raw.agent"));
        QCOMPARE(schema->model()->rowCount(), 2);
        QCOMPARE(schema->model()->index(1, 2).data().toString(), QStringLiteral("50 %"));
    }

    void filterKeepsTopicsThatMatch() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        auto* filter = findNamed<QLineEdit>(screen.perspective, QStringLiteral("Filter topics by name"));
        QCOMPARE(screen.shownTopics().size(), 4);
        filter->setText(QStringLiteral("PAYMENTS"));
        QCOMPARE(screen.shownTopics(), QStringList({QStringLiteral("payments.authorized.v1")}));
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(11);
        delta.streams.push_back(delta.streams.front());
        delta.streams.back().topic = "another";
        screen.perspective.applyFrame(delta);
        QCOMPARE(screen.shownTopics().size(), 1); // a topic that appears is filtered as well
        filter->setText(QStringLiteral("(["));
        QVERIFY(screen.shownTopics().isEmpty());
        filter->clear();
        QCOMPARE(screen.shownTopics().size(), 5);
    }

    void aNewPipelineForgets() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        feed::PipelineDelta next;
        next.generation = 2;
        screen.perspective.applyFrame(next);
        QCOMPARE(screen.messages().model()->rowCount(), 0);
        QVERIFY(screen.said().contains(QStringLiteral("Nothing is being read")));
    }

    void keyboardReachesEverything() {
        Screen screen;
        screen.perspective.applyFrame(FakeWorkbench::demoDelta(10));
        screen.messages().selectRow(0);
        screen.perspective.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&screen.perspective));
        screen.messages().setFocus();
        QTest::keyClick(&screen.messages(), Qt::Key_F, Qt::ControlModifier);
        auto* filter = findNamed<QLineEdit>(screen.perspective, QStringLiteral("Filter topics by name"));
        QVERIFY(filter->hasFocus());
        QTest::keyClick(filter, Qt::Key_F6);
        QVERIFY(screen.tree().hasFocus());
        QTest::keyClick(&screen.tree(), Qt::Key_F6);
        QVERIFY(screen.messages().hasFocus());
        QTest::keyClick(&screen.messages(), Qt::Key_F6);
        QVERIFY(screen.inspector().isAncestorOf(QApplication::focusWidget()));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }
};

QTEST_MAIN(TestStreamPerspective)
#include "tst_stream_perspective.moc"
