#include "core/cel/map.h"
#include "core/cel/plan.h"

#include <utility>

namespace eventflow::cel {

namespace {

/// Nodes that run over the elements of a list or the keys of a map.
class LoopNode : public PlanNode {
public:
    LoopNode(std::uint32_t offset, Loop loop) : PlanNode(offset), m_loop(std::move(loop)) {}

protected:
    /// The range; false when it is none: it is then an error.
    bool range(Evaluation& ev, Value& range) const {
        range = m_loop.range->evaluate(ev);
        if (range.isIn(setOf(Kind::List, Kind::Map))) return true;
        if (!range.isError())
            range =
                fault(ev, FaultReason::NoSuchOverload,
                      "this macro runs over a list or map, not over " + describeKinds(setOf(range.kind())));
        return false;
    }

    static std::size_t sizeOf(const Value& range) {
        return range.is(Kind::List) ? range.items().size() : range.map().size;
    }

    /// Sets the variables for one round and pays for it; false when the budget is spent.
    bool enter(Evaluation& ev, const Value& range, std::size_t i) const {
        markPlace(ev);
        if (!ev.heap.spend(m_loop.stepsPerRound)) return false;
        Value* locals = ev.locals + m_loop.first;
        if (range.is(Kind::List)) {
            if (m_loop.two) *locals++ = Value::integer(static_cast<std::int64_t>(i));
            *locals = range.items()[i];
        } else {
            *locals = range.map().entries[i].key;
            if (m_loop.two) locals[1] = range.map().entries[i].value;
        }
        return true;
    }

    /// What stands in the list when no result is written: the element, of two variables the second.
    [[nodiscard]] Value element(const Evaluation& ev) const {
        return ev.locals[m_loop.first + (m_loop.two ? 1 : 0)];
    }

