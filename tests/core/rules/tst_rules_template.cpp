#include "core/rules/template.h"

#include <QTest>

#include <string>

using namespace eventflow;
using namespace eventflow::rules;

class TestTemplate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void expands_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, double value, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << value << QString::fromUtf8(expected);
        };
        // The expected texts below were printed by promtool 2.42 for the same templates.
        row("{{ $value }}", 1234567.5, "1.2345675e+06");
        row("{{ printf \"%v %g %.3g %d %s\" $value $value $value $value $value }}", 1234567.5,
            "1.2345675e+06 1.2345675e+06 1.23e+06 %!d(float64=1.2345675e+06) %!s(float64=1.2345675e+06)");
        row("{{ $value }} {{ humanize $value }} {{ humanize1024 $value }}", 12345678901234567890123.0,
            "1.2345678901234568e+22 12.35Z 10.46Zi");
        row("{{humanizePercentage 0.1234567}} {{ humanizeTimestamp 1435065584.128 }}", 0,
            "12.35% 2015-06-23 13:19:44.128 +0000 UTC");
        row("{{ print 1 2 \"a\" \"b\" 3 }}", 0, "1 2ab3");
        row("{{ printf \"%q %x %5.1f|%-5s|%05d\" \"a\\\"b\" \"hi\" 2.25 \"x\" 42 }}", 0,
            "\"a\\\"b\" 6869   2.2|x    |00042");
        row("{{ match \"a.*\" \"ba\" }} {{ reReplaceAll \"(.)(b)\" \"$2$1\" \"abab\" }} {{ title \"foo "
            "bar-baz a_b\" }}",
            0, "true baba Foo Bar-Baz A_b");
        row("{{ humanize 0.00012345 }} {{ humanizeDuration 0.0123 }} {{ humanizeDuration 3661.5 }}", 0,
            "123.4u 12.3ms 1h 1m 1s");
        row("{{ humanizeDuration 59.5 }} {{humanizeDuration -90061}} {{ humanize1024 1536 }} {{ humanize "
            "\"1500\" }}",
            0, "59.5s -1d 1h 1m 1s 1.5ki 1.5k");
        row("{{ 1e21 }} {{ 1e20 }} {{ 1000000.0 }} {{ 100000.0 }} {{ 0.00001 }} {{ 0.0001 }}", 0,
            "1e+21 1e+20 1e+06 100000 1e-05 0.0001");
        // Language.
        row("plain", 0, "plain");
        row("{{ $labels.host }} {{ .Labels.host }} {{ index $labels \"host\" }}", 0, "web-1 web-1 web-1");
        row("[{{ $labels.absent }}]", 0, "[]");
        row("{{ .Value | printf \"%.1f\" }}%", 97.25, "97.2%");
        row("a {{- /* gone */ -}} b", 0, "ab");
        row("a  {{- \" x \" -}}\n b", 0, "a x b");
        row("{{ if gt $value 90.0 }}high{{ else if gt $value 50.0 }}medium{{ else }}low{{ end }}", 60,
            "medium");
        row("{{ if and (eq $labels.env \"prod\") (ne $labels.host \"\") }}y{{ else }}n{{ end }}", 0, "y");
        row("{{ if or (eq .Labels.env \"x\" \"prod\") nil }}y{{ end }}", 0, "y");
        row("{{ with $labels.host }}<{{ . }}>{{ else }}none{{ end }}", 0, "<web-1>");
        row("{{ with $labels.none }}<{{ . }}>{{ else }}none{{ end }}", 0, "none");
        row("{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}", 0, "env=prod;host=web-1;");
        row("{{ range $labels }}{{ . }},{{ end }}", 0, "prod,web-1,");
        row("{{ $x := $labels.host }}{{ $x = print $x \"!\" }}{{ $x | toUpper | printf \"%s\" }}", 0,
            "WEB-1!");
        row("{{ $.Labels.host }} {{ (print \"a\" \"b\") }} {{ `raw \\n` }} {{ \"\\u00e9\\t|\" }}", 0,
            "web-1 ab raw \\n é\t|");
        row("{{ not true }} {{ len $labels }} {{ lt 1 2 }} {{ le \"a\" \"a\" }} {{ ge 1.5 2.5 }}", 0,
            "false 2 true true false");
        row("{{ $labels }}", 0, "map[env:prod host:web-1]");
        row("{{ $value }} {{ humanize $value }} {{ printf \"%05.1f\" $value }}",
            std::numeric_limits<double>::infinity(), "+Inf +Inf  +Inf");
        row("{{ reReplaceAll \"x*\" \"-\" \"abxc\" }} {{ reReplaceAll \"(?P<n>b)\" \"<${n}>$$\" \"abc\" }}",
            0, "-a-b-c- a<b>$c");
        row("{{ stripPort \"a:90\" }} {{ stripDomain \"web.x.y:90\" }} {{ parseDuration \"1h30m\" }}", 0,
            "a web:90 5400");
        row("{{ printf \"%d %s\" 1 }}|{{ printf \"%d\" 1 2 }}|{{ printf \"100%%\" }}", 0,
            "1 %!s(MISSING)|1%!(EXTRA int=2)|100%");
        row("{{ printf \"%.2s|%e|%+d|%t|%v\" \"éàü\" 1234.5 3 true $labels.host }}", 0,
            "éà|1.234500e+03|+3|true|web-1");
    }
    void expands() {
        QFETCH(QString, text);
        QFETCH(double, value);
        QFETCH(QString, expected);
        TemplateProblem problem;
        const auto tmpl = Template::parse(text.toStdString(), problem);
        QVERIFY2(tmpl.has_value(), problem.message.c_str());
        const Labels labels({{"host", "web-1"}, {"env", "prod"}});
        const auto out = tmpl->expand(labels, value);
        QVERIFY2(out.has_value(), out ? "" : out.error().detail.c_str());
        QCOMPARE(QString::fromStdString(*out), expected);
    }

    void locatesMistakes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("offset");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* text, int offset, const char* message) {
            QTest::newRow(text) << QString::fromUtf8(text) << offset << QString::fromUtf8(message);
        };
        row("a {{ $value", 2, "no end");
        row("a {{ humanise $value }}", 5, "did you mean \"humanize\"?");
        row("{{ $vale }}", 3, "not declared");
        row("{{ if $value }}x", 3, "no {{ end }}");
        row("x {{ end }}", 5, "without if");
        row("{{ if true }}{{ else }}{{ else }}{{ end }}", 26, "one else only");
        row("{{ humanize }}", 3, "takes 1");
        row("{{ humanize 1 2 }}", 3, "takes 1");
        row("{{ $value 1 }}", 3, "only a function");
        row("{{ \"abc }}", 3, "no closing");
        row("{{ }}", 0, "empty");
        row("{{ 12x }}", 3, "not a number");
        row("{{ template \"x\" }}", 3, "not supported");
        row("{{ \"\\q\" }}", 4, "unknown escape");
        row("{{ (1 }}", 6, "expected )");
        row("{{ $labels. }}", 10, "field name");
        row("{{/* x }}", 0, "no end");
        row("{{ 1 ; }}", 5, "unexpected character");
        row("{{ 1 | }}", 7, "expected a value");
    }
    void locatesMistakes() {
        QFETCH(QString, text);
        QFETCH(int, offset);
        QFETCH(QString, message);
        TemplateProblem problem;
        QVERIFY(!Template::parse(text.toStdString(), problem));
        QVERIFY2(QString::fromStdString(problem.message).contains(message), problem.message.c_str());
        QCOMPARE(static_cast<int>(problem.offset), offset);
    }

    void explainsWhatFailsWhileExpanding_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("{{ if gt $value 3 }}x{{ end }}", "<error expanding template: gt: cannot compare a float64 with "
                                              "a int; write the number with a point, as 90.0>");
        row("{{ humanize $labels.host }}", "<error expanding template: humanize: \"web-1\" is not a number>");
        row("{{ $value.x }}", "<error expanding template: a float64 has no field .x>");
        row("{{ range $value }}{{ end }}", "<error expanding template: range cannot go over a float64>");
        row("{{ match \"(\" \"x\" }}",
            "<error expanding template: match: not a regular expression: missing ): (>");
        row("{{ query \"up\" }}",
            "<error expanding template: query: query and the functions on its results are not "
            "supported in templates of this version>");
    }
    void explainsWhatFailsWhileExpanding() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        TemplateProblem problem;
        const auto tmpl = Template::parse(text.toStdString(), problem);
        QVERIFY2(tmpl.has_value(), problem.message.c_str());
        QCOMPARE(QString::fromStdString(tmpl->expandOrExplain(Labels({Label{"host", "web-1"}}), 1)),
                 expected);
    }

    void knowsWhetherTheValueGetsIn_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("uses");
        QTest::newRow("variable") << QStringLiteral("{{ $value }}") << true;
        QTest::newRow("field") << QStringLiteral("{{ .Value }}") << true;
        QTest::newRow("in a condition") << QStringLiteral("{{ if gt $value 1.0 }}a{{ end }}") << true;
        QTest::newRow("under another name") << QStringLiteral("{{ $r := . }}{{ $r.Value }}") << true;
        QTest::newRow("labels only") << QStringLiteral("{{ $labels.Value }}{{ .Labels.host }}") << false;
        QTest::newRow("text only") << QStringLiteral("$value") << false;
    }
    void knowsWhetherTheValueGetsIn() {
        QFETCH(QString, text);
        QFETCH(bool, uses);
        TemplateProblem problem;
        QCOMPARE(Template::parse(text.toStdString(), problem)->usesValue(), uses);
    }

    void staysBounded() {
        TemplateProblem problem;
        std::string doubling = "{{ $x := \"0123456789\" }}";
        for (int i = 0; i < 60; ++i)
            doubling += "{{ $x = print $x $x }}";
        auto tmpl = Template::parse(doubling, problem);
        QVERIFY(tmpl.has_value());
        QCOMPARE(tmpl->expand({}, 0).error().code, ErrorCode::LimitExceeded);

        QVERIFY(!Template::parse(std::string(Template::kMaxBytes + 1, 'x'), problem));
        std::string deep;
        for (int i = 0; i < 1000; ++i)
            deep += "{{ if true }}";
        QVERIFY(!Template::parse(deep, problem));
        QVERIFY(!Template::parse("{{ " + std::string(10'000, '('), problem));
        std::string wide;
        for (int i = 0; i < 5000; ++i)
            wide += "{{1}}";
        QVERIFY(!Template::parse(wide, problem));

        // 20 labels, three nested ranges: 8000 rounds of several steps.
        std::vector<Label> many;
        for (int i = 0; i < 20; ++i)
            many.push_back({"l" + std::to_string(i), "v"});
        tmpl = Template::parse(
            "{{ range $labels }}{{ range $labels }}{{ range $labels }}{{ . }}{{ end }}{{ end }}{{ end }}",
            problem);
        // Inside the first range `.` is a text, $labels stays the map.
        QVERIFY(tmpl.has_value());
        QCOMPARE(tmpl->expand(Labels(many), 0).error().code, ErrorCode::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(TestTemplate)
#include "tst_rules_template.moc"
