#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_cluster_desk.h"
#include "tests/widgets/support/fake_schema_registry.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/changes/change_dialog.h"
#include "widgets/produce/produce_dialogs.h"
#include "widgets/produce/write_dialog.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;

namespace {

config::Connection writable() {
    config::Connection connection = FakeCluster::defaultConnection();
    connection.readOnly = false;
    return connection;
}

admin::OwnedRecord letter(std::int64_t offset) {
    admin::OwnedRecord record;
    record.from = {"orders.dlq", 0};
    record.offset = offset;
    record.key = "k";
    record.value = "v";
    record.headers = {{"origin", "orders"}};
    return record;
}

struct Screen {
    FakeSchemaRegistry registry;
    std::shared_ptr<FakeCluster> cluster;
    FakeClusterDesk desk;
    QWidget window;

    explicit Screen(const config::Connection& connection = writable())
        : cluster(std::make_shared<FakeCluster>(connection)) {
        cluster->planAnswer.target = "orders";
        cluster->planAnswer.changes = {{"orders", "", "1 record"}};
        window.show();
    }
    [[nodiscard]] WriteDialog& dialog() {
        auto* found = window.findChild<WriteDialog*>();
        if (found == nullptr) qFatal("no dialog is open");
        return *found;
    }
    template <typename Widget>
    [[nodiscard]] Widget& named(const char* name) {
        Widget* widget = findNamed<Widget>(dialog(), QString::fromLatin1(name));
        if (widget == nullptr) qFatal("nothing is called %s", name);
        return *widget;
    }
    [[nodiscard]] QPushButton& button(const char* text) {
        const auto buttons = dialog().findChildren<QPushButton*>();
        for (QPushButton* one : buttons)
            if (one->text() == QString::fromUtf8(text)) return *one;
        qFatal("no button says %s", text);
    }
    [[nodiscard]] QString said() { return visibleText(dialog()); }
    /// Asks for the dry run; what was planned.
    [[nodiscard]] std::optional<admin::ChangeRequest> plan() {
        QTest::mouseClick(&button("Dry run…"), Qt::LeftButton);
        if (!QTest::qWaitFor([this] {
                const std::lock_guard lock(cluster->mutex);
                return !cluster->planned.empty();
            }))
            return std::nullopt;
        return cluster->planned.front();
    }
};

} // namespace

