// Whatever compiles must evaluate within its budget, strictly and leniently, on a record with everything in
// it, and a value's text must be bounded. Where both ways give a value it is the same one.

#include "core/cel/event_environment.h"
#include "core/cel/program.h"
#include "core/cel/value_text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace eventflow;
using namespace eventflow::cel;

namespace {

constexpr EvaluationLimits kLimits{20'000, 256 * 1024};

class Sample {
public:
    Sample() {
        m_json.append(kValuePadding, '\0');
        record.stream = &m_stream;
        record.key = "user-1";
        record.value = std::string_view(m_json).substr(0, m_json.size() - kValuePadding);
        record.headers = m_headers;
        event.tsEvent = timestampFromNs(1'782'907'199'500'000'000);
        event.tenantId = "acme";
        event.sourceId = "web-1";
        event.tags = m_tags;
        event.body = BodyKind::Metric;
        event.metric = "cpu_load";
        event.value = 97.25;
        fields.bind(record, &event);
    }

    Record record;
    Event event;
    EventFields fields;

private:
    Stream m_stream{"ingest.raw.agent", 3, 0};
    std::string m_json =
        R"({"id": 7, "items": [{"sku": "a", "price": 12.5}, {"sku": "ü", "price": 8}], "on": true})";
    std::array<Header, 2> m_headers{Header{"trace", "\xFF\x01"}, Header{"empty", {}}};
    std::array<Tag, 2> m_tags{Tag{"env", "prod"}, Tag{"ip", "10.0.0.1"}};
};

struct Outcome {
    bool compiled = false;
    bool hasValue = false;
    std::string text;
};

Outcome run(std::string_view text, bool strict) {
    static const Sample sample;
    static Evaluator evaluator(kLimits);
    CompileOptions options;
    options.strict = strict;
    Outcome outcome;
    const auto program = Program::compile(text, eventFields(), options);
    if (!program) return outcome;
    outcome.compiled = true;
    const Value value = evaluator.evaluate(**program, sample.fields);
    outcome.hasValue = !value.isError();
    outcome.text = outcome.hasValue ? toText(value, 4096) : evaluator.error(**program).detail;
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Outcome strict = run(text, true);
    const Outcome lenient = run(text, false);
    if (strict.compiled && !lenient.compiled) std::abort();
    if (strict.hasValue && (!lenient.hasValue || strict.text != lenient.text)) std::abort();
    return 0;
}
