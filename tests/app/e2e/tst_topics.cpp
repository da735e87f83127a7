#include "pipelines/kafka/embedded_broker.h"
#include "tests/app/e2e/program.h"

using namespace eventflow::testing;
using namespace Qt::StringLiterals;

/// What a topic is like, and the way of one id over several, on a broker of this process.
class TestTopics : public QObject {
    Q_OBJECT
private:
    static constexpr int kRecords = 200;
    static constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
    std::unique_ptr<eventflow::kafka::EmbeddedBroker> m_broker;

    [[nodiscard]] Finished run(const QStringList& command) const {
        return runEventflow(
            command + QStringList{u"--brokers"_s, QString::fromStdString(m_broker->bootstrapServers())});
    }
    static QJsonObject named(const QJsonArray& list, const char* key, const QString& name) {
        for (const QJsonValue& one : list)
            if (one.toObject().value(QLatin1StringView(key)).toVariant().toString() == name)
                return one.toObject();
        return {};
    }

private Q_SLOTS:
    void initTestCase() {
        auto broker = eventflow::kafka::EmbeddedBroker::start();
        QVERIFY(broker.has_value());
        m_broker = std::move(*broker);
        QVERIFY(m_broker->createTopic("orders", 2).ok());
        QVERIFY(m_broker->createTopic("payments", 1).ok());
        QVERIFY(m_broker->createTopic("shipments", 1).ok());
        const auto producer = m_broker->makeProducer();
        QVERIFY(producer.has_value());
        constexpr auto start = eventflow::timestampFromNs(1'781'956'800'000'000'000);
        const auto put = [&](const char* topic, eventflow::NullableBytes key, eventflow::NullableBytes value,
                             std::span<const eventflow::Header> headers, int second) {
            return (*producer)
                ->produce(topic, key, value, headers, start + std::chrono::seconds(second), {})
                .ok();
        };
        const eventflow::Header source{"source", "web"};
        for (int i = 0; i < kRecords; ++i) {
            const std::string key = i % 2 == 0 ? "often" : "key-" + std::to_string(i);
            const std::string value = R"({"n":)" + std::to_string(i) + R"(,"items":[{"sku":"a"}]})" +
                                      std::string(static_cast<std::size_t>(i % 7), ' ');
            QVERIFY(put("orders", key, value, std::span(&source, i % 4 == 0 ? 1 : 0), i));
        }
        QVERIFY(put("orders", "gone", std::nullopt, {}, kRecords));
        QVERIFY(put("orders", std::nullopt, "{}", {}, kRecords));
        // One request, seen in three topics: in a header, in the value, in the key.
        const std::string parent = std::string("00-") + kTrace + "-00f067aa0ba902b7-01";
        const eventflow::Header traceparent{"traceparent", parent};
        QVERIFY(put("orders", "o-1", R"({"step":"ordered"})", std::span(&traceparent, 1), 300));
        QVERIFY(
            put("payments", "p-1", std::string(R"({"step":"paid","trace_id":")") + kTrace + "\"}", {}, 301));
        QVERIFY(put("payments", "p-2", R"({"step":"other"})", {}, 302));
        QVERIFY(put("shipments", kTrace, R"({"step":"shipped"})", {}, 303));
        QVERIFY((*producer)->flush(std::chrono::seconds(30)).ok());
    }

