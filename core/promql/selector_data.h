#pragma once

#include "core/promql/ast.h"
#include "core/promql/query_memory.h"
#include "core/series/series_source.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace eventflow::promql {

/// What one selector of an expression loaded, once for all times it is evaluated at.
class SelectorData {
public:
    [[nodiscard]] std::size_t seriesCount() const { return m_slices.size(); }
    [[nodiscard]] const Labels* labels(std::size_t series) const { return m_slices[series].labels; }
    [[nodiscard]] std::span<const Sample> samples(std::size_t series) const {
        return m_slices[series].samples;
    }
    [[nodiscard]] SampleBlocks* blocks(std::size_t series) const { return m_slices[series].blocks; }
    /// How many samples of the series are at or before `ts`. Cheap when `ts` moves forward from call to call;
    /// `edge` 0 or 1 names which end of a window asks, each with its own memory.
    std::size_t countUntil(std::size_t series, Timestamp ts, std::size_t edge);

private:
    friend class SelectorStore;
    void dropStaleMarkers();

    struct Cursor {
        std::uint32_t count[2] = {0, 0};
    };
    std::vector<SeriesSlice> m_slices;
    std::vector<Cursor> m_cursors;
    std::vector<std::vector<Sample>> m_cleaned; ///< of series that had stale markers
};

/// What is looked at of each series in a selector's window.
enum class Wanted : std::uint8_t { Samples, SamplesAndStaleMarkers, Newest };

/// The selectors of one expression: first everyone says what it needs, then each is loaded with one select.
class SelectorStore {
public:
    /// `key` is the node that asks, once. The matchers must outlive the store.
    void need(const Node* key, std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
              Wanted wanted);
    /// LimitExceeded when more than `budget` samples come; otherwise subtracts them from it.
    Status load(const SeriesSource& source, QueryMemory& memory, std::size_t& budget);
    [[nodiscard]] SelectorData& of(const Node* key) { return m_needs.at(key).data; }

private:
    struct Need {
        std::span<const LabelMatcher> matchers;
        Timestamp after{};
        Timestamp until{};
        Wanted wanted = Wanted::Samples;
        SelectorData data;
    };
    static Status select(const SeriesSource& source, QueryMemory& memory, Need& need);

    std::unordered_map<const Node*, Need> m_needs;
};

} // namespace eventflow::promql
