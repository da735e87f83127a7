#include "widgets/viewmodels/json_outline.h"
#include "widgets/viewmodels/json_scanner.h"
#include "widgets/viewmodels/json_tree_model.h"
#include "widgets/viewmodels/roles.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <random>

using namespace eventflow::viewmodels;

namespace {

std::string joinedTokens(std::string_view text) {
    std::string joined;
    JsonScanner scanner(text);
    while (!scanner.atEnd()) {
        const JsonToken token = scanner.next();
        if (token.text.empty() || token.offset != joined.size()) return "a token is empty or misplaced";
        joined += token.text;
    }
    return joined;
}

/// Bytes that JSON is made of are likely, so that the parser gets somewhere.
std::string randomText(std::mt19937& random) {
    static constexpr std::string_view kPieces[] = {
        "{",       "}",    "[",    "]",    ":", ",",  "\"",   "\\",       "\"k\"",   "1",
        "-0.5e+3", "true", "null", "fals", " ", "\n", "\xff", "\xc3\xa9", "\\u00e9", "x"};
    std::string text;
    for (int n = std::uniform_int_distribution<int>(0, 40)(random); n > 0; --n)
        text += kPieces[std::uniform_int_distribution<std::size_t>(0, std::size(kPieces) - 1)(random)];
    return text;
}

QString cell(const JsonTreeModel& model, int row, int column, const QModelIndex& parent = {}) {
    return model.index(row, column, parent).data().toString();
}

} // namespace

