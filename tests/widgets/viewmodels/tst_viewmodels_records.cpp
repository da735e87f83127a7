#include "widgets/viewmodels/dead_letter_model.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/header_model.h"
#include "widgets/viewmodels/hex_model.h"
#include "widgets/viewmodels/message_model.h"
#include "widgets/viewmodels/record_log.h"
#include "widgets/viewmodels/reject_text.h"
#include "widgets/viewmodels/roles.h"

#include <QAbstractItemModelTester>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace eventflow;
using namespace eventflow::viewmodels;

namespace {

feed::RecordPreview record(std::int64_t offset, std::string value = "{}", const char* topic = "t") {
    feed::RecordPreview r;
    r.topic = topic;
    r.offset = offset;
    r.valueBytes = value.size();
    r.value = std::move(value);
    return r;
}

std::vector<MessageModel::ItemPtr> records(std::int64_t from, std::int64_t to) {
    std::vector<MessageModel::ItemPtr> items;
    for (std::int64_t offset = from; offset < to; ++offset)
        items.push_back(std::make_shared<const feed::RecordPreview>(record(offset)));
    return items;
}

feed::DeadLetterPreview letter(RejectCode code, std::int64_t offset, Timestamp arrival = kNoTime) {
    feed::DeadLetterPreview l;
    l.step = Step::Decode;
    l.code = code;
    l.record = record(offset);
    l.record.tsArrival = arrival;
    return l;
}

QString text(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

} // namespace

class TestViewmodelsRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ringTakesABatchWithOneRemovalAndOneInsertion() {
        MessageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        constexpr auto kCapacity = static_cast<std::int64_t>(MessageModel::kCapacity);
        model.append(records(0, kCapacity));
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.append(records(kCapacity, kCapacity + 30));
        QCOMPARE(removed.count(), 1);
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(model.rowCount(), static_cast<int>(kCapacity));
        QCOMPARE(model.item(0)->offset, kCapacity + 29); // newest first
        QCOMPARE(model.item(model.rowCount() - 1)->offset, std::int64_t{30});
    }

    void ringIsBoundedBySingleBatches() {
        MessageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(records(0, 3));
        model.append(records(3, 5000));
        QCOMPARE(model.rowCount(), static_cast<int>(MessageModel::kCapacity));
        QCOMPARE(model.item(0)->offset, std::int64_t{4999});
        model.setItems(records(0, 2000));
        QCOMPARE(model.rowCount(), static_cast<int>(MessageModel::kCapacity));
    }

    void heldRowsStandStill() {
        MessageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(records(0, 10));
        const QPersistentModelIndex chosen = model.index(4, 0);
        model.setHeld(true);
        model.append(records(10, 700));
        QCOMPARE(model.rowCount(), 10);
        QCOMPARE(chosen.row(), 4);
        QCOMPARE(model.waiting(), MessageModel::kCapacity);
        model.setHeld(false);
        QCOMPARE(model.waiting(), std::size_t{0});
        QCOMPARE(model.rowCount(), static_cast<int>(MessageModel::kCapacity));
        QCOMPARE(model.item(0)->offset, std::int64_t{699});
    }

    void filteredRowsComeAndGoWithTheirItems() {
        MessageModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        constexpr auto kCapacity = static_cast<std::int64_t>(MessageModel::kCapacity);
        const auto value = [](std::int64_t offset) { return offset % 10 == 0 ? "It is Ten" : "other"; };
        const auto batch = [&](std::int64_t from, std::int64_t to) {
            std::vector<MessageModel::ItemPtr> items;
            for (std::int64_t offset = from; offset < to; ++offset)
                items.push_back(std::make_shared<const feed::RecordPreview>(record(offset, value(offset))));
            return items;
        };
        model.append(batch(0, kCapacity));
        model.setTextFilter(QStringLiteral(" TEN  is "));
        QCOMPARE(model.rowCount(), static_cast<int>(kCapacity / 10));
        QCOMPARE(model.total(), MessageModel::kCapacity);
        model.append(batch(kCapacity, kCapacity + 25)); // 0, 10, 20 fall out; 500, 510, 520 come
        QCOMPARE(model.rowCount(), static_cast<int>(kCapacity / 10));
        QCOMPARE(model.item(0)->offset, kCapacity + 20);
        QCOMPARE(model.item(model.rowCount() - 1)->offset, std::int64_t{30});
        model.setTextFilter(QStringLiteral("7"));
        QCOMPARE(model.rowCount(), 0); // an offset is matched as a whole
        model.setTextFilter({});
        QCOMPARE(model.rowCount(), static_cast<int>(kCapacity));
    }

