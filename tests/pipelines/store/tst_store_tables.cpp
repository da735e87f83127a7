#include "tests/pipelines/store/store_fixture.h"

#include <bit>
#include <limits>

namespace eventflow::store {

namespace {

AlertTransition transition(AlertState from, AlertState to, double value) {
    AlertTransition t;
    t.tick = at(100);
    t.watermark = at(101);
    t.from = from;
    t.reason = "held 3m ≥ for 3m";
    t.alert.ruleId = "cpu-high";
    t.alert.rule = "CpuHigh";
    t.alert.group = "hosts";
    t.alert.labels = labelsOf({{"alertname", "CpuHigh"}, {"host", "web-1"}});
    t.alert.annotations = labelsOf({{"summary", "cut \xE2\x82 off"}});
    t.alert.state = to;
    t.alert.activeAt = at(50);
    t.alert.firedAt = kNoTime;
    t.alert.keepFiringSince = timestampFromNs(-1);
    t.alert.resolvedAt = Timestamp::max();
    t.alert.value = value;
    return t;
}

/// Field by field; doubles by their bits.
bool same(const Alert& a, const Alert& b) {
    return a.ruleId == b.ruleId && a.rule == b.rule && a.group == b.group && a.labels == b.labels &&
           a.annotations == b.annotations && a.state == b.state && a.activeAt == b.activeAt &&
           a.firedAt == b.firedAt && a.keepFiringSince == b.keepFiringSince && a.resolvedAt == b.resolvedAt &&
           std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

bool same(const AlertTransition& a, const AlertTransition& b) {
    return a.tick == b.tick && a.watermark == b.watermark && a.from == b.from && a.reason == b.reason &&
           same(a.alert, b.alert);
}

} // namespace

class TestStoreTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsReadBack() {
        const TemporaryStore store;
        const Stream stream{"events.raw.v1", 3, 0};
        std::vector<Tag> tags{{"region", "eu"}};
        std::vector<Tag> attributes{{"k", "v\"w"}};
        TestBatch test(stream);
        Event& log = test.add(BodyKind::Log, at(10));
        log.eventId = "e-1";
        log.tsIngest = at(11);
        log.tenantId = "acme";
        log.sourceType = "service";
        log.sourceId = "checkout";
        log.schemaName = "log.v1";
        log.schemaVersion = "2";
        log.severity = "warn";
        log.text = "line\nwith \x01";
        log.tags = tags;
        log.attributes = attributes;
        Event& generic = test.add(BodyKind::Generic, at(12));
        generic.schemaName = "payment.authorized.v1";
        generic.text = R"({"amount":9223372036854775807})";
        test.add(BodyKind::Log, at(13)).duplicate = true;
        Event& refused = test.add(BodyKind::Metric, at(14));
        refused.metric = "cpu";
        refused.value = 0.5;
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        QCOMPARE(writer->pendingRows(), std::size_t{3});
        VERIFY_OK(writer->commit());
        QCOMPARE(writer->pendingRows(), std::size_t{0});
        QCOMPARE(writer->stats().events, std::uint64_t{3});

        const auto reader = store.reader();
        const auto all = reader->events("", 10);
        VERIFY_OK(all);
        QCOMPARE(all->size(), std::size_t{3});
        QCOMPARE((*all)[0].text, std::string(R"({"metric":"cpu","unit":"","value":0.5})"));
        QCOMPARE((*all)[1].text, std::string(generic.text));
        const auto logs = reader->events("log.v1", 10);
        VERIFY_OK(logs);
        QCOMPARE(logs->size(), std::size_t{1});
        const StoredEvent& read = logs->front();
        QCOMPARE(read.eventId, std::string("e-1"));
        QCOMPARE(read.tsEvent, at(10));
        QCOMPARE(read.tsIngest, at(11));
        QCOMPARE(read.tenantId, std::string("acme"));
        QCOMPARE(read.sourceType, std::string("service"));
        QCOMPARE(read.sourceId, std::string("checkout"));
        QCOMPARE(read.schemaVersion, std::string("2"));
        QCOMPARE(read.body, std::string("log"));
        QCOMPARE(read.severity, std::string("warn"));
        QCOMPARE(read.text, std::string(log.text));
        QCOMPARE(read.attributesJson, std::string("{\"k\":\"v\\\"w\"}"));
        QCOMPARE(read.tagsJson, std::string(R"({"region":"eu"})"));
        QCOMPARE(read.topic, std::string("events.raw.v1"));
        QCOMPARE(read.partition, 3);
        QCOMPARE(read.offset, std::int64_t{0});
        QCOMPARE(reader->events("", 1)->size(), std::size_t{1});
    }