class TestProduceDialogs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneRecordIsPlannedAsTyped() {
        Screen screen;
        openProduceDialog(screen.cluster, QStringLiteral("orders"), &screen.window);
        QCOMPARE(unnamedFocusWidgets(screen.dialog()), QStringList());
        QTest::keyClick(&screen.named<QCheckBox>("Key: null: no key"), Qt::Key_Space);
        QTest::keyClicks(&screen.named<QPlainTextEdit>("Key"), QStringLiteral("k-1"));
        QTest::keyClicks(&screen.named<QPlainTextEdit>("Value"), QStringLiteral("{\"id\": 1}"));
        QTest::keyClicks(&screen.named<QLineEdit>("Timestamp"), QStringLiteral("2026-01-31T12:00:00Z"));
        const auto planned = screen.plan();
        QVERIFY(planned);
        const auto* request = std::get_if<admin::ProduceRecords>(&*planned);
        QVERIFY(request != nullptr);
        QCOMPARE(request->topic, std::string("orders"));
        QVERIFY(request->text.find(R"("key":"k-1")") != std::string::npos);
        QVERIFY(request->text.find("\"ts\":1769860800000") != std::string::npos);
        QTRY_VERIFY(screen.dialog().findChild<ChangeDialog*>() != nullptr);
    }

    void nullAndEmptyAreTwoThings() {
        Screen screen;
        openProduceDialog(screen.cluster, QStringLiteral("orders"), &screen.window);
        QTest::keyClick(&screen.named<QCheckBox>("Value: null: a tombstone"), Qt::Key_Space);
        QVERIFY(!screen.named<QPlainTextEdit>("Value").isEnabled());
        const auto planned = screen.plan();
        QVERIFY(planned);
        QVERIFY(std::get<admin::ProduceRecords>(*planned).text.find("\"payload\":null") != std::string::npos);
    }

    void brokenJsonIsHintedAtButNotForbidden() {
        Screen screen;
        openProduceDialog(screen.cluster, QStringLiteral("orders"), &screen.window);
        QTest::keyClicks(&screen.named<QPlainTextEdit>("Value"), QStringLiteral("{\"id\": 1"));
        QVERIFY(screen.said().contains(QStringLiteral("Not JSON, line 1")));
        QVERIFY(screen.button("Dry run…").isEnabled());
    }

    void linesHaveASeparatorHeadersAndACount() {
        Screen screen;
        openProduceDialog(screen.cluster, QStringLiteral("orders"), &screen.window);
        screen.named<QTabWidget>("What to write").setCurrentIndex(1);
        QVERIFY(screen.said().contains(QStringLiteral("There are no lines yet")));
        QVERIFY(!screen.button("Dry run…").isEnabled());
        auto& form = screen.named<QComboBox>("What a line is");
        form.setFocus();
        QTest::keyClick(&form, Qt::Key_Down);
        auto& lines = screen.named<QPlainTextEdit>("Lines to write");
        QTest::keyClicks(&lines, QStringLiteral("a:1"));
        QTest::keyClick(&lines, Qt::Key_Return);
        QTest::keyClicks(&lines, QStringLiteral("b:2"));
        QVERIFY(screen.said().contains(QStringLiteral("2 line(s)")));
        QTest::mouseClick(&screen.button("Add header"), Qt::LeftButton);
        auto& headers = screen.named<QTableWidget>("Headers");
        headers.item(0, 1)->setText(QStringLiteral("x"));
        QVERIFY(screen.said().contains(QStringLiteral("A header has a value, but no name")));
        headers.item(0, 0)->setText(QStringLiteral("source"));
        screen.named<QSpinBox>("Partition").setValue(2);
        const auto planned = screen.plan();
        QVERIFY(planned);
        const auto& request = std::get<admin::ProduceRecords>(*planned);
        QCOMPARE(request.text, std::string("a:1\nb:2"));
        QCOMPARE(request.settings.keySeparator, std::string(":"));
        QCOMPARE(request.settings.partition, 2);
        QCOMPARE(request.settings.headers.size(), std::size_t(1));
    }

    void badInputsAreNamed_data() {
        QTest::addColumn<QString>("topic");
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("problem");
        QTest::newRow("no topic") << QString() << QString() << QStringLiteral("Say which topic");
        QTest::newRow("bad topic") << QStringLiteral("a b") << QString()
                                   << QStringLiteral("no topic of that name");
        QTest::newRow("bad time") << QStringLiteral("a") << QStringLiteral("soon")
                                  << QStringLiteral("timestamp is none");
    }
    void badInputsAreNamed() {
        QFETCH(QString, topic);
        QFETCH(QString, time);
        QFETCH(QString, problem);
        Screen screen;
        openProduceDialog(screen.cluster, {}, &screen.window);
        QTest::keyClicks(&screen.named<QLineEdit>("Topic"), topic);
        QTest::keyClicks(&screen.named<QLineEdit>("Timestamp"), time);
        QVERIFY(screen.said().contains(problem));
        QVERIFY(!screen.button("Dry run…").isEnabled());
    }

    void aJsonSchemaChecksTheValue() {
        Screen screen;
        FakeSchemaRegistry::fillWithSamples(screen.registry);
        screen.cluster->registryAnswer = &screen.registry;
        openProduceDialog(screen.cluster, QStringLiteral("payments"), &screen.window);
        QTRY_VERIFY(
            screen.said().contains(QStringLiteral("payments-value is registered: JSON Schema, version 1")));
        auto& value = screen.named<QPlainTextEdit>("Value");
        QTest::keyClicks(&value, QStringLiteral("{\"id\":\"a\"}"));
        QVERIFY(screen.said().contains(QStringLiteral("does not surely follow the schema")));
        QVERIFY(screen.said().contains(QStringLiteral("amount")));
        QTest::keyClick(&value, Qt::Key_Backspace);
        QTest::keyClicks(&value, QStringLiteral(",\"amount\":2}"));
        QVERIFY(screen.said().contains(QStringLiteral("The value follows it")));
        QVERIFY(screen.button("Dry run…").isEnabled());
    }

    void avroIsSaidNotToBeEncoded() {
        Screen screen;
        FakeSchemaRegistry::fillWithSamples(screen.registry);
        screen.cluster->registryAnswer = &screen.registry;
        openProduceDialog(screen.cluster, QStringLiteral("orders"), &screen.window);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("orders-value is registered: Avro, version 4")));
        QVERIFY(screen.said().contains(QStringLiteral("The value is not encoded with it")));
        QVERIFY(screen.said().contains(QStringLiteral("Bytes are sent as typed")));
    }

    void readOnlyConnectionsSaySo() {
        Screen screen(FakeCluster::defaultConnection());
        openProduceDialog(screen.cluster, QStringLiteral("orders"), &screen.window);
        QVERIFY(screen.said().contains(QStringLiteral("This connection only reads")));
    }

    void recordsAreResentElsewhere() {
        Screen screen;
        openResendDialog(screen.cluster, {letter(1), letter(2)}, &screen.window);
        QVERIFY(screen.said().contains(QStringLiteral("2 record(s)")));
        QVERIFY(screen.said().contains(QStringLiteral("orders.dlq[0]")));
        auto& topic = screen.named<QLineEdit>("To the topic");
        QCOMPARE(topic.text(), QStringLiteral("orders.dlq"));
        topic.selectAll();
        QTest::keyClicks(&topic, QStringLiteral("orders"));
        const auto planned = screen.plan();
        QVERIFY(planned);
        const auto& request = std::get<admin::ResendRecords>(*planned);
        QCOMPARE(request.topic, std::string("orders"));
        QCOMPARE(request.records.size(), std::size_t(2));
        QVERIFY(!request.keepPartition && request.keepTimestamp);
        QCOMPARE(unnamedFocusWidgets(screen.dialog()), QStringList());
    }

    void lettersAreRedriven() {
        Screen screen;
        openRedriveDialog(screen.cluster, "orders.dlq", {letter(1)}, &screen.window);
        QTest::keyClicks(&screen.named<QLineEdit>("Headers that name the origin"),
                         QStringLiteral("origin, from"));
        QTest::keyClicks(&screen.named<QLineEdit>("Else to the topic"), QStringLiteral("orders"));
        const auto planned = screen.plan();
        QVERIFY(planned);
        const auto& request = std::get<admin::RedriveRecords>(*planned);
        QCOMPARE(request.deadLetterTopic, std::string("orders.dlq"));
        QCOMPARE(request.options.topicHeaders, (std::vector<std::string>{"origin", "from"}));
        QCOMPARE(request.options.fallbackTopic, std::string("orders"));
        QCOMPARE(request.options.maxAttempts, 3U);
        QCOMPARE(unnamedFocusWidgets(screen.dialog()), QStringList());
    }

    void aTopicIsCopiedFromAnotherConnection() {
        Screen screen;
        config::Connection other;
        other.name = "staging";
        screen.desk.list = {writable(), other};
        openCopyDialog(screen.cluster, screen.desk, QStringLiteral("staging"), QStringLiteral("orders"),
                       &screen.window);
        QCOMPARE(screen.named<QComboBox>("From the connection").count(), 2);
        QTest::keyClicks(&screen.named<QLineEdit>("To the topic"), QStringLiteral("orders"));
        QTest::keyClicks(&screen.named<QLineEdit>("Offsets"), QStringLiteral("0:5-1"));
        QVERIFY(screen.said().contains(QStringLiteral("is no range")));
        auto& offsets = screen.named<QLineEdit>("Offsets");
        offsets.selectAll();
        QTest::keyClicks(&offsets, QStringLiteral("0:5-10"));
        const auto planned = screen.plan();
        QVERIFY(planned);
        const auto& request = std::get<admin::CopyRecords>(*planned);
        QCOMPARE(request.from, std::string("staging"));
        QCOMPARE(request.ranges.at(0), (std::pair<std::int64_t, std::int64_t>(5, 10)));
        QVERIFY(request.keepPartition);
        QCOMPARE(unnamedFocusWidgets(screen.dialog()), QStringList());
    }

    void aTopicIsNotCopiedIntoItself() {
        Screen screen;
        openCopyDialog(screen.cluster, screen.desk, {}, QStringLiteral("orders"), &screen.window);
        QTest::keyClicks(&screen.named<QLineEdit>("To the topic"), QStringLiteral("orders"));
        QVERIFY(screen.said().contains(QStringLiteral("cannot be copied into itself")));
        QVERIFY(!screen.button("Dry run…").isEnabled());
    }
};

QTEST_MAIN(TestProduceDialogs)
#include "tst_produce_dialogs.moc"
