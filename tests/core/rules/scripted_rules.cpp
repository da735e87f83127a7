#include "scripted_rules.h"

#include <QtGlobal>

#include <cstdlib>
#include <sstream>

namespace eventflow::rules::test {

ScriptedLoad& ScriptedLoad::host(const std::string& name, std::string_view values) {
    std::istringstream in{std::string(values)};
    for (std::string word; in >> word;) {
        const std::size_t times = word.find('x');
        const int count = times == std::string::npos ? 1 : std::atoi(word.c_str() + times + 1);
        Value value;
        if (word[0] == '_' || word[0] == 'E')
            value.kind = word[0];
        else
            value = {'v', std::strtod(word.substr(0, times).c_str(), nullptr)};
        m_hosts[name].insert(m_hosts[name].end(), static_cast<std::size_t>(count), value);
    }
    return *this;
}

EvaluateRule ScriptedLoad::evaluation() const {
    return [hosts = m_hosts](const Rule&, RulePart part, const SeriesSource&,
                             Timestamp at) -> Result<promql::InstantVector> {
        const auto m = static_cast<std::size_t>(toNs(at) / 60'000'000'000);
        promql::InstantVector out;
        for (const auto& [host, values] : hosts) {
            const Value value = m < values.size() ? values[m] : Value{};
            if (value.kind == 'E') return Error{ErrorCode::LimitExceeded, "scripted failure"};
            if (value.kind == '_') continue;
            if (part == RulePart::Expression && !(value.value > 90)) continue;
            if (part == RulePart::ResolveWhen && !(value.value < 80)) continue;
            out.push_back({Labels({{"__name__", "load"}, {"host", host}}), value.value});
        }
        return out;
    };
}

std::shared_ptr<RuleSet> oneRule(const std::string& yamlOfRule, const std::string& yamlOfGroup) {
    const std::string yaml = "groups:\n- name: g\n  interval: 1m\n" + yamlOfGroup +
                             "  rules:\n  - alert: Busy\n    expr: load > 90\n" + yamlOfRule;
    LoadResult loaded = loadRuleText(yaml, "r.yaml");
    if (loaded.rules == nullptr) qFatal("%s", loaded.findings.front().message.c_str());
    return std::make_shared<RuleSet>(*loaded.rules);
}

std::string timeline(const std::vector<AlertTransition>& transitions, bool withHost) {
    std::string out;
    for (const AlertTransition& t : transitions) {
        if (!out.empty()) out += ' ';
        if (withHost) out += std::string(t.alert.labels.get("host")) + ':';
        out += std::string(toString(t.alert.state)) + '@' + std::to_string(toNs(t.tick) / 60'000'000'000);
    }
    return out;
}

std::vector<AlertTransition> run(RuleEngine& engine, std::int64_t firstMinute, std::int64_t lastMinute,
                                 const RuleEngine::SampleSink& sink) {
    std::vector<AlertTransition> out;
    const NoSeries source;
    for (std::int64_t m = firstMinute; m <= lastMinute; ++m)
        engine.advance(minute(m), source, sink, out);
    return out;
}

} // namespace eventflow::rules::test
