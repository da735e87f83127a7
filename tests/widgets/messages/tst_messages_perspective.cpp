#include "tests/support/one_schema.h"
#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/text_view.h"
#include "widgets/messages/browse_session.h"
#include "widgets/messages/filter_edit.h"
#include "widgets/messages/histogram_strip.h"
#include "widgets/messages/message_actions.h"
#include "widgets/messages/message_detail.h"
#include "widgets/messages/message_table.h"
#include "widgets/messages/messages_perspective.h"
#include "widgets/viewmodels/browse_model.h"
#include "widgets/viewmodels/format.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;
using viewmodels::BrowseModel;

namespace {

constexpr std::int64_t kStartMs = 1'781'956'800'000; // 2026-06-20T12:00:00Z

/// `count` orders, one a second; the partition goes around 0, 1, 2.
std::shared_ptr<FakeCluster> ordersCluster(int count) {
    auto cluster = std::make_shared<FakeCluster>();
    for (int i = 0; i < count; ++i) {
        admin::OwnedRecord record;
        record.from = {"orders", i % 3};
        record.offset = i;
        record.key = "customer-" + std::to_string(i % 10);
        record.value = R"({"order":{"id":)" + std::to_string(i) + R"(},"amount":)" + std::to_string(i * 10) +
                       R"(,"card":"4111-2222"})";
        record.headers = {{"trace_id", "t-" + std::to_string(i)}};
        record.timestamp = timestampFromMs(kStartMs + i * 1000);
        cluster->records.push_back(std::move(record));
    }
    return cluster;
}

struct Screen {
    FakeWorkbench workbench;
    MessagesPerspective perspective{workbench};

