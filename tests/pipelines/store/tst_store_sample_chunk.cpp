#include "pipelines/store/integer_packing.h"
#include "pipelines/store/sample_block.h"
#include "pipelines/store/sample_chunk.h"
#include "tests/pipelines/store/store_fixture.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace eventflow::store {

namespace {

using Values = std::vector<double>;

bool sameBits(std::span<const Sample> a, std::span<const Sample> b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

std::vector<Sample> regular(const Values& values) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < values.size(); ++i)
        samples.push_back({at(1'767'225'600 + static_cast<std::int64_t>(i)), values[i]});
    return samples;
}

Values generated(std::size_t count, const std::function<double(std::size_t)>& value) {
    Values values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = value(i);
    return values;
}

void fixChecksum(std::string& chunk) {
    const std::uint32_t sum = ChunkCodec::checksum(std::string_view(chunk).substr(4));
    std::memcpy(chunk.data(), &sum, sizeof sum);
}

} // namespace

class TestSampleChunk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryBit_data() {
        QTest::addColumn<Values>("values");
        QTest::addColumn<double>("mostBytesPerSample"); // without the header's 8
        constexpr double kInf = std::numeric_limits<double>::infinity();
        QTest::newRow("one") << Values{1.5} << 20.0;
        QTest::newRow("constant") << Values(120, 42.25) << 0.2;
        QTest::newRow("counter") << generated(120, [](std::size_t i) { return 1e6 + double(i) * 7; }) << 0.2;
        QTest::newRow("two decimals")
            << generated(120, [](std::size_t i) { return double(i * 7919 % 6000) / 100; }) << 2.0;
        QTest::newRow("seven decimals")
            << generated(120, [](std::size_t i) { return double(i * 7919 % 100003) / 1e7; }) << 3.0;
        QTest::newRow("full precision")
            << generated(120, [](std::size_t i) { return 50 + std::sin(double(i) / 50); }) << 8.0;
        QTest::newRow("stale marker among decimals")
            << Values{1.5, 2.25, staleMarker(), 3.5, std::numeric_limits<double>::quiet_NaN()} << 12.0;
        QTest::newRow("negative zero") << Values{0.0, -0.0, 0.0} << 12.0;
        QTest::newRow("infinite") << Values{kInf, -kInf, 1} << 12.0;
        QTest::newRow("extremes") << Values{std::numeric_limits<double>::max(),
                                            std::numeric_limits<double>::lowest(),
                                            std::numeric_limits<double>::min(),
                                            std::numeric_limits<double>::denorm_min()}
                                  << 12.0;
        QTest::newRow("around 2^53") << Values{9007199254740991.0, 9007199254740992.0, 9007199254740994.0,
                                               -9007199254740991.0}
                                     << 20.0;
        QTest::newRow("decimal that a larger exponent cannot hold") << Values{9e15, 0.123456789} << 20.0;
    }
    void keepsEveryBit() {
        QFETCH(Values, values);
        QFETCH(double, mostBytesPerSample);
        const std::vector<Sample> samples = regular(values);
        ChunkCodec codec;
        std::string chunk;
        codec.encode(samples, chunk);
        std::vector<Sample> decoded;
        VERIFY_OK(codec.decode(chunk, decoded));
        QVERIFY(sameBits(samples, decoded));
        const double bytesPerSample = double(chunk.size() - 8) / double(samples.size());
        QVERIFY2(bytesPerSample <= mostBytesPerSample, std::to_string(bytesPerSample).c_str());
    }

    void keepsExtremeTimes() {
        constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
        constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
        std::vector<Sample> samples;
        for (const std::int64_t ns : {kMin, kMin + 1, std::int64_t{-1}, std::int64_t{0}, kMax - 1, kMax})
            samples.push_back({timestampFromNs(ns), double(samples.size())});
        ChunkCodec codec;
        std::string chunk;
        codec.encode(samples, chunk);
        std::vector<Sample> decoded;
        VERIFY_OK(codec.decode(chunk, decoded));
        QVERIFY(sameBits(samples, decoded));
    }

    void keepsRandomSamples() {
        std::mt19937_64 random(11);
        ChunkCodec codec;
        std::string chunk;
        for (int round = 0; round < 3000; ++round) {
            std::vector<Sample> samples(1 + random() % kMaxChunkSamples);
            const unsigned timeBits = unsigned(random() % 64);
            const unsigned valueKind = unsigned(random() % 4);
            const double power = std::pow(10.0, double(random() % 16));
            std::int64_t ns = static_cast<std::int64_t>(random());
            for (Sample& sample : samples) {
                ns = static_cast<std::int64_t>(static_cast<std::uint64_t>(ns) + (random() >> timeBits));
                const std::uint64_t bits = random();
                sample.ts = timestampFromNs(ns);
                sample.value = valueKind == 0   ? std::bit_cast<double>(bits)
                               : valueKind == 1 ? double(std::int64_t(bits) >> 20) / power
                               : valueKind == 2 ? double(bits % 100)
                                                : std::bit_cast<double>(bits & 0x3FF0F00000000000ULL);
            }
            codec.encode(samples, chunk);
            std::vector<Sample> decoded;
            VERIFY_OK(codec.decode(chunk, decoded));
            QVERIFY(sameBits(samples, decoded));
        }
    }

    void packsEveryWidth() {
        std::mt19937_64 random(5);
        for (unsigned width = 0; width <= 64; ++width)
            for (const std::size_t count : {0U, 1U, 2U, 3U, 64U, 120U}) {
                std::vector<std::int64_t> values(count);
                for (std::int64_t& v : values)
                    v = width == 0 ? -7 : static_cast<std::int64_t>(random() >> (64 - width)) - 3;
                std::string packed;
                packIntegers(values, packed);
                packed += "rest";
                std::string_view bytes(packed);
                std::vector<std::int64_t> unpacked(count);
                QVERIFY(unpackIntegers(bytes, unpacked));
                QCOMPARE(unpacked, values);
                QCOMPARE(std::string(bytes), std::string("rest"));
            }
    }

    void rejectsEveryDamagedByte() {
        ChunkCodec codec;
        std::string chunk;
        codec.encode(regular(generated(120, [](std::size_t i) { return double(i * 31 % 977) / 10; })), chunk);
        for (std::size_t i = 0; i < chunk.size(); ++i) {
            std::string damaged = chunk;
            damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
            std::vector<Sample> decoded;
            const Status status = codec.decode(damaged, decoded);
            VERIFY_ERROR(status, ErrorCode::ParseError);
            QVERIFY(decoded.empty());
        }
        for (std::size_t n = 0; n < chunk.size(); ++n) {
            std::vector<Sample> decoded;
            QVERIFY(!codec.decode(std::string_view(chunk).substr(0, n), decoded));
        }
    }

    void survivesDamageWithAValidChecksum() {
        std::mt19937_64 random(3);
        ChunkCodec codec;
        std::string chunk;
        for (int round = 0; round < 20'000; ++round) {
            const bool decimals = round % 2 == 0;
            if (round % 100 < 2)
                codec.encode(regular(generated(120,
                                               [&](std::size_t i) {
                                                   return decimals ? double(i * 31 % 977) / 10
                                                                   : std::sin(double(i));
                                               })),
                             chunk);
            std::string damaged =
                chunk.substr(0, random() % 8 == 0 ? 8 + random() % (chunk.size() - 8) : chunk.size());
            for (std::uint64_t flips = 1 + random() % 4; flips-- > 0;)
                damaged[4 + random() % (damaged.size() - 4)] = static_cast<char>(random());
            fixChecksum(damaged);
            std::vector<Sample> decoded;
            if (codec.decode(damaged, decoded))
                QVERIFY(!decoded.empty() && decoded.size() <= kMaxChunkSamples);
            else
                QVERIFY(decoded.empty());
        }
    }

    void blocksKeepRowsInOrder() {
        SampleColumns rows;
        for (std::uint32_t i = 0; i < 1000; ++i)
            rows.append(i % 7 + 1, at(i), i == 500 ? staleMarker() : double(i));
        std::string bytes;
        SampleBlock::encode(rows, 100, 800, bytes);
        const auto block = SampleBlock::decode(bytes);
        VERIFY_OK(block);
        QCOMPARE(block->count(), std::size_t{800});
        for (std::size_t i = 0; i < block->count(); ++i) {
            QCOMPARE(block->series(i), rows.series[100 + i]);
            QCOMPARE(toNs(block->ts(i)), rows.ts[100 + i]);
            QCOMPARE(std::bit_cast<std::uint64_t>(block->value(i)),
                     std::bit_cast<std::uint64_t>(rows.values[100 + i]));
        }
        for (std::size_t i = 0; i < bytes.size(); i += 97) {
            std::string damaged = bytes;
            damaged[i] = static_cast<char>(damaged[i] ^ 1);
            QVERIFY(!SampleBlock::decode(damaged));
        }
        for (const std::size_t n : {std::size_t{0}, std::size_t{7}, std::size_t{8}, bytes.size() - 1})
            QVERIFY(!SampleBlock::decode(std::string_view(bytes).substr(0, n)));
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestSampleChunk)
#include "tst_store_sample_chunk.moc"
