#pragma once

#include "core/browse/record_filter.h"
#include "pipelines/capture/recorder.h"
#include "pipelines/collect/source.h"

#include <cstdint>
#include <set>
#include <stop_token>
#include <string>

namespace eventflow::capture {

/// Which records of captures go into another.
struct CopySelection {
    Timestamp from =
        kNoTime; ///< by arrival, where that is recorded, else by the record's timestamp; kNoTime: all
    Timestamp until = kNoTime;                 ///< exclusive
    std::set<std::string, std::less<>> topics; ///< empty: all
    browse::FilterRequest filter;
};

struct CopyCounts {
    std::uint64_t read = 0;
    std::uint64_t copied = 0;
    std::uint64_t malformed = 0;    ///< not copied: what they are records of is not known
    std::uint64_t filterErrors = 0; ///< the filter has no answer; not copied
    std::string firstMalformed;
    std::string firstFilterError;
    bool full = false; ///< the recorder's limit was reached before the end
};

/// Reads a bounded source to its end into a recorder, in the order of the source; a record that was recorded
/// keeps its arrival, any other gets its timestamp as one, or that of the one before where that is later.
/// Records of no topic are put under the name of their file. The recorder is not finished. Errors: those of
/// source, filter and recorder; Cancelled. What was copied until then is in the recorder. Blocks; thread: any
/// one.
Status copyRecords(collect::Source& source, const CopySelection& selection, Recorder& recorder,
                   CopyCounts& counts, const std::stop_token& stop);

} // namespace eventflow::capture