    explicit Screen(std::shared_ptr<feed::Cluster> cluster = nullptr) {
        perspective.resize(1300, 800);
        perspective.show();
        perspective.setActive(true);
        perspective.setCluster(cluster);
    }
    template <typename Widget>
    [[nodiscard]] Widget& named(const char* name) {
        auto* widget = findNamed<Widget>(perspective, QString::fromUtf8(name));
        if (widget == nullptr) qFatal("no widget is named %s", name);
        return *widget;
    }
    [[nodiscard]] QLineEdit& topics() { return named<QLineEdit>("Topics to read, separated by commas"); }
    [[nodiscard]] FilterEdit& filter() { return *perspective.findChild<FilterEdit*>(); }
    [[nodiscard]] MessageTable& table() { return *perspective.findChild<MessageTable*>(); }
    [[nodiscard]] HistogramStrip& strip() { return *perspective.findChild<HistogramStrip*>(); }
    [[nodiscard]] RecordInspector& inspector() { return *perspective.findChild<RecordInspector*>(); }
    [[nodiscard]] QPushButton& button(const QString& text) {
        const auto buttons = perspective.findChildren<QPushButton*>();
        for (QPushButton* button : buttons)
            if (button->text() == text) return *button;
        qFatal("no button %s", qPrintable(text));
    }
    /// Whether a button in sight says that.
    [[nodiscard]] bool offers(const QString& text) {
        const auto buttons = perspective.findChildren<QPushButton*>();
        return std::any_of(buttons.begin(), buttons.end(), [&](const QPushButton* button) {
            return button->isVisible() && button->text().contains(text);
        });
    }
    [[nodiscard]] int rows() { return table().model()->rowCount(); }
    [[nodiscard]] QString cell(int row, int column) {
        return table().model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString said() { return visibleText(perspective); }
    /// Of the table's menu.
    void trigger(const char* text) {
        const auto actions = table().actions();
        for (QAction* action : actions)
            if (action->text() == QString::fromUtf8(text)) return action->trigger();
        qFatal("no action %s", text);
    }
    [[nodiscard]] QString copied() const { return QApplication::clipboard()->text(); }
    void open(const char* topic = "orders") {
        topics().setText(QString::fromUtf8(topic));
        QTest::keyClick(&topics(), Qt::Key_Return);
    }
    void type(QLineEdit& edit, const char* text) {
        edit.clear();
        QTest::keyClicks(&edit, QString::fromUtf8(text));
        QTest::keyClick(&edit, Qt::Key_Return);
    }
};

} // namespace

class TestMessagesPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDoWithoutACluster() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("No cluster is open")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
        screen.perspective.setCluster(ordersCluster(3));
        QVERIFY(screen.said().contains(QStringLiteral("No topic is open")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void newestComeFirstPageByPage() {
        Screen screen(ordersCluster(1200));
        screen.open();
        QTRY_COMPARE(screen.rows(), 500);
        QCOMPARE(screen.cell(0, BrowseModel::Offset), QStringLiteral("1199"));
        QCOMPARE(screen.cell(499, BrowseModel::Offset), QStringLiteral("700"));
        QVERIFY(screen.table().isColumnHidden(BrowseModel::Topic));
        screen.table().verticalScrollBar()->setValue(screen.table().verticalScrollBar()->maximum());
        QTRY_COMPARE(screen.rows(), 1000);
        screen.table().verticalScrollBar()->setValue(screen.table().verticalScrollBar()->maximum());
        QTRY_COMPARE(screen.rows(), 1200);
        QCOMPARE(screen.cell(1199, BrowseModel::Offset), QStringLiteral("0"));
    }

    void aTopicAndARecordAreGoneTo() {
        Screen screen(ordersCluster(1200));
        screen.perspective.showItem(QStringLiteral("orders[0]@600"));
        QTRY_COMPARE(screen.table().chosenRows(5).size(), qsizetype(1));
        QCOMPARE(screen.cell(screen.table().chosenRows(1).front(), BrowseModel::Offset),
                 QStringLiteral("600"));
        QTRY_VERIFY(screen.inspector().record() != nullptr);
        QCOMPARE(screen.inspector().record()->offset, 600);
        QTRY_COMPARE(screen.inspector().record()->headers.size(), std::size_t(1));
        screen.perspective.showItem(QStringLiteral("no such thing!"));
        QCOMPARE(screen.topics().text(), QStringLiteral("orders"));
    }

    void loadingNewerDoesNotMoveWhatIsRead() {
        Screen screen(ordersCluster(2000));
        screen.named<QComboBox>("Where to begin")
            .setCurrentIndex(static_cast<int>(viewmodels::BrowsePlace::AroundOffset));
        screen.named<QLineEdit>("Place to begin at").setText(QStringLiteral("900"));
        screen.open();
        QTRY_COMPARE(screen.rows(), 500);
        screen.table().goTo(250);
        const QString offset = screen.cell(250, BrowseModel::Offset);
        const int y = screen.table().rowViewportPosition(250);
        const QString newer = QStringLiteral("Up to %1 newer · Load").arg(viewmodels::format::exact(850));
        QTRY_VERIFY(screen.offers(newer));
        QTest::mouseClick(&screen.button(newer), Qt::LeftButton);
        QTRY_COMPARE(screen.rows(), 1350);
        const int row = screen.table().chosenRows(1).front();
        QCOMPARE(screen.cell(row, BrowseModel::Offset), offset);
        QCOMPARE(screen.table().rowViewportPosition(row), y);
    }

    void newerOnesAreCountedWhileTheScreenIsSeen() {
        auto cluster = ordersCluster(20);
        Screen screen(cluster);
        screen.open();
        QTRY_COMPARE(screen.rows(), 20);
        auto& session = *screen.perspective.findChild<BrowseSession*>();
        QTRY_COMPARE(session.newerOffsets(), std::optional<std::uint64_t>(0));
        QVERIFY(!screen.offers(QStringLiteral("newer · Load"))); // nothing is offered for nothing
        const QString newer = QStringLiteral("Up to %1 newer · Load").arg(viewmodels::format::exact(1234));
        cluster->offsetsBehind = 1234;
        QTRY_VERIFY_WITH_TIMEOUT(screen.offers(newer), 8000);
        cluster->offsetsBehind = 2000;
        QSignalSpy counted(&session, &BrowseSession::newerCounted);
        screen.perspective.setActive(false);
        QVERIFY(!counted.wait(6000));
        QVERIFY(screen.offers(newer));
    }

    void olderOnesAreLoadedOnTopOfTheOldestFirst() {
        Screen screen(ordersCluster(2000));
        screen.named<QComboBox>("Where to begin")
            .setCurrentIndex(static_cast<int>(viewmodels::BrowsePlace::AtOffset));
        screen.named<QLineEdit>("Place to begin at").setText(QStringLiteral("900"));
        screen.open();
        QTRY_COMPARE(screen.rows(), 500);
        QCOMPARE(screen.cell(0, BrowseModel::Offset), QStringLiteral("900"));
        screen.table().goTo(0);
        const QString older = QStringLiteral("Load older");
        QTRY_VERIFY(screen.button(older).isVisible());
        QTest::mouseClick(&screen.button(older), Qt::LeftButton);
        QTRY_COMPARE(screen.rows(), 1000);
        QCOMPARE(screen.cell(0, BrowseModel::Offset), QStringLiteral("400"));
        QCOMPARE(screen.table().chosenRows(1).front(), 500); // what was chosen still is
        QTRY_VERIFY(screen.button(older).isVisible());
        QTest::mouseClick(&screen.button(older), Qt::LeftButton);
        QTRY_COMPARE(screen.rows(), 1400);
        QTRY_VERIFY(!screen.button(older).isVisible()); // that was the beginning
        QCOMPARE(screen.cell(0, BrowseModel::Offset), QStringLiteral("0"));
    }

    void theTableHasTheWidthUntilAMessageIsChosen() {
        Screen screen(ordersCluster(20));
        screen.open();
        QTRY_COMPARE(screen.rows(), 20);
        auto& detail = *screen.perspective.findChild<MessageDetail*>();
        QVERIFY(!detail.isVisible());
        const int wide = screen.table().columnWidth(BrowseModel::Value);
        screen.table().goTo(3);
        QVERIFY(detail.isVisible());
        QTRY_VERIFY(screen.table().columnWidth(BrowseModel::Value) < wide);
        screen.table().clearSelection();
        QVERIFY(!detail.isVisible());
        QTRY_COMPARE(screen.table().columnWidth(BrowseModel::Value), wide);
    }

    void aFilterIsCheckedWhileItIsTyped() {
        Screen screen(ordersCluster(10));
        QTest::keyClicks(&screen.filter(), QStringLiteral("payload.amount > nope"));
        QVERIFY(screen.filter().fault().has_value());
        QVERIFY2(screen.said().contains(QStringLiteral("Filter, line 1, column 18")),
                 qPrintable(screen.said()));
        screen.open();
        QCOMPARE(screen.rows(), 0); // nothing is read with a filter that is wrong
        screen.filter().setText(QStringLiteral("payload.amount > 50"));
        QVERIFY(!screen.said().contains(QStringLiteral("Filter, line")));
    }

    void aFilterScansAndCounts() {
        Screen screen(ordersCluster(100));
        screen.open();
        screen.type(screen.filter(), "payload.amount >= 900");
        QTRY_COMPARE(screen.rows(), 10);
        QCOMPARE(screen.cell(0, BrowseModel::Offset), QStringLiteral("99"));
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("10 of 100 messages match")),
                     qPrintable(screen.said()));
    }

