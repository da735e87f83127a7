#include "core/base/arena.h"
#include "pipelines/normalize/series_cache.h"
#include "pipelines/normalize/series_resolver.h"

#include <QTest>

#include <map>
#include <memory>
#include <random>

using namespace eventflow;
using normalize::SeriesCache;
using normalize::SeriesResolver;

namespace {

/// A metric event over strings of its own.
struct Reading {
    Reading(std::string tenantName, std::string hostName, std::string metricName,
            std::vector<std::pair<std::string, std::string>> tagTexts)
        : tenant(std::move(tenantName)),
          host(std::move(hostName)),
          metric(std::move(metricName)),
          texts(std::move(tagTexts)) {
        for (const auto& [name, value] : texts)
            tags.push_back({name, value});
        event.tenantId = tenant;
        event.sourceId = host;
        event.metric = metric;
        event.tags = tags;
        event.body = BodyKind::Metric;
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    std::string tenant, host, metric;
    std::vector<std::pair<std::string, std::string>> texts;
    std::vector<Tag> tags;
    Event event;
};

SeriesIdentity* resolve(SeriesResolver& resolver, Reading& reading, Arena& arena) {
    if (resolver.find(reading.event) == SeriesResolver::Outcome::Unknown)
        static_cast<void>(resolver.add(reading.event, arena));
    return reading.event.series;
}

} // namespace

class TestSeries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cacheKeepsKeysOfEqualHashApart() {
        SeriesCache cache;
        SeriesIdentity one(Labels(std::vector<Label>{{"a", "1"}}), "");
        SeriesIdentity two(Labels(std::vector<Label>{{"a", "2"}}), "");
        cache.insert(42, "one", &one);
        cache.insert(42, "two", &two);
        cache.insert(42, "refused", nullptr);
        QVERIFY(cache.find(42, "one") == std::optional(&one));
        QVERIFY(cache.find(42, "two") == std::optional(&two));
        QVERIFY(cache.find(42, "refused") == std::optional<SeriesIdentity*>(nullptr));
        QVERIFY(!cache.find(42, "three").has_value());
        QVERIFY(!cache.find(43, "one").has_value());
    }

    void cacheAgreesWithAMap() {
        SeriesCache cache;
        std::map<std::string, SeriesIdentity*> naive;
        std::vector<std::unique_ptr<SeriesIdentity>> series;
        std::mt19937_64 random(7);
        for (int i = 0; i < 20'000; ++i) {
            // Few distinct hashes: long probe sequences.
            const std::string key = "key" + std::to_string(random() % 5000);
            const std::uint64_t hash = std::hash<std::string>{}(key) % 600;
            const auto found = cache.find(hash, key);
            const auto expected = naive.find(key);
            QCOMPARE(found.has_value(), expected != naive.end());
            if (found) {
                QCOMPARE(*found, expected->second);
                continue;
            }
            series.push_back(std::make_unique<SeriesIdentity>(Labels(std::vector<Label>{{"k", key}}), ""));
            cache.insert(hash, key, series.back().get());
            naive[key] = series.back().get();
        }
        QCOMPARE(cache.size(), naive.size());
    }

    void cacheForgetsWhenItIsFull() {
        SeriesCache cache;
        const std::string big(1024 * 1024, 'k');
        for (std::uint64_t i = 0; i < 70; ++i)
            cache.insert(i, big + std::to_string(i), nullptr);
        QVERIFY(cache.size() < 64);
        QVERIFY(cache.find(69, big + "69").has_value());
    }

    void agreesWithTheLabels() {
        SeriesCatalog catalog(100'000);
        SeriesResolver resolver(catalog);
        Arena arena;
        std::mt19937_64 random(11);
        const auto pick = [&](const char* prefix, unsigned of) {
            return prefix + std::to_string(random() % of);
        };
        std::map<std::string, SeriesIdentity*> naive;
        for (int i = 0; i < 5000; ++i) {
            Reading reading(pick("t", 3), pick("h", 9), pick("m", 4),
                            {{pick("k", 2), pick("v", 3)}, {"zone", pick("", 2)}});
            const std::string labels = normalize::seriesLabels(reading.event).toString();
            SeriesIdentity* const series = resolve(resolver, reading, arena);
            QVERIFY(series != nullptr);
            QCOMPARE(series->labels().toString(), labels);
            QCOMPARE(naive.try_emplace(labels, series).first->second, series);
        }
        QCOMPARE(catalog.size(), naive.size());
    }

    void neverMergesFieldsThatJoinToTheSameText() {
        SeriesCatalog catalog(100);
        SeriesResolver resolver(catalog);
        Arena arena;
        Reading one("ab", "c", "m", {{"x", "yz"}});
        Reading two("a", "bc", "m", {{"x", "yz"}});
        Reading three("ab", "c", "m", {{"xy", "z"}});
        QVERIFY(resolve(resolver, one, arena) != resolve(resolver, two, arena));
        QVERIFY(one.event.series != resolve(resolver, three, arena));
    }

    void tagOrderDoesNotMatter() {
        SeriesCatalog catalog(100);
        SeriesResolver resolver(catalog);
        Arena arena;
        Reading one("t", "h", "m", {{"a", "1"}, {"b", "2"}});
        Reading two("t", "h", "m", {{"b", "2"}, {"a", "1"}});
        QCOMPARE(resolve(resolver, one, arena), resolve(resolver, two, arena));
    }

    void remembersRefusals() {
        SeriesCatalog catalog(1);
        SeriesResolver resolver(catalog);
        Arena arena;
        Reading first("t", "h", "m", {});
        Reading second("t", "h", "n", {});
        QVERIFY(resolve(resolver, first, arena) != nullptr);
        QVERIFY(resolve(resolver, second, arena) == nullptr);
        QVERIFY(resolver.find(second.event) == SeriesResolver::Outcome::Refused);
        QVERIFY(resolver.find(first.event) == SeriesResolver::Outcome::Known);
    }

    void forgetsWhenTheEnricherChanges() {
        SeriesCatalog catalog(100);
        SeriesResolver resolver(catalog);
        Arena arena;
        resolver.use(*enrich::Enricher::load({{"region", "eu"}}, {}, 1));
        Reading before("t", "h", "m", {});
        QCOMPARE(resolve(resolver, before, arena)->labels().get("region"), std::string_view("eu"));
        resolver.use(*enrich::Enricher::load({{"region", "us"}}, {}, 2));
        QCOMPARE(resolver.cachedSeries(), 0u);
        Reading after("t", "h", "m", {});
        QCOMPARE(resolve(resolver, after, arena)->labels().get("region"), std::string_view("us"));
    }
};

QTEST_GUILESS_MAIN(TestSeries)
#include "tst_normalize_series.moc"
