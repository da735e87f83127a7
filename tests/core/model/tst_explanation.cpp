#include "core/model/explanation.h"

#include <QTest>

#include <limits>

using namespace eventflow;

namespace {

Explanation sample() {
    ExplainedWindow window{"load{host=\"a\"}[5m]",
                           timestampFromNs(-5),
                           timestampFromNs(7),
                           2,
                           9,
                           -1.5,
                           std::numeric_limits<double>::infinity(),
                           {},
                           {}};
    window.first = {timestampFromNs(-4), -1.5, RecordPosition{"metrics \"x\"", 3, 1LL << 60}};
    window.last = {timestampFromNs(7), 2.5, std::nullopt};
    const ExplainedTerm comparison{"a > b", 0, 1, 0.1, ">", 0.1, 90.0, true};
    const ExplainedTerm several{"sum(a)", 1, 3, std::nullopt, {}, std::nullopt, std::nullopt, std::nullopt};
    Explanation explanation;
    explanation.ruleHash = "00ff00ff00ff00ff";
    explanation.key = Labels(std::vector<Label>{{"host", "ä\n\""}, {"zone", "eu"}});
    explanation.parts.push_back(
        {"expr", "", {comparison, several}, {window, {"b", {}, {}, 0, 0, 0, 0, {}, {}}}, true});
    explanation.parts.push_back({"resolve_when", "the query touches more than 5 samples", {}, {}, false});
    return explanation;
}

} // namespace

class TestExplanation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBackEqual() {
        const Explanation written = sample();
        const auto read = explanationFromJson(toJson(written));
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        QVERIFY(*read == written);
        QCOMPARE(toJson(*read), toJson(written));
    }

    void refusesWhatItDidNotWrite_data() {
        QTest::addColumn<QByteArray>("text");
        const QByteArray whole = QByteArray::fromStdString(toJson(sample()));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("nothing in it") << QByteArray("{}");
        QTest::newRow("a number for a text") << QByteArray(whole).replace("\"00ff00ff00ff00ff\"", "7");
        QTest::newRow("a text for a count")
            << QByteArray(whole).replace("\"samples\":9", "\"samples\":\"9\"");
        QTest::newRow("a negative count") << QByteArray(whole).replace("\"series\":2", "\"series\":-2");
        QTest::newRow("an impossible partition")
            << QByteArray(whole).replace("\"partition\":3", "\"partition\":3000000000");
        QTest::newRow("an unknown number") << QByteArray(whole).replace("\"+Inf\"", "\"plenty\"");
    }
    void refusesWhatItDidNotWrite() {
        QFETCH(QByteArray, text);
        const auto read = explanationFromJson(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ParseError);
    }

    void survivesEveryTruncation() {
        const std::string whole = toJson(sample());
        for (std::size_t length = 0; length < whole.size(); ++length)
            QVERIFY(!explanationFromJson(whole.substr(0, length)));
    }
};

QTEST_GUILESS_MAIN(TestExplanation)
#include "tst_explanation.moc"
