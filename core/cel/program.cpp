#include "core/cel/program.h"

#include "core/base/located_error.h"

namespace eventflow::cel {

namespace {

/// What the constants of one expression may take: its text is bounded, what folds out of it too.
constexpr EvaluationLimits kConstantLimits{100'000, 1024 * 1024};

ErrorCode codeOf(FaultReason reason) {
    switch (reason) {
    case FaultReason::NoSuchField:
    case FaultReason::Unknown:
        return ErrorCode::NotFound;
    case FaultReason::StepLimit:
    case FaultReason::MemoryLimit:
        return ErrorCode::LimitExceeded;
    default:
        return ErrorCode::InvalidArgument;
    }
}

std::string messageOf(const Fault& fault) {
    if (fault.reason == FaultReason::StepLimit)
        return "the evaluation takes too long; look at fewer elements";
    if (fault.reason == FaultReason::MemoryLimit) return "the evaluation needs too much memory";
    return std::string(fault.detail);
}

} // namespace

Program::Program(std::string_view text) : m_text(text), m_constants(kConstantLimits) {}

Evaluator::Evaluator(const EvaluationLimits& limits) : m_heap(limits) {}

Value Evaluator::evaluate(const Program& program, const FieldSource& fields) {
    m_heap.reset();
    if (m_locals.size() < program.localCount()) m_locals.resize(program.localCount());
    Evaluation ev{m_heap, fields, m_locals.data(), m_zones, m_patterns};
    const Value value = program.root().evaluate(ev);
    if (!value.isError() && !m_heap.exhausted()) return value;
    const Value error = m_heap.exhausted() ? m_heap.exhaustedFault() : value;
    m_fault = error.fault();
    return error;
}

Verdict Evaluator::test(const Program& program, const FieldSource& fields) {
    const Value value = evaluate(program, fields);
    if (value.is(Kind::Bool)) return value.asBool() ? Verdict::Yes : Verdict::No;
    if (!value.isError()) m_fault = {FaultReason::NoSuchOverload, 0, "the expression gives no bool"};
    return Verdict::Failed;
}

Error Evaluator::error(const Program& program) const {
    return locatedError(codeOf(m_fault.reason), program.text(), m_fault.offset, messageOf(m_fault));
}

} // namespace eventflow::cel
