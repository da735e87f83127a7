#pragma once

#include "core/model/labels.h"
#include "core/series/series_source.h"
#include "pipelines/store/chunk_key.h"
#include "pipelines/store/sqlite_connection.h"

#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow::store {

/// A reader's copy of the series dictionary, extended by what is new at each refresh(): rows are never
/// changed. Thread: its connection's. Addresses of labels stay.
class SeriesIndex {
public:
    struct Entry {
        SeriesId id = 0;
        Labels labels;
    };

    explicit SeriesIndex(Connection& connection) : m_connection(connection) {}

    Status refresh();

    /// In order of ids.
    [[nodiscard]] std::vector<const Entry*> find(std::span<const LabelMatcher> matchers) const;

private:
    Connection& m_connection;
    std::deque<Entry> m_entries;
    std::unordered_map<std::string, std::vector<const Entry*>> m_byMetric;
};

} // namespace eventflow::store
