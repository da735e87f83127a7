#pragma once

#include "core/admin/owned_record.h"
#include "core/base/result.h"
#include "core/feed/pipeline_delta.h"
#include "core/model/alert.h"
#include "core/series/series_source.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow::store {

struct StoredEvent {
    std::string eventId;
    Timestamp tsEvent;
    Timestamp tsIngest;
    std::string tenantId;
    std::string sourceType;
    std::string sourceId;
    std::string schemaName;
    std::string schemaVersion;
    std::string body; ///< metric, log, span, generic
    std::string severity;
    std::string text;
    std::string attributesJson;
    std::string tagsJson;
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
};

struct StoredTransition {
    std::int64_t id = 0; ///< counts from 1, in the order of transitions
    AlertTransition transition;
};

struct StoredOffset {
    std::string sourceId;
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t nextOffset = 0;
};

/// Which dead letters to read whole.
struct DeadLetterFilter {
    std::optional<Step> step;
    std::optional<RejectCode> code;
    std::string topic;         ///< empty: any
    Timestamp since = kNoTime; ///< of arrival; kNoTime: from the first on
    std::size_t limit = 1000;  ///< the newest so many
    std::uint64_t maxBytes = 64 * 1024 * 1024;
};

struct TimeRange {
    Timestamp first = kNoTime;
    Timestamp last = kNoTime;
};

/// A read-only connection. Sees what was committed when a call begins; never blocks the writer.
/// Every list of rows is newest first. Corrupt names the table and row that contradict themselves.
/// Thread: confined; open one per query thread.
class StoreReader {
public:
    /// Most samples that one select() loads: 320 MB.
    static constexpr std::size_t kMaxSelectedSamples = 20'000'000;

    /// NotFound when there is no database or nothing in it, Unsupported when it was written by another
    /// version.
    static Result<std::unique_ptr<StoreReader>> open(const std::filesystem::path& database);
    StoreReader(const StoreReader&) = delete;
    StoreReader& operator=(const StoreReader&) = delete;
    ~StoreReader();

    /// Samples for PromQL, staging blocks and chunks merged, each time once. Slices live until `samples` is
    /// called again or the reader is destroyed. select() fails with LimitExceeded above kMaxSelectedSamples.
    /// Cost, with 1.2 million samples staged: 10 to 20 ms, whatever the number of series, plus the chunks'.
    [[nodiscard]] const SeriesSource& samples() const;
    [[nodiscard]] Result<TimeRange> sampleTimeRange() const;
    /// In label order.
    [[nodiscard]] Result<std::vector<Labels>> series(std::span<const LabelMatcher> matchers,
                                                     std::size_t limit) const;
    /// Every alert as its last transition left it.
    [[nodiscard]] Result<std::vector<Alert>> alerts() const;

    [[nodiscard]] Result<std::vector<AlertTransition>> transitions(std::size_t limit) const;
    /// With their explanations: of the alert with this fingerprint, or of all when it is empty.
    [[nodiscard]] Result<std::vector<StoredTransition>> explainedTransitions(const std::string& fingerprint,
                                                                             std::size_t limit) const;
    /// NotFound when there is none with this id.
    [[nodiscard]] Result<StoredTransition> explainedTransition(std::int64_t id) const;
    [[nodiscard]] Result<std::vector<feed::DeadLetterPreview>>
    deadLetters(std::optional<Step> step, std::optional<RejectCode> code, std::size_t limit) const;
    /// With all of their bytes, the oldest first: what can be sent once more. LimitExceeded: they are larger
    /// than the filter allows, and none is read.
    [[nodiscard]] Result<std::vector<admin::OwnedRecord>>
    deadLetterRecords(const DeadLetterFilter& filter) const;
    /// Of one schema, or of all when the name is empty.
    [[nodiscard]] Result<std::vector<StoredEvent>> events(const std::string& schemaName,
                                                          std::size_t limit) const;
    [[nodiscard]] Result<std::vector<StoredOffset>> offsets() const;
    /// What EngineOutput::checkpoint has under this name; nothing when it has none.
    [[nodiscard]] Result<std::optional<std::string>> checkpoint(const std::string& name) const;
    /// Rows by table name, and all stored `samples`, for `eventflow query --stats` and tests.
    [[nodiscard]] Result<std::vector<std::pair<std::string, std::uint64_t>>> counts() const;

private:
    StoreReader();
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace eventflow::store
