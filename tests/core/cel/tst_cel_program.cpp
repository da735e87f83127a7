#include "tests/core/cel/cel_fixture.h"

#include <QTest>

#include <limits>

using namespace eventflow;
using namespace eventflow::cel;

namespace {

const FixedFields& fields() {
    static const FixedFields known{{"n", Value::integer(7)},
                                   {"u", Value::unsignedInteger(7)},
                                   {"d", Value::real(7.5)},
                                   {"s", Value::string("seven")},
                                   {"flag", Value::boolean(true)},
                                   {"gone", Value::absent()},
                                   {"source.id", Value::string("web-1")},
                                   {"nan", Value::real(std::numeric_limits<double>::quiet_NaN())}};
    return known;
}

void cases(std::initializer_list<std::pair<const char*, const char*>> rows) {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    for (const auto& [text, expected] : rows)
        QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
}

} // namespace

class TestCelProgram : public QObject {
    Q_OBJECT

    void compareStrict() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QString::fromStdString(evaluateText(text.toStdString(), fields())),
                 QString::fromUtf8(expected));
    }
    void compareLenient() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QString::fromStdString(evaluateLeniently(text.toStdString(), fields())),
                 QString::fromUtf8(expected));
    }

private Q_SLOTS:
    void evaluatesOperators_data() {
        cases({
            {"n + 3", "10"},
            {"u - 7u", "0u"},
            {"d * 2.0", "15.0"},
            {"n / 2", "3"},
            {"-n / 2", "-3"},
            {"n % 4", "3"},
            {"s + '!'", "\"seven!\""},
            {"b'a' + b'b'", "b\"ab\""},
            {"[1] + [n]", "[1, 7]"},
            {"1.0 / 0.0", "Infinity"},
            {"n > 6.5", "true"},
            {"6.5 < n", "true"},
            {"n >= 7u", "true"},
            {"u == n", "true"},
            {"d == 7.5", "true"},
            {"d > 7", "true"},
            {"s < 'sever'", "true"},
            {"b'a' < b'b'", "true"},
            {"false < true", "true"},
            {"s == 'seven'", "true"},
            {"'seven' != s", "false"},
            {"nan == nan", "false"},
            {"nan < 1.0 || nan >= 1.0", "false"},
            {"[n, d] == [7.0, 7.5]", "true"},
            {"{'a': n} == {'a': 7u}", "true"},
            {"s in ['six', 'seven']", "true"},
            {"7 in {7.0 == 7.0 ? 7 : 8: 'x'}", "true"},
            {"source.id", "\"web-1\""},
            {"has(source.id)", "true"},
            {"type(n) == int && type(type(s)) == type", "true"},
            {"type(duration('1s'))", "google.protobuf.Duration"},
            {"flag ? 'yes' : 'no'", "\"yes\""},
        });
    }
    void evaluatesOperators() { compareStrict(); }

    void saysWhatFailedAndWhere_data() {
        cases({
            {"9223372036854775800 + n * 2", "error: 1:21: the result does not fit in an int"},
            {"3u - u", "error: 1:4: the result does not fit in a uint"},
            {"n / (n - 7)", "error: 1:3: division by zero"},
            {"n % (n - 7)", "error: 1:3: division by zero"},
            {"gone == 'x'", "error: 1:1: there is no gone"},
            {"{'a': n}.b", "error: 1:10: the map has no key \"b\""},
            {"[n][3]", "error: 1:4: the list has 1 elements, none at 3"},
            {"[n][-1]", "error: 1:4: the list has 1 elements, none at -1"},
            {"n + d", "error: 1:3: + does not take int and double"},
            {"n < s", "error: 1:3: < does not compare int with string"},
            {"n ? 1 : 2", "error: 1:3: ?: needs bool, not int"},
            {"n in s", "error: 1:3: in needs a list or map, not string"},
            {"int(s)", "error: 1:1: \"seven\" is not an int"},
            {"!s", "error: 1:1: ! needs bool, not string"},
            {"-s", "error: 1:1: - does not take string"},
            {"{n: 1, 7u: 2}", "error: 1:1: the map has a key twice"},
            {"{d: 1}", "error: 1:1: a map key is bool, int, uint or string, not double"},
            {"s.size(1)", "refused: 1:3: size() does not take (any type, int)"},
            {"n.all(x, true)", "error: 1:3: this macro runs over a list or map, not over int"},
            {"[n].all(x, x)", "error: 1:5: the condition of this macro is int, it must be bool"},
        });
    }
    void saysWhatFailedAndWhere() { compareStrict(); }

    void letsOneOperandDecide_data() {
        cases({
            {"gone == 'x' || flag", "true"},
            {"flag || gone == 'x'", "true"},
            {"gone == 'x' && !flag", "false"},
            {"!flag && gone == 'x'", "false"},
            {"gone == 'x' || !flag", "error: 1:1: there is no gone"},
            {"flag && gone == 'x'", "error: 1:9: there is no gone"},
            {"n || flag", "true"},
            {"n || !flag", "error: 1:3: || needs bool, not int"},
            {"[0, n].exists(x, 1 / x > 5 || x == 7)", "true"},
            {"[0, n].all(x, 10 / x > 5)", "false"},
            {"[n, 0].all(x, 10 / x >= 1)", "error: 1:18: division by zero"},
            {"[0, n].exists_one(x, 10 / x >= 1)", "error: 1:25: division by zero"},
            {"flag ? n : gone", "7"},
        });
    }
    void letsOneOperandDecide() { compareStrict(); }

    void runsMacros_data() {
        cases({
            {"[1, 2, 3].map(x, x * n)", "[7, 14, 21]"},
            {"[1, 2, 3].map(x, x > 1, x * n)", "[14, 21]"},
            {"[1, 2, 3].filter(x, x != 2)", "[1, 3]"},
            {"{'a': 1, 'b': 2}.map(k, k + '!')", "[\"a!\", \"b!\"]"},
            {"[1, 2, 3].exists_one(x, x > 2)", "true"},
            {"[1, 2, 3].existsOne(x, x > 1)", "false"},
            {"[5, 6].all(i, v, v == i + 5)", "true"},
            {"{'a': 1, 'b': 2}.exists(k, v, k == 'b' && v == 2)", "true"},
            {"[5, 6].transformList(i, v, i * 10 + v)", "[5, 16]"},
            {"[5, 6].transformList(i, v, i > 0, v)", "[6]"},
            {"['x', 'y'].transformMap(i, v, v + v)", "{0: \"xx\", 1: \"yy\"}"},
            {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * v)", "{\"b\": 4}"},
            {"{'a': 'x', 'b': 'y'}.transformMapEntry(k, v, {v: k})", "{\"x\": \"a\", \"y\": \"b\"}"},
            {"{'a': 'x', 'b': 'x'}.transformMapEntry(k, v, {v: k})", "error: 1:22: the map has a key twice"},
            {"[1, 2].map(x, [10, 20].map(y, x + y))", "[[11, 21], [12, 22]]"},
            {"[1].map(n, n)", "[1]"},
            {"[1].map(n, .n)", "[7]"},
            {"has({'a': 1}.a) && !has({'a': 1}.b)", "true"},
            {"cel.bind(x, n + 1, x * x)", "64"},
            {"cel.bind(x, 1 / (n - 7), true)", "true"},
            {"cel.bind(x, 1, cel.bind(y, x + 1, [3].map(z, x + y + z)))", "[6]"},
            {"cel.block([n, cel.index(0) + 1, cel.index(1) * 2], cel.index(2))", "16"},
            {"[1, 2].map(cel.iterVar(0, 0), cel.iterVar(0, 0) + n)", "[8, 9]"},
        });
    }
    void runsMacros() { compareStrict(); }

    void handlesOptionals_data() {
        cases({
            {"optional.of(n).value()", "7"},
            {"optional.none().orValue(1)", "1"},
            {"optional.of(n).orValue(1 / 0)", "refused: 1:26: division by zero"},
            {"optional.of(n).orValue(1 / (n - 7))", "7"},
            {"optional.none().value()", "refused: 1:17: the optional holds no value"},
            {"optional.ofNonZeroValue('').hasValue()", "false"},
            {"{'a': {'b': 1}}.?a.b", "optional.of(1)"},
            {"{'a': {'b': 1}}.?a.?c.orValue('none')", "\"none\""},
            {"{'a': 1}[?'a']", "optional.of(1)"},
            {"[n][?5]", "optional.none()"},
            {"[n][?0].value()", "7"},
            {"gone.?a", "error: 1:1: there is no gone"},
            {"[1, ?optional.none(), ?optional.of(n)]", "[1, 7]"},
            {"{'a': 1, ?'b': optional.none()}", "{\"a\": 1}"},
            {"[?n]", "error: 1:1: [?…] needs an optional, not int"},
            {"optional.of(n).optMap(x, x + 1)", "optional.of(8)"},
            {"optional.none().optMap(x, x + 1)", "optional.none()"},
            {"optional.of({'a': n}).optFlatMap(x, x.?a)", "optional.of(7)"},
            {"optional.none().or(optional.of(n))", "optional.of(7)"},
            {"[1, n].last().value() + [].first().orValue(1)", "8"},
            {"optional.unwrap([optional.of(1), optional.none()])", "[1]"},
            {"has({'a': {}}.?a.b)", "false"},
            {"type(optional.of(1)) == optional_type", "true"},
        });
    }
    void handlesOptionals() { compareStrict(); }

    void refusesWhatCannotWork_data() {
        cases({
            {"hots == 'a'",
             "refused: 1:1: unknown name \"hots\"; known are n, u, d, s, flag, gone, source.id, nan"},
            {"s.startWith('a')",
             "refused: 1:3: there is no function startWith(); did you mean startsWith()?"},
            {"s.frobnicate()", "refused: 1:3: there is no function frobnicate()"},
            {"startsWith(s, 'a')", "refused: 1:1: startsWith() is called on a value: write x.startsWith()"},
            {"s.duration()", "refused: 1:3: duration() is not called on a value: write duration(x)"},
            {"1 + 'a'", "refused: 1:3: + does not take int and string"},
            {"'a' == 1", "refused: 1:5: string and int are never equal; use dyn() where that is meant"},
            {"'a' < 1", "refused: 1:5: < does not compare string with int"},
            {"dyn('a') == 1", "false"},
            {"1 && flag", "refused: 1:1: an operand of && is int, it must be bool"},
            {"!1", "refused: 1:1: the operand of ! is int, it must be bool"},
            {"1 ? 2 : 3", "refused: 1:1: the condition of ?: is int, it must be bool"},
            {"1 in 2", "refused: 1:6: the right side of in is int, it must be list or map"},
            {"{1.5: 2}", "refused: 1:2: a map key is double, it must be bool or int or uint or string"},
            {"'a'.b", "refused: 1:5: the operand of \".\" is string, it must be map or optional_type"},
            {"duration('5 minutes')", "refused: 1:1: \"5 minutes\" is not a duration as 1h30m, 90s or 250ms"},
            {"s.matches('(')", "refused: 1:11: bad regular expression: missing ): ("},
            {"1 / 0 == n", "refused: 1:3: division by zero"},
            {"5.map(x, x)", "refused: 1:1: what this macro runs over is int, it must be list or map"},
            {"[1].map(x, 1, x)", "refused: 1:12: the condition of this macro is int, it must be bool"},
        });
    }
    void refusesWhatCannotWork() { compareStrict(); }

    void leavesTypesToTheEvaluationWhenLenient_data() {
        cases({
            {"unknown(1) || true", "true"},
            {"unknown(1) || false", "error: 1:1: there is no function unknown()"},
            {"hots && false", "false"},
            {"'a' == 1", "false"},
            {"1 / 0 > 0 || true", "true"},
            {"s.matches('(') || true", "true"},
            {"1 + 'a'", "error: 1:3: + does not take int and string"},
            {"n.size()", "error: 1:3: size() does not take (int)"},
        });
    }
    void leavesTypesToTheEvaluationWhenLenient() { compareLenient(); }

    void checksTheResultOfAFilter() {
        CompileOptions options;
        options.result = setOf(Kind::Bool);
        QCOMPARE(evaluateText("1 + 2", {}, options),
                 std::string("refused: 1:3: the expression gives int, it must be bool"));
        QCOMPARE(evaluateText("1 < 2", {}, options), std::string("true"));
        const auto program = Program::compile("dyn(n)", fields().table, options);
        QVERIFY(program);
        Evaluator evaluator;
        QCOMPARE(evaluator.test(**program, fields()), Verdict::Failed);
        QCOMPARE(QString::fromStdString(evaluator.error(**program).detail),
                 QStringLiteral("1:1: the expression gives no bool\ndyn(n)\n^"));
    }

    void looksKeysUpInLargeMaps() {
        std::string map = "{";
        for (int i = 0; i < 100; ++i)
            map += std::to_string(i) + ": " + std::to_string(i * i) + ", '" + std::to_string(i) + "': 's', ";
        map += "}";
        QCOMPARE(evaluateText("cel.bind(m, " + map + ", m[n] + m[7u] + m[dyn(7.0)])", fields()),
                 std::string("147"));
        QCOMPARE(evaluateText("cel.bind(m, " + map + ", m['99'] + string(size(m)))", fields()),
                 std::string("\"s200\""));
        QCOMPARE(evaluateText("100 in " + map, fields()), std::string("false"));
    }

    void givesTheSameAgainWithOneEvaluator() {
        const auto program = Program::compile("[1, 2, n].map(x, string(x) + s)", fields().table);
        QVERIFY(program);
        Evaluator evaluator;
        for (int i = 0; i < 1000; ++i) {
            const Value value = evaluator.evaluate(**program, fields());
            QVERIFY(value.is(Kind::List));
            QCOMPARE(std::string(value.items()[2].text()), std::string("7seven"));
        }
    }
};

QTEST_GUILESS_MAIN(TestCelProgram)
#include "tst_cel_program.moc"
