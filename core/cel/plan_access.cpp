#include "core/cel/map.h"
#include "core/cel/plan.h"

#include <cmath>
#include <utility>

namespace eventflow::cel {

namespace {

class Constant final : public PlanNode {
public:
    Constant(std::uint32_t offset, Value value) : PlanNode(offset), m_value(value) {}
    Value evaluate(Evaluation&) const override { return m_value; }
    const Value* constant() const override { return &m_value; }

private:
    const Value m_value;
};

class Local final : public PlanNode {
public:
    Local(std::uint32_t offset, std::uint32_t number) : PlanNode(offset), m_number(number) {}
    Value evaluate(Evaluation& ev) const override { return ev.locals[m_number]; }

private:
    const std::uint32_t m_number;
};

class Unknown final : public PlanNode {
public:
    Unknown(std::uint32_t offset, std::string message)
        : PlanNode(offset), m_message(std::move(message)), m_fault{FaultReason::Unknown, offset, m_message} {}
    Value evaluate(Evaluation&) const override { return Value::error(&m_fault); }

private:
    const std::string m_message;
    const Fault m_fault;
};

/// What reading a field gives when it is not there is made once: filters meet records without it all the
/// time.
class FieldNode : public PlanNode {
public:
    FieldNode(std::uint32_t offset, FieldAccess access)
        : PlanNode(offset),
          m_access(std::move(access)),
          m_message("there is no " + m_access.text),
          m_missing{FaultReason::NoSuchField, offset, m_message} {}

protected:
    [[nodiscard]] Value read(Evaluation& ev) const {
        return ev.fields.read(m_access.slot, m_access.path, ev.heap);
    }
    [[nodiscard]] Value missing(Evaluation& ev) const {
        return ev.heap.exhausted() ? ev.outOfBudget() : Value::error(&m_missing);
    }
    /// Whether all but the last step of the path was there.
    [[nodiscard]] bool hasParent(const Value& absent) const {
        return absent.containers() == m_access.path.size();
    }

private:
    const FieldAccess m_access;
    const std::string m_message;
    const Fault m_missing;
};

class Field final : public FieldNode {
public:
    using FieldNode::FieldNode;
    Value evaluate(Evaluation& ev) const override {
        const Value value = read(ev);
        return value.is(Kind::Absent) ? missing(ev) : value;
    }
};

class FieldPresence final : public FieldNode {
public:
    using FieldNode::FieldNode;
    Value evaluate(Evaluation& ev) const override {
        const Value value = read(ev);
        if (!value.is(Kind::Absent)) return Value::boolean(true);
        return hasParent(value) && !ev.heap.exhausted() ? Value::boolean(false) : missing(ev);
    }
};

class OptionalField final : public FieldNode {
public:
    using FieldNode::FieldNode;
    Value evaluate(Evaluation& ev) const override {
        const Value value = read(ev);
        if (!value.is(Kind::Absent)) return ev.heap.optionalOf(value);
        return hasParent(value) && !ev.heap.exhausted() ? Value::optional(nullptr) : missing(ev);
    }
};

/// The element of a list or map; nullptr with the reason when there is none.
const Value* findElement(const Value& container, const Value& key, FaultReason& reason) {
    reason = FaultReason::NoSuchOverload;
    if (container.is(Kind::Map)) {
        if (!key.isIn(kMapKeys | setOf(Kind::Double))) return nullptr;
        reason = FaultReason::NoSuchField;
        return findKey(container.map(), key);
    }
    if (!container.is(Kind::List) || !key.isIn(kNumbers)) return nullptr;
    reason = FaultReason::OutOfRange;
    const std::span<const Value> items = container.items();
    std::uint64_t index = 0;
    if (key.is(Kind::Double)) {
        const double d = key.asDouble();
        if (!(d >= 0 && d < 0x1p32) || d != std::floor(d)) return nullptr;
        index = static_cast<std::uint64_t>(d);
    } else {
        index = key.asUint(); // a negative int is far beyond every list
    }
    return index < items.size() ? &items[index] : nullptr;
}

std::string describeKey(const Value& key) {
    constexpr std::size_t kShown = 64;
    if (key.is(Kind::String)) return '"' + std::string(key.text().substr(0, kShown)) + '"';
    if (key.is(Kind::Int)) return std::to_string(key.asInt());
    if (key.is(Kind::Uint)) return std::to_string(key.asUint()) + 'u';
    return describeKinds(setOf(key.kind()));
}

/// Nodes that look something up in a list or map.
class LookUp : public PlanNode {
public:
    LookUp(std::uint32_t offset, PlanPtr operand, PlanPtr key)
        : PlanNode(offset), m_operand(std::move(operand)), m_key(std::move(key)) {}

protected:
    /// Both operands; false when one is an error, which is then in `container`.
    bool operands(Evaluation& ev, Value& container, Value& key) const {
        container = m_operand->evaluate(ev);
        if (container.isError()) return false;
        key = m_key->evaluate(ev);
        if (key.isError()) container = key;
        return !key.isError();
    }

