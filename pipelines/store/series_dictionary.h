#pragma once

#include "core/series/series_identity.h"
#include "pipelines/store/pending_rows.h"
#include "pipelines/store/sqlite_connection.h"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace eventflow::store {

/// Which row each series has in the dictionary. Asked once per identity: after that its storeId is known.
/// Memory: 16 bytes and a node per series; the labels themselves stay in the database.
/// Thread: the store's.
class SeriesDictionary {
public:
    explicit SeriesDictionary(Connection& connection) : m_connection(connection) {}

    /// Reads what the database has.
    Status load();

    /// Sets `identity.storeId`, adding a row to `pending.series` when the series is new. LimitExceeded when
    /// there are as many series as a chunk's key can tell apart.
    Status resolve(SeriesIdentity& identity, PendingRows& pending);

    [[nodiscard]] SeriesId maxId() const { return m_maxId; }

private:
    /// The id when it has exactly these labels: the map holds hashes only.
    Result<bool> hasLabels(SeriesId id, const std::string& labels, const PendingRows& pending);

    Connection& m_connection;
    Statement m_labelsOf;
    std::unordered_multimap<std::uint64_t, SeriesId> m_byHash; ///< of the labels' text
    SeriesId m_maxId = 0;
    std::string m_text;
};

} // namespace eventflow::store
