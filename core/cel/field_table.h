#pragma once

#include "core/cel/heap.h"
#include "core/cel/value.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::cel {

/// One step into a composite field: `.env`, `["env"]` or `[0]`.
struct PathStep {
    std::string key;
    std::int64_t index = -1; ///< of a list; -1: the step is `key`

    [[nodiscard]] bool isKey() const { return index < 0; }
};

/// Where an expression's fields come from: one record. Implemented by the host.
class FieldSource {
public:
    FieldSource() = default;
    FieldSource(const FieldSource&) = delete;
    FieldSource& operator=(const FieldSource&) = delete;
    virtual ~FieldSource() = default;

    /// The field of that slot, or what `path` leads to in it; absent when there is none, saying how many
    /// lists and maps (the field itself included) the path went through. A path is only asked for as deep as
    /// the field's Shape allows. Text and composites live at least as long as the evaluation; what has to be
    /// built is built in `heap`, and absent is returned when that is exhausted.
    virtual Value read(std::uint32_t slot, std::span<const PathStep> path, Heap& heap) const = 0;
};

/// How deep a field can be read without building all of it.
enum class FieldShape : std::uint8_t {
    Whole,   ///< not at all
    FlatMap, ///< one key
    Tree,    ///< any path of keys and indices
};

/// The names an expression may use and the slots they stand for. Expressions are compiled against it once;
/// evaluation knows slots only. Thread: immutable after it was filled.
class FieldTable {
public:
    struct Field {
        std::string name; ///< may have dots: `source.id`
        std::uint32_t slot = 0;
        KindSet kinds = kAnyKind;
        FieldShape shape = FieldShape::Whole;
        KindSet memberKinds = kAnyKind; ///< FlatMap: of its values
    };

    /// Gives the slot: 0, 1, 2 … in the order of the calls. Each name once.
    std::uint32_t add(std::string name, KindSet kinds = kAnyKind, FieldShape shape = FieldShape::Whole,
                      KindSet memberKinds = kAnyKind);
    /// nullptr when there is none.
    [[nodiscard]] const Field* find(std::string_view name) const;
    [[nodiscard]] const std::vector<Field>& fields() const { return m_fields; }

private:
    std::vector<Field> m_fields;
};

} // namespace eventflow::cel
