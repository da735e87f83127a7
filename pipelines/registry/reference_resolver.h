#pragma once

#include "core/base/result.h"
#include "core/codec/registered_schema.h"
#include "core/registry/registry_model.h"

#include <functional>
#include <vector>

namespace eventflow::registry {

/// Gets the schema at a place: from a registry, or in a test from a table.
using FetchReference = std::function<Result<SchemaDefinition>(const SchemaReference&)>;

/// Everything that a schema needs, directly or not, each once; what others need comes first. Errors: those of
/// `fetch`, with the path that led there; Corrupt, schemas refer to each other in a circle; LimitExceeded
/// beyond 256 references, 32 levels or 32 MiB of text.
Result<std::vector<codec::ReferencedSchema>> resolveReferences(const SchemaDefinition& schema,
                                                               const FetchReference& fetch);

} // namespace eventflow::registry
