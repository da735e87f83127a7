#pragma once

#include "core/base/result.h"
#include "pipelines/auth/token_provider.h"

#include <librdkafka/rdkafka.h>

#include <map>
#include <string>

struct addrinfo;

namespace eventflow::kafka {

/// getaddrinfo() of the address that `addresses` has for `node:service`, else of that itself. Without `node`
/// frees what an earlier call found, as librdkafka's resolve callback is to do. Thread: any.
int resolveAddress(const std::map<std::string, std::string>& addresses, const char* node, const char* service,
                   const addrinfo* hints, addrinfo** found);

/// Fetches a token and gives it to the client, or the reason why there is none: the client asks again in ten
/// seconds. Blocks. Thread: librdkafka's background thread. Gives that reason, too.
Status refreshToken(rd_kafka_t& client, auth::TokenProvider& tokens);

} // namespace eventflow::kafka
