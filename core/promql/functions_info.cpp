#include "core/promql/functions.h"

#include <algorithm>
#include <set>

namespace eventflow::promql {

namespace {

bool isIdentifying(std::string_view name) {
    return name == "instance" || name == "job";
}

/// The labels the second argument asks for: all when there is none.
const std::vector<LabelMatcher>* wantedLabels(const Call& call) {
    if (call.arguments.size() < 2) return nullptr;
    return &unwrapped(*call.arguments[1]).as<VectorSelector>()->matchers;
}

bool isWanted(const std::vector<LabelMatcher>* wanted, std::string_view name) {
    if (wanted == nullptr) return true;
    const auto isLabel = [](const LabelMatcher& m) { return m.name() != kMetricNameLabel; };
    if (std::ranges::none_of(*wanted, isLabel)) return true;
    return std::ranges::find(*wanted, name, &LabelMatcher::name) != wanted->end();
}

/// Adds the labels of the info series (by default target_info) with the same instance and job.
class InfoJoin {
public:
    InfoJoin(CallContext& context, const Elements& infos)
        : m_context(context),
          m_wanted(wantedLabels(context.call())),
          m_index(LabelProjection(LabelProjection::Mode::Keep, {"instance", "job"}), false),
          m_infos(infos) {
        for (const Element& info : m_infos) {
            const std::uint32_t number = m_index.findOrAdd(info.labels);
            if (number >= m_infosOf.size()) m_infosOf.resize(number + 1);
            m_infosOf[number].push_back(info.labels);
        }
    }

    /// False when the element is left out: it lacks a label that was asked for.
    Result<bool> join(Element& element) {
        const auto number = m_index.find(element.labels);
        Labels labels = *element.labels;
        std::set<std::string, std::less<>> metrics;
        if (number && (element.labels->has("instance") || element.labels->has("job")))
            for (const Labels* info : m_infosOf[*number]) {
                if (!metrics.insert(std::string(info->get(kMetricNameLabel))).second)
                    return m_context.fail(0, "several info series for " + element.labels->toString());
                addLabels(*element.labels, *info, labels);
            }
        if (m_wanted != nullptr)
            for (const LabelMatcher& matcher : *m_wanted)
                if (matcher.name() != kMetricNameLabel && !matcher.matches(labels)) return false;
        element.labels = m_context.pool().intern(std::move(labels));
        return true;
    }

private:
    void addLabels(const Labels& base, const Labels& info, Labels& out) const {
        for (const Label& label : info)
            if (label.name != kMetricNameLabel && !isIdentifying(label.name) && !base.has(label.name) &&
                isWanted(m_wanted, label.name))
                out.set(label.name, label.value);
    }

    CallContext& m_context;
    const std::vector<LabelMatcher>* m_wanted;
    LabelIndex m_index;
    const Elements& m_infos;
    std::vector<std::vector<const Labels*>> m_infosOf; ///< by number of instance and job
};

Result<EvalValue> info(CallContext& context, Arguments arguments) {
    const Elements infos = context.evaluator().selectInfo(context.node(), context.at());
    InfoJoin joiner(context, infos);
    Elements out;
    for (Element& element : arguments[0].vector()) {
        const auto joined = joiner.join(element);
        if (!joined) return joined.error();
        if (*joined) out.push_back(element);
    }
    return EvalValue(std::move(out));
}

} // namespace

void addInfoFunctions(std::vector<Function>& table) {
    table.push_back({"info",
                     {ValueType::InstantVector, ValueType::InstantVector},
                     ValueType::InstantVector,
                     1,
                     false,
                     info});
}

} // namespace eventflow::promql
