#include "core/schema/compatibility.h"

#include <QTest>

#include <array>

using namespace eventflow::schema;

namespace {

/// A schema of which only the age matters.
using Schema = int;

/// `new>2 new<2`: the new schema reads the version at place 2, and is read by it.
std::string plan(CompatibilityMode mode, std::size_t oldVersions) {
    std::string text;
    for (const PlannedCheck& check : planChecks(mode, oldVersions)) {
        if (!text.empty()) text += ' ';
        text += check.direction == ReadDirection::NewReadsOld ? "new>" : "new<";
        text += std::to_string(check.index);
    }
    return text;
}

} // namespace

class TestSchemaCompatibility : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plansTheChecksOfEachMode_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("upgradesFirst");
        const auto add = [](const char* name, const char* expected, const char* first) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(expected)
                                << QString::fromLatin1(first);
        };
        add("NONE", "", "either");
        add("BACKWARD", "new>2", "consumers");
        add("BACKWARD_TRANSITIVE", "new>2 new>1 new>0", "consumers");
        add("FORWARD", "new<2", "producers");
        add("FORWARD_TRANSITIVE", "new<2 new<1 new<0", "producers");
        add("FULL", "new>2 new<2", "either");
        add("FULL_TRANSITIVE", "new>2 new<2 new>1 new<1 new>0 new<0", "either");
    }
    void plansTheChecksOfEachMode() {
        QFETCH(QString, name);
        QFETCH(QString, expected);
        QFETCH(QString, upgradesFirst);
        const auto mode = parseCompatibilityMode(name.toStdString());
        QVERIFY(mode.has_value());
        QCOMPARE(QString::fromLatin1(toString(*mode)), name);
        QCOMPARE(QString::fromStdString(plan(*mode, 3)), expected);
        QCOMPARE(QString::fromStdString(plan(*mode, 0)), QString());
        QCOMPARE(QString::fromLatin1(eventflow::schema::upgradesFirst(*mode)), upgradesFirst);
    }

    void refusesUnknownModes() {
        QVERIFY(!parseCompatibilityMode("backward"));
        QVERIFY(!parseCompatibilityMode(""));
    }

    void asksTheFormatWithReaderAndWriterInTheirPlaces() {
        const std::array<Schema, 3> schemas{10, 20, 30};
        const std::vector<SchemaVersion<Schema>> old{{1, &schemas[0]}, {2, &schemas[1]}};
        // Whoever is older than 20 reads nothing.
        const auto canRead = [](const Schema& reader, const Schema& writer) {
            SchemaCheck check;
            if (reader < 20)
                check.add({"TOO_OLD", "", "", std::to_string(reader) + " reads " + std::to_string(writer)});
            return check;
        };
        const auto ask = [&](CompatibilityMode mode) {
            return checkCompatibility<Schema>(mode, schemas[2], old, canRead);
        };
        QVERIFY(ask(CompatibilityMode::BackwardTransitive).compatible());
        QVERIFY(ask(CompatibilityMode::Forward).compatible());
        const CompatibilityReport report = ask(CompatibilityMode::ForwardTransitive);
        QVERIFY(!report.compatible());
        QCOMPARE(report.checks.size(), std::size_t{2});
        QCOMPARE(report.checks[0].version, 2);
        QVERIFY(report.checks[0].check.compatible());
        QCOMPARE(report.checks[1].version, 1);
        QCOMPARE(report.checks[1].check.incompatibilities.at(0).message, std::string("10 reads 30"));
    }

    void countsWhatItDoesNotKeep() {
        SchemaCheck check;
        for (std::size_t i = 0; i < SchemaCheck::kMaxIncompatibilities + 3; ++i)
            check.add({"TYPE_MISMATCH", "", "", "x"});
        QCOMPARE(check.incompatibilities.size(), SchemaCheck::kMaxIncompatibilities);
        QCOMPARE(check.omitted, std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(TestSchemaCompatibility)
#include "tst_schema_compatibility.moc"
