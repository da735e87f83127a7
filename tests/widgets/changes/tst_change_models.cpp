#include "widgets/viewmodels/change_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/plan_model.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/severity.h"
#include "widgets/viewmodels/write_report_model.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace eventflow;
using namespace eventflow::viewmodels;

class TestChangeModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsNotThereIsADash() {
        PlanModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setChanges({{"retention.ms", "", "60000"}, {"orders[3]", "12", ""}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, PlanModel::Before).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(0, PlanModel::After).data().toString(), QStringLiteral("60000"));
        QCOMPARE(model.index(1, PlanModel::After).data().toString(), QStringLiteral("–"));
        model.setChanges({});
        QCOMPARE(model.rowCount(), 0);
    }

    void hostileTextsStayInTheirRow() {
        PlanModel model;
        model.setChanges({{"a\nb\u202e", std::string(100'000, 'x'), "\xff\x01"}});
        QVERIFY(!model.index(0, 0).data().toString().contains(u'\n'));
        QVERIFY(!model.index(0, 0).data().toString().contains(QChar(0x202e)));
        QVERIFY(model.index(0, 1).data().toString().size() < 600);
    }

    void failuresComeBeforeNotes() {
        WriteReportModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        admin::WriteReport report;
        report.addNote("12 tombstones were kept");
        report.addFailure("line 7", {ErrorCode::LimitExceeded, "the value has 2 MiB"});
        model.setReport(report);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("line 7"));
        QVERIFY(model.index(0, 1).data().toString().contains(QStringLiteral("2 MiB")));
        QCOMPARE(model.index(0, 0).data(SeverityRole).toInt(), static_cast<int>(Severity::Warning));
        QCOMPARE(model.index(1, 0).data(SeverityRole).toInt(), static_cast<int>(Severity::Info));
    }

    void everyChangeHasATitleAndAVerb() {
        admin::CreateTopic create;
        create.topic.name = "orders";
        const std::vector<admin::ChangeRequest> requests{
            create,
            admin::EnsurePipelineTopics{},
            admin::AlterConfigs{"orders", {}},
            admin::AddPartitions{"orders", 6},
            admin::DeleteTopic{"orders"},
            admin::DeleteRecords{"orders", {}},
            admin::ResetOffsets{"billing", {}, {}},
            admin::DeleteGroup{"billing"},
            admin::DeleteOffsets{"billing", "orders"},
            admin::ProduceRecords{"orders", "", {}},
            admin::ResendRecords{"orders", {}, false, true},
            admin::CopyRecords{"", "orders", "copy", {}, true},
            admin::RedriveRecords{"orders.dlq", {}, {}},
        };
        QCOMPARE(requests.size(), std::variant_size_v<admin::ChangeRequest>);
        QStringList titles;
        for (const auto& request : requests) {
            titles += changeTitle(request);
            QVERIFY(!changeVerb(request).isEmpty());
        }
        QCOMPARE(titles.removeDuplicates(), 0);
        QVERIFY(titles.contains(QStringLiteral("Delete the offsets of billing in orders")));
        QVERIFY(isDestructive(admin::DeleteTopic{"orders"}));
        QVERIFY(!isDestructive(create));
        QVERIFY(writesRecords(admin::ProduceRecords{}));
        QVERIFY(!writesRecords(admin::DeleteTopic{}));
    }

    void errorsSayWhatToDo_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("denied") << static_cast<int>(ErrorCode::PermissionDenied)
                                << QStringLiteral("Not allowed: why. Use a login");
        QTest::newRow("down") << static_cast<int>(ErrorCode::Unavailable)
                              << QStringLiteral("No answer: why. Check the connection");
        QTest::newRow("other") << static_cast<int>(ErrorCode::Internal) << QStringLiteral("why. Try again.");
    }
    void errorsSayWhatToDo() {
        QFETCH(int, code);
        QFETCH(QString, said);
        QVERIFY(errorParagraph({static_cast<ErrorCode>(code), "why"}).startsWith(said));
    }

    void countsAreToldInWords() {
        admin::WriteCounts counts;
        counts.written = 12'345;
        counts.bytes = 2048;
        QCOMPARE(writeCountsText(counts), QStringLiteral("12,345 written, 2.00 KiB"));
        counts.failed = 3;
        counts.skipped = 1;
        QCOMPARE(writeCountsText(counts), QStringLiteral("12,345 written, 3 failed, 1 left out, 2.00 KiB"));
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QGuiApplication application(argc, argv);
    TestChangeModels test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_change_models.moc"
