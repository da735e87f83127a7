#include "core/config/byte_size.h"
#include "core/config/yaml_document.h"
#include "core/config/yaml_reader.h"

#include <QTest>

#include <string>

using namespace eventflow;
using namespace eventflow::config;

namespace {

std::optional<YamlDocument> parse(const std::string& text, YamlProblem& problem, YamlLimits limits = {}) {
    return YamlDocument::parse(text, limits, problem);
}

} // namespace

class TestYaml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void locatesEveryValue() {
        YamlProblem problem;
        const auto doc = parse("a: 1\nlist:\n  - x: {y: z}\n", problem);
        QVERIFY(doc.has_value());
        const YamlNode* list = doc->root().find("list");
        QVERIFY(list != nullptr);
        const YamlNode* y = list->items.at(0)->find("x")->find("y");
        QCOMPARE(y->scalar, std::string("z"));
        QVERIFY((doc->position(*y) == TextPosition{3, 12}));
    }

    void locatesInsideScalars_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("needle"); // the byte to find, in the decoded text
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("plain") << QByteArray("e: up == @1") << QByteArray("@") << 1 << 10;
        QTest::newRow("plain over two lines") << QByteArray("e: up\n    == @1") << QByteArray("@") << 2 << 8;
        QTest::newRow("single quotes") << QByteArray("e: 'it''s @1'") << QByteArray("@") << 1 << 11;
        QTest::newRow("double quotes")
            << QByteArray("e: \"a\\\"b\\u00e9\\x41 @1\"") << QByteArray("@") << 1 << 20;
        QTest::newRow("double quotes with line break escape")
            << QByteArray("e: \"a \\\n   @1\"") << QByteArray("@") << 2 << 4;
        QTest::newRow("double quotes folded")
            << QByteArray("e: \"a\n\n  b @1\"") << QByteArray("@") << 3 << 5;
        QTest::newRow("literal block") << QByteArray("e: |\n  up\n    == @1\n") << QByteArray("@") << 3 << 8;
        QTest::newRow("literal block, indented more")
            << QByteArray("a:\n  e: |2-\n    up\n      x\n    @") << QByteArray("@") << 5 << 5;
        QTest::newRow("folded block")
            << QByteArray("e: >-  # why\n  up\n  or\n\n  @1\n") << QByteArray("@") << 5 << 3;
        QTest::newRow("anchor and tag") << QByteArray("e: &a !str up @1") << QByteArray("@") << 1 << 15;
        QTest::newRow("characters, not bytes")
            << QByteArray("e: \"\xC3\xA9\xC3\xA9 @\"") << QByteArray("@") << 1 << 8;
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "e: up @")
                                         << QByteArray("@") << 1 << 7;
        QTest::newRow("windows line ends")
            << QByteArray("e: |\r\n  up\r\n  @\r\n") << QByteArray("@") << 3 << 3;
    }
    void locatesInsideScalars() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, needle);
        QFETCH(int, line);
        QFETCH(int, column);
        YamlProblem problem;
        const auto doc = parse(yaml.toStdString(), problem);
        QVERIFY2(doc.has_value(), problem.message.c_str());
        const YamlNode* node = doc->root().find("e");
        if (node == nullptr) node = doc->root().find("a")->find("e");
        const std::size_t at = node->scalar.find(needle.toStdString());
        QVERIFY(at != std::string::npos);
        const TextPosition position = doc->positionInScalar(*node, at);
        QCOMPARE(position.line, line);
        QCOMPARE(position.column, column);
    }

    void refusesWithAPlace_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const char* yaml, int line, int column, const char* message) {
            QTest::newRow(name) << QByteArray(yaml) << line << column << QString::fromLatin1(message);
        };
        row("broken", "a: [1, 2\n", 2, 1, "not valid YAML");
        row("duplicate key", "a: 1\nb: 2\na: 3\n", 3, 1, "stands twice");
        row("two documents", "a: 1\n---\nb: 2\n", 3, 1, "second document");
        row("merge key", "a: &x {b: 1}\nc:\n  <<: *x\n", 3, 3, "merge keys");
        row("key that is a list", "? [a, b]\n: 1\n", 1, 3, "plain name");
        row("alias inside its anchor", "a: &x [*x]\n", 1, 8, "own anchor");
        row("unknown alias", "a: *nobody\n", 1, 4, "not valid YAML");
        row("not UTF-8", "a: \xFF\n", 1, 1, "UTF-8");
    }
    void refusesWithAPlace() {
        QFETCH(QByteArray, yaml);
        QFETCH(int, line);
        QFETCH(int, column);
        QFETCH(QString, message);
        YamlProblem problem;
        QVERIFY(!parse(yaml.toStdString(), problem));
        QCOMPARE(problem.position.line, line);
        QCOMPARE(problem.position.column, column);
        QVERIFY2(problem.message.find(message.toStdString()) != std::string::npos, problem.message.c_str());
    }

    void refusesWhatUnfoldsIntoMore() {
        std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 9; ++i) {
            const std::string inner = "*a" + std::to_string(i - 1);
            bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
            for (int k = 0; k < 10; ++k)
                bomb += (k ? ", " : "") + inner;
            bomb += "]\n";
        }
        YamlProblem problem;
        QVERIFY(!parse(bomb, problem));
        QVERIFY2(problem.message.find("aliases unfolded") != std::string::npos, problem.message.c_str());
    }

    void refusesDepth() {
        YamlProblem problem;
        QVERIFY(!parse(std::string(33, '[') + std::string(33, ']'), problem));
        QVERIFY2(problem.message.find("deeper than 32") != std::string::npos, problem.message.c_str());
        QVERIFY(parse(std::string(32, '[') + std::string(32, ']'), problem));
        QVERIFY(!parse(std::string(100'000, '['), problem));
        QVERIFY(!parse("a: &a [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]\nb: [[[[[[[[[[[[[*a]]]]]]]]]]]]]\n",
                       problem));
    }

    void refusesSize() {
        YamlProblem problem;
        YamlLimits limits;
        limits.maxBytes = 10;
        QVERIFY(!parse("a: 12345678", problem, limits));
    }

    void suggestsTheNearestWord_data() {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("nearest");
        QTest::newRow("missing letter") << QByteArray("exp") << QByteArray("expr");
        QTest::newRow("swapped") << QByteArray("keep_fireing_for") << QByteArray("keep_firing_for");
        QTest::newRow("far") << QByteArray("zebra") << QByteArray("");
        QTest::newRow("long") << QByteArray(10'000, 'e') << QByteArray("");
    }
    void suggestsTheNearestWord() {
        QFETCH(QByteArray, word);
        QFETCH(QByteArray, nearest);
        static constexpr std::string_view kWords[] = {"expr", "for", "keep_firing_for"};
        QCOMPARE(QByteArray::fromStdString(std::string(config::nearest(word.toStdString(), kWords))),
                 nearest);
    }

    void readsByteSizes() {
        QCOMPARE(parseByteSize("64MiB").value_or(0), 64ULL << 20);
        QCOMPARE(parseByteSize("10 kB").value_or(0), 10'000ULL);
        QCOMPARE(parseByteSize("4096").value_or(0), 4096ULL);
        for (const char* bad : {"", "MiB", "-1", "1.5MiB", "1 mib", "99999999999TiB", "1MiBs"})
            QVERIFY2(!parseByteSize(bad), bad);
    }
};

QTEST_GUILESS_MAIN(TestYaml)
#include "tst_config_yaml.moc"