    [[nodiscard]] Value notBool(Evaluation& ev, const Value& value) const {
        if (value.isError()) return value;
        return fault(ev, FaultReason::NoSuchOverload,
                     "the condition of this macro is " + describeKinds(setOf(value.kind())) +
                         ", it must be bool");
    }

private:
    const Loop m_loop;
};

/// all() and exists(): && and || over the rounds, errors absorbed in the same way.
template <bool decisive>
class AnyOrAll final : public LoopNode {
public:
    AnyOrAll(std::uint32_t offset, Loop loop, PlanPtr predicate)
        : LoopNode(offset, std::move(loop)), m_predicate(std::move(predicate)) {}
    Value evaluate(Evaluation& ev) const override {
        Value over;
        if (!range(ev, over)) return over;
        Value error;
        for (std::size_t i = 0, size = sizeOf(over); i < size; ++i) {
            if (!enter(ev, over, i)) return ev.outOfBudget();
            const Value value = m_predicate->evaluate(ev);
            if (value.is(Kind::Bool)) {
                if (value.asBool() == decisive) return value;
                continue;
            }
            if (!error.isError()) error = notBool(ev, value);
            if (ev.heap.exhausted()) return ev.outOfBudget();
        }
        return error.isError() ? error : Value::boolean(!decisive);
    }

private:
    const PlanPtr m_predicate;
};

class ExistsOne final : public LoopNode {
public:
    ExistsOne(std::uint32_t offset, Loop loop, PlanPtr predicate)
        : LoopNode(offset, std::move(loop)), m_predicate(std::move(predicate)) {}
    Value evaluate(Evaluation& ev) const override {
        Value over;
        if (!range(ev, over)) return over;
        std::size_t count = 0;
        for (std::size_t i = 0, size = sizeOf(over); i < size; ++i) {
            if (!enter(ev, over, i)) return ev.outOfBudget();
            const Value value = m_predicate->evaluate(ev);
            if (!value.is(Kind::Bool)) return notBool(ev, value);
            if (value.asBool()) ++count;
        }
        return Value::boolean(count == 1);
    }

private:
    const PlanPtr m_predicate;
};

/// Macros that build something of the rounds that pass their filter.
class Transform : public LoopNode {
public:
    Transform(std::uint32_t offset, Loop loop, PlanPtr filter, PlanPtr result)
        : LoopNode(offset, std::move(loop)), m_filter(std::move(filter)), m_result(std::move(result)) {}

protected:
    enum class Round { Kept, Left, Failed };
    /// `value`: the result of the round, or the error.
    Round round(Evaluation& ev, const Value& over, std::size_t i, Value& value) const {
        if (!enter(ev, over, i)) {
            value = ev.outOfBudget();
            return Round::Failed;
        }
        if (m_filter != nullptr) {
            value = m_filter->evaluate(ev);
            if (value.isFalse()) return Round::Left;
            if (!value.isTrue()) {
                value = notBool(ev, value);
                return Round::Failed;
            }
        }
        value = m_result != nullptr ? m_result->evaluate(ev) : element(ev);
        return value.isError() ? Round::Failed : Round::Kept;
    }

private:
    const PlanPtr m_filter;
    const PlanPtr m_result;
};

class TransformList final : public Transform {
public:
    using Transform::Transform;
    Value evaluate(Evaluation& ev) const override {
        Value over;
        if (!range(ev, over)) return over;
        markPlace(ev);
        const std::size_t size = sizeOf(over);
        auto* items = ev.heap.allocate<Value>(size);
        if (items == nullptr) return ev.outOfBudget();
        std::size_t count = 0;
        for (std::size_t i = 0; i < size; ++i) {
            Value value;
            const Round result = round(ev, over, i, value);
            if (result == Round::Failed) return value;
            if (result == Round::Kept) items[count++] = value;
        }
        return Value::list({items, count});
    }
};

/// The keys stay, of a list the indices.
class TransformMap final : public Transform {
public:
    using Transform::Transform;
    Value evaluate(Evaluation& ev) const override {
        Value over;
        if (!range(ev, over)) return over;
        markPlace(ev);
        const std::size_t size = sizeOf(over);
        MapBuilder map(ev.heap, size);
        for (std::size_t i = 0; i < size; ++i) {
            Value value;
            const Round result = round(ev, over, i, value);
            if (result == Round::Failed) return value;
            const Value key =
                over.is(Kind::Map) ? over.map().entries[i].key : Value::integer(static_cast<std::int64_t>(i));
            if (result == Round::Kept && !map.insert(key, value)) break;
        }
        return map.finish();
    }
};

/// Every result is a map; the entries of all of them make one.
class TransformMapEntry final : public Transform {
public:
    using Transform::Transform;
    Value evaluate(Evaluation& ev) const override {
        Value over;
        if (!range(ev, over)) return over;
        std::vector<MapEntry> entries;
        for (std::size_t i = 0, size = sizeOf(over); i < size; ++i) {
            Value value;
            const Round result = round(ev, over, i, value);
            if (result == Round::Failed) return value;
            if (result == Round::Left) continue;
            if (!value.is(Kind::Map))
                return fault(ev, FaultReason::NoSuchOverload,
                             "the result of transformMapEntry() is a map, not " +
                                 describeKinds(setOf(value.kind())));
            if (!ev.heap.spend(value.map().size)) return ev.outOfBudget();
            entries.insert(entries.end(), value.map().items().begin(), value.map().items().end());
            if (entries.size() * sizeof(MapEntry) > ev.heap.bytesLeft())
                return ev.heap.exhaust(FaultReason::MemoryLimit);
        }
        markPlace(ev);
        MapBuilder map(ev.heap, entries.size());
        for (const MapEntry& entry : entries)
            if (!map.insert(entry.key, entry.value)) break;
        return map.finish();
    }
};

class Bindings final : public PlanNode {
public:
    Bindings(std::uint32_t offset, std::uint32_t first, std::vector<PlanPtr> bindings, PlanPtr body)
        : PlanNode(offset), m_first(first), m_bindings(std::move(bindings)), m_body(std::move(body)) {}
    Value evaluate(Evaluation& ev) const override {
        for (std::size_t i = 0; i < m_bindings.size(); ++i) {
            ev.locals[m_first + i] = m_bindings[i]->evaluate(ev);
            if (ev.heap.exhausted()) return ev.outOfBudget();
        }
        return m_body->evaluate(ev);
    }

private:
    const std::uint32_t m_first;
    const std::vector<PlanPtr> m_bindings;
    const PlanPtr m_body;
};

class OptionalMap final : public PlanNode {
public:
    OptionalMap(std::uint32_t offset, bool flat, PlanPtr operand, std::uint32_t local, PlanPtr body)
        : PlanNode(offset),
          m_flat(flat),
          m_operand(std::move(operand)),
          m_local(local),
          m_body(std::move(body)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value operand = m_operand->evaluate(ev);
        if (operand.isError()) return operand;
        if (!operand.is(Kind::Optional))
            return fault(ev, FaultReason::NoSuchOverload,
                         "this macro needs an optional, not " + describeKinds(setOf(operand.kind())));
        if (operand.content() == nullptr) return operand;
        ev.locals[m_local] = *operand.content();
        const Value result = m_body->evaluate(ev);
        if (result.isError()) return result;
        if (!m_flat) return ev.heap.optionalOf(result);
        if (result.is(Kind::Optional)) return result;
        return fault(ev, FaultReason::NoSuchOverload,
                     "the result of optFlatMap() is an optional, not " + describeKinds(setOf(result.kind())));
    }

private:
    const bool m_flat;
    const PlanPtr m_operand;
    const std::uint32_t m_local;
    const PlanPtr m_body;
};

class OptionalOr final : public PlanNode {
public:
    OptionalOr(std::uint32_t offset, bool unwrap, PlanPtr operand, PlanPtr otherwise)
        : PlanNode(offset),
          m_unwrap(unwrap),
          m_operand(std::move(operand)),
          m_otherwise(std::move(otherwise)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value operand = m_operand->evaluate(ev);
        if (operand.isError()) return operand;
        if (!operand.is(Kind::Optional)) return noOptional(ev, operand);
        if (operand.content() != nullptr) return m_unwrap ? *operand.content() : operand;
        const Value otherwise = m_otherwise->evaluate(ev);
        if (m_unwrap || otherwise.isIn(setOf(Kind::Error, Kind::Optional))) return otherwise;
        return noOptional(ev, otherwise);
    }

private:
    [[nodiscard]] Value noOptional(Evaluation& ev, const Value& value) const {
        return fault(ev, FaultReason::NoSuchOverload,
                     std::string(m_unwrap ? "orValue()" : "or()") + " needs an optional, not " +
                         describeKinds(setOf(value.kind())));
    }

