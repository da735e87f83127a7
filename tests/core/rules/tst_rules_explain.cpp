#include "core/rules/explainer.h"
#include "core/rules/rule_engine.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <QTest>

#include <string>

using namespace eventflow;
using namespace eventflow::rules;

namespace {

Timestamp second(std::int64_t s) {
    return timestampFromNs(s * 1'000'000'000);
}

/// Two hosts of one service, a sample every 10 seconds; record n of partition 0 is sample n.
class Bench {
public:
    explicit Bench(const std::string& rule)
        : m_rules(
              loadRuleText("groups:\n- name: g\n  interval: 30s\n  rules:\n  - alert: A\n" + rule, "r.yaml")
                  .rules),
          m_engine(m_rules) {
        m_head.nameStream(0, "metrics", 0);
        m_engine.start(second(0));
    }
    void sample(const char* metric, const char* host, std::int64_t s, double value) {
        const Labels labels({{"__name__", metric}, {"host", host}, {"service", "shop"}});
        m_head.append(*m_catalog.findOrAdd(labels, {}), second(s), value, SampleOrigin::of(0, m_offset++));
    }
    std::vector<AlertTransition> advance(std::int64_t s) {
        std::vector<AlertTransition> out;
        m_engine.advance(
            second(s), m_head,
            [this](const Labels& l, Timestamp t, double v) {
                m_head.append(*m_catalog.findOrAdd(l, {}), t, v);
            },
            out);
        return out;
    }

private:
    std::shared_ptr<const RuleSet> m_rules;
    SeriesCatalog m_catalog{100};
    SeriesHead m_head;
    RuleEngine m_engine;
    std::int64_t m_offset = 0;
};

const ExplainedTerm& term(const Explanation& explanation, std::size_t part, std::size_t index) {
    return explanation.parts.at(part).terms.at(index);
}

} // namespace

class TestExplain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatAThresholdWasComparedWith() {
        Bench bench("    expr: avg_over_time(load[20s]) > 90\n    resolve_when: load < 50\n");
        for (int s = 10; s <= 30; s += 10) {
            bench.sample("load", "a", s, 90 + s); // records 0, 2, 4
            bench.sample("load", "b", s, 10);
        }
        const auto fired = bench.advance(30);
        QCOMPARE(fired.size(), std::size_t(1));
        QVERIFY(fired[0].explanation != nullptr);
        const Explanation& explanation = *fired[0].explanation;
        QCOMPARE(explanation.ruleHash.size(), std::size_t(16));
        QCOMPARE(std::string(explanation.key.get("host")), std::string("a"));
        QCOMPARE(explanation.parts.size(), std::size_t(2));

        const ExplainedTerm& comparison = term(explanation, 0, 0);
        QCOMPARE(comparison.expression, std::string("avg_over_time(load[20s]) > 90"));
        QCOMPARE(comparison.comparison, std::string(">"));
        QVERIFY(comparison.left == 115.0 && comparison.right == 90.0 && comparison.verdict == true);
        QCOMPARE(term(explanation, 0, 1).depth, 1U);
        QVERIFY(term(explanation, 0, 1).value == 115.0);
        const ExplainedTerm& resolve = term(explanation, 1, 0);
        QVERIFY(resolve.left == 120.0 && resolve.right == 50.0 && resolve.verdict == false);

        const ExplainedWindow& window = explanation.parts[0].windows.at(0);
        QVERIFY(window.after == second(10) && window.until == second(30));
        QCOMPARE(window.series, std::uint64_t(1));
        QCOMPARE(window.samples, std::uint64_t(2));
        QVERIFY(window.min == 110 && window.max == 120);
        QVERIFY(window.first.record == (RecordPosition{"metrics", 0, 2}));
        QVERIFY(window.last.record == (RecordPosition{"metrics", 0, 4}));
        QVERIFY(window.last.value == 120 && window.last.ts == second(30));
    }

    void countsOfAnInstantSelectorOnlyTheNewestSample() {
        Bench bench("    expr: load > 90\n");
        for (int s = 10; s <= 30; s += 10)
            bench.sample("load", "a", s, 90 + s);
        const auto fired = bench.advance(30);
        const ExplainedWindow& window = fired.at(0).explanation->parts[0].windows.at(0);
        QCOMPARE(window.samples, std::uint64_t(1));
        QVERIFY(window.first == window.last);
        QVERIFY(window.last.record == (RecordPosition{"metrics", 0, 2}));
    }

