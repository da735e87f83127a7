#pragma once

#include "pipelines/runtime/pipeline_batch.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace eventflow::normalize {

/// Fills the observations of a batch: counts of every record, the inferred schema from at most kSamples
/// records of each stream, spread over the batch. Thread: confined to one worker.
class StreamObserver {
public:
    static constexpr std::uint64_t kSamples = 4;

    /// Counts records, bytes and null keys per stream. `out` is empty and stays where it is until the batch
    /// is done.
    void startBatch(std::span<const Record> records, std::vector<StreamObservation>& out);
    /// Moves on to this record, in the order of startBatch(). True: show its value to observe().
    bool next(const Record& record) {
        if (record.stream != m_stream) select(record.stream);
        Progress& progress = m_progress[m_slot];
        return progress.seen++ % progress.stride == 0;
    }
    void observe(const simdjson::dom::element& value) { (*m_out)[m_slot].inference.observe(value); }
    /// A value that could not be decoded; kValuePadding readable bytes follow.
    void observe(std::string_view value) { (*m_out)[m_slot].inference.observe(value, true); }
    void sawTime(Timestamp tsEvent) {
        StreamObservation& observation = (*m_out)[m_slot];
        if (tsEvent < observation.minEvent) observation.minEvent = tsEvent;
        if (tsEvent > observation.maxEvent) observation.maxEvent = tsEvent;
    }

private:
    struct Progress {
        std::uint64_t seen = 0;
        std::uint64_t stride = 1;
    };
    void select(const Stream* stream);

    std::vector<StreamObservation>* m_out = nullptr;
    std::vector<Progress> m_progress;         ///< beside *m_out
    std::vector<std::uint32_t> m_slotOfIndex; ///< by Stream::index: where it was in some batch; a hint
    const Stream* m_stream = nullptr;         ///< the one m_slot stands for
    std::size_t m_slot = 0;
};

} // namespace eventflow::normalize
