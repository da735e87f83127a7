#pragma once

#include "core/codec/registered_schema.h"
#include "core/config/connection.h"
#include "pipelines/auth/token_provider.h"
#include "pipelines/registry/registry_connection.h"

#include <memory>

namespace eventflow::app {

/// The registry of a connection; null when it has none. Connects when it is first asked. Errors: an address,
/// a certificate or a secret that can't be used.
Result<std::shared_ptr<registry::RegistryConnection>> openRegistry(const config::Connection& connection,
                                                                   const auth::Secrets& secrets);
/// That registry as decoders ask it, with a cache on disk ($XDG_CACHE_HOME/eventflow/schemas).
std::shared_ptr<codec::SchemaLookup> makeSchemaLookup(std::shared_ptr<registry::RegistryConnection> registry);
/// Both in one; null when the connection has no registry.
Result<std::shared_ptr<codec::SchemaLookup>> openSchemaLookup(const config::Connection& connection,
                                                              const auth::Secrets& secrets);

} // namespace eventflow::app
