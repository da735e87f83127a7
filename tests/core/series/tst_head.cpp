#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <QTest>

#include <map>
#include <random>

using namespace eventflow;

namespace {

Timestamp second(int s) {
    return Timestamp(std::chrono::seconds(s));
}

Labels metric(const char* name) {
    Labels labels;
    labels.set(kMetricNameLabel, name);
    return labels;
}

LabelMatcher equalTo(const char* name, const char* value) {
    return *LabelMatcher::create(name, MatchOp::Equal, value);
}

using Model = std::map<Labels, std::map<Timestamp, double>>;
using Selection = std::map<Labels, std::vector<Sample>>;

Selection selectFrom(const Model& model, std::span<const LabelMatcher> matchers, Timestamp after,
                     Timestamp until) {
    Selection result;
    for (const auto& [labels, samples] : model) {
        if (!matchesAll(matchers, labels)) continue;
        std::vector<Sample> window;
        for (const auto& [ts, value] : samples)
            if (ts > after && ts <= until) window.push_back({ts, value});
        if (!window.empty()) result[labels] = window;
    }
    return result;
}

Selection selectFrom(const SeriesHead& head, std::span<const LabelMatcher> matchers, Timestamp after,
                     Timestamp until, bool& ordered) {
    std::vector<SeriesSlice> slices;
    ordered = head.select(matchers, after, until, slices).ok();
    Selection result;
    for (std::size_t i = 0; i < slices.size(); ++i) {
        ordered = ordered && (i == 0 || *slices[i - 1].labels < *slices[i].labels);
        result[*slices[i].labels] = {slices[i].samples.begin(), slices[i].samples.end()};
        // The tests that give origins give each sample's value as its offset.
        for (std::size_t k = 0; k < slices[i].samples.size(); ++k)
            if (const SampleOrigin origin = slices[i].origins[k]; origin.known())
                ordered = ordered && double(origin.offset()) == slices[i].samples[k].value;
    }
    return result;
}

} // namespace

class TestHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithAModel_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 10; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void agreesWithAModel() {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        SeriesCatalog catalog(1000);
        SeriesHead head;
        Model model;
        const std::vector<std::vector<LabelMatcher>> selectors{
            {equalTo("__name__", "m1")},
            {equalTo("__name__", "m2"), equalTo("host", "h3")},
            {*LabelMatcher::create("__name__", MatchOp::Regex, "m.*")},
            {*LabelMatcher::create("host", MatchOp::NotEqual, "h1")},
            {equalTo("__name__", "none")},
        };
        std::vector<SelectorMemo> memos(selectors.size());
        for (int step = 0; step < 3000; ++step) {
            const int now = step / 10;
            const Labels labels({{"__name__", "m" + std::to_string(pick(3))},
                                 {"host", "h" + std::to_string(pick(6))},
                                 {"Zone", pick(2) == 0 ? "" : "eu"}});
            const Timestamp ts = second(pick(4) == 0 ? now - pick(40) : now);
            const double value = pick(1000);
            head.append(*catalog.findOrAdd(labels, ""), ts, value,
                        SampleOrigin::of(0, static_cast<std::int64_t>(value)));
            model[labels][ts] = value;

            if (pick(100) == 0) {
                const Timestamp horizon = second(now - 30);
                head.truncateBefore(horizon);
                for (auto it = model.begin(); it != model.end();) {
                    std::erase_if(it->second, [&](const auto& s) { return s.first <= horizon; });
                    it = it->second.empty() ? model.erase(it) : std::next(it);
                }
                QCOMPARE(head.seriesCount(), model.size());
            }
            if (pick(20) == 0) {
                const auto which = static_cast<std::size_t>(pick(static_cast<int>(selectors.size())));
                const auto& matchers = selectors[which];
                const Timestamp until = second(now + 2 - pick(20));
                const Timestamp after = until - std::chrono::seconds(pick(30));
                bool ordered = false;
                QVERIFY(selectFrom(head, matchers, after, until, ordered) ==
                        selectFrom(model, matchers, after, until));
                QVERIFY(ordered);
                std::vector<SeriesSlice> plain;
                std::vector<SeriesSlice> remembered;
                QVERIFY(head.select(matchers, after, until, plain).ok());
                QVERIFY(head.reselect(memos[which], matchers, after, until, remembered).ok());
                QCOMPARE(remembered.size(), plain.size());
                std::vector<SeriesSlice> newest;
                QVERIFY(head.reselectNewest(memos[which], matchers, after, until, newest).ok());
                QCOMPARE(newest.size(), plain.size());
                for (std::size_t i = 0; i < plain.size(); ++i) {
                    QCOMPARE(remembered[i].labels, plain[i].labels);
                    QCOMPARE(remembered[i].samples.data(), plain[i].samples.data());
                    QCOMPARE(remembered[i].samples.size(), plain[i].samples.size());
                    QCOMPARE(newest[i].labels, plain[i].labels);
                    QCOMPARE(newest[i].samples.size(), std::size_t(1));
                    QCOMPARE(newest[i].samples.data(), &plain[i].samples.back());
                    QCOMPARE(newest[i].origins.data(), &plain[i].origins.back());
                }
            }
        }
        std::size_t samples = 0;
        for (const auto& [labels, series] : model)
            samples += series.size();
        QCOMPARE(head.sampleCount(), samples);
    }

    void knowsTheRecordOfASample() {
        SeriesHead head;
        head.nameStream(3, "metrics", 7);
        QVERIFY(head.recordOf(SampleOrigin::of(3, 12)) == (RecordPosition{"metrics", 7, 12}));
        QVERIFY(!head.recordOf(SampleOrigin()).has_value());
        QVERIFY(!head.recordOf(SampleOrigin::of(4, 12)).has_value());
        // What does not fit is unknown, not wrong.
        const std::int64_t largest = (std::int64_t{1} << 48) - 1;
        QCOMPARE(SampleOrigin::of(0, largest).offset(), largest);
        QVERIFY(!SampleOrigin::of(0, largest + 1).known());
        QVERIFY(!SampleOrigin::of(0, -1).known());
        QCOMPARE(SampleOrigin::of(0xFFFE, 0).stream(), 0xFFFEU);
        QVERIFY(!SampleOrigin::of(0xFFFF, 0).known());
    }

    void laterArrivalWins() {
        SeriesCatalog catalog(10);
        SeriesHead head;
        SeriesIdentity& series = *catalog.findOrAdd(metric("m"), "");
        for (const double value : {1.0, 2.0})
            head.append(series, second(10), value);
        head.append(series, second(20), 3);
        head.append(series, second(10), 4);
        const std::vector<LabelMatcher> matchers{equalTo("__name__", "m")};
        bool ordered = false;
        const Selection selected = selectFrom(head, matchers, second(0), second(30), ordered);
        const std::vector<Sample> expected{{second(10), 4}, {second(20), 3}};
        QVERIFY(selected.at(series.labels()) == expected);
    }

    void windowIsLeftOpen() {
        SeriesCatalog catalog(10);
        SeriesHead head;
        SeriesIdentity& series = *catalog.findOrAdd(metric("m"), "");
        for (int s = 0; s <= 60; s += 10)
            head.append(series, second(s), s);
        std::vector<SeriesSlice> slices;
        const std::vector<LabelMatcher> matchers{equalTo("__name__", "m")};
        QVERIFY(head.select(matchers, second(10), second(30), slices).ok());
        QCOMPARE(slices.size(), 1U);
        QCOMPARE(slices[0].samples.front().value, 20.0);
        QCOMPARE(slices[0].samples.back().value, 30.0);
        slices.clear();
        QVERIFY(head.select(matchers, second(60), second(90), slices).ok());
        QVERIFY(slices.empty());
    }

    void forgetsSeriesWithoutSamplesAndTakesThemBack() {
        SeriesCatalog catalog(10);
        SeriesHead head;
        SeriesIdentity& first = *catalog.findOrAdd(Labels({{"__name__", "m"}, {"host", "a"}}), "");
        SeriesIdentity& second_ = *catalog.findOrAdd(Labels({{"__name__", "m"}, {"host", "b"}}), "");
        head.append(first, second(1), 1);
        head.append(second_, second(100), 1);
        head.truncateBefore(second(50));
        QCOMPARE(head.seriesCount(), 1U);
        QCOMPARE(first.engineSlot, SeriesIdentity::kNoSlot);
        head.append(first, second(101), 2);
        QCOMPARE(head.seriesCount(), 2U);
        QCOMPARE(head.sampleCount(), 2U);
    }

    void memoryStaysBoundedWhileTruncating() {
        SeriesCatalog catalog(10);
        SeriesHead head;
        SeriesIdentity& series = *catalog.findOrAdd(metric("m"), "");
        for (int s = 0; s < 100'000; ++s) {
            head.append(series, second(s), s);
            head.truncateBefore(second(s - 100));
        }
        QCOMPARE(head.sampleCount(), 100U);
        QVERIFY(head.memoryBytes() < 16 * 1024);
    }
};

QTEST_GUILESS_MAIN(TestHead)
#include "tst_head.moc"
