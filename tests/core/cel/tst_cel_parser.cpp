#include "core/cel/parser.h"
#include "tests/core/cel/cel_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::cel;

class TestCelParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsLiterals_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
        };
        row("17", "17");
        row("0x1F", "31");
        row("0XffU", "255u");
        row("18446744073709551615u", "18446744073709551615u");
        row("-9223372036854775808", "-9223372036854775808");
        row("- 5", "-5");
        row("---5", "-5");
        row(".5", "0.5");
        row("1e3", "1000.0");
        row("2.50", "2.5");
        row("-0.0", "-0.0");
        row("1e-400", "0.0");
        row("'a\"b'", "\"a\\\"b\"");
        row("\"tab\\tnew\\nline\"", "\"tab\\tnew\\nline\"");
        row("'\\x41\\101\\u00e9\\U0001F600'", "\"AAé😀\"");
        row("r'\\d+'", "\"\\\\d+\"");
        row("R\"\"\"a\\\"\"\"", "\"a\\\\\"");
        row("'''two\nlines'''", "\"two\\nlines\"");
        row("\"\"\"it's \"quoted\" text\"\"\"", "\"it's \\\"quoted\\\" text\"");
        row("b'\\xff\\377a'", "b\"\\xff\\xffa\"");
        row("b'é'", "b\"\\xc3\\xa9\"");
        row("bR'\\x'", "b\"\\\\x\"");
        row("[true, false, null, ]", "[true, false, null]");
        row("{'a': 1, 2: 'b',}", "{\"a\": 1, 2: \"b\"}");
        row("1 // a comment\n + 2", "3");
    }
    void readsLiterals() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QString::fromStdString(evaluateText(text.toStdString())), QString::fromUtf8(expected));
    }

    void bindsOperatorsByPrecedence_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
        };
        row("2 + 3 * 4", "14");
        row("(2 + 3) * 4", "20");
        row("20 - 5 - 3", "12");
        row("100 / 10 / 5", "2");
        row("7 % 4 * 2", "6");
        row("1 + 2 == 3 && 4 < 5", "true");
        row("false && true || true", "true");
        row("true || true && false", "true");
        row("1 < 2 == true", "true");
        row("2 in [1, 2] && !(3 in [1, 2])", "true");
        row("false ? 1 : true ? 2 : 3", "2");
        row("-2 * -3", "6");
        row("!!true", "true");
        row("[[1, 2], [3]][0][1]", "2");
        row("{'a': {'b': 5}}.a.b", "5");
        row("{'a-b': {'c d': 6}}.`a-b`.`c d`", "6");
        row("{'if': 1}.if", "1");
        row("-1 .size == 1", "refused: 1:5: the operand of \".\" is int, it must be map or optional_type");
    }
    void bindsOperatorsByPrecedence() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QString::fromStdString(evaluateText(text.toStdString())), QString::fromUtf8(expected));
    }

    void namesThePlaceOfAMistake_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
        };
        row("1 +", "1:4: expected a value, found the end of the expression\n1 +\n   ^");
        row("a = 1", "1:3: unexpected \"=\"; equality is written ==\na = 1\n  ^");
        row("a & b", "1:3: unexpected \"&\"; the operators are && and ||\na & b\n  ^");
        row("f(1,)", "1:5: expected an argument, found \")\"\nf(1,)\n    ^");
        row("[1 2]", "1:4: expected \",\" or \"]\" of the list, found \"2\"\n[1 2]\n   ^");
        row("{1 2}", "1:4: expected \":\" behind the key, found \"2\"\n{1 2}\n   ^");
        row("x ? 1",
            "1:6: expected \":\" of the conditional, found the end of the expression\nx ? 1\n     ^");
        row("'open", "1:1: this string is not closed\n'open\n^");
        row("'a\nb'",
            "1:1: this string is not closed on its line; use three quotes for several lines\n'a\n^");
        row("'é\\q'", "1:3: unknown escape sequence \\q\n'é\\q'\n  ^");
        row("'\\ud800'", "1:2: this escape sequence is no Unicode character\n'\\ud800'\n ^");
        row("'\\x4'", "1:2: this escape sequence needs 2 hexadecimal digits\n'\\x4'\n ^");
        row("while", "1:1: \"while\" is a reserved word\nwhile\n^");
        row("a.true", "1:3: expected the name of a field or function, found \"true\"\na.true\n  ^");
        row("9223372036854775808",
            "1:1: the number does not fit in an int; larger ones are written with u\n9223372036854775808\n^");
        row("1\n + 0x", "2:4: 0x needs hexadecimal digits\n + 0x\n   ^");
        row("M{a: 1}", "1:2: messages are not supported: write a map, {\"field\": value}\nM{a: 1}\n ^");
        row("has(a)", "1:5: has() takes a field, as in has(tags.env)\nhas(a)\n    ^");
        row("[1].all(1, true)", "1:9: all() takes the name of a variable here\n[1].all(1, true)\n        ^");
        row("[1].all(i, i, true)",
            "1:12: the two variables need different names\n[1].all(i, i, true)\n           ^");
        row("12abc", "1:3: unexpected \"a\" in a number\n12abc\n  ^");
        row("`a`", "1:1: expected a value, found \"`a`\"\n`a`\n^");
    }
    void namesThePlaceOfAMistake() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        const auto tree = parse(text.toStdString());
        QVERIFY(!tree);
        QCOMPARE(QString::fromStdString(tree.error().detail), QString::fromUtf8(expected));
    }

    void refusesWhatIsTooLarge() {
        const auto nested = [](std::size_t levels) {
            return std::string(levels, '(') + '1' + std::string(levels, ')');
        };
        QVERIFY(parse(nested(200)));
        QCOMPARE(parse(nested(100'000 / 2 / 2)).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(parse(std::string(60'000, '-') + '1').has_value(), true);
        QCOMPARE(parse(std::string(60'000, '[')).error().code, ErrorCode::LimitExceeded);
        QCOMPARE(parse(std::string(kMaxTextBytes + 1, ' ')).error().code, ErrorCode::LimitExceeded);
        std::string sum = "1";
        for (int i = 0; i < 300; ++i)
            sum += "+1";
        QCOMPARE(parse(sum).error().code, ErrorCode::LimitExceeded);
        std::string list = "[";
        for (std::size_t i = 0; i < kMaxNodes; ++i)
            list += "1,";
        QCOMPARE(parse(list + ']').error().code, ErrorCode::LimitExceeded);
    }

    void keepsLongChainsOfConditionsFlat() {
        std::string text = "x == 0";
        for (int i = 1; i < 2000; ++i)
            text += " || x == " + std::to_string(i);
        QCOMPARE(evaluateText(text, {{"x", Value::integer(1999)}}), std::string("true"));
        QCOMPARE(evaluateText(text, {{"x", Value::integer(2000)}}), std::string("false"));
    }
};

QTEST_GUILESS_MAIN(TestCelParser)
#include "tst_cel_parser.moc"
