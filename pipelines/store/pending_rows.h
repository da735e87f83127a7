#pragma once

#include "core/base/hash.h"
#include "core/model/alert.h"
#include "core/model/dead_letter.h"
#include "core/model/event.h"
#include "core/model/record.h"
#include "pipelines/runtime/pipeline_batch.h"
#include "pipelines/store/sample_block.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace eventflow::store {

/// A piece of PendingRows' text: offsets, because the text moves while it grows.
struct TextSlice {
    static constexpr std::size_t kNull = static_cast<std::size_t>(-1);
    std::size_t first = 0;
    std::size_t length = 0; ///< kNull: no value, as opposed to an empty one
    [[nodiscard]] bool isNull() const { return length == kNull; }
};

struct PendingSeries {
    SeriesId id = 0;
    std::string name;
    std::string unit;
    std::string labels; ///< appendLabels()
};

struct PendingEvent {
    TextSlice eventId, tenantId, sourceType, sourceId, schemaName, schemaVersion, severity, text, attributes,
        tags;
    Timestamp tsEvent;
    Timestamp tsIngest;
    BodyKind body = BodyKind::Generic;
    TextSlice topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
};

struct PendingDeadLetter {
    TextSlice detail, headers, key, value;
    Step step = Step::Decode;
    RejectCode code = RejectCode::MalformedJson;
    std::uint32_t attempts = 1;
    TextSlice topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    Timestamp tsArrival;
};

/// What the next transaction will hold: rows, not views into batches, so that a failed transaction can be
/// repeated.
struct PendingRows {
    std::vector<PendingSeries> series;
    SampleColumns samples;
    std::vector<PendingEvent> events;
    std::vector<PendingDeadLetter> deadLetters;
    std::vector<AlertTransition> transitions;
    std::vector<notify::Notification> notifications;
    std::vector<Hash128> dedupKeys;
    std::map<std::string, std::string> checkpoint;
    /// Source, topic, partition to the next offset.
    std::map<std::tuple<std::string, std::string, std::int32_t>, std::int64_t> offsets;
    std::string text;

    void addEvent(const Event& event, const Record& record);
    void addDeadLetter(const DeadLetter& letter, const Record& record);
    /// Transitions, deduplication keys, checkpoint.
    void addOutput(const EngineOutput& output);
    void addOffsets(const std::vector<StreamProgress>& progress, const std::string& sourceId);

    [[nodiscard]] std::string_view view(TextSlice slice) const {
        return std::string_view(text).substr(slice.first, slice.length);
    }
    [[nodiscard]] std::size_t rows() const {
        return samples.size() + events.size() + deadLetters.size() + transitions.size();
    }
    [[nodiscard]] bool empty() const {
        return rows() == 0 && series.empty() && dedupKeys.empty() && checkpoint.empty() && offsets.empty();
    }
    [[nodiscard]] std::size_t bytes() const;
    /// Keeps the memory of an ordinary transaction.
    void clear();

private:
    TextSlice add(std::string_view bytes);
    TextSlice add(const NullableBytes& bytes);
};

} // namespace eventflow::store
