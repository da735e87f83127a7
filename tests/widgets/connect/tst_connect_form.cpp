#include "core/config/connection_export.h"
#include "tests/widgets/support/fake_cluster_desk.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/connect/connection_form.h"
#include "widgets/connect/pair_table.h"
#include "widgets/connect/secrets_page.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>

using namespace eventflow;
using namespace eventflow::widgets;
using eventflow::testing::FakeClusterDesk;
using eventflow::testing::findNamed;

class TestConnectForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_desk = std::make_unique<FakeClusterDesk>();
        m_access = std::make_shared<DeskAccess>(*m_desk);
        m_form = std::make_unique<ConnectionForm>(m_access, nullptr);
        m_form->resize(760, 640);
        m_form->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_form.get()));
        config::Connection connection;
        connection.name = "prod";
        connection.bootstrapServers = "broker-1:9092";
        m_form->load(connection, {QStringLiteral("other")});
    }
    void cleanup() {
        m_form.reset();
        m_access->close();
    }

    void mistakesAreSaidWhileTyped_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("name") << QStringLiteral("Name") << QStringLiteral("other")
                              << QStringLiteral("Another connection");
        QTest::newRow("servers") << QStringLiteral("Bootstrap servers") << QStringLiteral("broker:99999")
                                 << QStringLiteral("not between 1 and 65535");
        QTest::newRow("topics") << QStringLiteral("Topics") << QStringLiteral("a/b")
                                << QStringLiteral("not a topic name");
        QTest::newRow("colour") << QStringLiteral("Colour as #rrggbb") << QStringLiteral("blue")
                                << QStringLiteral("#rrggbb");
    }
    void mistakesAreSaidWhileTyped() {
        QFETCH(QString, field);
        QFETCH(QString, text);
        QFETCH(QString, said);
        QVERIFY(m_form->isValid());
        type(field, text);
        QVERIFY(!m_form->isValid());
        QVERIFY2(testing::visibleText(*m_form).contains(said), qPrintable(testing::visibleText(*m_form)));
        QVERIFY(!m_form->findChild<QTabWidget*>()->tabIcon(0).isNull());
    }
    void whatIsTypedIsInTheConnection() {
        type(QStringLiteral("Name"), QStringLiteral("prod-2"));
        type(QStringLiteral("Bootstrap servers"), QStringLiteral("a:1, b:2"));
        type(QStringLiteral("Topics"), QStringLiteral("x, y"));
        QTest::mouseClick(findNamed<QToolButton>(*m_form, QStringLiteral("Environment: Test")),
                          Qt::LeftButton);
        QTest::mouseClick(findNamed<QToolButton>(*m_form, QStringLiteral("Colour: Blue")), Qt::LeftButton);
        QTest::keyClick(box(QStringLiteral("Allow &changes to this cluster")), Qt::Key_Space);
        const config::Connection& connection = m_form->connection();
        QCOMPARE(connection.name, std::string("prod-2"));
        QCOMPARE(connection.bootstrapServers, std::string("a:1,b:2"));
        QVERIFY((connection.topics == std::vector<std::string>{"x", "y"}));
        QVERIFY(connection.environment == config::Environment::Test);
        QCOMPARE(connection.colour, std::string("#0072b2"));
        QVERIFY(!connection.readOnly);
    }
    void productionAndReadOnlyAreTheDefault() {
        QVERIFY(findNamed<QToolButton>(*m_form, QStringLiteral("Environment: Production"))->isChecked());
        QVERIFY(!box(QStringLiteral("Allow &changes to this cluster"))->isChecked());
    }

    void securityShowsTheFieldsItNeeds_data() {
        QTest::addColumn<int>("steps");
        QTest::addColumn<QStringList>("fields");
        QTest::addColumn<QString>("secrets");
        const auto row = [](const char* name, int steps, std::initializer_list<const char*> fields,
                            const char* secrets) {
            QStringList names;
            for (const char* field : fields)
                names << QString::fromLatin1(field);
            QTest::newRow(name) << steps << names << QString::fromLatin1(secrets);
        };
        row("none", 0, {}, "");
        row("TLS", 1, {"CA file"}, "");
        row("mTLS", 2, {"CA file", "Client certificate", "Client key"}, "");
        row("PLAIN", 3, {"CA file", "User"}, "sasl.password");
        row("SCRAM-256", 4, {"CA file", "User"}, "sasl.password");
        row("SCRAM-512", 5, {"CA file", "User"}, "sasl.password");
        row("OAUTHBEARER", 6, {"CA file", "CA file of the issuer", "Client id", "Scope", "Token endpoint"},
            "oauth.client.secret");
        row("MSK", 7, {"AWS region", "Access key id", "CA file"}, "");
        row("other", 8, {}, "");
    }
    void securityShowsTheFieldsItNeeds() {
        QFETCH(int, steps);
        QFETCH(QString, secrets);
        tabs()->setCurrentIndex(1);
        chooseSecurity(steps);
        QStringList shown;
        for (const QLineEdit* edit : m_form->findChildren<QLineEdit*>())
            if (edit->isVisible()) shown << edit->accessibleName();
        shown.sort();
        QTEST(shown, "fields");
        QCOMPARE(m_form->connection().secrets,
                 secrets.isEmpty() ? std::set<std::string>{} : std::set{secrets.toStdString()});
    }
    void aMissingUserIsAMistakeAndAGivenOneIsNot() {
        tabs()->setCurrentIndex(1);
        chooseSecurity(4);
        QVERIFY(!m_form->isValid());
        QVERIFY(!tabs()->tabIcon(1).isNull());
        type(QStringLiteral("User"), QStringLiteral("alice"));
        QVERIFY(m_form->isValid());
        QCOMPARE(m_form->connection().properties.at("sasl.mechanism"), std::string("SCRAM-SHA-256"));
        QCOMPARE(m_form->connection().properties.at("security.protocol"), std::string("sasl_ssl"));
        QTest::keyClick(box(QStringLiteral("&Encrypt with TLS")), Qt::Key_Space);
        QCOMPARE(m_form->connection().properties.at("security.protocol"), std::string("sasl_plaintext"));
        QVERIFY(testing::visibleText(*m_form).contains(QStringLiteral("in the clear")));
    }
    void theRegistryAsksForAUserOnlyWhenThereIsOne() {
        tabs()->setCurrentIndex(2);
        type(QStringLiteral("Addresses"), QStringLiteral("https://registry:8081"));
        auto* login = findNamed<QComboBox>(*m_form, QStringLiteral("Login to the registry"));
        QVERIFY(login->isVisible());
        login->setFocus();
        QTest::keyClick(login, Qt::Key_Down);
        QVERIFY(!m_form->isValid());
        type(QStringLiteral("User"), QStringLiteral("reg"));
        QVERIFY(m_form->isValid());
        QCOMPARE(m_form->connection().registry.user, std::string("reg"));
        QVERIFY(m_form->connection().secrets.contains("registry.password"));
        QTest::keyClick(login, Qt::Key_Down);
        QVERIFY(m_form->connection().registry.bearerToken);
        QVERIFY(m_form->connection().secrets == std::set<std::string>{"registry.token"});
    }
    void refusedPropertiesSayWhyAndSecretsAreNotKept() {
        tabs()->setCurrentIndex(3);
        auto* table = findNamed<QTableWidget>(*m_form, QStringLiteral("Client properties"));
        QVERIFY(table != nullptr);
        addRow(*table, QStringLiteral("client.rack"), QStringLiteral("a"));
        QVERIFY(m_form->isValid());
        QCOMPARE(m_form->connection().properties.at("client.rack"), std::string("a"));
        addRow(*table, QStringLiteral("sasl.password"), QStringLiteral("hunter2"));
        QVERIFY(!m_form->isValid());
        QVERIFY(testing::visibleText(*m_form).contains(QStringLiteral("is a secret")));
        QCOMPARE(table->item(1, 1)->text(), QString());
        table->setCurrentCell(1, 0);
        QTest::mouseClick(findNamed<QPushButton>(*m_form, QStringLiteral("Remove from: Client properties")),
                          Qt::LeftButton);
        QVERIFY(m_form->isValid());
        addRow(*table, QStringLiteral("security.protocol"), QStringLiteral("ssl"));
        QVERIFY(testing::visibleText(*m_form).contains(QStringLiteral("set on the page “Security”")));
    }
    void addressOverridesNeedPorts() {
        tabs()->setCurrentIndex(3);
        auto* table = findNamed<QTableWidget>(*m_form, QStringLiteral("Address overrides"));
        addRow(*table, QStringLiteral("b-1.internal:9092"), QStringLiteral("localhost"));
        QVERIFY(!m_form->isValid());
        table->item(0, 1)->setText(QStringLiteral("127.0.0.1:19092"));
        QVERIFY(m_form->isValid());
        QCOMPARE(m_form->connection().addresses.at("b-1.internal:9092"), std::string("127.0.0.1:19092"));
    }
    void schemaFilesAreEditedInOrder() {
        tabs()->setCurrentIndex(4);
        auto* add = findNamed<QPushButton>(*m_form, QStringLiteral("Add to: Schema files"));
        QTest::mouseClick(add, Qt::LeftButton);
        QVERIFY(!m_form->isValid());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("orders.*"));
        type(QStringLiteral("File or folder"), QStringLiteral("order.avsc"));
        QVERIFY(m_form->isValid());
        QTest::mouseClick(add, Qt::LeftButton);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("*"));
        type(QStringLiteral("File or folder"), QStringLiteral("schemas"));
        QTest::keyClick(findNamed<QComboBox>(*m_form, QStringLiteral("Format")), Qt::Key_Down);
        type(QStringLiteral("Message"), QStringLiteral("shop.Order"));
        auto* list = findNamed<QListWidget>(*m_form, QStringLiteral("Schema files"));
        QCOMPARE(list->item(0)->text(), QStringLiteral("orders.*, values: Avro from order.avsc"));
        QCOMPARE(list->item(1)->text(), QStringLiteral("*, values: Protobuf shop.Order from schemas"));
        QTest::mouseClick(findButton(QStringLiteral("Move up")), Qt::LeftButton);
        QCOMPARE(m_form->connection().schemaFiles.front().message, std::string("shop.Order"));
        QCOMPARE(m_form->connection().schemaFiles.back().path, std::string("order.avsc"));
        QTest::mouseClick(findNamed<QPushButton>(*m_form, QStringLiteral("Remove from: Schema files")),
                          Qt::LeftButton);
        QCOMPARE(m_form->connection().schemaFiles.size(), std::size_t{1});
        QCOMPARE(list->currentItem()->text(), QStringLiteral("orders.*, values: Avro from order.avsc"));
    }
    void secretsSayWhetherTheyWillBeAskedFor() {
        m_desk->missing = {"sasl.password"};
        config::Connection connection = m_form->connection();
        connection.secrets = {"sasl.password", "registry.password"};
        connection.properties = {
            {"security.protocol", "sasl_ssl"}, {"sasl.mechanism", "PLAIN"}, {"sasl.username", "alice"}};
        m_form->load(connection, {});
        QTRY_COMPARE(m_form->secrets().states(),
                     QStringList({QStringLiteral("Password for the schema registry: known: stored in the "
                                                 "system's keychain, or for this session"),
                                  QStringLiteral("Password of alice: asked for when connecting")}));
    }
    void loadingChangesNothing() {
        config::Connection connection;
        connection.name = "c";
        connection.bootstrapServers = "a:1,b:2";
        connection.topics = {"x"};
        connection.environment = config::Environment::Development;
        connection.readOnly = false;
        connection.colour = "#123456";
        connection.properties = {{"client.rack", "r"}, {"security.protocol", "ssl"}};
        connection.addresses = {{"a:1", "b:1"}};
        connection.registry.urls = {"https://r"};
        connection.registry.user = "u";
        connection.registry.keyFile = "/k";
        connection.secrets = {"registry.password", "registry.key.password"};
        connection.schemaFiles = {
            {"t", config::SchemaFileChoice::Part::Key, config::SchemaFileChoice::Format::Protobuf, "p", "m"}};
        m_form->load(connection, {});
        type(QStringLiteral("Name"), QStringLiteral("c"));
        QCOMPARE(config::toYaml(m_form->connection()), config::toYaml(connection));
    }
    void everythingHasAName() {
        for (int page = 0; page < tabs()->count(); ++page) {
            tabs()->setCurrentIndex(page);
            const QStringList unnamed = testing::unnamedFocusWidgets(*m_form);
            QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u'\n')));
        }
    }