    Value notFound(Evaluation& ev, const Value& container, const Value& key, FaultReason reason) const {
        if (reason == FaultReason::NoSuchField)
            return fault(ev, reason, "the map has no key " + describeKey(key));
        if (reason == FaultReason::OutOfRange)
            return fault(ev, reason,
                         "the list has " + std::to_string(container.items().size()) + " elements, none at " +
                             describeKey(key));
        return fault(ev, reason,
                     describeKinds(setOf(container.kind())) + " has no element " + describeKey(key));
    }

    /// As `a.?b`: an optional, and the operand may be one.
    Value optionalElement(Evaluation& ev, Value container, const Value& key) const {
        if (container.is(Kind::Optional)) {
            if (container.content() == nullptr) return container;
            container = *container.content();
        }
        FaultReason reason{};
        const Value* found = findElement(container, key, reason);
        if (found == nullptr && reason == FaultReason::NoSuchOverload)
            return notFound(ev, container, key, reason);
        return Value::optional(found);
    }

private:
    const PlanPtr m_operand;
    const PlanPtr m_key;
};

class Index final : public LookUp {
public:
    using LookUp::LookUp;
    Value evaluate(Evaluation& ev) const override {
        Value container;
        Value key;
        if (!operands(ev, container, key)) return container;
        if (container.is(Kind::Optional)) return optionalElement(ev, container, key);
        FaultReason reason{};
        const Value* found = findElement(container, key, reason);
        return found != nullptr ? *found : notFound(ev, container, key, reason);
    }
};

class OptionalIndex final : public LookUp {
public:
    using LookUp::LookUp;
    Value evaluate(Evaluation& ev) const override {
        Value container;
        Value key;
        if (!operands(ev, container, key)) return container;
        return optionalElement(ev, container, key);
    }
};

class Presence final : public LookUp {
public:
    using LookUp::LookUp;
    Value evaluate(Evaluation& ev) const override {
        Value container;
        Value key;
        if (!operands(ev, container, key)) return container;
        const Value element = optionalElement(ev, container, key);
        return element.is(Kind::Optional) ? Value::boolean(element.content() != nullptr) : element;
    }
};

} // namespace

PlanPtr makeConstant(std::uint32_t offset, Value value) {
    return std::make_unique<Constant>(offset, value);
}
PlanPtr makeLocal(std::uint32_t offset, std::uint32_t number) {
    return std::make_unique<Local>(offset, number);
}
PlanPtr makeField(std::uint32_t offset, FieldAccess access) {
    return std::make_unique<Field>(offset, std::move(access));
}
PlanPtr makeFieldPresence(std::uint32_t offset, FieldAccess access) {
    return std::make_unique<FieldPresence>(offset, std::move(access));
}
PlanPtr makeOptionalField(std::uint32_t offset, FieldAccess access) {
    return std::make_unique<OptionalField>(offset, std::move(access));
}
PlanPtr makeUnknown(std::uint32_t offset, std::string message) {
    return std::make_unique<Unknown>(offset, std::move(message));
}
PlanPtr makeIndex(std::uint32_t offset, PlanPtr operand, PlanPtr key) {
    return std::make_unique<Index>(offset, std::move(operand), std::move(key));
}
PlanPtr makeOptionalIndex(std::uint32_t offset, PlanPtr operand, PlanPtr key) {
    return std::make_unique<OptionalIndex>(offset, std::move(operand), std::move(key));
}
PlanPtr makePresence(std::uint32_t offset, PlanPtr operand, PlanPtr key) {
    return std::make_unique<Presence>(offset, std::move(operand), std::move(key));
}

} // namespace eventflow::cel
