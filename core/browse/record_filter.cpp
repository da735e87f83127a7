#include "core/browse/record_filter.h"

namespace eventflow::browse {

Result<std::unique_ptr<RecordFilter>> RecordFilter::compile(const FilterRequest& request) {
    std::unique_ptr<RecordFilter> filter(new RecordFilter);
    filter->m_key = request.key;
    if (request.text && !request.text->text.empty()) filter->m_text.emplace(*request.text);
    if (!request.expression.empty()) {
        auto program = cel::compileEventFilter(request.expression);
        if (!program) return program.error();
        filter->m_program = std::move(*program);
        // Only the JSON decoder looks behind the value's end.
        filter->m_readsPayload = request.expression.find("payload") != std::string::npos;
    }
    return filter;
}

RecordFilter::Verdict RecordFilter::test(const Record& record) {
    if (m_key && record.key != *m_key) return Verdict::No;
    if (m_text && !m_text->matches(record)) return Verdict::No;
    if (!m_program) return Verdict::Yes;
    Record padded = record;
    if (m_readsPayload && record.value) {
        m_padded.assign(*record.value);
        m_padded.append(kValuePadding, '\0');
        padded.value = std::string_view(m_padded).substr(0, record.value->size());
    }
    m_fields.bind(padded, nullptr);
    switch (m_evaluator.test(*m_program, m_fields)) {
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
