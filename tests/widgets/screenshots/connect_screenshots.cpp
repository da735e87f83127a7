// eventflow_connect_screenshots DIR: the dialogs of connections on a scripted desk, and the window with a
// production cluster that may be changed, in light and dark.

#include "tests/widgets/screenshots/photographer.h"
#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "widgets/common/translations.h"
#include "widgets/connect/connection_form.h"
#include "widgets/connect/connection_manager.h"
#include "widgets/connect/import_dialog.h"
#include "widgets/connect/secret_dialog.h"
#include "widgets/connect/test_pane.h"
#include "widgets/mainwindow/cluster_button.h"
#include "widgets/mainwindow/cluster_session.h"
#include "widgets/mainwindow/main_window.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QTextStream>

using namespace eventflow;
using namespace eventflow::widgets;
using testing::Photographer;

namespace {

config::Connection makeConnection(const char* name, config::Environment environment, bool readOnly) {
    config::Connection connection;
    connection.name = name;
    connection.bootstrapServers = "b-1.kafka.example.com:9094,b-2.kafka.example.com:9094";
    connection.environment = environment;
    connection.readOnly = readOnly;
    connection.properties = {{"security.protocol", "sasl_ssl"},
                             {"sasl.mechanism", "SCRAM-SHA-512"},
                             {"sasl.username", "sre-desk"},
                             {"client.rack", "eu-central-1a"},
                             {"socket.timeout.ms", "30000"}};
    connection.secrets = {"sasl.password", "registry.password"};
    connection.registry.urls = {"https://registry.example.com:8081"};
    using File = config::SchemaFileChoice;
    connection.schemaFiles = {
        {"orders.*", File::Part::Value, File::Format::Protobuf, "schemas/proto", "shop.v1.Order"},
        {"payments", File::Part::Value, File::Format::Avro, "schemas/payment.avsc", ""}};
    connection.registry.user = "desk";
    connection.addresses = {{"b-1.kafka.example.com:9094", "127.0.0.1:19094"}};
    return connection;
}

void fill(testing::FakeClusterDesk& desk) {
    using config::Environment;
    using namespace admin;
    desk.list = {makeConnection("checkout-staging", Environment::Test, false),
                 makeConnection("laptop", Environment::Development, false),
                 makeConnection("payments-prod", Environment::Production, true),
                 makeConnection("payments-prod-writers", Environment::Production, false)};
    desk.list[1].colour = "#7b5fc9";
    desk.missing = {"registry.password"};
    desk.clusters["payments-prod-writers"] = std::make_shared<testing::FakeCluster>(desk.list[3]);
    desk.clusters["payments-prod"] = std::make_shared<testing::FakeCluster>(desk.list[2]);
    using std::chrono::milliseconds;
    desk.steps = {
        {CheckStep::Addresses,
         CheckState::Passed,
         "2 of 2 names have addresses",
         {"b-1: 10.0.3.17"},
         milliseconds(8)},
        {CheckStep::Network,
         CheckState::Passed,
         "2 of 2 brokers answer",
         {"10.0.3.17:9094 in 4 ms"},
         milliseconds(21)},
        {CheckStep::Tls,
         CheckState::Warning,
         "the certificate of b-1.kafka.example.com ends in 9 days",
         {"CN=b-1.kafka.example.com, issued by Example Internal CA 3", "TLSv1.3, TLS_AES_256_GCM_SHA384"},
         milliseconds(38)},
        {CheckStep::Login,
         CheckState::Passed,
         "logged in as sre-desk with SCRAM-SHA-512",
         {},
         milliseconds(64)},
        {CheckStep::Metadata,
         CheckState::Passed,
         "3 brokers, 412 topics",
         {"controller: 2"},
         milliseconds(112)},
        {CheckStep::Permissions, CheckState::Warning, "6 of 8 permissions are there", {}, milliseconds(240)}};
    const auto add = [&](const char* name, const char* permission, Access access, const char* consequence,
                         const char* reason) {
        desk.capabilities.push_back({name, permission, access, consequence, reason});
    };
    add("Read topic \"orders\"", "Read on Topic:orders", Access::Allowed, "", "");
    add("Read topic \"ledger\"", "Read on Topic:ledger", Access::Denied, "its records cannot be looked at",
        "TOPIC_AUTHORIZATION_FAILED");
    add("See configurations of topics", "DescribeConfigs on Topic:*", Access::Allowed, "", "");
    add("See groups", "Describe on Group:*", Access::Denied, "lag and members are not shown",
        "GROUP_AUTHORIZATION_FAILED");
    add("See the cluster's ACLs", "Describe on Cluster", Access::Unknown, "nothing depends on it",
        "no answer within 5 s");
}

void press(QWidget& dialog, const QString& text) {
    for (auto* button : dialog.findChildren<QPushButton*>())
        if (button->text() == text) button->click();
}

void shootManager(Photographer& photographer, testing::FakeWorkbench& workbench, MainWindow& window) {
    window.showConnections();
    auto* manager = window.findChild<ConnectionManager*>();
    manager->select("payments-prod");
    auto* tabs = manager->form().findChild<QTabWidget*>();
    for (int page = 0; page < tabs->count(); ++page) {
        tabs->setCurrentIndex(page);
        photographer.shoot(*manager, QStringLiteral("connect-1-page-%1").arg(page));
    }
    tabs->setCurrentIndex(0);
    for (auto* edit : manager->form().findChildren<QLineEdit*>())
        if (edit->accessibleName() == u"Bootstrap servers")
            QTest::keyClicks(edit, QStringLiteral(",b-3:99999"));
    photographer.shoot(*manager, QStringLiteral("connect-2-mistake"));
    press(*manager, QStringLiteral("Undo changes"));
    press(*manager, QStringLiteral("&Test"));
    QTest::qWait(300);
    if (auto* ask = manager->findChild<SecretDialog*>()) {
        photographer.shoot(*ask, QStringLiteral("connect-3-secret"));
        QTest::keyClicks(ask->findChild<QLineEdit*>(), QStringLiteral("secret"));
        QTest::keyClick(ask, Qt::Key_Return);
    }
    photographer.shoot(*manager, QStringLiteral("connect-4-test"));
    press(*manager, QStringLiteral("Back to the settings"));
    workbench.desk.failure =
        Error{ErrorCode::Unavailable, "b-1.kafka.example.com:9094: connection refused after 3 attempts"};
    press(*manager, QStringLiteral("Connect"));
    photographer.shoot(*manager, QStringLiteral("connect-5-failed"));
    workbench.desk.failure.reset();
    workbench.desk.blocked = true;
    press(*manager, QStringLiteral("Connect"));
    photographer.shoot(*manager, QStringLiteral("connect-6-connecting"));
    press(*manager, QStringLiteral("Cancel connecting"));
    workbench.desk.blocked = false;
    manager->close();
}

void shootImport(Photographer& photographer, testing::FakeWorkbench& workbench) {
    const auto access = std::make_shared<DeskAccess>(workbench.desk);
    ImportDialog dialog(access, {}, nullptr);
    dialog.show();
    photographer.shoot(dialog, QStringLiteral("connect-7-import-input"));
    dialog.read("bootstrap.servers=b-1.kafka.example.com:9094,b-2.kafka.example.com:9094\n"
                "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n"
                "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required "
                "username=\"sre-desk\" password=\"x\";\nssl.truststore.location=/etc/kafka/trust.jks\n"
                "schema.registry.url=https://registry.example.com\ngroup.id=billing\n",
                QStringLiteral("payments"));
    photographer.shoot(dialog, QStringLiteral("connect-8-import-preview"));
    access->close();
}

bool shootTheme(const QDir& folder, ThemeMode mode, const QString& name) {
    Photographer photographer(folder, name);
    testing::FakeWorkbench workbench;
    MainWindow window(workbench, {});
    window.setThemeMode(mode);
    window.show();
    window.showConnections();
    photographer.shoot(*window.findChild<ConnectionManager*>(), QStringLiteral("connect-0-empty"));
    window.findChild<ConnectionManager*>()->close();
    QTest::qWait(20);
    fill(workbench.desk);
    shootManager(photographer, workbench, window);
    shootImport(photographer, workbench);
    workbench.desk.missing.clear();
    window.clusters().open("payments-prod-writers");
    QTest::qWait(100);
    workbench.publish(testing::FakeWorkbench::demoDelta(40));
    window.pump().pump();
    window.showPerspective(QStringLiteral("overview"));
    photographer.shoot(window, QStringLiteral("connect-9-production-guard"));
    QMenu* menu = window.clusterButton().menu();
    menu->popup(window.mapToGlobal(QPoint(900, 30)));
    photographer.shoot(*menu, QStringLiteral("connect-a-menu"));
    menu->close();
    workbench.desk.failure = Error{ErrorCode::PermissionDenied, "SASL authentication failed"};
    window.clusters().open("payments-prod");
    photographer.shoot(window, QStringLiteral("connect-b-switch-failed"));
    return photographer.ok();
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    installTranslations(application, QLocale(QLocale::English));
    const QDir folder(QString::fromLocal8Bit(argc == 2 ? argv[1] : ""));
    if (argc != 2 || !folder.mkpath(QStringLiteral("."))) {
        QTextStream(stderr) << "usage: eventflow_connect_screenshots DIR\n";
        return 2;
    }
    const bool light = shootTheme(folder, ThemeMode::Light, QStringLiteral("light"));
    const bool dark = shootTheme(folder, ThemeMode::Dark, QStringLiteral("dark"));
    return light && dark ? 0 : 1;
}
