#include "head_bench.h"

#include <QtGlobal>

#include <cstdlib>
#include <sstream>

namespace eventflow::rules::test {

HeadBench::HeadBench(const std::string& rule, const std::string& interval) {
    LoadResult loaded = loadRuleText(
        "groups:\n- name: g\n  interval: " + interval + "\n  rules:\n  - alert: A\n" + rule, "r.yaml");
    if (loaded.rules == nullptr) qFatal("%s", loaded.findings.front().message.c_str());
    m_rules = loaded.rules;
    m_engine = std::make_unique<RuleEngine>(m_rules);
    m_engine->start(second(0));
}

void HeadBench::sample(const std::string& host, std::int64_t s, double value, const std::string& metric) {
    const Labels labels({{"__name__", metric}, {"host", host}});
    m_head.append(*m_catalog.findOrAdd(labels, {}), second(s), value);
}

void HeadBench::minutes(const std::string& host, std::string_view values) {
    std::istringstream in{std::string(values)};
    std::int64_t minute = 1;
    for (std::string word; in >> word;) {
        const std::size_t times = word.find('x');
        const int count = times == std::string::npos ? 1 : std::atoi(word.c_str() + times + 1);
        for (int i = 0; i < count; ++i, ++minute)
            if (word[0] != '_') sample(host, minute * 60 - 1, std::strtod(word.c_str(), nullptr));
    }
}

RuleEngine::SampleSink HeadBench::sink() {
    return [this](const Labels& labels, Timestamp ts, double value) {
        m_head.append(*m_catalog.findOrAdd(labels, {}), ts, value);
    };
}

void HeadBench::advance(std::int64_t s) {
    m_engine->advance(second(s), m_head, sink(), transitions);
}

void HeadBench::finish(std::int64_t s) {
    m_engine->finish(second(s), m_head, sink(), transitions);
}

void HeadBench::advanceMinutes(std::int64_t last) {
    for (std::int64_t m = 1; m <= last; ++m)
        advance(m * 60);
}

void HeadBench::restart() {
    const std::string state = m_engine->saveState();
    m_engine = std::make_unique<RuleEngine>(m_rules);
    const Status restored = m_engine->restoreState(state);
    if (!restored) qFatal("%s", restored.error().detail.c_str());
    if (m_engine->lastTick() == kNoTime) m_engine->start(second(0));
}

std::string HeadBench::timeline(const std::vector<std::string>& labels) const {
    std::string out;
    for (const AlertTransition& t : transitions) {
        if (!out.empty()) out += ' ';
        for (std::size_t i = 0; i < labels.size(); ++i)
            out += (i > 0 ? "/" : "") + std::string(t.alert.labels.get(labels[i]));
        out += (labels.empty() ? "" : ":") + std::string(toString(t.alert.state)) + '@' +
               std::to_string((toNs(t.tick) - kBenchStart) / kNsPerSecond);
    }
    return out;
}

} // namespace eventflow::rules::test