    void deadLettersKeepTheOriginalBytes() {
        const TemporaryStore store;
        const Stream stream{"ingest.raw.agent", 7, 0};
        const std::vector<Header> headers{{"a", "1"}, {"a", std::nullopt}, {"b", ""}};
        const std::string large(feed::RecordPreview::kMaxPreviewBytes + 10, 'x');
        TestBatch test(stream);
        test.deadLetter(Step::Decode, RejectCode::MalformedJson).detail = "byte 3: unexpected";
        test.record(0).key = std::string_view("\0k", 2);
        test.record(0).value = "{\xff";
        test.record(0).headers = headers;
        test.record(0).tsArrival = at(5);
        test.deadLetter(Step::Validate, RejectCode::NoValue);
        test.record(1).key = "";
        test.deadLetter(Step::Decode, RejectCode::TooLarge);
        test.record(2).value = large;
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());

        const auto reader = store.reader();
        const auto letters = reader->deadLetters(std::nullopt, std::nullopt, 10);
        VERIFY_OK(letters);
        QCOMPARE(letters->size(), std::size_t{3});
        const feed::RecordPreview& cut = (*letters)[0].record;
        QCOMPARE(cut.valueBytes, large.size());
        QCOMPARE(cut.value->size(), feed::RecordPreview::kMaxPreviewBytes);
        const feed::DeadLetterPreview& empty = (*letters)[1];
        QVERIFY(empty.step == Step::Validate && empty.code == RejectCode::NoValue);
        QVERIFY(empty.record.key.has_value() && empty.record.key->empty());
        QVERIFY(!empty.record.value.has_value());
        const feed::DeadLetterPreview& first = (*letters)[2];
        QCOMPARE(first.detail, std::string("byte 3: unexpected"));
        QCOMPARE(*first.record.key, std::string("\0k", 2));
        QCOMPARE(*first.record.value, std::string("{\xff"));
        QCOMPARE(first.record.tsArrival, at(5));
        QCOMPARE(first.record.partition, 7);
        QCOMPARE(first.record.topic, std::string("ingest.raw.agent"));
        QCOMPARE(first.record.headers.size(), std::size_t{3});
        QVERIFY(!first.record.headers[1].second.has_value());
        QCOMPARE(*first.record.headers[2].second, std::string());

        QCOMPARE(reader->deadLetters(Step::Decode, std::nullopt, 10)->size(), std::size_t{2});
        QCOMPARE(reader->deadLetters(std::nullopt, RejectCode::NoValue, 10)->size(), std::size_t{1});
        QCOMPARE(reader->deadLetters(Step::Decode, RejectCode::NoValue, 10)->size(), std::size_t{0});
        QCOMPARE(reader->deadLetters(std::nullopt, std::nullopt, 2)->size(), std::size_t{2});
    }

    void transitionsReadBackEqualAndAlertsFollow() {
        const TemporaryStore store;
        const Stream stream{"t", 0, 0};
        const std::vector<AlertTransition> written{
            transition(AlertState::Inactive, AlertState::Pending, 0.1),
            transition(AlertState::Pending, AlertState::Firing, staleMarker()),
            transition(AlertState::Firing, AlertState::Resolved, -std::numeric_limits<double>::infinity())};
        TestBatch test(stream);
        test.batch.output.transitions = written;
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());

