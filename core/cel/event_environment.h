#pragma once

#include "core/cel/field_table.h"
#include "core/cel/program.h"
#include "core/model/event.h"
#include "core/model/record.h"

#include <cstddef>
#include <memory>
#include <string_view>

namespace simdjson::dom {
class element;
}

namespace eventflow::cel {

/// The names an expression about one record may use: what a filter of messages, a step of a sequence, a
/// validation or a mapping is compiled against. `topic`, `key`, `headers`, `payload` … come from the record,
/// `metric`, `value`, `tags` … from the event that was made of it. resources/docs/cel.md lists them.
const FieldTable& eventFields();

/// A condition on one record: compiled against eventFields(), its result a bool, its errors found as early as
/// can be.
Result<std::shared_ptr<const Program>> compileEventFilter(std::string_view text);

/// One record, and where there is one its event, as expressions read it. Reading allocates nothing but what
/// an expression asks for as a whole (`headers`, `tags`, parts of `payload`), and that in the evaluation's
/// heap. The JSON of the record is decoded when the first expression reads `payload`, once for all of them.
/// Thread: confined; one for each worker. Lifetime: record and event outlive the evaluations.
class EventFields final : public FieldSource {
public:
    /// Larger values have no `payload`.
    explicit EventFields(std::size_t maxJsonBytes = 16 * 1024 * 1024);
    ~EventFields() override;

    /// What is read from now on. `event`: nullptr where there is none, as before normalizing; its fields are
    /// absent then. kValuePadding readable bytes follow the record's value.
    void bind(const Record& record, const Event* event) { bind(record, event, nullptr); }
    /// With the record's value decoded already; the document outlives the evaluations.
    void bind(const Record& record, const Event* event, const simdjson::dom::element* json);

    Value read(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const override;

private:
    enum class Json { Unread, Decoded, None };
    struct Document;

    [[nodiscard]] Value readRecord(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const;
    [[nodiscard]] Value readEvent(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const;
    [[nodiscard]] Value payload(std::span<const PathStep> path, Heap& heap) const;

    const Record* m_record = nullptr;
    const Event* m_event = nullptr;
    // Reading is const for whoever evaluates; the document is a cache behind it.
    std::unique_ptr<Document> m_document;
    mutable Json m_state = Json::None;
};

} // namespace eventflow::cel
