#include "tests/support/one_schema.h"
#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_schema_registry.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/line_diff_model.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/schema_check.h"
#include "widgets/viewmodels/schema_comparison.h"
#include "widgets/viewmodels/schema_node_model.h"
#include "widgets/viewmodels/schema_observation.h"
#include "widgets/viewmodels/schema_pair_model.h"
#include "widgets/viewmodels/schema_text.h"
#include "widgets/viewmodels/schema_version_model.h"
#include "widgets/viewmodels/subject_list_model.h"
#include "widgets/viewmodels/text_table_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::viewmodels;

namespace {

using Tester = QAbstractItemModelTester;
constexpr auto kQtTest = Tester::FailureReportingMode::QtTest;

QStringList namesOf(const SubjectListModel& model) {
    QStringList names;
    for (int row = 0; row < model.rowCount(); ++row)
        names += model.index(row).data(RecordIdRole).toString();
    return names;
}

QString cell(const QAbstractItemModel& model, int row, int column, const QModelIndex& parent = {}) {
    return model.index(row, column, parent).data().toString();
}

std::shared_ptr<const OpenedSchema> open(FakeSchemaRegistry& registry, const char* subject, int version) {
    return std::make_shared<const OpenedSchema>(openSchema(registry, subject, version));
}

SchemaCandidate candidateFor(FakeSchemaRegistry& registry, const std::string& subject, std::string text) {
    SchemaCandidate candidate;
    candidate.subject = subject;
    candidate.schema.text = std::move(text);
    candidate.versions = loadSubjectFacts(registry, subject)->versions;
    return candidate;
}

/// `=1/1 -2/ +/2 ~3/3`: mark, line before, line after, counted from 1.
QString print(const LineDiff& diff) {
    QStringList out;
    for (const LinePair& pair : diff.pairs)
        out += QStringLiteral("%1%2/%3")
                   .arg(QChar(u"=+-~"[static_cast<int>(pair.mark)]))
                   .arg(pair.before ? QString::number(*pair.before + 1) : QString())
                   .arg(pair.after ? QString::number(*pair.after + 1) : QString());
    return out.join(u' ');
}

admin::OwnedRecord recordOf(std::int64_t offset, std::string value, int second) {
    admin::OwnedRecord record;
    record.from = {"orders", 0};
    record.offset = offset;
    record.value = std::move(value);
    record.timestamp = timestampFromMs(1781956800000LL + second * 1000);
    return record;
}

} // namespace

class TestSchemasModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splitsTheContextOffASubject_data() {
        QTest::addColumn<QByteArray>("subject");
        QTest::addColumn<QByteArray>("context");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("plain") << QByteArray("orders-value") << QByteArray() << QByteArray("orders-value");
        QTest::newRow("context") << QByteArray(":.eu:orders") << QByteArray(".eu") << QByteArray("orders");
        QTest::newRow("default") << QByteArray(":.:orders") << QByteArray(".") << QByteArray("orders");
        QTest::newRow("colons") << QByteArray("a:b") << QByteArray() << QByteArray("a:b");
        QTest::newRow("open") << QByteArray(":.eu") << QByteArray() << QByteArray(":.eu");
    }
    void splitsTheContextOffASubject() {
        QFETCH(QByteArray, subject);
        const std::string text = subject.toStdString();
        const SubjectName split = splitSubject(text);
        QTEST(QByteArray(split.context.data(), qsizetype(split.context.size())), "context");
        QTEST(QByteArray(split.name.data(), qsizetype(split.name.size())), "name");
    }

    void filtersSubjectsByEveryWordAndHidesDeletedOnes() {
        SubjectListModel model;
        Tester tester(&model, kQtTest);
        model.setSubjects(mergeSubjects({"b-orders", "a-orders", ":.eu:orders"},
                                        {"b-orders", "a-orders", ":.eu:orders", "old-orders"}));
        QCOMPARE(namesOf(model), QStringList({QStringLiteral("a-orders"), QStringLiteral("b-orders"),
                                              QStringLiteral(":.eu:orders")}));
        QCOMPARE(model.index(2).data().toString(), QStringLiteral("orders"));
        QCOMPARE(model.index(2).data(SubjectListModel::ContextRole).toString(), QStringLiteral(".eu"));
        QCOMPARE(model.deletedTotal(), std::size_t(1));
        model.setFilter(QStringLiteral("ORDERS b"));
        QCOMPARE(namesOf(model), QStringList(QStringLiteral("b-orders")));
        model.setFilter({});
        model.setDeletedShown(true);
        QCOMPARE(model.rowCount(), 4);
        QVERIFY(model.index(model.rowOf("old-orders")).data(MutedRole).toBool());
        QVERIFY(model.knows("old-orders"));
        QCOMPARE(model.rowOf("no such"), -1);
    }

    void filtersFiftyThousandSubjectsWithinAFrame() {
        SubjectListModel model;
        std::vector<std::string> names;
        for (int i = 0; i < 50'000; ++i)
            names.push_back("team-" + std::to_string(i % 100) + ".orders-" + std::to_string(i) + "-value");
        model.setSubjects(mergeSubjects(names, names));
        QElapsedTimer timer;
        timer.start();
        model.setFilter(QStringLiteral("orders-4999"));
        const qint64 elapsed = timer.elapsed();
        QCOMPARE(model.rowCount(), 11);
        QVERIFY2(elapsed < 200, qPrintable(QString::number(elapsed))); // a loaded machine has its share
    }

    void opensVersionsWithTheirTrees() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        const auto facts = loadSubjectFacts(registry, "orders-value");
        QVERIFY(facts);
        QCOMPARE(facts->versions.size(), std::size_t(4));
        QCOMPARE(facts->versions.front(), (SubjectVersionMark{4, false}));
        QCOMPARE(facts->versions.back(), (SubjectVersionMark{1, true}));
        QCOMPARE(*facts->level, std::string("FULL_TRANSITIVE"));

        SchemaVersionModel versions;
        Tester tester(&versions, kQtTest);
        versions.setVersions(facts->versions);
        QCOMPARE(cell(versions, 0, SchemaVersionModel::Mark), QStringLiteral("latest"));
        QCOMPARE(cell(versions, 3, SchemaVersionModel::Mark), QStringLiteral("deleted"));
        QCOMPARE(cell(versions, 0, SchemaVersionModel::Id), QStringLiteral("…"));
        auto opened = std::make_shared<const OpenedSchema>(openSchema(registry, "orders-value", 3));
        QVERIFY(!opened->error);
        versions.setOpened(opened);
        QCOMPARE(cell(versions, 1, SchemaVersionModel::Id), QStringLiteral("103"));
        QCOMPARE(cell(versions, 1, SchemaVersionModel::Type), QStringLiteral("Avro"));

        SchemaNodeModel tree;
        Tester treeTester(&tree, kQtTest);
        tree.setTree(opened->tree);
        QCOMPARE(tree.rowCount(), 4);
        QCOMPARE(cell(tree, 2, SchemaNodeModel::Name), QStringLiteral("note"));
        QCOMPARE(cell(tree, 2, SchemaNodeModel::Default), QStringLiteral("null"));
        QCOMPARE(cell(tree, 1, SchemaNodeModel::Doc), QStringLiteral("In euros."));
        const QModelIndex lines = tree.index(3, 0);
        QCOMPARE(cell(tree, 0, SchemaNodeModel::Name, lines), QStringLiteral("(elements)"));
        QCOMPARE(tree.parent(tree.index(0, 0, lines)), lines);
        tree.setTree(nullptr);
        QCOMPARE(tree.rowCount(), 0);
    }

    void aSubjectThatIsDeletedAsAWholeStillHasItsVersions() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        const auto facts = loadSubjectFacts(registry, "legacy-value");
        QVERIFY(facts);
        QCOMPARE(facts->versions, std::vector<SubjectVersionMark>({{1, true}}));
        QVERIFY(!loadSubjectFacts(registry, "no such"));
    }

    void aDeniedLevelLeavesTheVersions() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        registry.configFailure = Error{ErrorCode::PermissionDenied, "GET /config"};
        const auto facts = loadSubjectFacts(registry, "orders-value");
        QVERIFY(facts);
        QVERIFY(!facts->level);
        QVERIFY(errorText(facts->level.error()).cause.startsWith(QStringLiteral("Not allowed")));
    }

    void aSchemaThatDoesNotParseKeepsItsTextAndSaysWhere() {
        FakeSchemaRegistry registry;
        registry.add("broken-value", codec::SchemaType::Avro, R"({"type":"record","name":"R"})");
        const OpenedSchema opened = openSchema(registry, "broken-value", 1);
        QVERIFY(opened.error);
        QVERIFY(opened.tree == nullptr);
        QVERIFY(!opened.registered.schema.text.empty());
    }

    void readsReferences() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        const OpenedSchema opened = openSchema(registry, "shipping-value", 1);
        QVERIFY2(!opened.error, opened.error ? opened.error->detail.c_str() : "");
        QCOMPARE(opened.references.size(), std::size_t(1));
    }

    void everyLevelSaysWhoUpgradesFirst() {
        for (int mode = 0; mode < schema::kCompatibilityModeCount; ++mode) {
            const QString meaning = levelMeaning(toString(static_cast<schema::CompatibilityMode>(mode)));
            QVERIFY(meaning.contains(QStringLiteral("pgrade")));
        }
        QVERIFY(levelMeaning("BACKWARD").contains(QStringLiteral("Upgrade consumers first")));
        QVERIFY(levelMeaning("FORWARD").contains(QStringLiteral("Upgrade producers first")));
        QCOMPARE(levelMeaning("SIDEWAYS"), QString());
    }

    void knowsTheTopicOfASubject() {
        QCOMPARE(topicOfSubject("orders-value"), std::string("orders"));
        QCOMPARE(topicOfSubject(":.eu:orders-key"), std::string("orders"));
        QCOMPARE(topicOfSubject("shop.Order"), std::string());
        QCOMPARE(topicOfSubject("-value"), std::string());
    }

    void alignsLines_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("pairs");
        QTest::newRow("same") << QByteArray("a\nb\n") << QByteArray("a\nb") << QStringLiteral("=1/1 =2/2");
        QTest::newRow("added") << QByteArray("a\nb") << QByteArray("a\nx\nb")
                               << QStringLiteral("=1/1 +/2 =2/3");
        QTest::newRow("removed") << QByteArray("a\nx\nb") << QByteArray("a\nb")
                                 << QStringLiteral("=1/1 -2/ =3/2");
        QTest::newRow("changed") << QByteArray("a\nx\nb") << QByteArray("a\ny\nb")
                                 << QStringLiteral("=1/1 ~2/2 =3/3");
        QTest::newRow("crossed") << QByteArray("a\nb\nc") << QByteArray("c\na\nb")
                                 << QStringLiteral("+/1 =1/2 =2/3 -3/");
        QTest::newRow("empty") << QByteArray() << QByteArray("a") << QStringLiteral("+/1");
        QTest::newRow("both empty") << QByteArray() << QByteArray() << QString();
    }
    void alignsLines() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QTEST(print(diffLines(before.toStdString(), after.toStdString())), "pairs");
    }

    void linesThatAreTooManyToAlignAreReplacedAsAWhole() {
        std::string before;
        std::string after;
        for (int i = 0; i < 3000; ++i) {
            before += "old " + std::to_string(i) + '\n';
            after += "new " + std::to_string(i) + '\n';
        }
        const LineDiff diff = diffLines(before, after);
        QCOMPARE(diff.pairs.size(), std::size_t(3000));
        QVERIFY(std::ranges::all_of(diff.pairs, [](const auto& p) { return p.mark == LineMark::Changed; }));
    }

    void laysJsonOutWithoutTouchingItsTokens_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("laidOut");
        QTest::newRow("object") << QByteArray(R"({"a":1,"b":[true,{}]})")
                                << QByteArray("{\n  \"a\": 1,\n  \"b\": [\n    true,\n    {}\n  ]\n}");
        QTest::newRow("numbers and strings stay")
            << QByteArray("[\"x  {\", 1.0e5, 12345678901234567890]")
            << QByteArray("[\n  \"x  {\",\n  1.0e5,\n  12345678901234567890\n]");
        QTest::newRow("primitive") << QByteArray("\"string\"") << QByteArray("\"string\"");
        QTest::newRow("broken") << QByteArray("}{") << QByteArray("\n}{");
    }
    void laysJsonOutWithoutTouchingItsTokens() {
        QFETCH(QByteArray, json);
        QTEST(QByteArray::fromStdString(layOutJson(json.toStdString())), "laidOut");
    }

    void comparesVersionsAndSaysWhatEachChangeBreaks() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        const auto comparison =
            compareSchemas(open(registry, "orders-value", 3), open(registry, "orders-value", 4));
        TextTableModel changes(changeTitles());
        changes.setRows(changeRows(comparison));
        QCOMPARE(changes.rowCount(), 2);
        QCOMPARE(cell(changes, 0, 0), QStringLiteral("Added"));
        QCOMPARE(cell(changes, 0, 1), QStringLiteral("customer"));
        QCOMPARE(cell(changes, 0, 4), QStringLiteral("Backward"));
        QCOMPARE(cell(changes, 1, 1), QStringLiteral("amount"));
        QCOMPARE(cell(changes, 1, 4), QStringLiteral("Backward and forward"));
        const QString reasons = changeReasons(comparison, comparison.diff.changes[1]);
        QVERIFY(reasons.contains(QStringLiteral("version 4 cannot read all data of version 3")));
        QVERIFY(reasons.contains(QStringLiteral("version 3 cannot read all data of version 4")));
        const QString summary = comparisonSummary(comparison, "FULL");
        QVERIFY2(summary.contains(QStringLiteral("FULL forbids this step")), qPrintable(summary));
        QVERIFY(comparison.laidOut);
    }

    void aHarmlessStepIsAllowed() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        const auto comparison =
            compareSchemas(open(registry, "orders-value", 2), open(registry, "orders-value", 3));
        QVERIFY(comparisonSummary(comparison, "FULL").contains(QStringLiteral("FULL allows this step")));
        QVERIFY(changeReasons(comparison, comparison.diff.changes.front())
                    .startsWith(QStringLiteral("Breaks nothing")));
    }

    void pairsTreesByFieldWithWhatIsGoneInItsPlace() {
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        SchemaPairModel model;
        Tester tester(&model, kQtTest);
        const auto before = open(registry, "orders-value", 4);
        const auto after = open(registry, "orders-value", 2);
        model.setPairs(std::make_shared<const SchemaPairs>(before->tree, after->tree), QStringLiteral("v4"),
                       QStringLiteral("v2"));
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names += cell(model, row, SchemaPairModel::Name);
        QCOMPARE(names,
                 QStringList({QStringLiteral("id"), QStringLiteral("customer"), QStringLiteral("amount"),
                              QStringLiteral("note"), QStringLiteral("lines")}));
        const QModelIndex customer = model.indexOfPath("customer");
        QCOMPARE(customer.row(), 1);
        QCOMPARE(customer.data(StateRole).toInt(), static_cast<int>(schema::ChangeKind::Removed));
        QVERIFY(!model.index(0, 0).data(StateRole).isValid());
        QVERIFY(model.indexOfPath("lines[].sku").isValid());
        QVERIFY(!model.indexOfPath("no.such").isValid());
        model.setPairs(nullptr, {}, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void showsLinesSideBySide() {
        LineDiffModel model;
        Tester tester(&model, kQtTest);
        model.setDiff(std::make_shared<const LineDiff>(diffLines("a\nx", "a\ny\nz")), QStringLiteral("v1"),
                      QStringLiteral("v2"));
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(cell(model, 1, LineDiffModel::Before), QStringLiteral("x"));
        QCOMPARE(cell(model, 2, LineDiffModel::AfterNumber), QStringLiteral("3"));
        QCOMPARE(model.index(2, LineDiffModel::Mark).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("added"));
    }

    void checksACandidateByEveryLevel_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<bool>("compatible");
        // Version 4 has amount as a string, version 2 and 3 as a double.
        using Mode = schema::CompatibilityMode;
        const auto row = [](Mode mode, bool compatible) {
            QTest::newRow(toString(mode)) << static_cast<int>(mode) << compatible;
        };
        row(Mode::None, true);
        row(Mode::Backward, true);
        row(Mode::BackwardTransitive, false);
        row(Mode::Forward, true);
        row(Mode::ForwardTransitive, false);
        row(Mode::Full, true);
        row(Mode::FullTransitive, false);
    }
    void checksACandidateByEveryLevel() {
        QFETCH(int, mode);
        FakeSchemaRegistry registry;
        FakeSchemaRegistry::fillWithSamples(registry);
        SchemaCandidate candidate =
            candidateFor(registry, "orders-value", registry.subjectMap["orders-value"].back().schema.text);
        candidate.mode = static_cast<schema::CompatibilityMode>(mode);
        const CandidateCheck check = checkCandidate(registry, candidate, {});
        QVERIFY(!check.fault);
        QTEST(check.compatible(), "compatible");
        QCOMPARE(reasonRows(check).empty(), check.compatible());
        QVERIFY(registryOpinion(check).contains(QStringLiteral("has not been asked")));
    }

    void whatCouldNotBeOpenedIsNotCalledCompatible() {
        FakeSchemaRegistry registry;
        registry.add("s", codec::SchemaType::Avro, R"({"type":"record"})");
        const CandidateCheck check = checkCandidate(registry, candidateFor(registry, "s", "\"string\""), {});
        QVERIFY(check.report.compatible());
        QVERIFY(!check.compatible());
        QCOMPARE(check.unchecked.size(), std::size_t(1));
    }

    void faultsAreLocated_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("detail");
        QTest::addColumn<int>("place");
        QTest::newRow("byte") << QByteArray("{\"a\"") << QByteArray("byte 3: unclosed") << 3;
        QTest::newRow("byte behind the end") << QByteArray("ab") << QByteArray("byte 99: end") << 2;
        QTest::newRow("bytes are not characters") << QByteArray("\xc3\xa9x") << QByteArray("byte 2: x") << 1;
        QTest::newRow("line and column") << QByteArray("ab\ncd\n") << QByteArray("x.proto:2:2: what") << 4;
        QTest::newRow("line behind the end") << QByteArray("ab") << QByteArray("x.proto:9:1: what") << -1;
        QTest::newRow("none") << QByteArray("ab") << QByteArray("no name") << -1;
    }
    void faultsAreLocated() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, detail);
        const auto place = placeOfFault(text.toStdString(), {ErrorCode::ParseError, detail.toStdString()});
        QTEST(static_cast<int>(place.value_or(-1)), "place");
    }
    void namesLineAndColumn() {
        QCOMPARE(lineAndColumn(QStringLiteral("ab\ncd"), 4), QStringLiteral("line 2, column 2"));
    }

    void observesRecordsAndTheirFirstTimes() {
        FakeCluster cluster;
        cluster.records = {recordOf(0, R"({"id":"a"})", 0), recordOf(1, R"({"id":"b","amount":1})", 10),
                           recordOf(2, "\xff\xfe", 20), recordOf(3, R"({"id":3,"extra":true})", 30)};
        cluster.records.push_back(recordOf(4, {}, 40));
        cluster.records.back().value.reset();
        ObservationRequest request;
        request.topic = "orders";
        const auto seen = observeTopic(cluster, request, {});
        QVERIFY(seen);
        QCOMPARE(seen->records, std::uint64_t(5));
        QCOMPARE(seen->nulls, std::uint64_t(1));
        QCOMPARE(seen->undecoded, std::uint64_t(1));
        QCOMPARE(seen->shape.observed(), std::uint64_t(3));
        QCOMPARE(toMs(*seen->history.fieldFirstSeen("amount")), 1781956810000LL);
        QCOMPARE(toMs(*seen->history.fieldFirstSeen("id")), 1781956800000LL);
        QVERIFY(observationSummary(*seen).contains(QStringLiteral("1 not decoded")));

        FakeSchemaRegistry registry;
        registry.add("orders-value", codec::SchemaType::Avro,
                     R"({"type":"record","name":"O","fields":[{"name":"id","type":"string"},)"
                     R"({"name":"amount","type":"int"}]})");
        const auto opened = open(registry, "orders-value", 1);
        TextTableModel drift(driftTitles());
        Tester tester(&drift, kQtTest);
        drift.setRows(driftRows(schema::findDrift(*opened->tree, seen->shape, &seen->history)));
        QStringList kinds;
        for (int row = 0; row < drift.rowCount(); ++row)
            kinds += cell(drift, row, 0) + u' ' + cell(drift, row, 1);
        QVERIFY2(kinds.contains(QStringLiteral("Undeclared type id")), qPrintable(kinds.join(u',')));
        QVERIFY2(kinds.contains(QStringLiteral("Required, but missing amount")),
                 qPrintable(kinds.join(u',')));
        QVERIFY2(kinds.filter(QStringLiteral("field extra")).size() == 1, qPrintable(kinds.join(u',')));
        const auto timeline = timelineRows(*seen, {});
        QCOMPARE(timeline.size(), std::size_t(3));
    }

    void observesWhatHeadersNameTheSchemaOf() {
        FakeCluster cluster;
        cluster.lookupAnswer = std::make_shared<OneSchema>();
        cluster.records = {recordOf(0, kBodyOf500, 0), recordOf(1, kBodyOf500, 10)};
        cluster.records.front().headers = {{"__value_schema_id", kSchemaHeader}};
        ObservationRequest request;
        request.topic = "orders";
        const auto seen = observeTopic(cluster, request, {});
        QVERIFY(seen);
        QCOMPARE(seen->ids.at(7), std::uint64_t(1));
        QCOMPARE(seen->undecoded, std::uint64_t(1));
        QCOMPARE(toMs(*seen->history.fieldFirstSeen("code")), 1781956800000LL);
    }

    void aTopicThatCannotBeReadSaysWhy() {
        FakeCluster cluster;
        cluster.failure = Error{ErrorCode::PermissionDenied, "READ on orders"};
        ObservationRequest request;
        request.topic = "orders";
        const auto seen = observeTopic(cluster, request, {});
        QVERIFY(!seen);
        QCOMPARE(seen.error().code, ErrorCode::PermissionDenied);
    }

    void aTableOfTextsShowsWhatItIsGiven() {
        TextTableModel model({QStringLiteral("Path"), QStringLiteral("Values")});
        Tester tester(&model, kQtTest);
        model.setNumberColumns({1});
        model.setRows(
            {{{{QStringLiteral("a.b"), Severity::Critical}, {QStringLiteral("12")}}, QStringLiteral("x")}});
        QCOMPARE(cell(model, 0, 0), QStringLiteral("a.b"));
        QCOMPARE(model.index(0, 0).data(SeverityRole).toInt(), static_cast<int>(Severity::Critical));
        QCOMPARE(model.index(0, 1).data(RecordIdRole).toString(), QStringLiteral("x"));
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestSchemasModels)
#include "tst_schemas_models.moc"