    void containsAWord_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<bool>("expected");
        QTest::newRow("either case") << QByteArray("aBcD") << QByteArray("BCd") << true;
        QTest::newRow("absent") << QByteArray("abcd") << QByteArray("bd") << false;
        QTest::newRow("no word") << QByteArray("") << QByteArray("") << true;
        QTest::newRow("longer than the text") << QByteArray("a") << QByteArray("aa") << false;
        QTest::newRow("at and `, [ and { differ") << QByteArray("@[") << QByteArray("`{") << false;
        QTest::newRow("beyond ASCII as written")
            << QByteArray("caf\xc3\xa9") << QByteArray("\xc3\xa9") << true;
    }
    void containsAWord() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, word);
        QTEST(containsWord({text.data(), static_cast<std::size_t>(text.size())},
                           {word.data(), static_cast<std::size_t>(word.size())}),
              "expected");
    }

    void aBatchIsPutInOrderOfTime() {
        RecordLog log;
        std::vector<feed::RecordPreview> batch{record(1), record(2), record(3)};
        batch[0].tsArrival = timestampFromNs(30);
        batch[1].tsArrival = timestampFromNs(10);
        batch[2].tsArrival = timestampFromNs(10);
        log.append("t", batch);
        const auto latest = log.latest("t");
        QCOMPARE(latest[0]->offset, std::int64_t{1});
        QCOMPARE(latest[1]->offset, std::int64_t{3}); // of one time, the later one is newer
        QCOMPARE(latest[2]->offset, std::int64_t{2});
    }

    void nullIsNotEmpty() {
        MessageModel model;
        feed::RecordPreview null = record(1);
        null.value.reset();
        feed::RecordPreview empty = record(2, "");
        empty.key = "";
        model.append({std::make_shared<const feed::RecordPreview>(null),
                      std::make_shared<const feed::RecordPreview>(empty)});
        QCOMPARE(text(model, 0, MessageModel::Value), QStringLiteral("(empty)"));
        QCOMPARE(text(model, 1, MessageModel::Value), QStringLiteral("null"));
        QCOMPARE(text(model, 0, MessageModel::Key), QStringLiteral("(empty)"));
        QCOMPARE(text(model, 1, MessageModel::Key), QStringLiteral("null"));
        QVERIFY(model.index(1, MessageModel::Value).data(MutedRole).toBool());
    }

    void logKeepsTheLatestOfEachTopic() {
        RecordLog log;
        std::vector<feed::RecordPreview> many;
        for (int i = 0; i < 700; ++i)
            many.push_back(record(i));
        QCOMPARE(log.append("t", many).size(), std::size_t{700});
        QCOMPARE(log.latest("t").size(), RecordLog::kPerTopic);
        QCOMPARE(log.latest("t").front()->offset, std::int64_t{699});
        QVERIFY(log.latest("unknown").empty());
        log.clear();
        QCOMPARE(log.bytes(), std::size_t{0});
    }

    void logIsBoundedInBytesAndTheLargestGivesWay() {
        RecordLog log;
        log.append("small", {record(1, "x")});
        const std::string big(64 * 1024, 'x');
        for (int topic = 0; topic < 4; ++topic)
            for (int batch = 0; batch < 3; ++batch)
                log.append("big-" + std::to_string(topic),
                           std::vector<feed::RecordPreview>(150, record(1, big)));
        QVERIFY(log.bytes() <= RecordLog::kMaxBytes);
        QVERIFY(log.bytes() > RecordLog::kMaxBytes / 2);
        QCOMPARE(log.latest("small").size(), std::size_t{1});
    }

    void hexRows_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("rows");
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("ascii");
        QTest::newRow("nothing") << QByteArray() << 0 << QString() << QString();
        QTest::newRow("short") << QByteArray("{\"a\"\xff\n") << 1 << QStringLiteral("7b 22 61 22 ff 0a")
                               << QStringLiteral("{\"a\"..");
        QTest::newRow("full row") << QByteArray("0123456789abcdef") << 1
                                  << QStringLiteral("30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66")
                                  << QStringLiteral("0123456789abcdef");
        QTest::newRow("second row") << QByteArray("0123456789abcdef\0", 17) << 2 << QStringLiteral("00")
                                    << QStringLiteral(".");
    }
    void hexRows() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, rows);
        QFETCH(QString, hex);
        QFETCH(QString, ascii);
        HexModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setBytes(bytes.toStdString());
        QCOMPARE(model.rowCount(), rows);
        if (rows == 0) return;
        QCOMPARE(text(model, rows - 1, HexModel::Hex), hex);
        QCOMPARE(text(model, rows - 1, HexModel::Ascii), ascii);
        QCOMPARE(text(model, rows - 1, HexModel::Offset),
                 rows == 1 ? QStringLiteral("00000000") : QStringLiteral("00000010"));
    }

    void headersKeepOrderDuplicatesAndNull() {
        HeaderModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHeaders({{"b", "1"}, {"a", std::nullopt}, {"b", ""}});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(text(model, 0, HeaderModel::Name), QStringLiteral("b"));
        QCOMPARE(text(model, 1, HeaderModel::Value), QStringLiteral("null"));
        QCOMPARE(text(model, 2, HeaderModel::Value), QStringLiteral("(empty)"));
    }

    void cutsWithoutBreakingCharacters_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("max");
        QTest::addColumn<QByteArray>("front");
        QTest::newRow("fits") << QByteArray("abc") << 3 << QByteArray("abc");
        QTest::newRow("ascii") << QByteArray("abcd") << 3 << QByteArray("abc");
        QTest::newRow("within two bytes") << QByteArray("a\xc3\xa9z") << 2 << QByteArray("a");
        QTest::newRow("behind two bytes") << QByteArray("a\xc3\xa9z") << 3 << QByteArray("a\xc3\xa9");
        QTest::newRow("not UTF-8") << QByteArray("\x80\x80\x80\x80\x80\x80") << 5 << QByteArray("\x80\x80");
    }
    void cutsWithoutBreakingCharacters() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, max);
        QFETCH(QByteArray, front);
        const std::string input = bytes.toStdString();
        QCOMPARE(QByteArray::fromStdString(std::string(utf8Front(input, static_cast<std::size_t>(max)))),
                 front);
    }

    void groupsKeepTheOrderOfTheSteps() {
        DeadLetterGroupModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        feed::PipelineDelta delta;
        delta.deadLetterCounts = {{Step::Validate, RejectCode::InvalidAmount, 900},
                                  {Step::Decode, RejectCode::MalformedJson, 3},
                                  {Step::Decode, RejectCode::NoValue, 0}};
        delta.deadLetters = {letter(RejectCode::MalformedJson, 1, timestampFromNs(7'000'000'000)),
                             letter(RejectCode::MalformedJson, 2, timestampFromNs(5'000'000'000))};
        model.apply(delta);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(text(model, 0, DeadLetterGroupModel::Reason), QStringLiteral("Malformed JSON"));
        QCOMPARE(text(model, 0, DeadLetterGroupModel::LastSeen), QStringLiteral("00:00:07"));
        QCOMPARE(text(model, 1, DeadLetterGroupModel::LastSeen), QStringLiteral("–"));
        QCOMPARE(model.total(), std::uint64_t{903});

        const QPersistentModelIndex chosen = model.index(1, 0);
        delta.deadLetterCounts.push_back({Step::Normalize, RejectCode::WrongType, 1});
        model.apply(delta);
        QCOMPARE(chosen.row(), 2);
        QCOMPARE(model.rowOfGroup({Step::Normalize, RejectCode::WrongType}), 1);
        QCOMPARE(model.rowOfGroup({Step::Store, RejectCode::WrongType}), -1);
    }

    void letterLogIsBoundedPerGroup() {
        DeadLetterLog log;
        std::vector<feed::DeadLetterPreview> many;
        for (int i = 0; i < 300; ++i)
            many.push_back(letter(RejectCode::MalformedJson, i));
        many.push_back(letter(RejectCode::NoValue, 7));
        const auto added = log.append(many);
        QCOMPARE(added.size(), std::size_t{2});
        const RejectGroup group{Step::Decode, RejectCode::MalformedJson};
        QCOMPARE(log.latest(group).size(), DeadLetterLog::kPerGroup);
        QCOMPARE(log.latest(group).front()->record.offset, std::int64_t{299});
    }

    void storedLettersFollowTheLatestOnesOnce() {
        const auto live = std::make_shared<const feed::DeadLetterPreview>(letter(RejectCode::NoValue, 9));
        const auto merged =
            mergeLetters({live}, {letter(RejectCode::NoValue, 9), letter(RejectCode::NoValue, 4)});
        QCOMPARE(merged.size(), std::size_t{2});
        QCOMPARE(merged[0], live);
        QCOMPARE(merged[1]->record.offset, std::int64_t{4});

        DeadLetterModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setItems(merged);
        QCOMPARE(text(model, 1, DeadLetterModel::Offset), QStringLiteral("4"));
    }

    void everyReasonIsExplained() {
        QSet<QString> titles;
        for (int code = 0; code < kRejectCodeCount; ++code) {
            const RejectText words = rejectText(static_cast<RejectCode>(code));
            QVERIFY2(words.explanation.size() > 30 && words.nextStep.size() > 30, qPrintable(words.title));
            titles.insert(words.title);
        }
        QCOMPARE(titles.size(), qsizetype{kRejectCodeCount}); // none falls back to another one's text
        for (int step = 0; step < kStepCount; ++step) {
            QVERIFY(!stepWord(static_cast<Step>(step)).isEmpty());
            QVERIFY(!stepExplanation(static_cast<Step>(step)).isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(TestViewmodelsRecords)
#include "tst_viewmodels_records.moc"