    void aLargeScanWaitsForItsBudget() {
        auto cluster = ordersCluster(100);
        cluster->estimateAnswer = {3, 0, 100, 1, 1e6, 100, 1e8, 12.0, 20};
        Screen screen(cluster);
        screen.type(screen.filter(), "payload.amount >= 900");
        screen.open();
        QTRY_VERIFY(screen.said().contains(QStringLiteral("≈95.4 MiB")));
        QCOMPARE(screen.rows(), 0);
        auto& budget = screen.named<QLineEdit>("Read at most so many MiB");
        budget.setText(QStringLiteral("none"));
        QTest::keyClick(&budget, Qt::Key_Return);
        QVERIFY(screen.said().contains(QStringLiteral("A number above 0")));
        budget.setText(QStringLiteral("64"));
        QTest::mouseClick(&screen.button(QStringLiteral("Start the scan")), Qt::LeftButton);
        QTRY_COMPARE(screen.rows(), 10);
    }

    void stopAnswersAtOnceAndKeepsTheRows() {
        auto cluster = ordersCluster(100);
        Screen screen(cluster);
        QTRY_COMPARE(cluster->calls.load(), 1); // the catalog
        cluster->blocked = true;                // the scan gives its rows, but does not come back
        screen.named<QComboBox>("Where to begin")
            .setCurrentIndex(static_cast<int>(viewmodels::BrowsePlace::Live));
        screen.filter().setText(QStringLiteral("payload.amount >= 900"));
        screen.open();
        QTRY_COMPARE(screen.rows(), 10);
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(&screen.button(QStringLiteral("Stop")), Qt::LeftButton);
        QVERIFY(timer.elapsed() < 100);
        QVERIFY(screen.button(QStringLiteral("Load")).isVisible());
        QCOMPARE(screen.rows(), 10);
        QVERIFY2(screen.said().contains(QStringLiteral("Stopped. 10 of 100 messages match")),
                 qPrintable(screen.said()));
        cluster->blocked = false;
    }

