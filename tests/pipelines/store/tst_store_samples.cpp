#include "tests/pipelines/store/store_fixture.h"

#include <atomic>
#include <bit>
#include <map>
#include <random>
#include <thread>

namespace eventflow::store {

namespace {

/// What the store should hold: by series and time the value written last.
using Model = std::map<std::string, std::map<std::int64_t, std::uint64_t>>;

struct Fleet {
    SeriesCatalog catalog{1000};
    std::vector<SeriesIdentity*> series;

    explicit Fleet(int count) {
        for (int i = 0; i < count; ++i)
            series.push_back(catalog.findOrAdd(
                labelsOf({{"__name__", i % 2 == 0 ? "cpu" : "mem"}, {"host", "h" + std::to_string(i)}}),
                "percent"));
    }
};

std::vector<LabelMatcher>
matchers(std::initializer_list<std::tuple<const char*, MatchOp, const char*>> list) {
    std::vector<LabelMatcher> result;
    for (const auto& [name, op, value] : list)
        result.push_back(*LabelMatcher::create(name, op, value));
    return result;
}

/// What select() should give for (after, until].
Model windowOf(const Model& model, Timestamp after, Timestamp until) {
    Model result;
    for (const auto& [labels, samples] : model)
        for (const auto& [ns, bits] : samples)
            if (ns > toNs(after) && ns <= toNs(until)) result[labels][ns] = bits;
    return result;
}

Model modelOf(const std::vector<SeriesSlice>& slices) {
    Model model;
    for (const SeriesSlice& slice : slices) {
        auto& samples = model[slice.labels->toString()];
        std::int64_t last = std::numeric_limits<std::int64_t>::min();
        for (const Sample& s : slice.samples) {
            if (!samples.empty() && toNs(s.ts) <= last) qFatal("out of order");
            last = toNs(s.ts);
            samples[last] = std::bit_cast<std::uint64_t>(s.value);
        }
    }
    return model;
}

} // namespace

class TestStoreSamples : public QObject {
    Q_OBJECT

    const Stream m_stream{"t", 0, 0};

private Q_SLOTS:
    void readsWhatWasWritten_data() {
        QTest::addColumn<std::size_t>("rotateRows");
        QTest::newRow("all staged") << std::size_t{1'000'000};
        QTest::newRow("rotated now and then") << std::size_t{700};
        QTest::newRow("rotated after every transaction") << std::size_t{1};
    }
    /// Random batches with late samples, repeated times, NaNs and derived samples against a plain map.
    void readsWhatWasWritten() {
        QFETCH(std::size_t, rotateRows);
        const TemporaryStore store;
        StoreOptions options;
        options.rotateRows = rotateRows;
        std::mt19937_64 random(rotateRows);
        Fleet fleet(20);
        Model model;
        auto writer = store.writer(options);
        for (int batch = 0; batch < 60; ++batch) {
            TestBatch test(m_stream);
            for (int i = 0; i < 150; ++i) {
                SeriesIdentity* series = fleet.series[random() % fleet.series.size()];
                const std::int64_t late = random() % 10 == 0 ? std::int64_t(random() % 40) : 0;
                const Timestamp ts = at(1000 + batch * 5 + std::int64_t(random() % 5) - late);
                const double value = random() % 20 == 0 ? staleMarker() : double(random() % 1000) / 10;
                if (i % 15 == 0)
                    test.batch.output.derived.push_back({series, ts, value});
                else
                    test.sample(series, ts, value);
            }
            // Derived samples are written behind the batch's own.
            for (const Event& e : test.batch.events)
                model[e.series->labels().toString()][toNs(e.tsEvent)] = std::bit_cast<std::uint64_t>(e.value);
            for (const auto& d : test.batch.output.derived)
                model[d.series->labels().toString()][toNs(d.ts)] = std::bit_cast<std::uint64_t>(d.value);
            VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
            if (random() % 3 == 0) VERIFY_OK(writer->commit());
            VERIFY_OK(writer->maintain());
        }
        VERIFY_OK(writer->commit());
        compareWith(model, *store.reader());
        VERIFY_OK(writer->close());
        QCOMPARE(store.count("staging_blocks"), std::uint64_t{0});
        compareWith(model, *store.reader());
        replayGives(model, store);
    }

