#include "core/cel/compare.h"
#include "core/cel/map.h"
#include "core/cel/plan.h"

#include <utility>

namespace eventflow::cel {

namespace {

/// && (decided by false) and || (decided by true): an operand that decides wins over errors of the others.
template <bool decisive>
class Logical final : public PlanNode {
public:
    Logical(std::uint32_t offset, std::vector<PlanPtr> operands)
        : PlanNode(offset), m_operands(std::move(operands)) {}

    Value evaluate(Evaluation& ev) const override {
        Value error;
        for (const PlanPtr& operand : m_operands) {
            const Value value = operand->evaluate(ev);
            if (value.is(Kind::Bool)) {
                if (value.asBool() == decisive) return value;
            } else if (error = firstError(ev, error, value); ev.heap.exhausted()) {
                return ev.outOfBudget();
            }
        }
        return error.isError() ? error : Value::boolean(!decisive);
    }

private:
    [[nodiscard]] Value firstError(Evaluation& ev, const Value& error, const Value& value) const {
        if (error.isError()) return error;
        if (value.isError()) return value;
        return fault(ev, FaultReason::NoSuchOverload,
                     std::string(decisive ? "|| " : "&& ") + "needs bool, not " +
                         describeKinds(setOf(value.kind())));
    }

    const std::vector<PlanPtr> m_operands;
};

class Not final : public PlanNode {
public:
    Not(std::uint32_t offset, PlanPtr operand) : PlanNode(offset), m_operand(std::move(operand)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value value = m_operand->evaluate(ev);
        if (value.is(Kind::Bool)) return Value::boolean(!value.asBool());
        if (value.isError()) return value;
        return fault(ev, FaultReason::NoSuchOverload,
                     "! needs bool, not " + describeKinds(setOf(value.kind())));
    }

private:
    const PlanPtr m_operand;
};

class Conditional final : public PlanNode {
public:
    Conditional(std::uint32_t offset, PlanPtr condition, PlanPtr whenTrue, PlanPtr whenFalse)
        : PlanNode(offset),
          m_condition(std::move(condition)),
          m_whenTrue(std::move(whenTrue)),
          m_whenFalse(std::move(whenFalse)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value condition = m_condition->evaluate(ev);
        if (condition.isTrue()) return m_whenTrue->evaluate(ev);
        if (condition.isFalse()) return m_whenFalse->evaluate(ev);
        if (condition.isError()) return condition;
        return fault(ev, FaultReason::NoSuchOverload,
                     "?: needs bool, not " + describeKinds(setOf(condition.kind())));
    }

private:
    const PlanPtr m_condition;
    const PlanPtr m_whenTrue;
    const PlanPtr m_whenFalse;
};

class Equal final : public PlanNode {
public:
    Equal(std::uint32_t offset, bool negated, PlanPtr left, PlanPtr right)
        : PlanNode(offset), m_negated(negated), m_left(std::move(left)), m_right(std::move(right)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value left = m_left->evaluate(ev);
        if (left.isError()) return left;
        const Value right = m_right->evaluate(ev);
        if (right.isError()) return right;
        markPlace(ev);
        const bool equal = equalValues(left, right, ev.heap);
        return ev.heap.exhausted() ? ev.outOfBudget() : Value::boolean(equal != m_negated);
    }

private:
    const bool m_negated;
    const PlanPtr m_left;
    const PlanPtr m_right;
};

/// `x == "text"`, the most frequent condition of all.
class EqualText final : public PlanNode {
public:
    EqualText(std::uint32_t offset, bool negated, PlanPtr operand, std::string_view text)
        : PlanNode(offset), m_negated(negated), m_operand(std::move(operand)), m_text(text) {}
    Value evaluate(Evaluation& ev) const override {
        const Value value = m_operand->evaluate(ev);
        if (value.is(Kind::String)) return Value::boolean((value.text() == m_text) != m_negated);
        return value.isError() ? value : Value::boolean(m_negated);
    }

private:
    const bool m_negated;
    const PlanPtr m_operand;
    const std::string_view m_text; ///< of the program's constants
};

template <Operator op>
bool holds(std::partial_ordering order) {
    if constexpr (op == Operator::Less)
        return order < 0;
    else if constexpr (op == Operator::LessEqual)
        return order <= 0;
    else if constexpr (op == Operator::Greater)
        return order > 0;
    else
        return order >= 0;
}

template <Operator op>
class Order final : public PlanNode {
public:
    Order(std::uint32_t offset, PlanPtr left, PlanPtr right)
        : PlanNode(offset), m_left(std::move(left)), m_right(std::move(right)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value left = m_left->evaluate(ev);
        if (left.isError()) return left;
        const Value right = m_right->evaluate(ev);
        if (right.isError()) return right;
        if (!isOrdered(left.kind(), right.kind())) return unordered(ev, left, right);
        if (left.isIn(setOf(Kind::String, Kind::Bytes)) && !ev.heap.spendOnText(left.text().size()))
            return ev.outOfBudget();
        return Value::boolean(holds<op>(compareOrdered(left, right)));
    }

private:
    [[nodiscard]] Value unordered(Evaluation& ev, const Value& left, const Value& right) const {
        return fault(ev, FaultReason::NoSuchOverload,
                     std::string(toString(op)) + " does not compare " + describeKinds(setOf(left.kind())) +
                         " with " + describeKinds(setOf(right.kind())));
    }

