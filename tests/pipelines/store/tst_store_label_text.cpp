// clang-format off
#include "tests/pipelines/store/store_fixture.h"
// clang-format on

#include "pipelines/store/label_text.h"

#include <random>

namespace eventflow::store {

class TestLabelText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsAreAJsonObject() {
        std::string text;
        appendLabels(text, labelsOf({{"__name__", "cpu"}, {"host", "a\"b\\c"}}));
        const std::string expected = "{\"__name__\":\"cpu\",\"host\":\"a\\\"b\\\\c\"}";
        QCOMPARE(text, expected);
    }

    void labelsReadBackExactly_data() {
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("plain") << QByteArray("web-1");
        QTest::newRow("controls") << QByteArray("\x01\x1f\n\t\r\b\f", 7);
        QTest::newRow("nul") << QByteArray("a\0b", 3);
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\x80");
        QTest::newRow("brackets") << QByteArray("{\"a\":\"b\"},\"");
        QTest::newRow("backslashes") << QByteArray("\\\\\\u0041\\");
        QTest::newRow("unicode") << QByteArray("größe→⚡");
    }
    void labelsReadBackExactly() {
        QFETCH(QByteArray, value);
        const Labels labels = labelsOf({{"a", value.toStdString()}, {value.toStdString(), "x"}});
        std::string text;
        appendLabels(text, labels);
        const auto parsed = parseLabels(text);
        QVERIFY(parsed.has_value());
        QVERIFY(*parsed == labels);
    }

    void noLabelsReadBack() {
        std::string text;
        appendLabels(text, {});
        QCOMPARE(text, std::string("{}"));
        QVERIFY(parseLabels(text).has_value());
    }

    void rejectsOtherText_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"", "{", "}", "[]", "{\"a\"}", "{\"a\":1}", "{\"a\":\"b\"", "{\"a\":\"b\"}x", "{\"a\":\"b\",}",
              "{\"a\":\"\\x\"}", "{\"a\":\"\\u00\"}", "{\"a\":\"\\u1234\"}", "{\"a\":\"\\"})
            QTest::newRow(text[0] == '\0' ? "empty" : text) << QByteArray(text);
    }
    void rejectsOtherText() {
        QFETCH(QByteArray, text);
        QVERIFY(!parseLabels(text.toStdString()));
    }

    void headersKeepOrderDuplicatesAndNull() {
        const std::vector<Header> headers{
            {"trace", "1"}, {"trace", "2"}, {"null", std::nullopt}, {"empty", ""}, {"", "\0x"}};
        std::string bytes;
        appendHeaders(bytes, headers);
        const auto parsed = parseHeaders(bytes);
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->size(), headers.size());
        for (std::size_t i = 0; i < headers.size(); ++i) {
            QCOMPARE((*parsed)[i].first, std::string(headers[i].name));
            QCOMPARE((*parsed)[i].second.has_value(), headers[i].value.has_value());
            if (headers[i].value) QCOMPARE(*(*parsed)[i].second, std::string(*headers[i].value));
        }
        for (std::size_t n = 1; n < bytes.size(); ++n)
            (void)parseHeaders(std::string_view(bytes).substr(0, n));
        QVERIFY(!parseHeaders(std::string_view(bytes).substr(0, bytes.size() - 1)));
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestLabelText)
#include "tst_store_label_text.moc"
