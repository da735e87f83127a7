#pragma once

#include "core/base/result.h"
#include "core/model/record.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <utility>

namespace eventflow::collect {

/// Where to continue, by topic (or file name) and partition: the next offset (or byte).
using Positions = std::map<std::pair<std::string, std::int32_t>, std::int64_t>;

/// What one read() gave.
enum class ReadOutcome : std::uint8_t {
    Batch, ///< `out` holds records or progress
    Idle,  ///< nothing within the wait
    End,   ///< a bounded source is exhausted; `out` may hold the last records
};

/// Where records come from: Kafka, a capture file, the simulator.
/// Thread: everything is called from the one source thread, except describe() and progress().
/// A source only makes batches; it interprets nothing but its own framing.
class Source {
public:
    Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    virtual ~Source() = default;

    /// One line for people: `127.0.0.1:9092, 3 topics`, `incident.ndjson.zst`. Thread: any.
    [[nodiscard]] virtual std::string describe() const = 0;
    /// Identifies the origin across restarts; offsets are stored under it. The Kafka source says the cluster
    /// id or the bootstrap servers, a file source the absolute path. Thread: any.
    [[nodiscard]] virtual std::string id() const = 0;
    /// True when it ends by itself, as a file does.
    [[nodiscard]] virtual bool bounded() const = 0;
    /// 0…1 of a bounded source; -1 unknown. Thread: any.
    [[nodiscard]] virtual double progress() const { return -1; }

    /// Opens or connects. Called once.
    virtual Status open(const Positions& resumeFrom) = 0;

    /// Fills the cleared `out` with what is there, waiting up to `wait` for the first record. Sets records,
    /// progress, bytes and endOfInput. Streams named in `out` live as long as the source. An error of kind
    /// Unavailable means: call again, the source reconnects by itself; any other error ends the pipeline.
    virtual Result<ReadOutcome> read(RecordBatch& out, std::chrono::milliseconds wait,
                                     std::stop_token stop) = 0;

    /// Back-pressure: stop fetching until resume(). A source that only reads on demand need not do anything.
    virtual void pause() {}
    virtual void resume() {}
    /// Called again and again between pause() and resume(): to take what the client has to say meanwhile,
    /// which would pile up otherwise. Does not block.
    virtual void tend() {}
};

} // namespace eventflow::collect
