#include "core/browse/record_filter.h"

#include <algorithm>

namespace eventflow::browse {

Result<std::unique_ptr<RecordFilter>> RecordFilter::compile(const FilterRequest& request) {
    std::unique_ptr<RecordFilter> filter(new RecordFilter(request.schemas));
    filter->m_key = request.key;
    if (request.text && !request.text->text.empty()) filter->m_text.emplace(*request.text);
    if (!request.expression.empty()) {
        auto program = cel::compileEventFilter(request.expression);
        if (!program) return program.error();
        filter->m_program = std::move(*program);
        // Only what reads the payload needs it decoded, and room behind it.
        filter->m_readsPayload = request.expression.find("payload") != std::string::npos;
    }
    return filter;
}

cel::Verdict RecordFilter::evaluate(const Record& record) {
    ++m_evaluations;
    m_fields.bind(record, nullptr);
    return m_evaluator.test(*m_program, m_fields);
}

cel::Verdict RecordFilter::evaluatePayload(Record record) {
    m_padded.assign(*record.value);
    m_padded.append(kValuePadding, '\0');
    const std::string_view value = std::string_view(m_padded).substr(0, record.value->size());
    record.value = value;
    const std::size_t start = std::min(value.find_first_not_of(" \t\r\n"), value.size());
    const bool looksLikeJson = start < value.size() && (value[start] == '{' || value[start] == '[');
    if (looksLikeJson)
        if (const auto verdict = evaluate(record); verdict != cel::Verdict::Failed) return verdict;
    // Something binary, or no answer: bytes of Protobuf may begin like JSON, too.
    const std::string_view topic =
        record.stream ? std::string_view(record.stream->topic) : std::string_view();
    const auto text = m_bodies.decode({topic, codec::RecordPart::Value, record.headers}, value);
    if (text && m_bodies.detection().format != codec::PayloadFormat::Json)
        record.value = *text;
    else if (looksLikeJson)
        return cel::Verdict::Failed; // the same bytes would give the same
    return evaluate(record);
}

RecordFilter::Verdict RecordFilter::test(const Record& record) {
    if (m_key && record.key != *m_key) return Verdict::No;
    if (m_text && !m_text->matches(record)) return Verdict::No;
    if (!m_program) return Verdict::Yes;
    switch (m_readsPayload && record.value ? evaluatePayload(record) : evaluate(record)) {
    case cel::Verdict::Yes:
        return Verdict::Yes;
    case cel::Verdict::No:
        return Verdict::No;
    case cel::Verdict::Failed:
        break;
    }
    return Verdict::Failed;
}

std::string RecordFilter::error() const {
    return m_program ? m_evaluator.error(*m_program).detail : std::string();
}

} // namespace eventflow::browse
