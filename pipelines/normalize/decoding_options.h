#pragma once

#include "core/codec/schema_lookup.h"

#include <memory>

namespace eventflow::normalize {

/// How payloads that are not JSON are read.
struct DecodingOptions {
    /// Where schemas come from that payloads name; null: nowhere, such payloads become dead letters.
    std::shared_ptr<codec::SchemaLookup> schemas;
};

} // namespace eventflow::normalize
