#include "core/promql/query_memory.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"
#include "tests/core/promql/promql_fixture.h"

#include <QTest>

#include <random>

using namespace eventflow;
using namespace eventflow::promql;

namespace {

Timestamp second(int s) {
    return Timestamp(std::chrono::seconds(s));
}

const std::vector<const char*>& expressions() {
    static const std::vector<const char*> all{
        "load",
        "load > 50",
        "rate(hits[1m])",
        "sum by (zone) (rate(hits[1m])) / sum by (zone) (rate(errors[1m]))",
        "load{host=~\"h[12]\"} and on (host) errors > 3",
        "load - ignoring (zone) errors",
        "topk(2, load)",
        "count_values(\"v\", load)",
        "label_replace(load, \"x\", \"$1\", \"host\", \"h(.)\")",
        "max_over_time(sum by (host) (load)[1m:10s])",
        "absent(nothing)",
        "{__name__=~\"load|hits\"}",
        "-load or errors",
        "load * on (host) group_left errors",
    };
    return all;
}

std::string evaluated(const char* text, const SeriesHead& head, Timestamp at, QueryMemory* memory) {
    const auto value = evaluate(*Expression::parse(text), head, at, {}, memory);
    return value ? describe(*value) : "error: " + value.error().detail;
}

} // namespace

/// What is remembered from earlier evaluations never shows in a result.
class TestQueryMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesWhatAFreshEvaluationGives_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void givesWhatAFreshEvaluationGives() {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        const char* const metrics[] = {"load", "hits", "errors"};
        SeriesCatalog catalog(1000);
        SeriesHead head;
        QueryMemory memory(true);
        for (int now = 0; now < 1500; now += 5) {
            // Hosts come and go, so that series are added, forgotten and taken back.
            const int hosts = 1 + (now / 100) % 6;
            for (int i = 0; i < 6; ++i)
                head.append(*catalog.findOrAdd(Labels({{"__name__", metrics[pick(3)]},
                                                       {"host", "h" + std::to_string(pick(hosts))},
                                                       {"zone", pick(2) == 0 ? "eu" : "us"}}),
                                               {}),
                            second(now), pick(10) == 0 ? staleMarker() : pick(100));
            if (pick(5) == 0) head.truncateBefore(second(now - 120));
            if (pick(10) == 0) memory.trim();
            for (const char* text : expressions())
                QCOMPARE(evaluated(text, head, second(now), &memory),
                         evaluated(text, head, second(now), nullptr));
        }
    }
};

QTEST_GUILESS_MAIN(TestQueryMemory)
#include "tst_query_memory.moc"
