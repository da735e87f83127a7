#include "pipelines/enrich/csv_reader.h"

#include <QStringList>
#include <QTest>

using namespace eventflow;
using namespace Qt::StringLiterals;

namespace {

/// `1:a|b;2:c|d`, or the error.
QString read(const QByteArray& text) {
    QStringList rows;
    const Status status = enrich::readCsv(text.toStdString(), [&](auto fields, std::size_t line) -> Status {
        QStringList texts;
        for (const std::string_view field : fields)
            texts << QString::fromStdString(std::string(field));
        rows << QString::number(line) + u':' + texts.join(u'|');
        return {};
    });
    return status ? rows.join(u';') : u"error: "_s + QString::fromStdString(status.error().detail);
}

} // namespace

class TestCsvReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsRecords_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char* name, const char* text, const char* rows) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(rows);
        };
        row("nothing", "", "");
        row("one line", "a,b", "1:a|b");
        row("LF", "a,b\nc,d\n", "1:a|b;2:c|d");
        row("CRLF", "a,b\r\nc,d\r\n", "1:a|b;2:c|d");
        row("empty fields", ",\n,,\n", "1:|;2:||");
        row("empty at the end", "a,\nb,", "1:a|;2:b|");
        row("empty lines are skipped", "a\n\n\nb\n", "1:a;4:b");
        row("a quoted empty field is a record", "\"\"\n", "1:");
        row("quoted", "\"a,b\",\"c\"", "1:a,b|c");
        row("doubled quotes", "\"say \"\"hi\"\"\",\"\"\"\"", "1:say \"hi\"|\"");
        row("line break in quotes", "\"a\nb\",c\nd,e", "1:a\nb|c;3:d|e");
        row("byte order mark",
            "\xEF\xBB\xBF"
            "a,b",
            "1:a|b");
        row("spaces are kept", " a , b ", "1: a | b ");
        row("a lone CR is text", "a\rb,c", "1:a\rb|c");
        row("never closed", "a\n\"b\nc", "error: line 2: a quoted field is never closed");
        row("quote inside", "a\nb\"c", "error: line 2: a quote inside a field that does not start with one");
        row("text behind a quote", "\"a\"b",
            "error: line 1: text after a closing quote, expected a comma or the end of the line");
    }
    void readsRecords() {
        QFETCH(QByteArray, text);
        QFETCH(QString, rows);
        QCOMPARE(read(text), rows);
    }

    void stopsAtTheFirstErrorOfTheCaller() {
        int calls = 0;
        const Status status = enrich::readCsv("a\nb\nc\n", [&](auto, std::size_t) -> Status {
            if (++calls == 2) return Error{ErrorCode::ParseError, "enough"};
            return {};
        });
        QCOMPARE(calls, 2);
        QCOMPARE(status.error().detail, std::string("line 2: enough"));
    }
};

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_enrich_csv_reader.moc"
