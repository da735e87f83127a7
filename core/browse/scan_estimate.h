#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace eventflow::browse {

/// What a scan will read, before it starts.
struct ScanEstimate {
    std::size_t partitions = 0;
    std::size_t emptyPartitions = 0;
    std::int64_t offsetSpan = 0; ///< exact; an upper bound of the records
    double recordShare = 1;      ///< of the offsets that are records, as sampled
    double meanBytes = 0;        ///< of a record, as sampled
    double records = 0;
    double bytes = 0;
    /// At the pace that was asked for; nothing without one: it depends on brokers and line.
    std::optional<double> seconds;
    std::uint64_t sampledRecords = 0; ///< 0: nothing could be sampled, bytes are not known
};

} // namespace eventflow::browse
