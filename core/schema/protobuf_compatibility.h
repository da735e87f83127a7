#pragma once

#include "core/codec/protobuf/message_pool.h"
#include "core/schema/compatibility.h"
#include "core/schema/schema_tree.h"

namespace eventflow::schema {

/// Can messages of the writer's file be read with the reader's, by the wire format? Messages and fields of
/// named types are paired by their name without the package, fields by number. Findings have the names that
/// schema registries give them: MESSAGE_REMOVED, FIELD_KIND_CHANGED, FIELD_SCALAR_KIND_CHANGED,
/// FIELD_NAMED_TYPE_CHANGED, FIELD_NUMERIC_LABEL_CHANGED, REQUIRED_FIELD_ADDED, REQUIRED_FIELD_REMOVED,
/// ONEOF_FIELD_REMOVED, MULTIPLE_FIELDS_MOVED_TO_ONEOF. Warnings: what is readable, but may lose or mean
/// something else. Paths: `/Order/lines`. Cost: linear in the pairs of messages that meet.
SchemaCheck canRead(const codec::protobuf::MessagePool& reader, const codec::protobuf::MessagePool& writer);

/// The messages of the first file; of several each is an alternative.
SchemaTree treeOf(const codec::protobuf::MessagePool& pool);

} // namespace eventflow::schema
