#include "core/cel/map.h"
#include "core/cel/plan.h"

#include <array>
#include <utility>

namespace eventflow::cel {

namespace {

/// Evaluates every argument; false when one is an error, which is then the first value.
bool evaluateAll(Evaluation& ev, const std::vector<PlanPtr>& nodes, Value* values) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        values[i] = nodes[i]->evaluate(ev);
        if (!values[i].isError()) continue;
        values[0] = values[i];
        return false;
    }
    return true;
}

class Call final : public PlanNode {
public:
    Call(std::uint32_t offset, std::string name, std::vector<const Overload*> overloads,
         std::vector<PlanPtr> args)
        : PlanNode(offset),
          m_name(std::move(name)),
          m_overloads(std::move(overloads)),
          m_args(std::move(args)) {}
    Value evaluate(Evaluation& ev) const override {
        std::array<Value, Overload::kMaxArity> values;
        if (!evaluateAll(ev, m_args, values.data())) return values[0];
        markPlace(ev);
        for (const Overload* overload : m_overloads)
            if (overload->accepts(values.data())) return overload->run(ev, values.data());
        return noOverload(ev, values.data());
    }

private:
    [[nodiscard]] Value noOverload(Evaluation& ev, const Value* values) const {
        std::string message = m_name + "() does not take (";
        for (std::size_t i = 0; i < m_args.size(); ++i) {
            if (i > 0) message += ", ";
            message += describeKinds(setOf(values[i].kind()));
        }
        return ev.fault(FaultReason::NoSuchOverload, message + ')');
    }

    const std::string m_name;
    const std::vector<const Overload*> m_overloads; ///< of this arity
    const std::vector<PlanPtr> m_args;
};

/// Nodes that ask something of a string that the rest of the call is known for.
class TextTest : public PlanNode {
public:
    TextTest(std::uint32_t offset, PlanPtr operand, const char* name)
        : PlanNode(offset), m_operand(std::move(operand)), m_name(name) {}

protected:
    [[nodiscard]] Value operand(Evaluation& ev) const { return m_operand->evaluate(ev); }
    [[nodiscard]] Value notText(Evaluation& ev, const Value& value) const {
        if (value.isError()) return value;
        return fault(ev, FaultReason::NoSuchOverload,
                     std::string(m_name) + "() does not take " + describeKinds(setOf(value.kind())));
    }

private:
    const PlanPtr m_operand;
    const char* const m_name;
};

class PatternMatch final : public TextTest {
public:
    PatternMatch(std::uint32_t offset, PlanPtr text, std::shared_ptr<const re2::RE2> pattern)
        : TextTest(offset, std::move(text), "matches"), m_pattern(std::move(pattern)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value value = operand(ev);
        if (!value.is(Kind::String)) return notText(ev, value);
        markPlace(ev);
        if (!ev.heap.spendOnPattern(value.text().size())) return ev.outOfBudget();
        return Value::boolean(matchesPattern(*m_pattern, value.text()));
    }

private:
    const std::shared_ptr<const re2::RE2> m_pattern;
};

class AffixTest final : public TextTest {
public:
    AffixTest(std::uint32_t offset, bool atEnd, PlanPtr text, std::string_view affix)
        : TextTest(offset, std::move(text), atEnd ? "endsWith" : "startsWith"),
          m_atEnd(atEnd),
          m_affix(affix) {}
    Value evaluate(Evaluation& ev) const override {
        const Value value = operand(ev);
        if (!value.is(Kind::String)) return notText(ev, value);
        return Value::boolean(m_atEnd ? value.text().ends_with(m_affix) : value.text().starts_with(m_affix));
    }

private:
    const bool m_atEnd;
    const std::string_view m_affix; ///< of the program's constants
};

class MakeList final : public PlanNode {
public:
    MakeList(std::uint32_t offset, std::vector<PlanPtr> elements, std::vector<bool> optional)
        : PlanNode(offset), m_elements(std::move(elements)), m_optional(std::move(optional)) {}
    Value evaluate(Evaluation& ev) const override {
        markPlace(ev);
        auto* items = ev.heap.allocate<Value>(m_elements.size());
        if (items == nullptr) return ev.outOfBudget();
        std::size_t count = 0;
        for (std::size_t i = 0; i < m_elements.size(); ++i) {
            const Value value = m_elements[i]->evaluate(ev);
            if (value.isError()) return value;
            if (!m_optional[i]) {
                items[count++] = value;
            } else if (!value.is(Kind::Optional)) {
                return fault(ev, FaultReason::NoSuchOverload,
                             "[?…] needs an optional, not " + describeKinds(setOf(value.kind())));
            } else if (value.content() != nullptr) {
                items[count++] = *value.content();
            }
        }
        return Value::list({items, count});
    }

private:
    const std::vector<PlanPtr> m_elements;
    const std::vector<bool> m_optional;
};

class MakeMap final : public PlanNode {
public:
    MakeMap(std::uint32_t offset, std::vector<PlanPtr> entries, std::vector<bool> optional)
        : PlanNode(offset), m_entries(std::move(entries)), m_optional(std::move(optional)) {}
    Value evaluate(Evaluation& ev) const override {
        markPlace(ev);
        MapBuilder map(ev.heap, m_optional.size());
        for (std::size_t i = 0; i < m_optional.size(); ++i) {
            const Value key = m_entries[2 * i]->evaluate(ev);
            if (key.isError()) return key;
            Value value = m_entries[2 * i + 1]->evaluate(ev);
            if (value.isError()) return value;
            if (m_optional[i]) {
                if (!value.is(Kind::Optional))
                    return fault(ev, FaultReason::NoSuchOverload,
                                 "{?…} needs an optional, not " + describeKinds(setOf(value.kind())));
                if (value.content() == nullptr) continue;
                value = *value.content();
            }
            markPlace(ev);
            if (!map.insert(key, value)) break;
        }
        return map.finish();
    }

private:
    const std::vector<PlanPtr> m_entries;
    const std::vector<bool> m_optional;
};

} // namespace

PlanPtr makeCall(std::uint32_t offset, std::string name, std::vector<const Overload*> overloads,
                 std::vector<PlanPtr> args) {
    return std::make_unique<Call>(offset, std::move(name), std::move(overloads), std::move(args));
}

PlanPtr makePatternMatch(std::uint32_t offset, PlanPtr text, std::shared_ptr<const re2::RE2> pattern) {
    return std::make_unique<PatternMatch>(offset, std::move(text), std::move(pattern));
}

PlanPtr makeAffixTest(std::uint32_t offset, bool atEnd, PlanPtr text, std::string_view affix) {
    return std::make_unique<AffixTest>(offset, atEnd, std::move(text), affix);
}

PlanPtr makeList(std::uint32_t offset, std::vector<PlanPtr> elements, std::vector<bool> optional) {
    return std::make_unique<MakeList>(offset, std::move(elements), std::move(optional));
}

PlanPtr makeMap(std::uint32_t offset, std::vector<PlanPtr> entries, std::vector<bool> optional) {
    return std::make_unique<MakeMap>(offset, std::move(entries), std::move(optional));
}

} // namespace eventflow::cel