    void seesTheSeriesBehindAnAggregation() {
        Bench bench("    expr: sum by (service) (load) > 90\n");
        bench.sample("load", "a", 10, 60);
        bench.sample("load", "b", 20, 70);
        const auto fired = bench.advance(30);
        const Explanation& explanation = *fired.at(0).explanation;
        QVERIFY(term(explanation, 0, 0).left == 130.0);
        const ExplainedTerm& selector = term(explanation, 0, 2);
        QCOMPARE(selector.elements, std::uint64_t(2));
        QVERIFY(!selector.value.has_value());
        const ExplainedWindow& window = explanation.parts[0].windows.at(0);
        QCOMPARE(window.series, std::uint64_t(2));
        QVERIFY(window.first.record == (RecordPosition{"metrics", 0, 0}));
        QVERIFY(window.last.record == (RecordPosition{"metrics", 0, 1}));
    }

    void tellsBothSidesOfAConjunction() {
        Bench bench("    expr: load > 90 and on (host) queue > 5\n");
        bench.sample("load", "a", 10, 95);
        bench.sample("queue", "a", 10, 7);
        QCOMPARE(bench.advance(30).size(), std::size_t(1));
        bench.sample("queue", "a", 40, 3);
        bench.sample("load", "a", 40, 96);
        const auto resolved = bench.advance(60);
        const Explanation& explanation = *resolved.at(0).explanation;
        QVERIFY(term(explanation, 0, 0).verdict == false);
        QVERIFY(term(explanation, 0, 1).verdict == true); // load > 90
        QVERIFY(term(explanation, 0, 3).verdict == false);
        QVERIFY(term(explanation, 0, 3).left == 3.0 && term(explanation, 0, 3).right == 5.0);
    }

    void looksIntoSubqueries() {
        Bench bench("    expr: max_over_time((load * 2)[20s:10s]) > 90\n");
        for (int s = 10; s <= 30; s += 10)
            bench.sample("load", "a", s, 40 + s);
        const auto fired = bench.advance(30);
        const Explanation& explanation = *fired.at(0).explanation;
        QCOMPARE(explanation.parts[0].terms.size(), std::size_t(2)); // the steps have no one value
        const ExplainedWindow& window = explanation.parts[0].windows.at(0);
        QVERIFY(window.after == second(10) - std::chrono::minutes(5) && window.until == second(30));
        QCOMPARE(window.samples, std::uint64_t(3));
    }

    void knowsNoRecordOfWhatARuleMade() {
        Bench bench("    expr: ALERTS{alertname='B'} > 0\n  - alert: B\n    expr: load > 90\n");
        bench.sample("load", "a", 10, 95);
        bench.sample("load", "a", 40, 95);
        const auto transitions = bench.advance(60);
        QCOMPARE(transitions.size(), std::size_t(2));
        const ExplainedWindow& window = transitions[1].explanation->parts[0].windows.at(0);
        QCOMPARE(window.samples, std::uint64_t(1));
        QVERIFY(!window.last.record.has_value());
    }

    void boundsWhatItKeeps() {
        std::string expression = "load > 90";
        for (int i = 0; i < 200; ++i)
            expression += " or load > " + std::to_string(100 + i);
        Bench bench("    expr: " + expression + "\n");
        bench.sample("load", "a", 10, 95);
        const auto fired = bench.advance(30);
        const ExplainedPart& part = fired.at(0).explanation->parts[0];
        QVERIFY(part.truncated);
        QCOMPARE(part.terms.size(), std::size_t(64));
        QCOMPARE(part.windows.size(), std::size_t(32));
        QVERIFY(part.terms[0].expression.size() < 410);
    }

    void hashChangesWithWhatTheRuleSaysOnly() {
        const auto hash = [](const std::string& rule) {
            const auto rules = loadRuleText(rule, "r.yaml").rules;
            return ruleHash(rules->groups[0], rules->groups[0].rules[0]);
        };
        const std::string rule =
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: load > 1\n    for: 1m\n";
        QCOMPARE(hash("# a comment\n" + rule), hash(rule));
        std::string changed = rule;
        changed.replace(changed.find("for: 1m"), 7, "for: 2m");
        QVERIFY(hash(changed) != hash(rule));
        changed = rule;
        changed.replace(changed.find("> 1"), 3, "> 2");
        QVERIFY(hash(changed) != hash(rule));
    }
};

QTEST_GUILESS_MAIN(TestExplain)
#include "tst_rules_explain.moc"
