#include "core/promql/ast.h"
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "core/promql/query.h"

#include <QTest>

#include <cmath>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

double numberOf(const std::string& text) {
    const auto expression = Expression::parse(text);
    if (!expression) return std::nan("1");
    const auto* number = expression->root().as<NumberLiteral>();
    return number == nullptr ? std::nan("2") : number->value;
}

std::string repeated(const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

} // namespace

class TestParser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsNumbers_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("value");
        const auto row = [](const char* text, double value) {
            QTest::newRow(text) << QByteArray(text) << value;
        };
        row("1", 1);
        row("2.", 2);
        row(".5", 0.5);
        row("1e3", 1000);
        row("12.5e-1", 1.25);
        row("-3", -3);
        row("+0.5", 0.5);
        row("--1", 1);
        row("0x1F", 31);
        row("0x1p-2", 0.25);
        row("017", 15);
        row("089", 89);
        row("1_000", 1000);
        row("Inf", HUGE_VAL);
        row("-inf", -HUGE_VAL);
        row("5m", 300);
        row("1h30m", 5400);
        row("100ms", 0.1);
        row("1e-400", 0);
    }
    void readsNumbers() {
        QFETCH(QByteArray, text);
        QTEST(numberOf(text.toStdString()), "value");
    }

    void readsNaN() { QVERIFY(std::isnan(numberOf("nAn"))); }

    void readsStrings_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* text, const char* value) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(value);
        };
        row("\"a\\\"b\"", "a\"b");
        row("'a\\'b\"'", "a'b\"");
        row("`a\\n\"`", "a\\n\"");
        row("\"\\n\\t\\\\\\x41\\101\\u00e9\\U0001F600\"", "\n\t\\AA\u00e9\U0001F600");
        row("`two\nlines`", "two\nlines");
        row("\"#no comment\" # comment", "#no comment");
    }
    void readsStrings() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, value);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY(expression.has_value());
        const auto* string = expression->root().as<StringLiteral>();
        QVERIFY(string != nullptr);
        QCOMPARE(QByteArray::fromStdString(string->value), value);
    }

    /// Each text must give the tree of the fully parenthesized one beside it, brackets aside.
    void groupsByPrecedence_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("printed");
        const auto row = [](const char* text, const char* printed) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(printed);
        };
        row("a+b*c", "(a + (b * c))");
        row("a-b-c", "((a - b) - c)");
        row("a^b^c", "(a ^ (b ^ c))");
        row("-a^b", "(-(a ^ b))");
        row("-a*b", "((-a) * b)");
        row("a^-b*c", "((a ^ (-b)) * c)");
        row("a or b and c", "(a or (b and c))");
        row("a unless b or c", "((a unless b) or c)");
        row("a > b + c", "(a > (b + c))");
        row("a == bool b and c", "((a == bool b) and c)");
        row("a atan2 b + c", "((a atan2 b) + c)");
        row("a and on(x) b > 1", "(a and on (x) (b > 1))");
    }
    void groupsByPrecedence() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, printed);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY2(expression.has_value(), expression ? "" : expression.error().detail.c_str());
        QCOMPARE(QByteArray::fromStdString(grouped(expression->root())), printed);
    }

    void acceptsTheGrammar_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"{\"a.b\"}",
                                 "{\"a.b\", host=\"x\"}",
                                 "{host=\"x\", \"a.b\"}",
                                 "{\"label.with.dots\"=~\"x.*\"}",
                                 "a{b!=\"c\", d!~\"e\",}",
                                 ":rule:name",
                                 "job:rate:5m",
                                 "sum",
                                 "sum + avg",
                                 "by + without",
                                 "offset",
                                 "and + 1",
                                 "start + end",
                                 "a{sum=\"x\", by=\"y\"}",
                                 "sum by (on, by, sum) (a)",
                                 "sum(a) without (b,)",
                                 "sum by (\"a.b\") (a)",
                                 "topk(3, a)",
                                 "count_values(\"v\", a)",
                                 "quantile by (x) (0.9, a)",
                                 "limitk(2, a)",
                                 "limit_ratio(-0.5, a)",
                                 "a offset 5m",
                                 "a offset -5m",
                                 "a[5m] offset 1h @ 100",
                                 "a @ 1.5e3 offset 5m",
                                 "a @ start()",
                                 "a[5m] @ end()",
                                 "a @ -1",
                                 "a[5m:]",
                                 "a[5m:30s] offset 1m",
                                 "rate(a[5m])[30m:1m] @ end()",
                                 "a[5m+5m]",
                                 "a[2*step()]",
                                 "a[min_of(1m, step()):range()]",
                                 "a offset step()",
                                 "a offset -(2m*2)",
                                 "rate(a[5m] anchored)",
                                 "a smoothed",
                                 "a + on(x) group_left(y, \"z.z\") b",
                                 "a / ignoring(x) group_right b",
                                 "a > bool on(x) b",
                                 "a + fill(0) b",
                                 "a - on(x) fill_left(-1) fill_right(NaN) b",
                                 "a + fill",
                                 "fill{a=\"b\"}",
                                 "histogram_quantile(0.9, sum by (le) (rate(a[5m])))",
                                 "label_join(a, \"d\", \",\")",
                                 "label_join(a, \"d\", \",\", \"x\", \"y\")",
                                 "time() - a",
                                 "round(a)",
                                 "round(a, 0.1)",
                                 "hour()",
                                 "vector(1)",
                                 "scalar(a) > bool 1",
                                 "info(a)",
                                 "info(a, {k8s=~\".+\"})",
                                 "SUM BY (x) (a)",
                                 "a AND b",
                                 "a\n  # why\n  > 5",
                                 "((((a))))",
                                 "+a",
                                 "a{b=\"\xC3\xA9\"}"})
            QTest::newRow(text) << QByteArray(text);
    }
    void acceptsTheGrammar() {
        QFETCH(QByteArray, text);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY2(expression.has_value(), expression ? "" : expression.error().detail.c_str());
    }

    void locatesErrors_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char* text, const char* place, const char* message) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(place) << QByteArray(message);
        };
        row("", "1:1", "no expression");
        row("  # only a comment", "1:1", "no expression");
        row("a +", "1:4", "end of input");
        row("a + * b", "1:5", "\"*\"");
        row("sum(a", "1:6", "expected \",\" or \")\"");
        row("foo(a)", "1:1", "unknown function \"foo\"");
        row("a b", "1:3", "\"b\"");
        row("a{b}", "1:4", "=~");
        row("a{b=c}", "1:5", "quoted label value");
        row("a{b=~\"(\"}", "1:6", "regular expression");
        row("{}", "1:1", "at least one matcher");
        row("{a=~\".*\"}", "1:1", "at least one matcher");
        row("a{__name__=\"b\"}", "1:1", "metric name is set twice");
        row("a{\"b\"}", "1:3", "metric name is set twice");
        row("\"abc", "1:1", "not closed");
        row("'a\nb'", "1:1", "not closed");
        row("\"a\\q\"", "1:3", "unknown escape");
        row("a[5x]", "1:3", "bad number or duration");
        row("a[0s]", "1:3", "greater than 0");
        row("a[5m", "1:5", "\"]\"");
        row("a[b]", "1:3", "expected a duration");
        row("(a)[5m]", "1:4", "a range is only possible");
        row("a offset 5m[5m]", "1:12", "range comes before offset");
        row("a offset 5m offset 5m", "1:13", "set twice");
        row("a @ 1 @ 2", "1:7", "set twice");
        row("sum(a) offset 5m", "1:8", "offset belongs");
        row("a @ Inf", "1:3", "out of bounds");
        row("a anchored", "1:3", "behind a range selector");
        row("1 > 2", "1:1", "bool modifier");
        row("1 and a", "1:1", "two instant vectors");
        row("a + bool b", "1:5", "only for comparison");
        row("a and on(x) group_left b", "1:13", "no grouping");
        row("a + on(x) group_left(x) b", "1:11", "cannot be both");
        row("1 + on(x) a", "1:1", "vector matching");
        row("rate(a)", "1:6", "expected range vector");
        row("rate(a[5m], 1)", "1:1", "wrong number of arguments");
        row("abs()", "1:1", "wrong number of arguments");
        row("sum(a, b)", "1:1", "wrong number of arguments");
        row("topk(a, b)", "1:6", "expected scalar");
        row("-\"a\"", "1:2", "sign");
        row("a + a[5m]", "1:5", "found range vector");
        row("1[5m:]", "1:1", "expected instant vector");
        row("max_over_time(a[5m] anchored)", "1:15", "only possible in rate");
        row("a $ b", "1:3", "unexpected character");
        row("\xC3\xA9", "1:1", "unexpected character 0xc3");
        row("a +\n  b +\n  c{", "3:5", "label name");
        row("a{b=\"\xC3\xA9\"} + foo(b)", "1:12", "unknown function");
        row("a and and b", "1:11", "\"b\"");
        row("1e999", "1:1", "bad number");
        row("on + 1", "1:1", "\"on\"");
    }
    void locatesErrors() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, message);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY(!expression.has_value());
        const auto detail = QByteArray::fromStdString(expression.error().detail);
        QVERIFY2(detail.startsWith(place + ": "), detail.constData());
        QVERIFY2(detail.contains(message), detail.constData());
    }

    void showsTheLineAndACaret() {
        const auto expression = Expression::parse("a >\n\tfoo(b)\n");
        QCOMPARE(expression.error().detail, std::string("2:2: unknown function \"foo\"\n\tfoo(b)\n\t^"));
    }

    void keepsSpans() {
        const auto expression = Expression::parse(" sum(a) > 5");
        const auto* binary = expression->root().as<Binary>();
        QVERIFY(binary != nullptr);
        QCOMPARE(binary->left->span.offset, 1U);
        QCOMPARE(binary->left->span.length, 6U);
        QCOMPARE(binary->right->span.offset, 10U);
        QCOMPARE(expression->root().span.length, 10U);
    }

    void refusesWhatIsTooLarge_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("brackets") << QByteArray::fromStdString(repeated("(", 5000));
        QTest::newRow("closed brackets")
            << QByteArray::fromStdString(repeated("(", 100) + "a" + repeated(")", 100));
        QTest::newRow("signs") << QByteArray::fromStdString(repeated("-", 5000) + "a");
        QTest::newRow("powers") << QByteArray::fromStdString(repeated("a^", 5000) + "a");
        QTest::newRow("sums") << QByteArray::fromStdString(repeated("a+", 5000) + "a");
        QTest::newRow("text") << QByteArray(kMaxTextBytes + 1, ' ');
        QTest::newRow("subqueries") << QByteArray::fromStdString("a" + repeated("[1m:]", 5000));
    }
    void refusesWhatIsTooLarge() {
        QFETCH(QByteArray, text);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY(!expression.has_value());
        QCOMPARE(static_cast<int>(expression.error().code), static_cast<int>(ErrorCode::LimitExceeded));
    }

    void knowsHowFarItLooksBack_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reach");
        const auto row = [](const char* text, const char* reach) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(reach);
        };
        row("1", "0s");
        row("a", "5m");
        row("a offset 1h", "1h5m");
        row("rate(a[10m] offset 1h)", "1h10m");
        row("max_over_time(rate(a[10m])[1h:1m] offset 30m) + a", "1h40m");
    }
    void knowsHowFarItLooksBack() {
        QFETCH(QByteArray, text);
        const auto expression = Expression::parse(text.toStdString());
        const std::string reach = formatDuration(expression->maxLookback(std::chrono::minutes(5)));
        QTEST(QByteArray::fromStdString(reach), "reach");
    }

private:
    /// Binary and unary nodes in brackets, everything else as printed.
    static std::string grouped(const Node& node) {
        if (const auto* unary = node.as<Unary>())
            return (unary->negate ? "(-" : "(+") + grouped(*unary->operand) + ')';
        const auto* binary = node.as<Binary>();
        if (binary == nullptr) return print(node);
        std::string modifiers = binary->returnBool ? " bool" : "";
        if (binary->matching.on) modifiers += " on (" + binary->matching.labels.front() + ')';
        return '(' + grouped(*binary->left) + ' ' + toString(binary->op) + modifiers + ' ' +
               grouped(*binary->right) + ')';
    }
};

QTEST_GUILESS_MAIN(TestParser)
#include "tst_parser.moc"
