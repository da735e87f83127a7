#pragma once

#include "core/base/hash.h"
#include "core/base/time.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace eventflow {

class SeriesIdentity;

struct Tag {
    std::string_view name;
    std::string_view value;
};

enum class BodyKind : std::uint8_t { Metric, Log, Span, Generic };
const char* toString(BodyKind kind);

/// One event in the envelope (`monitoring.v1.Envelope`). Views live as long as its PipelineBatch.
/// A metric behind the workers has a `series`, which says its tenant, host, metric, unit and tags: to copy
/// them for each reading would cost more than to decode it. Of the views only `eventId` is set then.
struct Event {
    std::string_view eventId; ///< empty: the record's position is its identity
    Timestamp tsEvent = kNoTime;
    Timestamp tsIngest =
        kNoTime; ///< when it arrived: as the envelope says, else the record's arrival, else `tsEvent`
    std::string_view tenantId;
    std::string_view sourceType; ///< agent, service, …
    std::string_view sourceId;   ///< host name, instance, …
    std::string_view schemaName;
    std::string_view schemaVersion;
    std::span<Tag> attributes;
    std::span<Tag> tags;

    BodyKind body = BodyKind::Generic;
    bool duplicate = false; ///< set by the engine: seen before
    bool late = false;      ///< set by the engine: older than the last evaluated tick

    std::uint32_t record = 0; ///< index into RecordBatch::records

    // Metric
    std::string_view metric;
    std::string_view unit;
    double value = 0;
    SeriesIdentity* series = nullptr; ///< set by the last worker step

    // Log: severity and message. Generic and Span: `text` is the body as JSON text, byte for byte.
    std::string_view severity;
    std::string_view text;

    /// Of `tenantId` and `eventId`; zero when there is no event id.
    Hash128 dedupKey;
};

} // namespace eventflow
