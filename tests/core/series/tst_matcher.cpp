#include "core/series/anchored_pattern.h"
#include "core/series/series_source.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace eventflow;

class TestMatcher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matchesWholeValues_data() {
        QTest::addColumn<int>("op");
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char* name, MatchOp op, const char* pattern, const char* text,
                            bool matches) {
            QTest::newRow(name) << static_cast<int>(op) << QByteArray(pattern) << QByteArray(text) << matches;
        };
        row("equal", MatchOp::Equal, "a", "a", true);
        row("equal: missing is empty", MatchOp::Equal, "", "", true);
        row("not equal", MatchOp::NotEqual, "a", "b", true);
        row("literal regex", MatchOp::Regex, "web-1", "web-1", true);
        row("literal regex is anchored", MatchOp::Regex, "web", "web-1", false);
        row("escaped dot", MatchOp::Regex, "a\\.b", "a.b", true);
        row("escaped dot is no wildcard", MatchOp::Regex, "a\\.b", "axb", false);
        row("alternatives: last", MatchOp::Regex, "b|c|a", "a", true);
        row("alternatives: none", MatchOp::Regex, "b|c|a", "d", false);
        row("alternatives: empty one", MatchOp::Regex, "a|", "", true);
        row("prefix", MatchOp::Regex, "web-.*", "web-12", true);
        row("prefix itself", MatchOp::Regex, "web-.*", "web-", true);
        row("prefix: other", MatchOp::Regex, "web-.*", "db-1", false);
        row("any text", MatchOp::Regex, ".*", "", true);
        row("non-empty", MatchOp::Regex, ".+", "", false);
        row("dot matches newline", MatchOp::Regex, "a.b", "a\nb", true);
        row("prefix and newline", MatchOp::Regex, "a.*", "a\nb", true);
        row("general", MatchOp::Regex, "web-[0-9]+", "web-12", true);
        row("general is anchored", MatchOp::Regex, "web-[0-9]+", "web-12x", false);
        row("alternatives with operators", MatchOp::Regex, "a|b+", "bbb", true);
        row("case-insensitive", MatchOp::Regex, "(?i)PROD", "prod", true);
        row("not regex", MatchOp::NotRegex, "a|b", "c", true);
        row("not regex: match", MatchOp::NotRegex, "a|b", "b", false);
    }
    void matchesWholeValues() {
        QFETCH(int, op);
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, text);
        const auto matcher = LabelMatcher::create("host", static_cast<MatchOp>(op), pattern.toStdString());
        QVERIFY(matcher.has_value());
        QTEST(matcher->matches(text.toStdString()), "matches");
    }

    void refusesBadExpressions_data() {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<int>("code");
        QTest::newRow("open bracket") << QByteArray("a(") << static_cast<int>(ErrorCode::ParseError);
        QTest::newRow("too long") << QByteArray(AnchoredPattern::kMaxBytes + 1, 'a')
                                  << static_cast<int>(ErrorCode::LimitExceeded);
        QTest::newRow("too large a program")
            << QByteArray("((a{100}){100}){100}") << static_cast<int>(ErrorCode::LimitExceeded);
    }
    void refusesBadExpressions() {
        QFETCH(QByteArray, pattern);
        const auto matcher = LabelMatcher::create("host", MatchOp::Regex, pattern.toStdString());
        QVERIFY(!matcher.has_value());
        QTEST(static_cast<int>(matcher.error().code), "code");
    }

    void needsEveryMatcher() {
        const Labels labels({{"host", "a"}, {"job", "b"}});
        std::vector<LabelMatcher> matchers{*LabelMatcher::create("host", MatchOp::Equal, "a"),
                                           *LabelMatcher::create("absent", MatchOp::Equal, "")};
        QVERIFY(matchesAll(matchers, labels));
        matchers.push_back(*LabelMatcher::create("job", MatchOp::NotEqual, "b"));
        QVERIFY(!matchesAll(matchers, labels));
        QCOMPARE(matchers.back().toString(), std::string("job!=\"b\""));
    }

    void tellsStaleMarkersFromOtherNaNs() {
        QVERIFY(isStaleMarker(staleMarker()));
        QVERIFY(std::isnan(staleMarker()));
        QVERIFY(!isStaleMarker(std::numeric_limits<double>::quiet_NaN()));
    }
};

QTEST_GUILESS_MAIN(TestMatcher)
#include "tst_matcher.moc"
