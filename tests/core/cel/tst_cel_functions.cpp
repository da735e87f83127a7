#include "core/cel/ip_address.h"
#include "tests/core/cel/cel_fixture.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::cel;

namespace {

void cases(std::initializer_list<std::pair<const char*, const char*>> rows) {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    for (const auto& [text, expected] : rows)
        QTest::newRow(text) << QByteArray(text) << QByteArray(expected);
}

} // namespace

class TestCelFunctions : public QObject {
    Q_OBJECT

    /// With `s` as a field, so that calls on it are made when evaluating, not folded.
    void compare() {
        static const FixedFields fields{{"s", Value::string("grün ist grün")}, {"list", Value::list({})}};
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(QString::fromStdString(evaluateLeniently(text.toStdString(), fields)),
                 QString::fromUtf8(expected));
    }

private Q_SLOTS:
    void standard_data() {
        cases({
            {"size(s) + s.size()", "26"},
            {"size(b'ü')", "2"},
            {"size([1, 2]) + size({'a': 1})", "3"},
            {"s.contains('ist') && s.startsWith('grü') && s.endsWith('ün')", "true"},
            {"s.contains(s + 'x') || s.startsWith('rü') || s.endsWith(' ')", "false"},
            {"s.matches('ist') && s.matches('^g.*n$') && matches(s, '[[:space:]]')", "true"},
            {"s.matches('^ist')", "false"},
            {"'a\\nb'.matches('a.b')", "false"},
            {"s.matches(s.substring(0, 3) + '.')", "true"},
            {"s.matches('(' + s)", "error: 1:3: bad regular expression: missing ): (grün ist grün"},
        });
    }
    void standard() { compare(); }

    void conversions_data() {
        cases({
            {"int('-12') + int(3.9) + int(-3.9) + int(4u)", "-8"},
            {"int('0x10')", "error: 1:1: \"0x10\" is not an int"},
            {"int('')", "error: 1:1: \"\" is not an int"},
            {"int(9.3e18)", "error: 1:1: the value does not fit in an int"},
            {"int(18446744073709551615u)", "error: 1:1: the value does not fit in an int"},
            {"int(double('NaN'))", "error: 1:1: the value does not fit in an int"},
            {"uint('12') + uint(3.9) + uint(4)", "19u"},
            {"uint(-1)", "error: 1:1: the value does not fit in a uint"},
            {"uint('-1')", "error: 1:1: \"-1\" is not a uint"},
            {"double('1e3') + double(2) + double(3u)", "1005.0"},
            {"double('inf')", "error: 1:1: \"inf\" is not a double"},
            {"double('-Infinity')", "-Infinity"},
            {"double('1e')", "error: 1:1: \"1e\" is not a double"},
            {"string(1.5) + string(2) + string(3u) + string(true)", "\"1.523true\""},
            {"string(1e100)", "\"1e+100\""},
            {"string(b'\\xff')", "error: 1:1: the bytes are not UTF-8"},
            {"bytes(s) == b'grün ist grün'", "true"},
            {"bool('1') && !bool('False')", "true"},
            {"bool('yes')", "error: 1:1: \"yes\" is not a bool"},
        });
    }
    void conversions() { compare(); }

