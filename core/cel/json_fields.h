#pragma once

#include "core/cel/field_table.h"
#include "core/cel/heap.h"
#include "core/cel/value.h"

#include <simdjson.h>

#include <span>

namespace eventflow::cel {

/// What a path leads to in a decoded JSON document; absent when there is none, with the number of arrays and
/// objects the path went through. Only the part that is asked for is built. Integers stay integers: int, or
/// uint when they are larger. Of two members with one name the first counts. Text points into the document.
Value readJson(const simdjson::dom::element& root, std::span<const PathStep> path, Heap& heap);

} // namespace eventflow::cel