    void selectsByMatchersInLabelOrder() {
        const TemporaryStore store;
        Fleet fleet(12);
        TestBatch test(m_stream);
        for (SeriesIdentity* s : fleet.series)
            test.sample(s, at(10), 1);
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());
        const auto reader = store.reader();
        std::vector<SeriesSlice> slices;
        VERIFY_OK(reader->samples().select(
            matchers({{"__name__", MatchOp::Equal, "cpu"}, {"host", MatchOp::Regex, "h1?0|h2"}}), at(0),
            at(10), slices));
        QCOMPARE(slices.size(), std::size_t{3});
        QCOMPARE(slices[0].labels->toString(), std::string(R"(cpu{host="h0"})"));
        QCOMPARE(slices[1].labels->toString(), std::string(R"(cpu{host="h10"})"));
        QCOMPARE(slices[2].labels->toString(), std::string(R"(cpu{host="h2"})"));
        slices.clear();
        VERIFY_OK(reader->samples().select(matchers({{"__name__", MatchOp::NotEqual, "cpu"}}), at(0), at(10),
                                           slices));
        QCOMPARE(slices.size(), std::size_t{6});
        slices.clear();
        VERIFY_OK(reader->samples().select({}, at(10), at(20), slices)); // left-open
        QVERIFY(slices.empty());
        VERIFY_OK(reader->samples().select({}, at(5), at(5), slices));
        QVERIFY(slices.empty());

        const auto names = reader->series(matchers({{"__name__", MatchOp::Equal, "mem"}}), 4);
        VERIFY_OK(names);
        QCOMPARE(names->size(), std::size_t{4});
        QVERIFY(std::ranges::is_sorted(*names));
        // A series that is added later is seen by the same reader.
        TestBatch more(m_stream);
        more.sample(fleet.catalog.findOrAdd(labelsOf({{"__name__", "new"}}), ""), at(30), 2);
        VERIFY_OK(writer->write(more.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());
        VERIFY_OK(
            reader->samples().select(matchers({{"__name__", MatchOp::Equal, "new"}}), at(0), at(30), slices));
        QCOMPARE(slices.size(), std::size_t{1});
        QCOMPARE(reader->sampleTimeRange()->first, at(10));
        QCOMPARE(reader->sampleTimeRange()->last, at(30));
    }

    void slicesOfSeveralSelectsLiveTogether() {
        const TemporaryStore store;
        Fleet fleet(2);
        TestBatch test(m_stream);
        for (SeriesIdentity* s : fleet.series)
            test.sample(s, at(10), s == fleet.series[0] ? 1 : 2);
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());
        const auto reader = store.reader();
        const SeriesSource& samples = reader->samples();
        std::vector<SeriesSlice> slices;
        for (int i = 0; i < 50; ++i)
            VERIFY_OK(samples.select(matchers({{"__name__", MatchOp::Equal, i % 2 == 0 ? "cpu" : "mem"}}),
                                     at(0), at(10), slices));
        for (std::size_t i = 0; i < slices.size(); ++i)
            QCOMPARE(slices[i].samples[0].value, i % 2 == 0 ? 1.0 : 2.0);
    }

    void extremeTimesAreStored() {
        const TemporaryStore store;
        Fleet fleet(1);
        TestBatch test(m_stream);
        for (const Timestamp ts : {Timestamp::max(), Timestamp::min(), Timestamp::min() + Duration(1), at(0)})
            test.sample(fleet.series[0], ts, 1);
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        for (const bool closed : {false, true}) {
            if (closed)
                VERIFY_OK(writer->close());
            else
                VERIFY_OK(writer->commit());
            const auto reader = store.reader();
            std::vector<SeriesSlice> slices;
            VERIFY_OK(reader->samples().select({}, Timestamp::min(), Timestamp::max(), slices));
            QCOMPARE(slices.size(), std::size_t{1});
            QCOMPARE(slices[0].samples.size(), std::size_t{3}); // the window is open at its left end
            QCOMPARE(reader->sampleTimeRange()->first, Timestamp::min());
            QCOMPARE(reader->sampleTimeRange()->last, Timestamp::max());
        }
    }

    void aSeriesKeepsItsRowAcrossRestarts() {
        const TemporaryStore store;
        for (int run = 0; run < 3; ++run) {
            Fleet fleet(5);
            TestBatch test(m_stream);
            for (SeriesIdentity* s : fleet.series)
                test.sample(s, at(run), run);
            auto writer = store.writer();
            VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
            VERIFY_OK(writer->close());
        }
        QCOMPARE(store.count("series"), std::uint64_t{5});
        QCOMPARE(store.count("samples"), std::uint64_t{15});
        // Two identities of one series, as two catalogs have them, also before the first is committed.
        Fleet one(6);
        Fleet two(6);
        auto writer = store.writer();
        for (const Fleet* fleet : {&one, &two}) {
            TestBatch test(m_stream);
            test.sample(fleet->series[5], at(9), 1);
            VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        }
        VERIFY_OK(writer->commit());
        QCOMPARE(one.series[5]->storeId, two.series[5]->storeId);
        QCOMPARE(store.count("series"), std::uint64_t{6});
    }

