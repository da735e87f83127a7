#pragma once

#include "core/base/arena.h"
#include "core/model/event.h"
#include "pipelines/normalize/field_index.h"
#include "pipelines/normalize/field_reader.h"
#include "pipelines/validate/rejection.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::normalize {

/// One record, decoded, and the memory a dialect may use for its event.
struct DialectInput {
    std::string_view json; ///< the text that was decoded, see BodyDecoder::json()
    simdjson::dom::object object;
    const FieldIndex& fields;
    std::vector<Tag>& tags;       ///< empty; the event's tags may be a span over it
    std::vector<Tag>& attributes; ///< likewise
    Arena& arena;
    Rejection& why;
};

/// One way of writing an event as a JSON object.
struct Dialect {
    std::string_view name;
    /// Recognised by top-level keys: at least one of each set that is not empty.
    std::array<KeySet, 2> markers{};
    /// And by this, where keys do not tell it; nullptr: by keys alone. On false `why` gets the reason.
    bool (*confirms)(const FieldIndex& fields, std::string& why) = nullptr;
    /// Fills the event from what is there; false with the reason in `input.why` when something is missing or
    /// wrong. Views in the event may point into the decoder's document: whoever keeps the event copies them.
    bool (*normalize)(const DialectInput& input, Event& event) = nullptr;
};

/// Every dialect, the most specific first: the first that recognises a record has it. What a record is never
/// depends on the records before it, so that any number of workers comes to the same result.
std::span<const Dialect> dialects();

/// nullptr when none recognises it.
const Dialect* recognise(const FieldIndex& fields);
/// For a record that none recognises: what each dialect looked for and did not find.
std::string explainUnknown(const FieldIndex& fields);

// One dialect, one file.
extern const Dialect kEnvelopeDialect;
extern const Dialect kPaymentDialect;
extern const Dialect kAgentDialect;

} // namespace eventflow::normalize
