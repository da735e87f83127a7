#pragma once

#include "core/base/arena.h"
#include "core/model/alert.h"
#include "core/model/dead_letter.h"
#include "core/model/event.h"
#include "core/model/record.h"
#include "core/notify/notification.h"
#include "core/schema/inference.h"
#include "core/series/series_identity.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace eventflow {

/// What one batch says about one stream: counted by the worker, merged by the engine, shown in Topics &
/// Schemas.
struct StreamObservation {
    const Stream* stream = nullptr;
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint64_t nullKeys = 0;
    Timestamp minEvent = Timestamp::max();
    Timestamp maxEvent = Timestamp::min();
    /// Inferred from a sample of the batch's JSON values.
    schema::Inference inference;
};

/// What the engine adds to a batch for the store, in the same transaction as its rows.
struct EngineOutput {
    std::uint64_t duplicates = 0;
    std::uint64_t late = 0;
    std::vector<AlertTransition> transitions;
    std::vector<notify::Notification> notifications;
    /// Samples made by recording rules and the ALERTS series.
    struct DerivedSample {
        SeriesIdentity* series = nullptr;
        Timestamp ts;
        double value = 0;
    };
    std::vector<DerivedSample> derived;
    /// Deduplication keys this batch added, in order, so that a restart knows them.
    std::vector<Hash128> dedupKeys;
    /// State to restore after a restart, by name; a later value replaces an earlier one.
    std::vector<std::pair<std::string, std::string>> checkpoint;
    Timestamp watermark = kNoTime;

    void clear() {
        duplicates = late = 0;
        transitions.clear();
        notifications.clear();
        derived.clear();
        dedupKeys.clear();
        checkpoint.clear();
        watermark = kNoTime;
    }
};

/// The one object that travels from source to store: raw records, what was made of them, and memory for both.
/// Batches are reused, so that the steady state allocates nothing.
/// Thread: confined to the stage that holds it. Invariant: every record is in exactly one of `events` and
/// `deadLetters`.
struct PipelineBatch {
    RecordBatch input;
    std::vector<Event> events;           ///< in record order
    std::vector<DeadLetter> deadLetters; ///< in record order
    std::vector<StreamObservation> observations;
    Arena arena; ///< what events and dead letters point into, besides the input
    EngineOutput output;
    /// Time spent per step, for the latency histograms.
    std::array<std::chrono::nanoseconds, kStepCount> spent{};
    /// When the source finished the batch (steady clock): end-to-end latency starts here.
    std::chrono::steady_clock::time_point collectedAt{};

    void clear() {
        input.clear();
        events.clear();
        deadLetters.clear();
        observations.clear();
        arena.clear();
        output.clear();
        spent.fill({});
    }

    /// Roughly what the batch holds in memory: the unit of the queues' bounds.
    [[nodiscard]] std::size_t memoryBytes() const {
        return input.bytes + input.records.size() * sizeof(Record) + events.size() * sizeof(Event) + 4096;
    }
};

} // namespace eventflow