    void replayStopsAtTheCatalogsBound() {
        const TemporaryStore store;
        Fleet fleet(5);
        TestBatch test(m_stream);
        for (SeriesIdentity* s : fleet.series)
            test.sample(s, at(1), 1);
        auto writer = store.writer();
        VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
        VERIFY_OK(writer->commit());
        SeriesCatalog small(3);
        const Status status =
            writer->replaySamples(kNoTime, small, [](SeriesIdentity&, Timestamp, double) {});
        VERIFY_ERROR(status, ErrorCode::LimitExceeded);
        // Series without recent samples need no identity.
        VERIFY_OK(writer->replaySamples(at(1), small, [](SeriesIdentity&, Timestamp, double) {}));
    }

    /// One thread reads all the time while another writes, rotates and checkpoints.
    void readersNeverFailWhileTheWriterWorks() {
        const TemporaryStore store;
        StoreOptions options;
        options.rotateRows = 5'000;
        Fleet fleet(50);
        auto writer = store.writer(options);
        VERIFY_OK(writer->commit());
        std::atomic<int> reads = 0;
        std::string failure;
        std::jthread readerThread([&](const std::stop_token& stop) {
            const auto reader = store.reader();
            std::size_t last = 0;
            while (!stop.stop_requested() && failure.empty()) {
                std::vector<SeriesSlice> slices;
                const Status status = reader->samples().select({}, kNoTime, Timestamp::max(), slices);
                std::size_t samples = 0;
                for (const SeriesSlice& slice : slices)
                    samples += slice.samples.size();
                if (!status)
                    failure = status.error().detail;
                else if (samples < last)
                    failure = "samples went away during a rotation";
                // A transaction is seen whole or not at all.
                else if (samples % fleet.series.size() != 0)
                    failure = "half a transaction was seen";
                last = samples;
                ++reads;
            }
        });
        for (int tick = 0; tick < 1500 || (reads < 20 && tick < 20'000); ++tick) {
            TestBatch test(m_stream);
            for (SeriesIdentity* s : fleet.series)
                test.sample(s, at(tick), tick);
            VERIFY_OK(writer->write(test.batch, TestBatch::kSource));
            VERIFY_OK(writer->commit());
            VERIFY_OK(writer->maintain());
        }
        readerThread.request_stop();
        readerThread.join();
        QVERIFY2(failure.empty(), failure.c_str());
        QVERIFY(reads >= 20);
    }

private:
    static void compareWith(const Model& model, const StoreReader& reader) {
        const std::pair<Timestamp, Timestamp> windows[] = {
            {kNoTime, Timestamp::max()}, {at(1050), at(1100)}, {at(1099), at(1100)}, {at(5000), at(6000)}};
        for (const auto& [after, until] : windows) {
            std::vector<SeriesSlice> slices;
            VERIFY_OK(reader.samples().select({}, after, until, slices));
            QVERIFY(modelOf(slices) == windowOf(model, after, until));
        }
    }

    static void replayGives(const Model& model, const TemporaryStore& store) {
        auto writer = store.writer();
        for (const Timestamp after : {kNoTime, at(1100)}) {
            SeriesCatalog catalog(1000);
            Model replayed;
            std::string last;
            VERIFY_OK(writer->replaySamples(after, catalog,
                                            [&](SeriesIdentity& series, Timestamp ts, double value) {
                                                auto& samples = replayed[series.labels().toString()];
                                                if (!samples.empty() && samples.rbegin()->first >= toNs(ts))
                                                    qFatal("not oldest first");
                                                if (series.storeId == 0 || series.unit() != "percent")
                                                    qFatal("identity incomplete");
                                                samples[toNs(ts)] = std::bit_cast<std::uint64_t>(value);
                                            }));
            QVERIFY(replayed == windowOf(model, after, Timestamp::max()));
        }
    }
};

} // namespace eventflow::store

QTEST_GUILESS_MAIN(eventflow::store::TestStoreSamples)
#include "tst_store_samples.moc"
