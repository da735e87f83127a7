#include "core/promql/ast.h"
#include "core/promql/function_table.h"
#include "core/promql/parser.h"
#include "core/promql/printer.h"
#include "core/promql/query.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

/// Random texts of the grammar, well typed by construction.
class Generator {
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    std::string vector(int depth) {
        if (depth == 0) return selector();
        switch (pick(9)) {
        case 0:
            return selector();
        case 1:
            return '(' + vector(depth - 1) + ')';
        case 2:
            return one({"-", "+"}) + vector(depth - 1);
        case 3:
            return one({"sum", "avg", "max"}) + one({"", " by (host)", " without (a, \"b.c\")"}) + '(' +
                   vector(depth - 1) + ')';
        case 4:
            return one({"topk", "quantile"}) + '(' + scalar(depth - 1) + ", " + vector(depth - 1) + ')' +
                   one({"", " by (x)"});
        case 5:
            return one({"rate", "increase", "avg_over_time", "last_over_time"}) + '(' + range(depth - 1) +
                   ')';
        case 6:
            return vector(depth - 1) + one({" + ", " * ", " ^ ", " % ", " atan2 "}) + matching() +
                   vector(depth - 1);
        case 7:
            return vector(depth - 1) + one({" == ", " > bool ", " <= "}) + scalar(depth - 1);
        default:
            return vector(depth - 1) + one({" and ", " or on(host) ", " unless ignoring(a) "}) +
                   vector(depth - 1);
        }
    }

private:
    int pick(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    std::string one(std::vector<std::string> choices) {
        return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
    }

    std::string selector() {
        return one({"m", "a:b:c", "{\"m.dots\"}", "{__name__=~\"m.*\"}", "sum"}).append(one({"", ""})) +
               modifiers();
    }
    std::string modifiers() {
        return one({"", "", " offset 5m", " offset -1h30m", " @ 12.5", " @ start() offset 1d", " @ end()"});
    }
    std::string range(int depth) {
        if (pick(2) == 0)
            return one({"m", "m{host=\"a\\\"b\"}"}) + one({"[5m]", "[300]", "[2 * 1m]", "[step() + 1m]"}) +
                   modifiers();
        return '(' + vector(depth > 0 ? depth : 0) + ')' + one({"[5m:]", "[1h:1m]", "[1h:step()]"}) +
               modifiers();
    }
    std::string scalar(int depth) {
        if (depth == 0) return one({"1", "0.5", "-2", "5m", "1e20", "NaN", "Inf", "-Inf", "time()"});
        switch (pick(3)) {
        case 0:
            return "scalar(" + vector(depth - 1) + ')';
        case 1:
            return scalar(depth - 1) + one({" + ", " - ", " / ", " ^ "}) + scalar(depth - 1);
        default:
            return '(' + scalar(depth - 1) + ')';
        }
    }
    std::string matching() {
        return one({"", "", "on(host) ", "ignoring(a, b) ", "on(host) group_left() ",
                    "ignoring(a) group_right(c) ", "fill(0) ", "on(host) fill_left(-1) "});
    }

    std::mt19937 m_random;
};

} // namespace

class TestPrinter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void printsCanonically_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("printed");
        const auto row = [](const char* text, const char* printed) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(printed);
        };
        row("sum( a )by( b,a )", "sum by (a, b) (a)");
        row("{__name__='x',b=\"c\"}", "x{b=\"c\"}");
        row("{b=\"c\",__name__=\"x\"}", "x{b=\"c\"}");
        row("{\"a b\"}", "{\"a b\"}");
        row("{__name__=\"bool\"}", "{\"bool\"}");
        row("a{\"b.c\"='d'}", "a{\"b.c\"=\"d\"}");
        row("a[300]offset 60", "a[5m] offset 1m");
        row("a[90d]", "a[90d]");
        row("a@5", "a @ 5.000");
        row("a+ON(b)GROUP_LEFT c", "a + on (b) group_left () c");
        row("a>bool 1", "a > bool 1");
        row("-a^2", "-a ^ 2");
        row("(-1)^2", "(-1) ^ 2");
        row("`a\"b\n`", "\"a\\\"b\\n\"");
        row("5m + 1", "5m + 1");
    }
    void printsCanonically() {
        QFETCH(QByteArray, text);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY2(expression.has_value(), expression ? "" : expression.error().detail.c_str());
        QTEST(QByteArray::fromStdString(expression->print()), "printed");
    }

    void roundTripsRandomTrees() {
        Generator generator(20260101);
        int parsed = 0;
        for (int i = 0; i < 5000; ++i) {
            const std::string text = generator.vector(1 + i % 5);
            const auto tree = Parser::parse(text);
            QVERIFY2(tree.has_value(), (text + '\n' + (tree ? "" : tree.error().detail)).c_str());
            const std::string printed = print(**tree);
            const auto again = Parser::parse(printed);
            QVERIFY2(again.has_value(), (printed + '\n' + (again ? "" : again.error().detail)).c_str());
            QVERIFY2(equalTrees(**tree, **again), (text + "\n" + printed).c_str());
            QCOMPARE(print(**again), printed);
            ++parsed;
        }
        QCOMPARE(parsed, 5000);
    }

    void bracketsTreesThatNoTextHas() {
        const NodePtr a = *Parser::parse("a");
        const NodePtr sum = *Parser::parse("b + c");
        Binary product;
        product.op = BinaryOp::Mul;
        product.left = a;
        product.right = sum;
        QCOMPARE(print(*makeNode(product, {})), std::string("a * (b + c)"));
        product.op = BinaryOp::Pow;
        product.left = makeNode(NumberLiteral{-1, false}, {});
        product.right = a;
        QCOMPARE(print(*makeNode(product, {})), std::string("(-1) ^ a"));
    }

    void seesDifferences() {
        for (const char* other : {"a{b=\"d\"}", "a offset 5m", "a @ 1", "sum(a)", "a + 1", "-a", "(a)"})
            QVERIFY2(!equalTrees(**Parser::parse("a{b=\"c\"}"), **Parser::parse(other)), other);
    }

    void everyFunctionIsFoundByName() {
        for (const Function& function : allFunctions()) {
            QCOMPARE(findFunction(function.name), &function);
            QVERIFY(function.implementation != nullptr);
            QVERIFY(function.optional <= function.arguments.size());
        }
        QVERIFY(findFunction("nothing") == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestPrinter)
#include "tst_printer.moc"
