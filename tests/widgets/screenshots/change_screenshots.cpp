// eventflow_change_screenshots DIR: the stages of the change dialog on a scripted cluster, in light and dark.

#include "tests/widgets/screenshots/photographer.h"
#include "tests/widgets/support/fake_cluster.h"
#include "widgets/changes/change_dialog.h"
#include "widgets/common/theme.h"
#include "widgets/common/translations.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QTest>
#include <QTextStream>

using namespace eventflow;
using namespace eventflow::widgets;
using testing::Photographer;

namespace {

std::shared_ptr<testing::FakeCluster> makeCluster(config::Environment environment, bool readOnly) {
    auto connection = testing::FakeCluster::defaultConnection();
    connection.environment = environment;
    connection.readOnly = readOnly;
    auto cluster = std::make_shared<testing::FakeCluster>(connection);
    cluster->planAnswer.target = "billing";
    for (int partition = 0; partition < 6; ++partition)
        cluster->planAnswer.changes.push_back({"payments.authorized.v1[" + std::to_string(partition) + "]",
                                               std::to_string(120'000 + 731 * partition), "98000"});
    cluster->planAnswer.warnings = {"22,000 records of payments.authorized.v1[0] will be read again.",
                                    "The offset 98000 of payments.authorized.v1[3] is clamped to 98412."};
    return cluster;
}

void press(ChangeDialog& dialog, const QString& text) {
    for (auto* button : dialog.findChildren<QAbstractButton*>())
        if (button->text() == text) button->click();
}

void shootDryRun(Photographer& photographer, config::Environment environment, bool readOnly,
                 const QString& name) {
    ChangeDialog dialog(makeCluster(environment, readOnly), admin::ResetOffsets{"billing", {}, {}});
    dialog.show();
    photographer.shoot(dialog, name);
}

void shootOutcomes(Photographer& photographer) {
    auto cluster = makeCluster(config::Environment::Development, false);
    cluster->outcomeAnswer.report.counts = {12'400, 12'345, 3, 52, 9'412'044};
    cluster->outcomeAnswer.report.addFailure("line 7", {ErrorCode::LimitExceeded, "the value has 2 MiB"});
    cluster->outcomeAnswer.report.addFailure("line 812", {ErrorCode::PermissionDenied, "Write on orders"});
    cluster->outcomeAnswer.report.addNote("52 lines were empty and left out");
    ChangeDialog written(cluster, admin::ProduceRecords{"orders", "", {}});
    written.show();
    QTest::qWait(100);
    cluster->blocked = true;
    press(written, QStringLiteral("Write records"));
    photographer.shoot(written, QStringLiteral("change-4-running"));
    cluster->blocked = false;
    photographer.shoot(written, QStringLiteral("change-5-written"));

    cluster = makeCluster(config::Environment::Test, false);
    cluster->outcomeAnswer.undoFile = "/home/sre/.local/state/eventflow/undo/billing-2026-01-01T120307.csv";
    ChangeDialog reset(cluster, admin::ResetOffsets{"billing", {}, {}});
    reset.show();
    QTest::qWait(100);
    press(reset, QStringLiteral("Reset offsets"));
    photographer.shoot(reset, QStringLiteral("change-6-undo"));

    cluster->failure = Error{ErrorCode::PermissionDenied, "DescribeGroups of billing was denied"};
    ChangeDialog denied(cluster, admin::ResetOffsets{"billing", {}, {}});
    denied.show();
    photographer.shoot(denied, QStringLiteral("change-7-denied"));
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    installTranslations(application, QLocale(QLocale::English));
    const QDir folder(QString::fromLocal8Bit(argc == 2 ? argv[1] : ""));
    if (argc != 2 || !folder.mkpath(QStringLiteral("."))) {
        QTextStream(stderr) << "usage: eventflow_change_screenshots DIR\n";
        return 2;
    }
    bool ok = true;
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        applyTheme(application, mode);
        Photographer photographer(folder, mode == ThemeMode::Light ? QStringLiteral("light")
                                                                   : QStringLiteral("dark"));
        using config::Environment;
        shootDryRun(photographer, Environment::Production, false, QStringLiteral("change-1-production"));
        shootDryRun(photographer, Environment::Production, true, QStringLiteral("change-2-read-only"));
        shootDryRun(photographer, Environment::Development, false, QStringLiteral("change-3-development"));
        shootOutcomes(photographer);
        ok = ok && photographer.ok();
    }
    return ok ? 0 : 1;
}
