#include "core/cel/value_text.h"
#include "tests/core/cel/cel_fixture.h"

#include <QTest>

#include <limits>
#include <string_view>

using namespace eventflow;
using namespace eventflow::cel;

namespace {

constexpr std::string_view kTooLong = "the evaluation takes too long; look at fewer elements";
constexpr std::string_view kTooMuch = "the evaluation needs too much memory";

/// A list of a thousand numbers and a text of 100 kB, as a record may bring them.
const FixedFields& hostileRecord() {
    static const std::string text(100'000, 'a');
    static const std::vector<Value> numbers(1000, Value::integer(1));
    static const FixedFields fields{{"text", Value::string(text)}, {"numbers", Value::list(numbers)}};
    return fields;
}

CompileOptions unlimitedCost() {
    CompileOptions options;
    options.maxCost = std::numeric_limits<std::uint64_t>::max();
    return options;
}

} // namespace

class TestCelLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsTooDear() {
        const std::string nested =
            "numbers.all(a, numbers.all(b, numbers.all(c, numbers.all(d, a + b + c + d > 0))))";
        const auto refused = Program::compile(nested, hostileRecord().table);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        QVERIFY(QString::fromStdString(refused.error().detail)
                    .contains(QStringLiteral("steps, at most 10000000")));
        const auto allowed =
            Program::compile("numbers.all(a, numbers.all(b, a + b > 0))", hostileRecord().table);
        QVERIFY(allowed);
        QVERIFY((*allowed)->cost() > kAssumedSize * kAssumedSize);
    }

    void estimatesLittleForLiterals() {
        const auto program = Program::compile(
            "[1, 2].all(a, [1, 2].all(b, [1, 2].all(c, [1, 2].all(d, a + b + c + d > 0))))", FieldTable());
        QVERIFY(program);
        QVERIFY((*program)->cost() < 1000);
    }

    void endsWithAnError_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("reason");
        const auto row = [](const char* text, std::string_view reason) {
            QTest::newRow(text) << QByteArray(text)
                                << QByteArray(reason.data(), static_cast<qsizetype>(reason.size()));
        };
        row("numbers.all(a, numbers.all(b, numbers.all(c, a + b + c > 0)))", kTooLong);
        row("numbers.exists(a, numbers.exists(b, numbers.exists(c, a + b + c == 0))) || true", kTooLong);
        row("numbers.all(a, text.contains(text + 'b')) ", kTooLong);
        row("numbers.all(a, text.matches('(a|b)*c') || true)", kTooLong);
        row("numbers.all(a, text == text)", kTooLong);
        row("numbers.all(a, size(text) > 0)", kTooLong);
        row("numbers.all(a, text.split('').size() > 0)", kTooMuch);
        row("numbers.all(a, numbers.map(x, x).map(x, x).size() > 0)", kTooMuch);
        row("numbers.map(a, text + text).size() > 0", kTooMuch);
        row("numbers.map(a, [text + text + text]).size() > 0 || true", kTooMuch);
        row("text.replace('a', text).size() > 0", kTooMuch);
        row("numbers.map(n, string(n)).join(text).size() > 0", kTooMuch);
        row("'%s%s%s%s%s%s%s%s%s%s'.format([text, text, text, text, text, text, text, text, text, "
            "text]).size() > "
            "size('%s'.format([numbers.map(n, text)]))",
            kTooMuch);
        row("cel.bind(a, text + text, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, cel.bind(e, d "
            "+ d, "
            "cel.bind(f, e + e, f.size() > 0))))))",
            kTooMuch);
        row("cel.block([[text, text], [cel.index(0), cel.index(0)], [cel.index(1), cel.index(1)], "
            "[cel.index(2), "
            "cel.index(2)], [cel.index(3), cel.index(3)], [cel.index(4), cel.index(4)]], cel.index(5) == "
            "dyn(cel.index(5)) && numbers.all(n, cel.index(5) == cel.index(5)))",
            kTooLong);
    }
    void endsWithAnError() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, reason);
        const QString shown =
            QString::fromStdString(evaluateText(text.toStdString(), hostileRecord(), unlimitedCost()));
        QVERIFY2(shown.startsWith(QStringLiteral("error: ")) && shown.endsWith(QString::fromUtf8(reason)),
                 qPrintable(shown));
    }

    void comparesDeepValuesWithinBounds() {
        std::string block = "cel.block([[numbers]";
        for (int i = 0; i < 1000; ++i)
            block += ", [cel.index(" + std::to_string(i) + ")]";
        const std::string last = "cel.index(1000)";
        QVERIFY(QString::fromStdString(evaluateText(block + "], " + last + " == " + last + ")",
                                                    hostileRecord(), unlimitedCost()))
                    .startsWith(QStringLiteral("error: ")));
        QVERIFY(QString::fromStdString(
                    evaluateText(block + "], '%s'.format([" + last + "]))", hostileRecord(), unlimitedCost()))
                    .startsWith(QStringLiteral("error: ")));
        QVERIFY(
            QString::fromStdString(evaluateText(block + "], " + last + ")", hostileRecord(), unlimitedCost()))
                .contains(QStringLiteral("…")));
    }

    void recoversAfterAnExhaustedEvaluation() {
        const auto dear =
            Program::compile("numbers.all(a, text.contains(text + 'b'))", hostileRecord().table);
        const auto cheap = Program::compile("size(numbers) == 1000", hostileRecord().table);
        QVERIFY(dear && cheap);
        Evaluator evaluator;
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(evaluator.test(**dear, hostileRecord()), Verdict::Failed);
            QCOMPARE(evaluator.error(**dear).code, ErrorCode::LimitExceeded);
            QCOMPARE(evaluator.test(**cheap, hostileRecord()), Verdict::Yes);
        }
    }

    void keepsToASmallerBudget() {
        EvaluationLimits limits;
        limits.steps = 13; // a round of these takes four
        QCOMPARE(evaluateText("[1, 2, 3].all(x, x > 0)", {}, {}, limits), std::string("true"));
        QVERIFY(QString::fromStdString(evaluateText("[1, 2, 3, 4, 5].all(x, x > 0)", {}, {}, limits))
                    .startsWith(QStringLiteral("error: 1:17: the evaluation takes too long")));
        limits.bytes = 64;
        QVERIFY(QString::fromStdString(evaluateText("text + text", hostileRecord(), {}, limits))
                    .contains(QStringLiteral("too much memory")));
    }

    void boundsPatterns() {
        QVERIFY(QString::fromStdString(
                    evaluateText("text.matches('" + std::string(5000, 'a') + "')", hostileRecord()))
                    .contains(QStringLiteral("at most 4096 bytes")));
        QVERIFY(QString::fromStdString(evaluateText("text.matches('((a{100}){100}){100}')", hostileRecord()))
                    .startsWith(QStringLiteral("refused: ")));
    }

    void cutsTextOfLargeValues() {
        const std::vector<Value> numbers(100'000, Value::integer(7));
        const std::string shown = toText(Value::list(numbers), 100);
        QVERIFY(shown.size() < 120);
        QVERIFY(QString::fromStdString(shown).endsWith(QStringLiteral("…]")));
    }
};

QTEST_GUILESS_MAIN(TestCelLimits)
#include "tst_cel_limits.moc"