    void aProfileCountsWhatIsThere() {
        const Finished profile = run({u"topics"_s, u"profile"_s, u"orders"_s, u"-n"_s, u"0"_s, u"--json"_s});
        QVERIFY2(profile.exitCode == 0, profile.err.constData());
        QCOMPARE(profile.number("records"), kRecords + 3);
        QCOMPARE(profile.number("tombstones"), 1);
        QCOMPARE(profile.number("null_keys"), 1);
        QCOMPARE(profile.number("offset_span"), kRecords + 3);
        const QJsonObject json = profile.json();
        const double distinct = json.value("distinct_keys"_L1).toDouble();
        QVERIFY2(distinct > 95 && distinct < 112, QByteArray::number(distinct).constData());
        QCOMPARE(json.value("partitions"_L1).toArray().size(), 2);
        const QJsonObject most = json.value("top_keys"_L1).toArray().first().toObject();
        QCOMPARE(most.value("key"_L1).toString(), u"often"_s);
        QCOMPARE(most.value("count"_L1).toInt(), kRecords / 2);
        QCOMPARE(json.value("headers"_L1).toObject().value("source"_L1).toInt(), kRecords / 4);
        const QJsonObject sizes = json.value("value_bytes"_L1).toObject();
        QVERIFY(sizes.value("p50"_L1).toDouble() > 20 && sizes.value("p99"_L1).toDouble() < 60);
        const QJsonArray fields = json.value("fields"_L1).toArray();
        QVERIFY(named(fields, "path", u"n"_s).value("types"_L1).toObject().contains("integer"_L1));
        QVERIFY(!named(fields, "path", u"items[].sku"_s).isEmpty());
        // By the records' own time: 303 seconds from the first to the last.
        const double rate = json.value("records_per_second"_L1).toDouble();
        QVERIFY2(rate > 0.5 && rate < 1, QByteArray::number(rate).constData());
    }

    void aProfileOfTheNewestReadsNoMore() {
        const Finished profile =
            run({u"topics"_s, u"profile"_s, u"orders"_s, u"-n"_s, u"5"_s, u"--top"_s, u"1"_s});
        QVERIFY2(profile.exitCode == 0, profile.err.constData());
        QVERIFY2(profile.out.startsWith("orders: 5 records, "), profile.out.constData());
        QVERIFY2(profile.out.contains("PARTITION") && profile.out.contains("tombstones     1 (20.0 %)"),
                 profile.out.constData());
    }

    void whatCannotBeProfiledIsSaid() {
        const Finished absent = run({u"topics"_s, u"profile"_s, u"absent"_s, u"--json"_s});
        QCOMPARE(absent.exitCode, 1);
        QVERIFY2(absent.err.contains("absent"), absent.err.constData());
        QCOMPARE(run({u"topics"_s, u"profile"_s, u"orders"_s, u"--max-time"_s, u"soon"_s}).exitCode, 2);
        QCOMPARE(runEventflow({u"topics"_s, u"profile"_s, u"orders"_s}).exitCode, 2);
    }

    void anIdIsFollowedOverAllTopics() {
        const Finished trace = run(
            {u"trace"_s, QString::fromLatin1(kTrace), u"--from"_s, u"beginning"_s, u"--format"_s, u"raw"_s});
        QVERIFY2(trace.exitCode == 0, trace.err.constData());
        const QByteArray paid = QByteArray(R"({"step":"paid","trace_id":")") + kTrace + "\"}\n";
        QCOMPARE(trace.out, R"({"step":"ordered"})"
                            "\n" +
                                paid +
                                R"({"step":"shipped"})"
                                "\n");
        QVERIFY2(trace.err.contains("3 of "), trace.err.constData());
        const Finished table = run({u"trace"_s, QString::fromLatin1(kTrace), u"payments"_s, u"shipments"_s,
                                    u"--from"_s, u"beginning"_s, u"-q"_s});
        QCOMPARE(table.out.count('\n'), 2);
        QVERIFY2(table.out.contains("payments[0]") && table.out.contains("shipments[0]"),
                 table.out.constData());
        QCOMPARE(table.err, QByteArray());
    }

    void anIdThatIsFoundEverywhereIsRefused() {
        QCOMPARE(run({u"trace"_s, u"abc"_s}).exitCode, 2);
        const Finished none = run({u"trace"_s, u"no-such-id"_s, u"--from"_s, u"beginning"_s});
        QCOMPARE(none.exitCode, 0);
        QCOMPARE(none.out, QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestTopics)
#include "tst_topics.moc"
