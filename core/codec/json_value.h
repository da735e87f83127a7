#pragma once

#include "core/base/arena.h"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace eventflow::codec {

/// `a string`, `an object`: for messages.
const char* typeName(const simdjson::dom::element& value);

/// A string, or a number or boolean as its text: integers whole, doubles in their shortest exact form.
/// Nothing for null, arrays and objects. Points into the document or into `arena`.
std::optional<std::string_view> scalarText(const simdjson::dom::element& value, Arena& arena);

/// The member of an object, or nothing when it is absent or null. Of two members with one name the first.
std::optional<simdjson::dom::element> findMember(const simdjson::dom::object& object, std::string_view name);

} // namespace eventflow::codec
