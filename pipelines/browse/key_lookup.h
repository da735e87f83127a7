#pragma once

#include "core/browse/key_partition.h"
#include "pipelines/browse/browser.h"

namespace eventflow::browse {

struct KeyLookup {
    std::string key;
    Partitioner partitioner = Partitioner::Murmur2;
    /// If the key's partition has none, look in the others too: the number of partitions may have changed
    /// since, or the producer chose otherwise.
    bool elsewhere = true;
};

/// Finds the records of one key, reading only the partition that a producer would have put it in. The topic,
/// order, range and limits are the request's; a selection of partitions in it is kept and not hashed. What
/// had to be read besides is told by a note in `progress`. Blocks as runScan.
Result<ScanEnd> findKey(const kafka::ClusterAccess& access, const ScanRequest& request,
                        const KeyLookup& lookup, const FilterRequest& filter, MatchSink& sink,
                        ScanProgress& progress, std::chrono::milliseconds timeout,
                        const std::stop_token& stop);

} // namespace eventflow::browse
