#include "core/config/connection.h"

namespace eventflow::config {

const char* toString(Environment environment) {
    switch (environment) {
    case Environment::Development:
        return "development";
    case Environment::Test:
        return "test";
    case Environment::Production:
        break;
    }
    return "production";
}

Result<WritePermit> WritePermit::forConnection(const Connection& connection) {
    if (connection.readOnly)
        return Error{
            ErrorCode::PermissionDenied,
            "the connection \"" + connection.name +
                "\" is read-only; to allow changes, set `read_only: false` for it in workspace.yaml"};
    return WritePermit(connection.name, connection.environment);
}

} // namespace eventflow::config
