#include "tests/widgets/support/fake_cluster_desk.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/translations.h"
#include "widgets/connect/import_dialog.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace eventflow;
using namespace eventflow::widgets;
using eventflow::testing::FakeClusterDesk;
using eventflow::testing::findNamed;

namespace {

const char* const kJava = "bootstrap.servers=broker-1:9092,broker-2:9092\n"
                          "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n"
                          "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
                          "username=\"alice\" password=\"hunter2\";\n"
                          "group.id=billing\n";
const char* const kKcat = "metadata.broker.list=broker-1:9092\nsecurity.protocol=sasl_ssl\n"
                          "sasl.mechanisms=PLAIN\nsasl.username=bob\nsasl.password=hunter2\n";
const char* const kRpk = "profiles:\n"
                         "  - name: staging\n    kafka_api:\n      brokers: [a:9092]\n"
                         "      sasl: {user: carol, password: hunter2, mechanism: SCRAM-SHA-256}\n"
                         "  - name: edge\n    kafka_api:\n      brokers: [b:9092]\n";

} // namespace

class TestConnectImport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { installTranslations(*qApp, QLocale(QLocale::English)); }
    void init() {
        m_desk = std::make_unique<FakeClusterDesk>();
        m_access = std::make_shared<DeskAccess>(*m_desk);
        m_dialog = std::make_unique<ImportDialog>(m_access, QStringList{QStringLiteral("edge")}, nullptr);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    void cleanup() {
        m_dialog.reset();
        m_access->close();
    }

    void whatIsPastedIsRecognised_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("shown");
        QTest::addColumn<QString>("secret");
        QTest::addColumn<int>("connections");
        const auto row = [](const char* name, const char* text, QStringList shown, const char* secret,
                            int connections) {
            QTest::newRow(name) << QString::fromLatin1(text) << shown << QString::fromLatin1(secret)
                                << connections;
        };
        row("client.properties", kJava,
            {QStringLiteral("broker-1:9092,broker-2:9092"), QStringLiteral("SCRAM-SHA-512"),
             QStringLiteral("Password of alice"), QStringLiteral("\"group.id\" was left out"),
             QStringLiteral("Production, read-only, until you decide otherwise")},
            "sasl.password", 1);
        row("kcat", kKcat,
            {QStringLiteral("broker-1:9092"), QStringLiteral("SASL PLAIN"),
             QStringLiteral("Password of bob")},
            "sasl.password", 1);
        row("rpk", kRpk,
            {QStringLiteral("staging"), QStringLiteral("edge-2"), QStringLiteral("Password of carol"),
             QStringLiteral("b:9092")},
            "sasl.password", 2);
    }
    void whatIsPastedIsRecognised() {
        QFETCH(QString, text);
        QFETCH(QStringList, shown);
        QFETCH(QString, secret);
        QFETCH(int, connections);
        paste(text);
        const QString said = testing::visibleText(*m_dialog);
        for (const QString& part : shown)
            QVERIFY2(said.contains(part), qPrintable(part + QStringLiteral(" in ") + said));
        QVERIFY(m_desk->list.empty()); // not before it was looked at
        QVERIFY(!everyText().contains(QStringLiteral("hunter2")));
        choose(1);
        QTest::mouseClick(next(), Qt::LeftButton);
        QTRY_COMPARE(m_desk->list.size(), static_cast<std::size_t>(connections));
        QCOMPARE(m_desk->provided[secret.toStdString()], std::string("hunter2"));
        QVERIFY(m_desk->list[0].readOnly);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_dialog->imported().size(), m_desk->list.size());
    }
    void secretsAreLeftOutWhenToldSo() {
        paste(QString::fromLatin1(kKcat));
        choose(2);
        QTest::mouseClick(next(), Qt::LeftButton);
        QTRY_COMPARE(m_desk->list.size(), std::size_t(1));
        QVERIFY(m_desk->provided.empty());
    }
    void nothingIsImportedWhenItsSecretsCannotBeKept() {
        m_desk->provideFailure = Error{ErrorCode::Unavailable, "no keychain"};
        paste(QString::fromLatin1(kKcat));
        choose(0);
        QTest::mouseClick(next(), Qt::LeftButton);
        QTRY_VERIFY(testing::visibleText(*m_dialog).contains(QStringLiteral("no keychain")));
        QVERIFY(m_desk->list.empty());
        choose(1);
        QTest::mouseClick(next(), Qt::LeftButton);
        QTRY_COMPARE(m_desk->list.size(), std::size_t(1));
    }
    void textThatIsNoConfigurationSaysSo() {
        paste(QStringLiteral("hello = world"));
        QVERIFY(testing::visibleText(*m_dialog).contains(QStringLiteral("bootstrap.servers")));
        QVERIFY(text()->isVisible());
    }
    void backForgetsWhatWasRead() {
        paste(QString::fromLatin1(kJava));
        for (QPushButton* button : m_dialog->findChildren<QPushButton*>())
            if (button->text() == u"Back") QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(text()->isVisible() && text()->toPlainText().isEmpty());
        QVERIFY(!next()->isEnabled());
    }
    void everythingHasAName() {
        QVERIFY(testing::unnamedFocusWidgets(*m_dialog).isEmpty());
        paste(QString::fromLatin1(kRpk));
        const QStringList unnamed = testing::unnamedFocusWidgets(*m_dialog);
        QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
    }

private:
    QPlainTextEdit* text() const {
        return findNamed<QPlainTextEdit>(*m_dialog, QStringLiteral("Configuration"));
    }
    QPushButton* next() const {
        for (QPushButton* button : m_dialog->findChildren<QPushButton*>())
            if (button->isDefault()) return button;
        return nullptr;
    }
    void paste(const QString& content) {
        text()->insertPlainText(content);
        QTest::mouseClick(next(), Qt::LeftButton);
    }
    void choose(int way) {
        QRadioButton* button = m_dialog->findChildren<QRadioButton*>().at(way);
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(button->isChecked());
    }
    static QString everyText() {
        QStringList texts;
        for (QWidget* widget : QApplication::allWidgets())
            for (const char* property : {"text", "plainText", "toolTip", "accessibleDescription"})
                texts << widget->property(property).toString();
        return texts.join(u'\n');
    }

    std::unique_ptr<FakeClusterDesk> m_desk;
    DeskPtr m_access;
    std::unique_ptr<ImportDialog> m_dialog;
};

QTEST_MAIN(TestConnectImport)
#include "tst_connect_import.moc"