class TestViewmodelsJson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tokensPutTogetherAreTheInput_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("object") << QByteArray(R"( {"b":1,"a":[true,null,-0.50e+10],"b":"é\u00e9\"x"} )");
        QTest::newRow("unterminated string") << QByteArray(R"({"a":"x)");
        QTest::newRow("backslash at the end") << QByteArray("\"a\\");
        QTest::newRow("not text") << QByteArray("\x00\xff\xfe{\x01", 5);
        QTest::newRow("control characters in a string") << QByteArray("\"a\nb\0c\"", 7);
    }
    void tokensPutTogetherAreTheInput() {
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(joinedTokens(text.toStdString())), text);
    }

    void tokensOfRandomTextArePutTogetherAgain() {
        std::mt19937 random(7);
        for (int i = 0; i < 5000; ++i) {
            const std::string text = randomText(random);
            QCOMPARE(joinedTokens(text), text);
            const JsonOutline outline(text); // must not crash, and every part must lie within the text
            for (std::uint32_t id = 0; id < outline.nodeCount(); ++id) {
                const JsonOutline::Node& node = outline.node(id);
                QVERIFY(std::size_t{node.textStart} + node.textLength <= text.size());
                QVERIFY(node.parent == JsonOutline::kNoNode || node.parent < id);
            }
        }
    }

    void tellsNumbersFromWords_data() {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<bool>("number");
        for (const char* word : {"0", "-0", "10", "1.5", "1e5", "1E-5", "-1.25e+10", "18446744073709551616"})
            QTest::newRow(word) << QByteArray(word) << true;
        for (const char* word :
             {"01", "-", "+1", ".5", "1.", "1e", "1e+", "0x10", "NaN", "Infinity", "1_000"})
            QTest::newRow(word) << QByteArray(word) << false;
    }
    void tellsNumbersFromWords() {
        QFETCH(QByteArray, word);
        QFETCH(bool, number);
        const std::string text = word.toStdString();
        JsonScanner scanner(text);
        QCOMPARE(scanner.next().kind == JsonTokenKind::Number, number);
        QVERIFY(scanner.atEnd());
    }

    void keepsOrderDuplicatesAndDigits() {
        JsonTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setText(R"({"z":1.0,"a":12345678901234567890,"z":"\u00e9","":null,"list":[1,{"x":[]}]})");
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(cell(model, 0, JsonTreeModel::Name), QStringLiteral("z"));
        QCOMPARE(cell(model, 0, JsonTreeModel::Value), QStringLiteral("1.0"));
        QCOMPARE(cell(model, 1, JsonTreeModel::Value), QStringLiteral("12345678901234567890"));
        QCOMPARE(cell(model, 2, JsonTreeModel::Name), QStringLiteral("z"));
        QCOMPARE(cell(model, 2, JsonTreeModel::Value), QStringLiteral("\"\\u00e9\""));
        QCOMPARE(cell(model, 3, JsonTreeModel::Name), QStringLiteral("\"\""));
        const QModelIndex list = model.index(4, 0);
        QCOMPARE(model.rowCount(list), 2);
        QCOMPARE(cell(model, 0, JsonTreeModel::Name, list), QStringLiteral("[0]"));
        const QModelIndex object = model.index(1, 0, list);
        QCOMPARE(model.parent(object), list);
        QCOMPARE(model.fullText(object), QStringLiteral(R"({"x":[]})"));
    }

    void showsValuesThatAreNotContainers_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"42", "\"text\"", "null", "{}", " [ ] "})
            QTest::newRow(text) << QByteArray(text);
    }
    void showsValuesThatAreNotContainers() {
        QFETCH(QByteArray, text);
        JsonTreeModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setText(text.toStdString());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        QCOMPARE(model.fullText(model.index(0, 1)), QString::fromUtf8(text.trimmed()));
    }

    void namesTheFirstProblem_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("problem");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("nodes");
        const auto row = [](const char* text, JsonProblem problem, int offset, int nodes) {
            QTest::newRow(*text == '\0' ? "nothing" : text)
                << QByteArray(text) << static_cast<int>(problem) << offset << nodes;
        };
        row("", JsonProblem::NoValue, 0, 0);
        row("  ", JsonProblem::NoValue, 2, 0);
        row("plain", JsonProblem::UnexpectedText, 0, 0);
        row("{\"a\":1", JsonProblem::UnexpectedEnd, 6, 2);
        row("{\"a\":\"cut", JsonProblem::UnexpectedEnd, 9, 1);
        row("{\"a\" 1}", JsonProblem::UnexpectedText, 5, 1);
        row("[1,]", JsonProblem::UnexpectedText, 3, 2);
        row("{,}", JsonProblem::UnexpectedText, 1, 1);
        row("[1}", JsonProblem::UnexpectedText, 2, 2);
        row("{} {}", JsonProblem::TextAfterValue, 3, 1);
        row("[nan]", JsonProblem::UnexpectedText, 1, 1);
        row("[1]", JsonProblem::None, 0, 2);
    }
    void namesTheFirstProblem() {
        QFETCH(QByteArray, text);
        QFETCH(int, problem);
        QFETCH(int, offset);
        QFETCH(int, nodes);
        const JsonOutline outline(text.toStdString());
        QCOMPARE(static_cast<int>(outline.problem()), problem);
        QCOMPARE(static_cast<int>(outline.problemOffset()), offset);
        QCOMPARE(static_cast<int>(outline.nodeCount()), nodes);
    }

    void nestingIsBoundedAndKeptAsText() {
        constexpr std::size_t kDepth = 100'000;
        std::string text = std::string(kDepth, '[') + "7" + std::string(kDepth, ']');
        const JsonOutline outline(text);
        QCOMPARE(outline.problem(), JsonProblem::None);
        QCOMPARE(outline.nodeCount(), JsonOutline::kMaxDepth + 1);
        const std::uint32_t deepest = JsonOutline::kMaxDepth;
        QCOMPARE(outline.node(deepest).kind, JsonKind::TooDeep);
        QCOMPARE(outline.valueText(deepest).size(), text.size() - 2 * JsonOutline::kMaxDepth);

        const JsonOutline open(std::string(kDepth, '{'));
        QCOMPARE(open.problem(), JsonProblem::UnexpectedText);
        const JsonOutline cut(std::string(kDepth, '['));
        QCOMPARE(cut.problem(), JsonProblem::UnexpectedEnd);
    }

    void numberOfNodesIsBounded() {
        std::string text = "[";
        for (std::size_t i = 0; i < JsonOutline::kMaxNodes + 10; ++i)
            text += "1,";
        text.back() = ']';
        const JsonOutline outline(text);
        QCOMPARE(outline.problem(), JsonProblem::TooManyNodes);
        QCOMPARE(outline.nodeCount(), JsonOutline::kMaxNodes);
        QCOMPARE(outline.children(0).size(), JsonOutline::kMaxNodes - 1);
        QCOMPARE(JsonOutline(std::string(JsonOutline::kMaxText + 1, ' ')).problem(),
                 JsonProblem::TextTooLong);
    }

    void hostileTextStaysOnOneLine() {
        JsonTreeModel model;
        model.setText("{\"a\nb\":\"x\xe2\x80\xaey\x01\xff\"}");
        QCOMPARE(cell(model, 0, JsonTreeModel::Name), QStringLiteral("a↵b"));
        QCOMPARE(cell(model, 0, JsonTreeModel::Value), QStringLiteral("\"x\uFFFDy\uFFFD\uFFFD\""));
        model.setText('"' + std::string(100'000, 'x') + '"');
        QVERIFY(cell(model, 0, JsonTreeModel::Value).size() < 600);
        QCOMPARE(model.fullText(model.index(0, 1)).size(), 100'002);
    }
};

QTEST_GUILESS_MAIN(TestViewmodelsJson)
#include "tst_viewmodels_json.moc"