        const auto read = store.reader()->transitions(10);
        VERIFY_OK(read);
        QCOMPARE(read->size(), written.size());
        for (std::size_t i = 0; i < written.size(); ++i)
            QVERIFY(same((*read)[written.size() - 1 - i], written[i]));
        const auto alerts = store.reader()->alerts();
        VERIFY_OK(alerts);
        QCOMPARE(alerts->size(), std::size_t{1});
        QVERIFY(same(alerts->front(), written.back().alert));
    }

    void explanationsReadBackWithTheirTransitions() {
        const TemporaryStore store;
        const Stream stream{"t", 0, 0};
        auto explanation = std::make_shared<Explanation>();
        explanation->ruleHash = "0123456789abcdef";
        explanation->key = labelsOf({{"host", "web-1"}});
        explanation->parts.push_back({"expr", "", {{"up > 1", 0, 1, 2.0, ">", 2.0, 1.0, true}}, {}, false});
        AlertTransition explained = transition(AlertState::Inactive, AlertState::Firing, 2);
        explained.explanation = explanation;
        AlertTransition other = transition(AlertState::Inactive, AlertState::Firing, 3);
        other.alert.labels = labelsOf({{"alertname", "Other"}});
        TestBatch test(stream);
        test.batch.output.transitions = {explained, other};
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());

        const auto reader = store.reader();
        const auto all = reader->explainedTransitions({}, 10);
        VERIFY_OK(all);
        QCOMPARE(all->size(), std::size_t{2});
        QCOMPARE(all->front().id, std::int64_t{2});
        QVERIFY(all->front().transition.explanation == nullptr);
        const auto one = reader->explainedTransitions(fingerprint(explained.alert.labels), 10);
        VERIFY_OK(one);
        QCOMPARE(one->size(), std::size_t{1});
        QVERIFY(*one->front().transition.explanation == *explanation);
        QVERIFY(same(one->front().transition, explained));
        const auto first = reader->explainedTransition(1);
        VERIFY_OK(first);
        QVERIFY(*first->transition.explanation == *explanation);
        QCOMPARE(reader->explainedTransition(3).error().code, ErrorCode::NotFound);
    }

    void restoresOffsetsKeysAndCheckpoint() {
        const TemporaryStore store;
        const Stream stream{"a", 0, 0};
        const Stream other{"b", 4, 1};
        StoreOptions options;
        options.dedupWindow = 5;
        std::vector<Hash128> keys;
        {
            auto writer = store.writer(options);
            for (std::uint64_t i = 0; i < 4; ++i) {
                TestBatch test(stream);
                test.progress(static_cast<std::int64_t>(i * 10));
                for (std::uint64_t k = 0; k < 3; ++k)
                    keys.push_back({i, k});
                test.batch.output.dedupKeys.assign(keys.end() - 3, keys.end());
                test.batch.output.checkpoint = {{"rules", "old"},
                                                {"rules", std::string("v\0", 2) + std::to_string(i)}};
                VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
                if (i % 2 == 1) VERIFY_OK(writer->commit());
            }
            TestBatch test(other);
            test.progress(99);
            VERIFY_OK(writer->write(test.batch, "another source"));
            VERIFY_OK(writer->close());
        }
        auto writer = store.writer(options);
        const auto state = writer->restore(TestBatch::kSource);
        VERIFY_OK(state);
        QCOMPARE(state->positions.size(), std::size_t{1});
        QCOMPARE(state->positions.at({"a", 0}), std::int64_t{30});
        QCOMPARE(state->checkpoint.at("rules"), std::string("v\0", 2) + "3");
        QVERIFY(state->dedupKeys == std::vector<Hash128>(keys.end() - 5, keys.end()));
        QCOMPARE(writer->restore("another source")->positions.at({"b", 4}), std::int64_t{99});
        QVERIFY(writer->restore("unknown")->positions.empty());
        QCOMPARE(store.reader()->offsets()->size(), std::size_t{2});
        QCOMPARE(store.count("dedup_keys"), std::uint64_t{1});
    }

    void onlyOffsetsMakeATransactionToo() {
        const TemporaryStore store;
        const Stream stream{"a", 0, 0};
        auto writer = store.writer();
        VERIFY_OK(writer->commit());
        QCOMPARE(writer->stats().transactions, std::uint64_t{0});
        TestBatch test(stream);
        test.add(BodyKind::Log, at(1)).duplicate = true;
        test.progress(1);
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());
        QCOMPARE(writer->stats().transactions, std::uint64_t{1});
        QCOMPARE(store.count("events"), std::uint64_t{0});
        QCOMPARE(store.count("offsets"), std::uint64_t{1});
    }

    void boundsWhatIsPending() {
        const TemporaryStore store;
        const Stream stream{"a", 0, 0};
        auto writer = store.writer();
        const std::string text(9 * 1024 * 1024, 't');
        for (int i = 0; i < 9; ++i) {
            TestBatch test(stream);
            test.add(BodyKind::Log, at(i)).text = text;
            VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
            QVERIFY(writer->pendingBytes() < StoreWriter::kMaxPendingBytes + text.size() + 4096);
        }
        VERIFY_OK(writer->commit());
        QCOMPARE(store.count("events"), std::uint64_t{9});
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestStoreTables)
#include "tst_store_tables.moc"
