#pragma once

#include "pipelines/admin/record_writes.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

// Sends dead letters back to where they came from: their original bytes, once more.

namespace eventflow::admin {

/// Counts how often a record was sent back, so that one that fails again and again does not go round for
/// ever.
inline constexpr std::string_view kAttemptHeader = "eventflow-redrive-attempt";

/// A record on its way back, with where it goes.
struct RedriveItem {
    OwnedRecord record; ///< headers: the original ones and kAttemptHeader, instead of an older one
    std::string topic;
    unsigned attempt = 1;
};

struct RedrivePlan : Plan {
    std::vector<RedriveItem> items;
    std::vector<std::string> skipped; ///< which records, and why
};

/// Of a topic of dead letters: original topics come from headers. Topics that do not exist, internal ones and
/// the dead-letter topic itself are left out. LimitExceeded above kMaxRedrive records or bytes: redrive in
/// parts.
inline constexpr std::size_t kMaxRedrive = 100'000;
inline constexpr std::size_t kMaxRedriveBytes = 256 * 1024 * 1024;
Result<RedrivePlan> planRedrive(const AdminClient& client, const std::string& deadLetterTopic,
                                std::vector<OwnedRecord> letters, const RedriveOptions& options);
/// Of the store: each letter names its own topic (`from`).
Result<RedrivePlan> planRedriveStored(const AdminClient& client, std::vector<OwnedRecord> letters,
                                      const RedriveOptions& options);
Result<WriteReport> execute(const WriteContext& context, const RedrivePlan& plan);

/// Reads ranges whole, for a plan. LimitExceeded above kMaxRedrive; Cancelled within a tenth of a second of a
/// stop.
Result<std::vector<OwnedRecord>> readRecords(const kafka::ClusterAccess& access,
                                             const std::vector<OffsetRange>& ranges,
                                             std::chrono::milliseconds timeout,
                                             const std::stop_token& stop = {});

} // namespace eventflow::admin
