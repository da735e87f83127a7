#include "core/admin/reset_target.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace eventflow::admin {

class TestResetTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatItWrites() {
        const std::map<TopicPartition, std::int64_t> offsets{
            {{"orders", 0}, 12}, {{"orders", 10}, 0}, {{"a.b-c_d", 2}, 9'223'372'036'854'775'807}};
        const auto back = parseOffsets(formatOffsets(offsets));
        QVERIFY(back.has_value());
        QCOMPARE(*back, offsets);
    }

    void readsWhatKafkasToolExports() {
        const auto offsets = parseOffsets("\"orders\",0,12\r\norders,1,13\n\n");
        QVERIFY(offsets.has_value());
        const std::map<TopicPartition, std::int64_t> expected{{{"orders", 0}, 12}, {{"orders", 1}, 13}};
        QCOMPARE(*offsets, expected);
    }

    void namesTheLineThatIsWrong_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("two fields") << u"orders,0\n"_s << u"line 1: expected topic,partition,offset"_s;
        QTest::newRow("four fields") << u"a,0,1\norders,0,1,2\n"_s
                                     << u"line 2: expected topic,partition,offset"_s;
        QTest::newRow("negative offset")
            << u"orders,0,-1"_s << u"line 1: the offset is no number from 0 on"_s;
        QTest::newRow("overflow") << u"orders,0,9223372036854775808"_s
                                  << u"line 1: the offset is no number from 0 on"_s;
        QTest::newRow("partition") << u"orders,x,1"_s << u"line 1: the partition is no number from 0 on"_s;
        QTest::newRow("no topic") << u",1,1"_s << u"line 1: the topic is missing"_s;
        QTest::newRow("twice") << u"a,0,1\na,0,2"_s << u"line 2: this partition came before"_s;
    }

    void namesTheLineThatIsWrong() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto offsets = parseOffsets(text.toStdString());
        QVERIFY(!offsets.has_value());
        QCOMPARE(QString::fromStdString(offsets.error().detail), message);
        QCOMPARE(offsets.error().code, ErrorCode::ParseError);
    }
};

} // namespace eventflow::admin

QTEST_GUILESS_MAIN(eventflow::admin::TestResetTarget)
#include "tst_admin_reset_target.moc"
