#pragma once

#include "core/codec/avro/schema.h"

#include <simdjson.h>

#include <string_view>

namespace eventflow::codec::avro {

/// Gives the type the logical type of that name, with the attributes that its declaration has. False when the
/// type cannot carry it or an attribute is wrong: the specification has readers ignore it then.
bool applyLogicalType(std::string_view name, const simdjson::dom::object& attributes, SchemaType& type);

} // namespace eventflow::codec::avro
