#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "widgets/common/banner.h"
#include "widgets/common/perspective.h"
#include "widgets/connect/connection_form.h"
#include "widgets/connect/connection_manager.h"
#include "widgets/connect/secret_dialog.h"
#include "widgets/mainwindow/cluster_button.h"
#include "widgets/mainwindow/cluster_session.h"
#include "widgets/mainwindow/main_window.h"
#include "widgets/mainwindow/production_guard.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace eventflow;
using namespace eventflow::widgets;
using eventflow::testing::FakeCluster;
using eventflow::testing::FakeWorkbench;

namespace {

config::Connection makeConnection(const char* name, config::Environment environment, bool readOnly) {
    config::Connection connection;
    connection.name = name;
    connection.bootstrapServers = "broker-1:9092";
    connection.environment = environment;
    connection.readOnly = readOnly;
    return connection;
}

} // namespace

class TestMainWindowClusters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_workbench = std::make_unique<FakeWorkbench>();
        m_workbench->desk.list = {makeConnection("dev", config::Environment::Development, false),
                                  makeConnection("prod", config::Environment::Production, false),
                                  makeConnection("prod-read", config::Environment::Production, true)};
        for (const config::Connection& connection : m_workbench->desk.list)
            m_workbench->desk.clusters[connection.name] = std::make_shared<FakeCluster>(connection);
        openWindow({});
    }
    void cleanup() {
        m_window.reset();
        m_workbench.reset();
    }

    void theButtonSaysThatThereIsNone() {
        QCOMPARE(button().text(), QStringLiteral("No cluster"));
        QVERIFY(!m_window->guard().isWarning());
    }
    void theMenuSwitches() {
        choose(QStringLiteral("dev"));
        QTRY_COMPARE(m_window->clusters().cluster(), m_workbench->desk.clusters["dev"]);
        QCOMPARE(button().text(), QStringLiteral("dev · Development"));
        QCOMPARE(button().accessibleName(), QStringLiteral("Cluster: dev, Development, changes allowed"));
        choose(QStringLiteral("prod-read"));
        QTRY_COMPARE(m_window->clusters().cluster(), m_workbench->desk.clusters["prod-read"]);
        QCOMPARE(button().accessibleName(), QStringLiteral("Cluster: prod-read, Production, read-only"));
        // Nobody kept the one from before.
        QTRY_COMPARE(m_workbench->desk.clusters["dev"].use_count(), 1L);
    }
    void disconnectingLeavesNothing() {
        choose(QStringLiteral("dev"));
        QTRY_VERIFY(m_window->clusters().cluster() != nullptr);
        QAction* disconnect = fileAction(QStringLiteral("&Disconnect from the cluster"));
        QVERIFY(disconnect->isEnabled());
        disconnect->trigger();
        QCOMPARE(button().text(), QStringLiteral("No cluster"));
        QVERIFY(!disconnect->isEnabled());
        QTRY_COMPARE(m_workbench->desk.clusters["dev"].use_count(), 1L);
    }
    void productionThatAllowsChangesIsFramed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("framed");
        QTest::newRow("development") << QStringLiteral("dev") << false;
        QTest::newRow("production") << QStringLiteral("prod") << true;
        QTest::newRow("read-only") << QStringLiteral("prod-read") << false;
    }
    void productionThatAllowsChangesIsFramed() {
        QFETCH(QString, name);
        QFETCH(bool, framed);
        choose(name);
        QTRY_VERIFY(m_window->clusters().cluster() != nullptr);
        QCOMPARE(m_window->guard().isWarning(), framed);
        if (!framed) return;
        QCOMPARE(m_window->guard().text(), QStringLiteral("Production: changes to prod are allowed"));
        const QImage shown = m_window->centralWidget()->grab().toImage();
        QCOMPARE(shown.pixelColor(1, shown.height() / 2), colors(m_window->palette()).critical);
        QCOMPARE(shown.pixelColor(shown.width() - 2, shown.height() / 2),
                 colors(m_window->palette()).critical);
    }
    void theFrameHasTheConnectionsOwnColour() {
        auto connection = makeConnection("prod", config::Environment::Production, false);
        connection.colour = "#7b5fc9";
        m_workbench->desk.clusters["prod"] = std::make_shared<FakeCluster>(connection);
        choose(QStringLiteral("prod"));
        QTRY_VERIFY(m_window->guard().isWarning());
        const QImage shown = m_window->centralWidget()->grab().toImage();
        QCOMPARE(shown.pixelColor(1, shown.height() / 2), QColor(0x7b, 0x5f, 0xc9));
    }

    void theClusterThatThePipelineReadsIsOpenedQuietly() {
        m_window->startSample();
        publishReading("dev", 1);
        QTRY_COMPARE(m_window->clusters().cluster(), m_workbench->desk.clusters["dev"]);
        QCOMPARE(m_window->currentPerspective(), QStringLiteral("overview"));
    }
    void aClusterClosedByHandStaysClosed() {
        publishReading("dev", 1);
        QTRY_VERIFY(m_window->clusters().cluster() != nullptr);
        fileAction(QStringLiteral("&Disconnect from the cluster"))->trigger();
        publishReading("dev", 2);
        QVERIFY(m_window->clusters().opening().isEmpty());
        QVERIFY(m_window->clusters().cluster() == nullptr);
    }
    void aQuietFailureSaysNothing() {
        m_workbench->desk.failure = Error{ErrorCode::Unavailable, "refused"};
        publishReading("dev", 1);
        QTRY_VERIFY(m_window->clusters().opening().isEmpty());
        QVERIFY(!m_window->clusterBanner().isVisible());
        publishReading("dev", 2);
        QVERIFY(m_window->clusters().opening().isEmpty()); // once is enough
    }
    void anOpenClusterIsNotReplacedByThePipelines() {
        choose(QStringLiteral("prod-read"));
        QTRY_VERIFY(m_window->clusters().cluster() != nullptr);
        publishReading("dev", 1);
        QTest::qWait(20);
        QCOMPARE(m_window->clusters().cluster(), m_workbench->desk.clusters["prod-read"]);
    }
    void aConnectionThatIsGoneIsClosedWithItsPipeline() {
        publishReading("dev", 1);
        QTRY_VERIFY(m_window->clusters().cluster() != nullptr);
        m_workbench->desk.list.erase(m_workbench->desk.list.begin());
        feed::PipelineDelta next = FakeWorkbench::demoDelta(1);
        next.generation += 7;
        m_workbench->publish(std::move(next));
        m_window->pump().pump();
        QVERIFY(m_window->clusters().cluster() == nullptr);
    }

    void aFailureSaysCauseAndNextStep() {
        m_workbench->desk.failure = Error{ErrorCode::PermissionDenied, "SASL authentication failed"};
        choose(QStringLiteral("prod"));
        QTRY_VERIFY(m_window->clusterBanner().isVisible());
        QVERIFY(m_window->clusterBanner().cause().contains(QStringLiteral("SASL authentication failed")));
        QTest::mouseClick(m_window->clusterBanner().findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(m_window->findChild<ConnectionManager*>() != nullptr);
    }
    void connectingCanBeCancelled() {
        m_workbench->desk.blocked = true;
        choose(QStringLiteral("prod"));
        QTRY_COMPARE(button().text(), QStringLiteral("Connecting to prod …"));
        choose(QStringLiteral("&Cancel connecting"));
        QCOMPARE(button().text(), QStringLiteral("No cluster"));
        m_workbench->desk.blocked = false;
    }
    void theWindowGoesWhileItConnects() {
        m_workbench->desk.blocked = true;
        choose(QStringLiteral("prod"));
        QTRY_VERIFY(!m_window->clusters().opening().isEmpty());
        m_window.reset();
        m_workbench.reset(); // nothing uses the desk any more
    }
    void keysOpenTheManager() {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto* manager = m_window->findChild<ConnectionManager*>();
        QVERIFY(manager != nullptr && manager->isVisible());
    }
    void changedSettingsApplyAtOnce() {
        choose(QStringLiteral("prod"));
        QTRY_VERIFY(m_window->guard().isWarning());
        m_window->showConnections();
        const auto readOnly =
            std::make_shared<FakeCluster>(makeConnection("prod", config::Environment::Production, true));
        m_workbench->desk.clusters["prod"] = readOnly;
        auto* manager = m_window->findChild<ConnectionManager*>();
        QCOMPARE(manager->form().connection().name, std::string("prod")); // the open one is chosen
        for (QCheckBox* box : manager->findChildren<QCheckBox*>())
            if (box->text().contains(QStringLiteral("Allow"))) QTest::keyClick(box, Qt::Key_Space);
        for (QPushButton* save : manager->findChildren<QPushButton*>())
            if (save->text() == u"Save") QTest::mouseClick(save, Qt::LeftButton);
        QVERIFY(!m_window->guard().isWarning());
        QTRY_COMPARE(m_window->clusters().cluster(), std::shared_ptr<feed::Cluster>(readOnly));
        QVERIFY(manager->isVisible());
    }
    void whatIsConnectedToIsReadWhenAskedFor() {
        Q_EMIT m_window->clusters().readRequested({"dev", {"orders"}, feed::ClusterTarget::Start::Earliest});
        QCOMPARE(m_workbench->connections.size(), std::size_t(1));
        QCOMPARE(m_workbench->connections[0].connection, std::string("dev"));
    }
    void secretsStayOutOfTheSettings() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("session.ini"));
        m_workbench->desk.missing = {"sasl.password"};
        openWindow(file);
        choose(QStringLiteral("dev"));
        SecretDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = m_window->findChild<SecretDialog*>()) != nullptr && dialog->isVisible());
        QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral("hunter2"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(m_window->clusters().cluster() != nullptr);
        QCOMPARE(m_workbench->desk.provided["sasl.password"], std::string("hunter2"));
        for (QWidget* widget : QApplication::allWidgets())
            for (const char* property : {"text", "plainText", "toolTip", "accessibleDescription"})
                QVERIFY(!widget->property(property).toString().contains(QStringLiteral("hunter2")));
        m_window->close();
        QFile saved(file);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(!saved.readAll().contains("hunter2"));
    }

private:
    void openWindow(const QString& settings) {
        m_window.reset();
        m_window = std::make_unique<MainWindow>(*m_workbench, settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    ClusterButton& button() const { return m_window->clusterButton(); }
    /// In the button's menu: the entry that begins so.
    void choose(const QString& entry) {
        QMenu* menu = button().menu();
        Q_EMIT menu->aboutToShow();
        for (QAction* action : menu->actions())
            if (action->text() == entry || action->text().startsWith(entry + QStringLiteral("   (")))
                return action->trigger();
        QFAIL(qPrintable(entry));
    }
    QAction* fileAction(const QString& text) const {
        for (QAction* action : m_window->menuBar()->actions().first()->menu()->actions())
            if (action->text() == text) return action;
        return nullptr;
    }
    void publishReading(const char* connection, double seconds) {
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(seconds);
        delta.status.connection = connection;
        m_workbench->publish(std::move(delta));
        m_window->pump().pump();
    }

    std::unique_ptr<FakeWorkbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindowClusters)
#include "tst_main_window_clusters.moc"
