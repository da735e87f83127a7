#include "tests/widgets/support/fake_schema_registry.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/schema_node_model.h"
#include "widgets/viewmodels/schema_text.h"
#include "widgets/viewmodels/schema_version_model.h"
#include "widgets/viewmodels/subject_list_model.h"
#include "widgets/viewmodels/text_table_model.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QTest>

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
