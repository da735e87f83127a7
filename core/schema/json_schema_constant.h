#pragma once

#include "core/codec/json_decoder.h"
#include "core/schema/json_schema_node.h"

namespace eventflow::schema {

/// A JSON value as a constant of a schema.
JsonConstant jsonConstant(const simdjson::dom::element& value);

} // namespace eventflow::schema
