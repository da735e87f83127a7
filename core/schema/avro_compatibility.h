#pragma once

#include "core/codec/avro/schema.h"
#include "core/schema/compatibility.h"

namespace eventflow::schema {

/// Can data written with `writer` be read as `reader`, whatever it holds? By the rules of schema resolution
/// that the decoder follows: where this finds nothing, no valid data of the writer's fails. Findings, with
/// the names that Avro's own checker has: TYPE_MISMATCH, NAME_MISMATCH, MISSING_UNION_BRANCH,
/// MISSING_ENUM_SYMBOLS, FIXED_SIZE_MISMATCH, READER_FIELD_MISSING_DEFAULT_VALUE; and DECIMAL_MISMATCH, which
/// the specification forbids and Avro's checker lets pass. Warnings: LOGICAL_TYPE_MISMATCH. Cost: linear in
/// the pairs of types that meet.
SchemaCheck canRead(const codec::avro::Schema& reader, const codec::avro::Schema& writer);

} // namespace eventflow::schema
