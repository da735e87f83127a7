#pragma once

#include "core/codec/schema_lookup.h"
#include "core/config/connection.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/registry/registry_connection.h"

#include <chrono>
#include <memory>

namespace eventflow::app {

/// The registry of a connection; null when it has none. Connects when it is first asked. Errors: an address,
/// a certificate or a secret that can't be used. `timeout` is for each request.
Result<std::shared_ptr<registry::RegistryConnection>>
openRegistry(const config::Connection& connection, const auth::Secrets& secrets,
             std::chrono::milliseconds timeout = registry::RegistryOptions().requestTimeout);
/// The connection's schema files and its registry (null: none), which has a cache on disk
/// ($XDG_CACHE_HOME/eventflow/schemas). Null when there is neither.
std::shared_ptr<codec::SchemaLookup> makeSchemaLookup(const config::Connection& connection,
                                                      std::shared_ptr<registry::RegistryConnection> registry);
/// Both in one.
Result<std::shared_ptr<codec::SchemaLookup>> openSchemaLookup(const config::Connection& connection,
                                                              const auth::Secrets& secrets);

} // namespace eventflow::app
