#pragma once

#include "core/codec/protobuf/message_pool.h"

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace eventflow::schema {

/// The top-level messages of the pool's first file. Lifetime: the pool's.
std::vector<const google::protobuf::Descriptor*> messagesOf(const codec::protobuf::MessagePool& pool);

/// The full name without its package, as a path: `/Order/Line`.
std::string messagePath(const google::protobuf::Descriptor& message);

} // namespace eventflow::schema
