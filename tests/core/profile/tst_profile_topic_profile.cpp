#include "core/profile/topic_profile.h"

#include <QTest>

#include <cmath>
#include <map>
#include <random>
#include <set>

namespace eventflow::profile::test {

class TestTopicProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantilesAreWithinTheirError();
    void distinctKeysAreWithinTheirError();
    void topKeysKeepTheirBounds();
    void countsWhatRecordsAre();
    void partsMergeIntoTheWhole();
};

void TestTopicProfile::quantilesAreWithinTheirError() {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937_64 random(seed);
        QuantileSketch whole;
        QuantileSketch half;
        std::vector<std::uint64_t> values;
        for (int i = 0; i < 5000; ++i) {
            const std::uint64_t value = random() >> (random() % 40 + 24);
            values.push_back(value);
            (i % 2 == 0 ? whole : half).add(value);
        }
        whole.merge(half);
        std::sort(values.begin(), values.end());
        for (const double q : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const auto exact = static_cast<double>(
                values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))]);
            const double told = whole.quantile(q);
            QVERIFY2(std::abs(told - exact) <= exact * (QuantileSketch::kRelativeError + 1e-9),
                     qPrintable(QStringLiteral("%1: %2 for %3").arg(q).arg(told).arg(exact)));
        }
    }
}

void TestTopicProfile::distinctKeysAreWithinTheirError() {
    for (const int distinct : {1, 10, 500, 4000, 20'000, 300'000}) {
        DistinctCounter one;
        DistinctCounter two;
        for (int i = 0; i < distinct; ++i) {
            const std::uint64_t hash = hash64("key-" + std::to_string(i));
            (i % 3 == 0 ? one : two).add(hash);
            if (i % 5 == 0) one.add(hash);
        }
        one.merge(two);
        const double error = std::abs(one.estimate() / distinct - 1);
        QVERIFY2(error <= 4 * DistinctCounter::kStandardError, qPrintable(QString::number(error)));
    }
}

void TestTopicProfile::topKeysKeepTheirBounds() {
    for (unsigned seed = 0; seed < 10; ++seed) {
        std::mt19937 random(seed);
        std::map<std::string, std::uint64_t> exact;
        TopKeys one;
        TopKeys two;
        for (int i = 0; i < 40'000; ++i) {
            // Few keys often, many keys rarely.
            const auto number = static_cast<int>(std::pow(2.0, static_cast<double>(random() % 1400) / 100.0));
            const std::string key = "key-" + std::to_string(number);
            ++exact[key];
            (random() % 2 == 0 ? one : two).add(key, hash128(key));
        }
        one.merge(two);
        QCOMPARE(one.total(), 40'000u);
        std::set<std::string> told;
        for (const TopKeys::Entry& entry : one.top(TopKeys::kCapacity)) {
            told.insert(entry.key);
            QVERIFY(exact[entry.key] <= entry.count);
            QVERIFY(exact[entry.key] >= entry.count - entry.error);
        }
        for (const auto& [key, count] : exact)
            if (count > 2 * one.total() / TopKeys::kCapacity) QVERIFY(told.contains(key));
    }
}

struct Sample {
    Stream stream;
    std::string key;
    std::string value;
    Header headers[2] = {{"trace", "1"}, {"trace", "2"}};
    Record record;

    Sample(std::int32_t partition, int i)
        : stream{"t", partition, 0},
          key("k" + std::to_string(i % 50)),
          value(R"({"n":)" + std::to_string(i) + '}') {
        record.stream = &stream;
        record.offset = i * 2;
        record.tsArrival = timestampFromMs(1'700'000'000'000 + i * 100 - (i % 10 == 9 ? 500 : 0));
        if (i % 4 != 0) record.key = key;
        if (i % 5 != 0) record.value = value;
        if (i % 3 == 0) record.headers = headers;
    }
};

void TestTopicProfile::countsWhatRecordsAre() {
    TopicProfile profile(1);
    for (int i = 0; i < 1000; ++i)
        profile.observe(Sample(i < 900 ? 0 : 1, i).record, false);
    QCOMPARE(profile.records(), 1000u);
    QCOMPARE(profile.nullKeys(), 250u);
    QCOMPARE(profile.tombstones(), 200u);
    QCOMPARE(profile.headers().at("trace"), 334u);
    QCOMPARE(profile.partitions().at(0).records, 900u);
    QCOMPARE(profile.skew(), 1.8);
    // Every second offset is missing.
    QCOMPARE(profile.offsetSpan(), 1799 + 199);
    QCOMPARE(profile.partitions().at(0).outOfOrder, 90u);
    QCOMPARE(profile.partitions().at(0).disorder, Duration(std::chrono::milliseconds(400)));
    QCOMPARE(profile.fields().observed(), 800u);
    QVERIFY(profile.fields().root().children.contains("n"));
    QVERIFY(std::abs(profile.rate() - 10) < 0.2);
}

void TestTopicProfile::partsMergeIntoTheWhole() {
    TopicProfile whole(1);
    TopicProfile parts(1);
    TopicProfile other(1);
    for (int i = 0; i < 2000; ++i) {
        const Sample sample(i % 4, i);
        whole.observe(sample.record, false);
        (i % 4 < 2 ? parts : other).observe(sample.record, false);
    }
    parts.merge(other);
    QCOMPARE(parts.records(), whole.records());
    QCOMPARE(parts.bytes(), whole.bytes());
    QCOMPARE(parts.offsetSpan(), whole.offsetSpan());
    QCOMPARE(parts.distinctKeys(), whole.distinctKeys());
    QCOMPARE(parts.valueSizes().quantile(0.5), whole.valueSizes().quantile(0.5));
    QCOMPARE(parts.rate(), whole.rate());
    QCOMPARE(parts.headers().at("trace"), whole.headers().at("trace"));
    QCOMPARE(parts.topKeys().top(1).front().count, whole.topKeys().top(1).front().count);
    QCOMPARE(parts.fields().observed(), whole.fields().observed());
}

} // namespace eventflow::profile::test

QTEST_GUILESS_MAIN(eventflow::profile::test::TestTopicProfile)
#include "tst_profile_topic_profile.moc"