    const PlanPtr m_left;
    const PlanPtr m_right;
};

/// `x > 90.0`: beside a double every number is compared as one.
template <Operator op>
class OrderReal final : public PlanNode {
public:
    OrderReal(std::uint32_t offset, PlanPtr operand, double bound)
        : PlanNode(offset), m_operand(std::move(operand)), m_bound(bound) {}
    Value evaluate(Evaluation& ev) const override {
        const Value value = m_operand->evaluate(ev);
        if (value.is(Kind::Double)) return Value::boolean(compare(value.asDouble()));
        if (value.isError()) return value;
        if (value.isIn(kNumbers))
            return Value::boolean(holds<op>(compareNumbers(value, Value::real(m_bound))));
        return fault(ev, FaultReason::NoSuchOverload,
                     std::string(toString(op)) + " does not compare " + describeKinds(setOf(value.kind())) +
                         " with double");
    }

private:
    [[nodiscard]] bool compare(double value) const {
        if constexpr (op == Operator::Less)
            return value < m_bound;
        else if constexpr (op == Operator::LessEqual)
            return value <= m_bound;
        else if constexpr (op == Operator::Greater)
            return value > m_bound;
        else
            return value >= m_bound;
    }

    const PlanPtr m_operand;
    const double m_bound;
};

class In final : public PlanNode {
public:
    In(std::uint32_t offset, PlanPtr element, PlanPtr container)
        : PlanNode(offset), m_element(std::move(element)), m_container(std::move(container)) {}
    Value evaluate(Evaluation& ev) const override {
        const Value element = m_element->evaluate(ev);
        if (element.isError()) return element;
        const Value container = m_container->evaluate(ev);
        if (container.isError()) return container;
        if (container.is(Kind::Map)) return Value::boolean(findKey(container.map(), element) != nullptr);
        if (container.is(Kind::List)) return inList(ev, element, container.items());
        return fault(ev, FaultReason::NoSuchOverload,
                     "in needs a list or map, not " + describeKinds(setOf(container.kind())));
    }

private:
    [[nodiscard]] Value inList(Evaluation& ev, const Value& element, std::span<const Value> items) const {
        markPlace(ev);
        if (!ev.heap.spend(items.size())) return ev.outOfBudget();
        bool found = false;
        for (std::size_t i = 0; i < items.size() && !found && !ev.heap.exhausted(); ++i)
            found = equalValues(element, items[i], ev.heap);
        return ev.heap.exhausted() ? ev.outOfBudget() : Value::boolean(found);
    }

    const PlanPtr m_element;
    const PlanPtr m_container;
};

template <Operator op>
PlanPtr orderNode(std::uint32_t offset, PlanPtr left, PlanPtr right) {
    if (const Value* bound = right->constant(); bound != nullptr && bound->is(Kind::Double))
        return std::make_unique<OrderReal<op>>(offset, std::move(left), bound->asDouble());
    return std::make_unique<Order<op>>(offset, std::move(left), std::move(right));
}

} // namespace

PlanPtr makeLogical(std::uint32_t offset, Operator op, std::vector<PlanPtr> operands) {
    if (op == Operator::Or) return std::make_unique<Logical<true>>(offset, std::move(operands));
    return std::make_unique<Logical<false>>(offset, std::move(operands));
}

PlanPtr makeNot(std::uint32_t offset, PlanPtr operand) {
    return std::make_unique<Not>(offset, std::move(operand));
}

PlanPtr makeConditional(std::uint32_t offset, PlanPtr condition, PlanPtr whenTrue, PlanPtr whenFalse) {
    return std::make_unique<Conditional>(offset, std::move(condition), std::move(whenTrue),
                                         std::move(whenFalse));
}

PlanPtr makeEqual(std::uint32_t offset, bool negated, PlanPtr left, PlanPtr right) {
    if (left->constant() != nullptr) std::swap(left, right);
    if (const Value* constant = right->constant(); constant != nullptr && constant->is(Kind::String))
        return std::make_unique<EqualText>(offset, negated, std::move(left), constant->text());
    return std::make_unique<Equal>(offset, negated, std::move(left), std::move(right));
}

PlanPtr makeOrder(std::uint32_t offset, Operator op, PlanPtr left, PlanPtr right) {
    switch (op) {
    case Operator::Less:
        return orderNode<Operator::Less>(offset, std::move(left), std::move(right));
    case Operator::LessEqual:
        return orderNode<Operator::LessEqual>(offset, std::move(left), std::move(right));
    case Operator::Greater:
        return orderNode<Operator::Greater>(offset, std::move(left), std::move(right));
    default:
        return orderNode<Operator::GreaterEqual>(offset, std::move(left), std::move(right));
    }
}

PlanPtr makeIn(std::uint32_t offset, PlanPtr element, PlanPtr container) {
    return std::make_unique<In>(offset, std::move(element), std::move(container));
}

} // namespace eventflow::cel
