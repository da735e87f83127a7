#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/browse/text_search.h"
#include "core/cel/event_environment.h"
#include "core/cel/program.h"
#include "core/codec/body_json.h"
#include "core/model/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::browse {

/// Which records of a range are wanted. All that is given must hold.
struct FilterRequest {
    std::string expression;         ///< CEL over eventFields(); empty: none
    std::optional<TextQuery> text;  ///< bytes in key, value or headers
    std::optional<std::string> key; ///< exactly this key
    /// Where schemas come from that payloads name; null: nowhere, and `payload` of such records is not known.
    std::shared_ptr<codec::SchemaLookup> schemas{};
};

/// A compiled FilterRequest. Thread: confined; copies of one request for each worker.
class RecordFilter {
public:
    /// Errors are those of the expression: `line:column: message` and a caret.
    static Result<std::unique_ptr<RecordFilter>> compile(const FilterRequest& request);

    enum class Verdict : std::uint8_t { No, Yes, Failed };
    /// Cheap tests first. Needs no padding behind the value.
    [[nodiscard]] Verdict test(const Record& record);
    /// Why the last Failed was.
    [[nodiscard]] std::string error() const;
    /// How often the expression was evaluated: a second time for a record only if its bytes can be read in
    /// another way.
    [[nodiscard]] std::uint64_t evaluations() const { return m_evaluations; }
    /// Every record passes.
    [[nodiscard]] bool trivial() const { return !m_program && !m_text && !m_key; }

private:
    explicit RecordFilter(std::shared_ptr<codec::SchemaLookup> schemas) : m_bodies(std::move(schemas)) {}
    [[nodiscard]] cel::Verdict evaluate(const Record& record);
    [[nodiscard]] cel::Verdict evaluatePayload(Record record);

    std::optional<std::string> m_key;
    std::optional<TextSearch> m_text;
    std::shared_ptr<const cel::Program> m_program;
    bool m_readsPayload = false;
    std::uint64_t m_evaluations = 0;
    cel::Evaluator m_evaluator;
    cel::EventFields m_fields;
    codec::BodyJson m_bodies;
    std::string m_padded; ///< the value, with room behind it for the JSON decoder
};

} // namespace eventflow::browse
