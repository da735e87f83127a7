#pragma once

#include "core/base/arena.h"
#include "core/base/time.h"
#include "core/model/event.h"
#include "pipelines/normalize/field_index.h"
#include "pipelines/validate/rejection.h"

#include <string_view>
#include <vector>

namespace eventflow::normalize {

/// Reads JSON values as what a dialect needs. Every function says whether it could, and if not why, naming
/// the field. Views point into the decoder's document or into `arena`.
class FieldReader {
public:
    FieldReader(Arena& arena, Rejection& why) : m_arena(arena), m_why(why) {}

    bool text(std::string_view field, const simdjson::dom::element& value, std::string_view& out) const {
        return value.get_string().get(out) == simdjson::SUCCESS || wrongType(field, value, "a string");
    }
    /// A string, or a number or boolean as its text: integers whole, doubles in their shortest exact form.
    bool scalar(std::string_view field, const simdjson::dom::element& value, std::string_view& out) const;
    /// A number. The strings NaN, Inf, +Inf and -Inf are numbers too: JSON has no other way to write them.
    bool number(std::string_view field, const simdjson::dom::element& value, double& out) const;
    /// ISO 8601 text, or a number of seconds, milliseconds, microseconds or nanoseconds since the epoch.
    bool time(std::string_view field, const simdjson::dom::element& value, Timestamp& out) const;
    /// An object of scalars, appended in its order; members that are null are left out.
    bool tags(std::string_view field, const simdjson::dom::element& value, std::vector<Tag>& out) const;
    bool object(std::string_view field, const simdjson::dom::element& value,
                simdjson::dom::object& out) const {
        return value.get_object().get(out) == simdjson::SUCCESS || wrongType(field, value, "an object");
    }

    bool missing(std::string_view field) const;
    bool wrongType(std::string_view field, const simdjson::dom::element& value, const char* expected) const;

    [[nodiscard]] Rejection& why() const { return m_why; }

private:
    Arena& m_arena;
    Rejection& m_why;
};

} // namespace eventflow::normalize