    void strings_data() {
        cases({
            {"s.charAt(2) + s.charAt(13)", "\"ü\""},
            {"s.charAt(14)", "error: 1:3: index 14 is outside of the string"},
            {"[s.indexOf('ün'), s.indexOf('ün', 3), s.indexOf('x'), s.indexOf(''), s.indexOf('', 4)]",
             "[2, 11, -1, 0, 4]"},
            {"s.indexOf('g', -1)", "error: 1:3: index -1 is outside of the string"},
            {"[s.lastIndexOf('ün'), s.lastIndexOf('ün', 10), s.lastIndexOf('x'), s.lastIndexOf('')]",
             "[11, 2, -1, 13]"},
            {"s.substring(5) + '|' + s.substring(5, 8)", "\"ist grün|ist\""},
            {"s.substring(8, 5)", "error: 1:3: index 5 is outside of the string"},
            {"s.replace('grün', 'rot')", "\"rot ist rot\""},
            {"s.replace('grün', 'rot', 1)", "\"rot ist grün\""},
            {"s.replace('grün', 'rot', 0) == s", "true"},
            {"'aü'.replace('', '-')", "\"-a-ü-\""},
            {"'aaa'.replace('a', 'b', -1)", "\"bbb\""},
            {"s.split(' ')", "[\"grün\", \"ist\", \"grün\"]"},
            {"s.split(' ', 2)", "[\"grün\", \"ist grün\"]"},
            {"s.split(' ', 0)", "[]"},
            {"s.split('')[2]", "\"ü\""},
            {"'a,,b,'.split(',')", "[\"a\", \"\", \"b\", \"\"]"},
            {"''.split(',')", "[\"\"]"},
            {"''.split('')", "[]"},
            {"'abc'.split('', 2)", "[\"a\", \"bc\"]"},
            {"s.split(' ').join('+') + list.join()", "\"grün+ist+grün\""},
            {"[1].join()", "error: 1:5: join() needs a list of strings, one element is int"},
            {"'\\u2003 x\\t'.trim()", "\"x\""},
            {"s.upperAscii() + s.lowerAscii()", "\"GRüN IST GRüNgrün ist grün\""},
            {"s.reverse()", "\"nürg tsi nürg\""},
            {"strings.quote('a\"b\\\\c\\n')", "\"\\\"a\\\\\\\"b\\\\\\\\c\\\\n\\\"\""},
        });
    }
    void strings() { compare(); }

    void format_data() {
        cases({
            {"'%s=%d (%.1f%%)'.format([s, 3, 12.34])", "\"grün ist grün=3 (12.3%)\""},
            {"'%s %s %s'.format([true, null, 1.0])", "\"true null 1\""},
            {"'%s'.format([1e20])", "\"100000000000000000000\""},
            {"'%s'.format([[1, 'a', {'k': [b'x']}]])", "\"[1, a, {k: [x]}]\""},
            {"'%s'.format([{'b': 1, 'a': 2, 3: 4}])", "\"{3: 4, a: 2, b: 1}\""},
            {"'%s'.format([b'\\xff\\xffx'])", "\"\xEF\xBF\xBDx\""},
            {"'%b %o %x %X'.format([-5, 8, 255, 'az'])", "\"-101 10 ff 617A\""},
            {"'%e %f %.0f'.format([12345.678, 2, 3u])", "\"1.234568e+04 2.000000 3\""},
            {"'%f'.format([double('NaN')])", "\"NaN\""},
            {"'%b'.format([true])", "\"1\""},
            {"'%d'.format(['a'])", "error: 1:6: %d does not take string"},
            {"'%q'.format([1])", "error: 1:6: unknown clause %q"},
            {"'%s %s'.format([1])", "error: 1:9: the format has more clauses than there are values"},
            {"'%'.format([1])", "error: 1:5: the format ends in the middle of a clause"},
            {"'%.1000f'.format([1.0])", "error: 1:11: a precision is a number up to 100"},
            {"'%s'.format([optional.none()])", "error: 1:6: %s does not take optional_type"},
        });
    }
    void format() { compare(); }

    void math_data() {
        cases({
            {"math.greatest(1, 2.5, 2u)", "2.5"},
            {"math.least([3, 1, 2])", "1"},
            {"math.greatest(-4)", "-4"},
            {"math.greatest([])", "error: 1:6: there is no number to choose from"},
            {"math.least(1, 'a')", "error: 1:6: needs numbers, one is string"},
            {"[math.ceil(1.2), math.floor(-1.2), math.round(2.5), math.round(-2.5), math.trunc(-1.9)]",
             "[2.0, -2.0, 3.0, -3.0, -1.0]"},
            {"[math.abs(-3), math.sign(-2)]", "[3, -1]"},
            {"[math.sign(-0.5), math.abs(-0.5), math.sqrt(16), math.sqrt(2u) - math.sqrt(2.0)]",
             "[-1.0, 0.5, 4.0, 0.0]"},
            {"math.abs(-9223372036854775808)", "error: 1:6: the smallest int has no absolute value"},
            {"math.isNaN(math.sqrt(-1.0)) && math.isInf(-1.0 / 0.0) && math.isFinite(1.0)", "true"},
            {"math.bitAnd(12, 10) + math.bitOr(12, 10) + math.bitXor(12, 10) + math.bitNot(0)", "27"},
            {"math.bitShiftLeft(1u, 63)", "9223372036854775808u"},
            {"math.bitShiftRight(-1, 60)", "15"},
            {"math.bitShiftLeft(1, 64)", "0"},
            {"math.bitShiftLeft(1, -1)", "error: 1:6: a shift is by 0 bits or more"},
            {"math.ceil(1)", "error: 1:6: math.ceil() does not take (int)"},
        });
    }
    void math() { compare(); }