    const bool m_unwrap;
    const PlanPtr m_operand;
    const PlanPtr m_otherwise;
};

} // namespace

PlanPtr makeQuantifier(std::uint32_t offset, Macro macro, Loop loop, PlanPtr predicate) {
    if (macro == Macro::All)
        return std::make_unique<AnyOrAll<false>>(offset, std::move(loop), std::move(predicate));
    if (macro == Macro::Exists)
        return std::make_unique<AnyOrAll<true>>(offset, std::move(loop), std::move(predicate));
    return std::make_unique<ExistsOne>(offset, std::move(loop), std::move(predicate));
}

PlanPtr makeTransform(std::uint32_t offset, Macro macro, Loop loop, PlanPtr filter, PlanPtr result) {
    if (macro == Macro::TransformList)
        return std::make_unique<TransformList>(offset, std::move(loop), std::move(filter), std::move(result));
    if (macro == Macro::TransformMap)
        return std::make_unique<TransformMap>(offset, std::move(loop), std::move(filter), std::move(result));
    return std::make_unique<TransformMapEntry>(offset, std::move(loop), std::move(filter), std::move(result));
}

PlanPtr makeBindings(std::uint32_t offset, std::uint32_t first, std::vector<PlanPtr> bindings, PlanPtr body) {
    return std::make_unique<Bindings>(offset, first, std::move(bindings), std::move(body));
}

PlanPtr makeOptionalMap(std::uint32_t offset, bool flat, PlanPtr operand, std::uint32_t local, PlanPtr body) {
    return std::make_unique<OptionalMap>(offset, flat, std::move(operand), local, std::move(body));
}

PlanPtr makeOptionalOr(std::uint32_t offset, bool unwrap, PlanPtr operand, PlanPtr otherwise) {
    return std::make_unique<OptionalOr>(offset, unwrap, std::move(operand), std::move(otherwise));
}

} // namespace eventflow::cel
