#pragma once

#include "core/config/connection.h"

namespace eventflow::test {

/// Of a connection that allows writing.
inline config::WritePermit permitForTests() {
    config::Connection connection;
    connection.name = "test";
    connection.environment = config::Environment::Development;
    connection.readOnly = false;
    return *config::WritePermit::forConnection(connection);
}

} // namespace eventflow::test