    void network_data() {
        cases({
            {"ip('10.0.0.1') in [ip('10.0.0.1')]", "true"},
            {"cidr('10.0.0.0/8').containsIP('10.20.30.40') && !cidr('10.0.0.0/8').containsIP('11.0.0.1')",
             "true"},
            {"cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && "
             "!cidr('10.1.0.0/16').containsCIDR('10.0.0.0/8')",
             "true"},
            {"cidr('2001:db8::/32').containsIP('2001:db8:1::5')", "true"},
            {"cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.1.2.3/8').ip() == ip('10.1.2.3')",
             "true"},
            {"string(cidr('10.1.2.3/8').masked()) + ' ' + string(ip('2001:DB8:0:0:1:0:0:1'))",
             "\"10.0.0.0/8 2001:db8::1:0:0:1\""},
            {"[ip('::1').family(), ip('1.2.3.4').family(), cidr('::/0').prefixLength()]", "[6, 4, 0]"},
            {"ip('127.9.9.9').isLoopback() && ip('::').isUnspecified() && "
             "ip('169.254.1.1').isLinkLocalUnicast()",
             "true"},
            {"ip('8.8.8.8').isGlobalUnicast() && !ip('ff02::5').isGlobalUnicast() && "
             "ip('ff02::5').isLinkLocalMulticast()",
             "true"},
            {"ip.isCanonical('::1') && !ip.isCanonical('0::1')", "true"},
            {"isIP('1.2.3') || isIP('01.2.3.4') || isIP('1.2.3.256') || isIP('fe80::1%eth0') || "
             "isCIDR('10.0.0.0/33')",
             "false"},
            {"ip('nonsense')", "error: 1:1: \"nonsense\" is not an IP address"},
            {"cidr('10.0.0.0')", "error: 1:1: \"10.0.0.0\" is not an address range as 10.0.0.0/8"},
        });
    }
    void network() { compare(); }

    void addressesReadBackAsWritten_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("canonical");
        for (const auto& [text, canonical] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"0:0:0:0:0:0:0:0", "::"},
                 {"1:0:0:2:0:0:0:3", "1:0:0:2::3"},
                 {"1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"},
                 {"::1.2.3.4", "::102:304"},
                 {"1::", "1::"},
                 {"255.255.255.255", "255.255.255.255"},
                 {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
                 {"1:2:3", ""},
                 {"1::2::3", ""},
                 {":::", ""},
                 {":1:2:3:4:5:6:7", ""},
                 {"1:2:3:4:5:6:7:8:9", ""},
                 {"12345::", ""},
                 {"1.2.3.4.5", ""},
                 {"::ffff:1.2.3.4", ""},
                 {"", ""}})
            QTest::newRow(text) << QByteArray(text) << QByteArray(canonical);
    }
    void addressesReadBackAsWritten() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, canonical);
        const auto address = parseIp(text.toStdString());
        QCOMPARE(address.has_value(), !canonical.isEmpty());
        if (!address) return;
        QCOMPARE(QByteArray::fromStdString(toString(*address)), canonical);
        QVERIFY(parseIp(toString(*address)) == address);
    }

    void encoders_data() {
        cases({
            {"base64.encode(b'')", "\"\""},
            {"base64.encode(b'a') + base64.encode(b'ab') + base64.encode(b'abc')", "\"YQ==YWI=YWJj\""},
            {"base64.decode('YQ==') == b'a' && base64.decode('YQ') == b'a' && base64.decode('/+8=') == "
             "b'\\xff\\xef'",
             "true"},
            {"base64.decode('Y')", "error: 1:8: the text is not base64"},
            {"base64.decode('YQ=')", "error: 1:8: the text is not base64"},
            {"base64.decode('Y Q=')", "error: 1:8: the text is not base64"},
        });
    }
    void encoders() { compare(); }
};

QTEST_GUILESS_MAIN(TestCelFunctions)
#include "tst_cel_functions.moc"
