#pragma once

#include "pipelines/store/sqlite_connection.h"

#include <cstdint>
#include <span>

namespace eventflow::store {

/// One step of the schema: brings version `to - 1` to `to`.
struct Migration {
    int to = 0;
    const char* sql = "";
};

/// In `PRAGMA application_id`: tells our databases from other programs' ("EvFl").
inline constexpr std::int64_t kApplicationId = 0x4576466C;

/// Every step there ever was, in order; the last one's `to` is the version this program writes.
std::span<const Migration> migrations();
int schemaVersion();

/// The version of the file; 0 for an empty one. Unsupported when it belongs to another program or a newer
/// version.
Result<int> checkVersion(const Connection& connection, int newest);

/// Brings the database to the last step's version, each step in a transaction of its own: killed in between,
/// the file is at one version or the next. A database with data is first copied to
/// `<file>.backup-v<version>`.
Status migrate(Connection& connection, std::span<const Migration> steps);

} // namespace eventflow::store
