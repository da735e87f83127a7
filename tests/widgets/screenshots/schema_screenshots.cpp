// eventflow_schema_screenshots DIR [WxH]: the Schemas perspective, and the dialogs that write records, on a
// scripted registry, in light and dark.

#include "tests/widgets/screenshots/photographer.h"
#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_schema_registry.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/theme.h"
#include "widgets/common/translations.h"
#include "widgets/produce/copy_dialog.h"
#include "widgets/produce/produce_dialog.h"
#include "widgets/produce/redrive_dialog.h"
#include "widgets/produce/resend_dialog.h"
#include "widgets/schemas/register_dialog.h"
#include "widgets/schemas/schemas_perspective.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTest>
#include <QTextStream>

using namespace eventflow;
using namespace eventflow::widgets;
using testing::findNamed;
using testing::Photographer;

namespace {

void press(QWidget& widget, const QString& text) {
    for (auto* button : widget.findChildren<QAbstractButton*>())
        if (button->isVisible() && button->text() == text) return button->click();
}

std::shared_ptr<testing::FakeCluster> makeCluster(testing::FakeSchemaRegistry& registry, bool readOnly) {
    auto connection = testing::FakeCluster::defaultConnection();
    connection.readOnly = readOnly;
    auto cluster = std::make_shared<testing::FakeCluster>(connection);
    cluster->registryAnswer = &registry;
    for (int i = 0; i < 40; ++i) {
        admin::OwnedRecord record;
        record.from = {"orders", i % 3};
        record.offset = i;
        record.timestamp = testing::FakeWorkbench::kStart + std::chrono::seconds(20 * i);
        record.value = i < 25 ? R"({"id":"a","customer":"c","amount":"12.50","note":null,"lines":[]})"
                              : R"({"id":"a","amount":12.5,"note":null,"lines":[],"tax":{"rate":0.2}})";
        cluster->records.push_back(std::move(record));
    }
    return cluster;
}

void shootPerspective(Photographer& photographer, QSize size) {
    testing::FakeWorkbench workbench;
    testing::FakeSchemaRegistry registry;
    testing::FakeSchemaRegistry::fillWithSamples(registry);
    registry.compatibilityAnswer = {false, {"READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1"}};
    auto cluster = makeCluster(registry, true);
    SchemasPerspective perspective(workbench);
    perspective.resize(size);
    perspective.show();
    perspective.setActive(true);
    photographer.shoot(perspective, QStringLiteral("schemas-0-no-cluster"));
    auto without = std::make_shared<testing::FakeCluster>();
    perspective.setCluster(without);
    photographer.shoot(perspective, QStringLiteral("schemas-1-no-registry"));
    perspective.setCluster(cluster);
    perspective.showItem(QStringLiteral("orders-value"));
    QTest::qWait(200);
    if (auto* deleted = findNamed<QCheckBox>(perspective, QStringLiteral("Show deleted subjects")))
        deleted->setChecked(true);
    auto* tabs = findNamed<QTabWidget>(perspective, QStringLiteral("Views of the version"));
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        press(perspective, QStringLiteral("Start from version 4"));
        QTest::qWait(100);
        press(perspective, QStringLiteral("Check"));
        press(perspective, QStringLiteral("Look"));
        photographer.shoot(perspective, QStringLiteral("schemas-2-%1").arg(tabs->tabText(tab).toLower()));
        if (auto* sides = findNamed<QTabWidget>(perspective, QStringLiteral("How to compare"));
            sides != nullptr && sides->isVisible()) {
            sides->setCurrentIndex(1);
            photographer.shoot(perspective, QStringLiteral("schemas-2-compare-text"));
        }
    }
    perspective.showItem(QStringLiteral("money-value"));
    tabs->setCurrentIndex(3);
    photographer.shoot(perspective, QStringLiteral("schemas-3-used"));

    testing::FakeSchemaRegistry many;
    testing::FakeSchemaRegistry::fillWithMany(many, 5000);
    auto large = makeCluster(many, true);
    perspective.setCluster(large);
    tabs->setCurrentIndex(0);
    photographer.shoot(perspective, QStringLiteral("schemas-4-many"));
    testing::FakeSchemaRegistry broken;
    broken.failure = Error{ErrorCode::Unavailable, "GET https://registry.example:8081/subjects: timed out"};
    auto unreachable = makeCluster(broken, true);
    perspective.setCluster(unreachable);
    photographer.shoot(perspective, QStringLiteral("schemas-5-unreachable"));
    perspective.setCluster(nullptr);
    QTest::qWait(50);
}

void shootDialogs(Photographer& photographer) {
    testing::FakeSchemaRegistry registry;
    testing::FakeSchemaRegistry::fillWithSamples(registry);
    auto cluster = makeCluster(registry, false);
    RegisterDialog confirm(cluster, "orders-value", {}, false,
                           QStringLiteral("Not compatible by FULL_TRANSITIVE: 3 reasons."),
                           QStringLiteral("The registry would refuse it."), nullptr);
    confirm.show();
    photographer.shoot(confirm, QStringLiteral("produce-0-register"));
    ProduceDialog produce(cluster, QStringLiteral("payments"), nullptr);
    produce.show();
    QTest::qWait(500);
    findNamed<QPlainTextEdit>(produce, QStringLiteral("Value"))
        ->setPlainText(
            QStringLiteral("{\n  \"id\": \"p-1\",\n  \"amount\": -4,\n  \"currency\": \"EUR\"\n}"));
    press(produce, QStringLiteral("Add header"));
    photographer.shoot(produce, QStringLiteral("produce-1-record"));
    findNamed<QTabWidget>(produce, QStringLiteral("What to write"))->setCurrentIndex(1);
    photographer.shoot(produce, QStringLiteral("produce-2-lines"));
    const std::vector<admin::OwnedRecord> records(cluster->records.begin(), cluster->records.begin() + 7);
    ResendDialog resend(cluster, records, nullptr);
    resend.show();
    photographer.shoot(resend, QStringLiteral("produce-3-resend"));
    testing::FakeClusterDesk desk;
    CopyDialog copy(cluster, desk, {}, QStringLiteral("orders"), nullptr);
    copy.show();
    photographer.shoot(copy, QStringLiteral("produce-4-copy"));
    RedriveDialog redrive(makeCluster(registry, true), "orders.dlq", records, nullptr);
    redrive.show();
    photographer.shoot(redrive, QStringLiteral("produce-5-redrive"));
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    installTranslations(application, QLocale(QLocale::English));
    const QStringList size = argc == 3 ? QString::fromLocal8Bit(argv[2]).split(u'x')
                                       : QStringList({QStringLiteral("1376"), QStringLiteral("820")});
    const QDir folder(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    if (argc < 2 || argc > 3 || !folder.mkpath(QStringLiteral("."))) {
        QTextStream(stderr) << "usage: eventflow_schema_screenshots DIR [WxH]\n";
        return 2;
    }
    bool ok = true;
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        applyTheme(application, mode);
        Photographer photographer(folder, mode == ThemeMode::Light ? QStringLiteral("light")
                                                                   : QStringLiteral("dark"));
        shootPerspective(photographer, {size.value(0).toInt(), size.value(1).toInt()});
        shootDialogs(photographer);
        ok = ok && photographer.ok();
    }
    return ok ? 0 : 1;
}
