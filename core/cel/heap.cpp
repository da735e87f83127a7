#include "core/cel/heap.h"

#include <algorithm>

namespace eventflow::cel {

Heap::Heap(const EvaluationLimits& limits)
    : m_limits(limits), m_bytesLeft(limits.bytes), m_stepsLeft(limits.steps) {}

Value Heap::list(std::span<const Value> items) {
    auto* copy = allocate<Value>(items.size());
    if (copy == nullptr) return exhaustedFault();
    std::ranges::copy(items, copy);
    return Value::list({copy, items.size()});
}

Value Heap::optionalOf(const Value& content) {
    auto* copy = allocate<Value>(1);
    if (copy == nullptr) return exhaustedFault();
    *copy = content;
    return Value::optional(copy);
}

Value Heap::copyText(std::string_view text, bool asBytes) {
    auto* copy = allocate<char>(text.size());
    if (copy == nullptr) return exhaustedFault();
    std::ranges::copy(text, copy);
    const std::string_view kept(copy, text.size());
    return asBytes ? Value::bytes(kept) : Value::string(kept);
}

Value Heap::fault(FaultReason reason, std::string_view detail) {
    const Value text = string(detail);
    auto* fault = allocate<Fault>(1);
    if (text.isError() || fault == nullptr) return exhaustedFault();
    *fault = Fault{reason, m_place, text.text()};
    return Value::error(fault);
}

Value Heap::exhaust(FaultReason reason) {
    if (!m_exhausted) {
        m_exhausted = true;
        m_stepsLeft = 0;
        m_exhaustedFault = Fault{reason, m_place, {}};
    }
    return exhaustedFault();
}

} // namespace eventflow::cel
