#include "core/model/alert.h"
#include "core/notify/marks.h"
#include "core/notify/matcher_text.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::notify;

namespace {

const Timestamp kBegin = *parseIso8601("2026-01-05T00:00:00Z");

Timestamp hour(int h) {
    return kBegin + std::chrono::hours(h);
}

Silence silence(const char* matchers, int from, int until, const char* comment = "") {
    Silence out;
    out.matchers = *parseMatchers(matchers);
    out.startsAt = hour(from);
    out.endsAt = hour(until);
    out.comment = comment;
    return out;
}

} // namespace

class TestMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesSilencesThatMakeNoSense_data() {
        QTest::addColumn<QString>("matchers");
        QTest::addColumn<int>("until");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const QString& matchers, int until, const char* said) {
            QTest::newRow(name) << matchers << until << QString::fromLatin1(said);
        };
        row("every value", QStringLiteral("host=~\".*\""), 3, "an empty value does not match");
        row("missing labels", QStringLiteral("host!=a,zone=\"\""), 3, "an empty value does not match");
        row("ends as it starts", QStringLiteral("host=a"), 1, "would end at 2026-01-05T01:00:00Z");
        row("ends before", QStringLiteral("host=a"), 0, "but starts at 2026-01-05T01:00:00Z");
        row("long", QStringLiteral("host=~\"") + QString(2100, u'a') + u'"', 3, "longer than 2000 bytes");
    }
    void refusesSilencesThatMakeNoSense() {
        QFETCH(QString, matchers);
        QFETCH(int, until);
        QFETCH(QString, said);
        Marks marks;
        const auto id = marks.addSilence(silence(qPrintable(matchers), 1, until), hour(0));
        QVERIFY(!id);
        QVERIFY2(id.error().detail.find(said.toStdString()) != std::string::npos, id.error().detail.c_str());
        QVERIFY(marks.silences.empty());
    }

    void equalSilencesHaveTheirOwnIds() {
        Marks marks;
        const auto one = marks.addSilence(silence("host=a", 0, 2), hour(0));
        const auto two = marks.addSilence(silence("host=a", 0, 2), hour(0));
        QVERIFY(one && two && *one != *two);
        QCOMPARE(one->size(), std::size_t(8));
        Marks again;
        QCOMPARE(*again.addSilence(silence("host=a", 0, 2), hour(0)), *one);
    }

    void expiring() {
        Marks marks;
        const std::string id = *marks.addSilence(silence("host=a", 1, 3), hour(0));
        QCOMPARE(marks.expireSilence("nobody", hour(2)).error().code, ErrorCode::NotFound);
        QVERIFY(marks.expireSilence(id, hour(2)).ok());
        QVERIFY(marks.silences[0].activeAt(hour(1)) && !marks.silences[0].activeAt(hour(2)));
        QCOMPARE(marks.expireSilence(id, hour(2)).error().code, ErrorCode::InvalidArgument);
        // What has never been in force leaves nothing behind.
        QVERIFY(marks.expireSilence(id, hour(1)).ok());
        QVERIFY(marks.silences.empty());
    }

    void forgetsTheSilenceThatEndedFirst() {
        Marks marks;
        for (std::size_t i = 0; i < Marks::kMaxSilences; ++i)
            QVERIFY(marks.addSilence(silence("host=a", 0, i == 7 ? 2 : 5), hour(0)));
        const std::string first = marks.silences[7].id;
        const auto full = marks.addSilence(silence("host=b", 0, 5), hour(1));
        QVERIFY(!full);
        QCOMPARE(full.error().code, ErrorCode::LimitExceeded);
        QVERIFY(marks.addSilence(silence("host=b", 0, 5), hour(3)));
        QCOMPARE(marks.silences.size(), Marks::kMaxSilences);
        QVERIFY(!marks.expireSilence(first, hour(1)).ok());
    }

    void acknowledging() {
        Marks marks;
        QVERIFY(marks.acknowledge({"abc", hour(1), hour(2), Timestamp::max(), "anna", "on it"}).ok());
        const Status again = marks.acknowledge({"abc", hour(1), hour(3)});
        QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
        QVERIFY(again.error().detail.find("since 2026-01-05T02:00:00Z by anna") != std::string::npos);
        QVERIFY(marks.acknowledge({"abc", hour(4), hour(5)}).ok()); // the next firing
        QVERIFY(marks.acknowledgementOf("abc", hour(1), hour(1)) == nullptr);
        QVERIFY(marks.acknowledgementOf("abc", hour(1), hour(2)) != nullptr);
        QVERIFY(marks.acknowledgementOf("abd", hour(1), hour(2)) == nullptr);
        QVERIFY(marks.unacknowledge("abc", hour(1), hour(3)).ok());
        QVERIFY(marks.acknowledgementOf("abc", hour(1), hour(2)) != nullptr);
        QVERIFY(marks.acknowledgementOf("abc", hour(1), hour(3)) == nullptr);
        QCOMPARE(marks.unacknowledge("abc", hour(1), hour(3)).error().code, ErrorCode::NotFound);
        QVERIFY(marks.acknowledge({"abc", hour(1), hour(4)}).ok()); // after it was taken back
    }

    void boundsAcknowledgements() {
        Marks marks;
        for (std::size_t i = 0; i <= Marks::kMaxAcknowledgements; ++i)
            QVERIFY(marks.acknowledge({std::to_string(i), hour(0), hour(0) + Duration(i)}).ok());
        QCOMPARE(marks.acknowledgements.size(), Marks::kMaxAcknowledgements);
        QCOMPARE(marks.acknowledgements.front().alert, std::string("1"));
        QCOMPARE(marks.acknowledge({"x", hour(0), hour(1), hour(2), std::string(501, 'x')}).error().code,
                 ErrorCode::LimitExceeded);
    }

    void survivesItsText() {
        Marks marks;
        const char* odd = "say \"it\": # {no} \\ \n\t'ü' 🙂 \x01";
        QVERIFY(
            marks.addSilence(silence("host=~\"a\\\\.b|c{2}\", \"odd name\"!=\"x,y\"", 0, 2, odd), hour(0)));
        QVERIFY(marks.addSilence(silence("zone!~\"x.*\",host=a", 1, 9), hour(0)));
        QVERIFY(marks.acknowledge({"abc", hour(1) + Duration(5), hour(2), hour(3), "anna", odd}).ok());
        QVERIFY(marks.acknowledge({"abd", hour(1), hour(2)}).ok());
        const std::string text = toYaml(marks);
        const auto read = marksFromYaml(text, "m");
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        QCOMPARE(toYaml(*read), text);
        QVERIFY(read->acknowledgements == marks.acknowledgements);
        QVERIFY(read->silences[0].matchers == marks.silences[0].matchers);
        QCOMPARE(read->silences[0].comment, std::string(odd));
        QVERIFY(read->silences[1].startsAt == hour(1) && read->silences[1].endsAt == hour(9));
        QVERIFY(marksFromYaml(toYaml(Marks()), "m")->silences.empty());
    }

    void readsWhatPeopleWrite() {
        const auto read = marksFromYaml("silences:\n- matchers: [host=a]\n  comment: until further notice\n"
                                        "acknowledgements:\n- {alert: abc, firedAt: 2026-01-05T01:00:00Z}\n",
                                        "m");
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        QVERIFY(read->silences[0].activeAt(hour(0)));
        QVERIFY(read->acknowledgementOf("abc", hour(1), hour(1)) != nullptr);
    }

    void namesThePlaceOfAMistake_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* text, const char* error) {
            QTest::newRow(error) << QByteArray(text) << QByteArray(error);
        };
        row("silences: [{id: a, matchers: ['host=~\"(\"']}]", "m:1:");
        row("silence: []", "m:1:1: ");
        row("silences:\n- {id: a}\n", "m:2:3: a silence needs matchers");
        row("silences:\n- {id: a, matchers: [a=b]}\n- {id: a, matchers: [a=b]}\n",
            "two silences have the id a");
        row("acknowledgements:\n- {alert: a}\n", "m:2:3: an acknowledgement needs \"firedAt\"");
        row("acknowledgements:\n- {firedAt: 2026-01-05T01:00:00Z}\n",
            "m:2:3: an acknowledgement needs \"alert\"");
        row("acknowledgements:\n- {alert: a, firedAt: noon}\n", "firedAt is not a time");
        row("{", "m:");
    }
    void namesThePlaceOfAMistake() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        const auto read = marksFromYaml(text.toStdString(), "m");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::ParseError);
        QVERIFY2(read.error().detail.find(error.toStdString()) != std::string::npos,
                 read.error().detail.c_str());
    }
};

QTEST_GUILESS_MAIN(TestMarks)
#include "tst_marks.moc"