    void stopAnswersWhileTheClusterDoesNot() {
        auto cluster = ordersCluster(100);
        Screen screen(cluster);
        QTRY_COMPARE(cluster->calls.load(), 1);
        cluster->blocked = true;
        screen.open();
        screen.perspective.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&screen.perspective));
        screen.topics().setFocus();
        QTest::keyClick(&screen.topics(), Qt::Key_Escape);
        QVERIFY(screen.button(QStringLiteral("Load")).isVisible());
        cluster->blocked = false;
        QTest::mouseClick(&screen.button(QStringLiteral("Load")), Qt::LeftButton);
        QTRY_COMPARE(screen.rows(), 100);
    }

    void aKeyIsLookedForInItsPartition() {
        Screen screen(ordersCluster(100));
        screen.open();
        screen.type(screen.named<QLineEdit>("Exactly this key"), "customer-7");
        QTRY_COMPARE(screen.rows(), 10);
        QCOMPARE(screen.cell(3, BrowseModel::Key), QStringLiteral("customer-7"));
        QVERIFY(screen.named<QComboBox>("Who chose the partition of the key").isVisible());
        screen.type(screen.named<QLineEdit>("Exactly this key"), "nobody");
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("The key is not there")),
                     qPrintable(screen.said()));
    }

    void theHistogramIsBrushedWithMouseAndKeys() {
        Screen screen(ordersCluster(400));
        screen.open();
        QTRY_COMPARE(screen.rows(), 400);
        HistogramStrip& strip = screen.strip();
        QTest::mousePress(&strip, Qt::LeftButton, {}, QPoint(strip.width() / 4, 20));
        QTest::mouseMove(&strip, QPoint(strip.width() / 2, 20));
        QTest::mouseRelease(&strip, Qt::LeftButton, {}, QPoint(strip.width() / 2, 20));
        QVERIFY(strip.brush().has_value());
        const int brushed = screen.rows();
        QVERIFY2(brushed > 50 && brushed < 150, qPrintable(QString::number(brushed)));
        strip.setFocus();
        QTest::keyClick(&strip, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(screen.rows() > brushed);
        const int longer = screen.rows();
        QTest::keyClick(&strip, Qt::Key_Return); // reads only that
        QTRY_VERIFY(!strip.brush().has_value());
        QVERIFY(longer > 0);
        QTRY_COMPARE(screen.rows(), 400);
        QTest::keyClick(&strip, Qt::Key_Right);
        QVERIFY(strip.brush().has_value());
        QTest::keyClick(&strip, Qt::Key_Escape);
        QVERIFY(!strip.brush().has_value());
    }

    void aBrushOverManyRowsIsLookedThroughToItsEnd() {
        auto cluster = std::make_shared<FakeCluster>();
        const auto rows = static_cast<int>(viewmodels::BrowseRows::kLookAtOnce) * 2;
        cluster->records.reserve(static_cast<std::size_t>(rows));
        for (int i = 0; i < rows; ++i) {
            admin::OwnedRecord record;
            record.from = {"orders", 0};
            record.offset = i;
            record.value = "{}";
            record.timestamp = timestampFromMs(kStartMs + i);
            cluster->records.push_back(std::move(record));
        }
        Screen screen(cluster);
        screen.named<QComboBox>("Where to begin")
            .setCurrentIndex(static_cast<int>(viewmodels::BrowsePlace::LastN));
        screen.named<QLineEdit>("Place to begin at").setText(QString::number(rows));
        screen.open();
        QTRY_COMPARE_WITH_TIMEOUT(screen.rows(), rows, 20'000);
        const viewmodels::TimeSpan all{timestampFromMs(kStartMs), timestampFromMs(kStartMs + rows)};
        Q_EMIT screen.strip().brushed(all);
        QTRY_COMPARE(screen.rows(), rows);
    }

    void aLargeRecordIsShownByItsBeginning() {
        auto cluster = ordersCluster(3);
        cluster->records[2].value =
            "{\"first\":1,\"blob\":\"" + std::string(2'000'000, 'x') + "\",\"last\":2}";
        Screen screen(cluster);
        screen.open();
        QTRY_COMPARE(screen.rows(), 3);
        screen.table().goTo(0);
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("Only the first 4.00 KiB of 1.91 MiB are here")),
                     qPrintable(screen.said()));
        auto& tree = screen.named<QTreeView>("Value as a tree");
        QCOMPARE(tree.model()->index(0, 0).data().toString(), QStringLiteral("first"));
        QTest::mouseClick(&screen.button(QStringLiteral("Load all 1.91 MiB")), Qt::LeftButton);
        QTRY_COMPARE(tree.model()->rowCount(), 3);
        QCOMPARE(screen.inspector().record()->value->size(), screen.inspector().record()->valueBytes);
    }

    void saysWhyAValueWasNotRead() {
        auto cluster = ordersCluster(3);
        cluster->records[2].value = std::string("\x00\x00\x00\x00\x2a\xc1\xff\x00", 8);
        Screen screen(cluster);
        screen.open();
        QTRY_COMPARE(screen.rows(), 3);
        screen.table().goTo(0);
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("None of the known formats fits")),
                     qPrintable(screen.said()));
        screen.inspector().showTab(RecordInspector::Attempts);
        auto& attempts = screen.named<QTableView>("Why the value was not read otherwise");
        QVERIFY(attempts.model()->rowCount() > 2);
        const QRect cell = attempts.visualRect(attempts.model()->index(0, 0));
        QTest::mouseClick(attempts.viewport(), Qt::LeftButton, {}, cell.center());
        auto& hex = screen.named<QTableView>("Value as bytes");
        QVERIFY(hex.isVisible());
        QVERIFY(hex.selectionModel()->isRowSelected(0));
    }

    void aTopicCanBeReadOtherwise() {
        Screen screen(ordersCluster(3));
        screen.open();
        QTRY_COMPARE(screen.rows(), 3);
        screen.table().goTo(0);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("JSON")));
        auto& format = screen.named<QComboBox>("How values of this topic are read");
        format.setCurrentIndex(format.findText(QStringLiteral("Read as Text")));
        Q_EMIT format.activated(format.currentIndex());
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("text without fields")),
                     qPrintable(screen.said()));
    }

    void anErrorIsSaidAndTriedAgain() {
        auto cluster = ordersCluster(3);
        cluster->failure = Error{ErrorCode::Unavailable, "broker-1:9092: connection refused"};
        Screen screen(cluster);
        screen.open();
        QTRY_VERIFY(screen.said().contains(QStringLiteral("connection refused")));
        // That nothing could be read is no empty range.
        QVERIFY2(screen.said().contains(QStringLiteral("Nothing could be read")), qPrintable(screen.said()));
        QVERIFY2(screen.said().contains(QStringLiteral("Reading failed")), qPrintable(screen.said()));
        QVERIFY(!screen.said().contains(QStringLiteral("There are no messages here")));
        cluster->failure.reset();
        QTest::mouseClick(&screen.button(QStringLiteral("Try again")), Qt::LeftButton);
        QTRY_COMPARE(screen.rows(), 3);
        QVERIFY(!screen.said().contains(QStringLiteral("connection refused")));
    }

    void wrongFieldsAreNamed_data() {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("partition") << QByteArray("Partitions, as 0, 3, 5-8; empty for all") << QByteArray("x")
                                   << QStringLiteral("“x” is no partition");
        QTest::newRow("topic") << QByteArray("Topics to read, separated by commas") << QByteArray(" ,")
                               << QStringLiteral("Name a topic to read");
    }
    void wrongFieldsAreNamed() {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        QFETCH(QString, said);
        Screen screen(ordersCluster(3));
        screen.topics().setText(QStringLiteral("orders"));
        screen.type(screen.named<QLineEdit>(field.constData()), value.constData());
        QVERIFY2(screen.said().contains(said), qPrintable(screen.said()));
    }

    void chosenRowsAreCopied() {
        Screen screen(ordersCluster(20));
        screen.open();
        QTRY_COMPARE(screen.rows(), 20);
        screen.table().goTo(1);
        screen.trigger("&Copy as JSON");
        QTRY_VERIFY2(screen.copied().contains(QStringLiteral("\"offset\":18")), qPrintable(screen.copied()));
        QVERIFY2(screen.copied().contains(QStringLiteral("\"t-18\"")),
                 qPrintable(screen.copied())); // with headers
        screen.trigger("Copy as C&SV");
        QTRY_VERIFY(screen.copied().startsWith(QStringLiteral("topic,partition,offset")));
        screen.trigger("Copy as &hex");
        QTRY_VERIFY(screen.copied().contains(QStringLiteral("7b 22 6f 72")));
        screen.trigger("Copy the &kcat command");
        QTRY_VERIFY(screen.copied().startsWith(QStringLiteral("kcat ")));
    }

    void masksHoldEverywhere() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("messages/masking"), QStringList{QStringLiteral("card")});
        auto cluster = ordersCluster(20);
        Screen screen(cluster);
        screen.perspective.restoreState(settings);
        screen.open();
        QTRY_COMPARE(screen.rows(), 20);
        QVERIFY(!screen.cell(0, BrowseModel::Value).contains(QStringLiteral("4111")));
        QTRY_VERIFY(screen.cell(0, BrowseModel::Value).contains(QStringLiteral("\"card\":\"•••\"")));
        screen.table().goTo(0);
        QTRY_VERIFY(screen.inspector().record() != nullptr);
        QVERIFY(screen.inspector().record()->value->find("4111") == std::string::npos);
        QVERIFY(screen.said().contains(QStringLiteral("masked")));
        screen.trigger("&Copy as JSON");
        QTRY_VERIFY(screen.copied().contains(QStringLiteral("•••")));
        QVERIFY(!screen.copied().contains(QStringLiteral("4111")));
        const QString path = folder.filePath(QStringLiteral("all.ndjson"));
        screen.perspective.findChild<MessageActions*>()->exportTo(path);
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("20 messages are in")), qPrintable(screen.said()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count('\n'), 20);
        QVERIFY(!text.contains("4111"));
        // In the order of the table, and all that was cut off of them in one pass.
        QVERIFY(text.indexOf("\"offset\":19") < text.indexOf("\"offset\":18"));
        QCOMPARE(cluster->readRecordsCalls.load(), 2); // one was for the copy
        QVERIFY(screen.said().contains(QStringLiteral("20 messages")));
        QSettings again(folder.filePath(QStringLiteral("again.ini")), QSettings::IniFormat);
        screen.perspective.saveState(again);
        QCOMPARE(again.value(QStringLiteral("messages/masking")).toStringList(),
                 QStringList{QStringLiteral("card")});
    }

    void whatIsGoneIsExportedAsTheTableHasIt() {
        QTemporaryDir folder;
        auto cluster = ordersCluster(20);
        Screen screen(cluster);
        screen.open();
        QTRY_COMPARE(screen.rows(), 20);
        cluster->records.erase(cluster->records.begin(), cluster->records.begin() + 5);
        const QString path = folder.filePath(QStringLiteral("all.csv"));
        screen.perspective.findChild<MessageActions*>()->exportTo(path);
        QTRY_VERIFY2(screen.said().contains(QStringLiteral("20 messages are in")), qPrintable(screen.said()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count("customer-"), 20);
        QCOMPARE(text.count("trace_id=t-"), 15); // headers only of what is still there
        QCOMPARE(cluster->recordCalls.load(), 0);
    }

    void aSchemaThatAHeaderNamesIsUsedForMasks() {
        auto cluster = ordersCluster(1);
        cluster->lookupAnswer = std::make_shared<OneSchema>();
        cluster->records[0].value = kBodyOf500;
        cluster->records[0].headers = {{"__value_schema_id", kSchemaHeader}};
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("messages/masking"), QStringList{QStringLiteral("other")});
        Screen screen(cluster);
        screen.perspective.restoreState(settings);
        screen.open();
        QTRY_COMPARE(screen.cell(0, BrowseModel::Value), QStringLiteral("{\"code\":500}"));
        screen.table().goTo(0);
        screen.trigger("&Copy as JSON");
        // Not understood, all of it would be hidden.
        QTRY_VERIFY2(screen.copied().contains(QStringLiteral("\"value\":{\"code\":500}")),
                     qPrintable(screen.copied()));
    }

    void bookmarksAreGoneToAndKept() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
        {
            Screen screen(ordersCluster(400));
            screen.open();
            QTRY_COMPARE(screen.rows(), 400);
            screen.table().goTo(3);
            screen.trigger("&Bookmark");
            screen.table().goTo(300);
            screen.trigger("&Bookmark");
            screen.trigger("Ne&xt bookmark");
            QCOMPARE(screen.table().chosenRows(2), QList<int>{3});
            screen.trigger("&Previous bookmark");
            QCOMPARE(screen.table().chosenRows(2), QList<int>{300});
            QVERIFY(screen.table().model()->index(300, 0).data(BrowseModel::kMarkRole).toBool());
            screen.perspective.saveState(settings);
        }
        Screen screen(ordersCluster(400));
        screen.perspective.restoreState(settings);
        screen.open();
        QTRY_COMPARE(screen.rows(), 400);
        screen.trigger("Ne&xt bookmark");
        QCOMPARE(screen.table().chosenRows(2), QList<int>{3});
        screen.trigger("&Bookmark"); // takes it away
        screen.trigger("Ne&xt bookmark");
        QCOMPARE(screen.table().chosenRows(2), QList<int>{300});
    }

    void aTraceIsFollowed() {
        Screen screen(ordersCluster(400));
        screen.open();
        QTRY_COMPARE(screen.rows(), 400);
        screen.table().goTo(3);
        Q_EMIT screen.perspective.findChild<MessageActions*>()->traceRequested(QStringLiteral("t-396"), 3);
        QTRY_COMPARE(screen.rows(), 1);
        QTRY_COMPARE(screen.table().chosenRows(2), QList<int>{0});
        QCOMPARE(screen.named<QLineEdit>("Text in key, value or headers").text(), QStringLiteral("t-396"));
    }

    void whatWasAroundIsReadInAllTopics() {
        Screen screen(ordersCluster(400));
        screen.open("orders, payments");
        QTRY_COMPARE(screen.rows(), 400);
        QVERIFY(!screen.table().isColumnHidden(BrowseModel::Topic));
        screen.table().goTo(100);
        screen.trigger("30 s before and &after, in all topics of the list");
        QTRY_VERIFY(!screen.table().chosenRows(2).isEmpty());
        QCOMPARE(screen.cell(screen.table().chosenRows(1).front(), BrowseModel::Offset),
                 QStringLiteral("299"));
        QVERIFY(screen.topics().text().contains(QStringLiteral("payments")));
    }

    void columnsSurviveASession() {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("state.ini")), QSettings::IniFormat);
        {
            Screen screen(ordersCluster(3));
            auto& model = *screen.perspective.findChild<BrowseModel*>();
            model.setFields({QStringLiteral("order.id")});
            screen.perspective.saveState(settings);
        }
        Screen screen(ordersCluster(3));
        screen.perspective.restoreState(settings);
        screen.open();
        QTRY_COMPARE(screen.rows(), 3);
        QTRY_COMPARE(screen.cell(0, BrowseModel::ColumnCount), QStringLiteral("2"));
    }
};

QTEST_MAIN(TestMessagesPerspective)
#include "tst_messages_perspective.moc"