private:
    QTabWidget* tabs() const { return m_form->findChild<QTabWidget*>(); }
    QCheckBox* box(const QString& text) const {
        for (QCheckBox* box : m_form->findChildren<QCheckBox*>())
            if (box->text() == text) return box;
        return nullptr;
    }
    QPushButton* findButton(const QString& text) const {
        for (QPushButton* button : m_form->findChildren<QPushButton*>())
            if (button->text() == text && button->isVisible()) return button;
        return nullptr;
    }
    void type(const QString& field, const QString& text) {
        for (QLineEdit* edit : m_form->findChildren<QLineEdit*>())
            if (edit->accessibleName() == field && edit->isVisible()) {
                edit->selectAll();
                QTest::keyClick(edit, Qt::Key_Backspace);
                QTest::keyClicks(edit, text);
                return;
            }
        QFAIL(qPrintable(QStringLiteral("no visible field ") + field));
    }
    void chooseSecurity(int steps) {
        auto* kinds = findNamed<QComboBox>(*m_form, QStringLiteral("Security"));
        QVERIFY(kinds != nullptr);
        QTest::keyClick(kinds, Qt::Key_Home);
        for (int i = 0; i < steps; ++i)
            QTest::keyClick(kinds, Qt::Key_Down);
        QCOMPARE(kinds->currentIndex(), steps);
    }
    void addRow(QTableWidget& table, const QString& name, const QString& value) {
        const int row = table.rowCount();
        QTest::mouseClick(
            findNamed<QPushButton>(*m_form, QStringLiteral("Add to: ") + table.accessibleName()),
            Qt::LeftButton);
        QCOMPARE(table.rowCount(), row + 1);
        // The name is being edited already.
        for (const auto& [column, text] : {std::pair{0, name}, std::pair{1, value}}) {
            if (column > 0) {
                table.setCurrentCell(row, column);
                table.edit(table.currentIndex());
            }
            QTRY_VERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
            QWidget* editor = QApplication::focusWidget();
            QTest::keyClicks(editor, text);
            QTest::keyClick(editor, Qt::Key_Return);
            QTRY_COMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&table));
        }
    }

    std::unique_ptr<FakeClusterDesk> m_desk;
    DeskPtr m_access;
    std::unique_ptr<ConnectionForm> m_form;
};

QTEST_MAIN(TestConnectForm)
#include "tst_connect_form.moc"
