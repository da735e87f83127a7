#pragma once

#include "core/admin/topic_partition.h"
#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace eventflow::admin {

struct WriteCounts {
    std::uint64_t read = 0;    ///< records or lines taken from where they come from
    std::uint64_t written = 0; ///< acknowledged by the brokers
    std::uint64_t failed = 0;  ///< not taken, or given up
    std::uint64_t skipped = 0; ///< left out on purpose, see the report
    std::uint64_t bytes = 0;   ///< keys and values that were sent
};

/// What did not go: which record (`line 7`, `orders[3] offset 12`) and why.
struct WriteFailure {
    std::string record;
    Error error;
};

struct WriteReport {
    static constexpr std::size_t kMaxFailures = 1000;

    WriteCounts counts;
    std::vector<WriteFailure> failures; ///< the first of them
    std::vector<std::string> notes;     ///< what was skipped, and gaps
    bool cancelled = false;
    /// Of a copy: where each source partition goes on. Everything before it has been written.
    std::map<TopicPartition, std::int64_t> next;

    void addFailure(std::string record, Error error);
    void addNote(std::string note);
};

} // namespace eventflow::admin
