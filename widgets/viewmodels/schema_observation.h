#pragma once

#include "core/codec/confluent_frame.h"
#include "core/feed/cluster.h"
#include "core/schema/schema_drift.h"
#include "widgets/viewmodels/text_table_model.h"

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

struct ObservationRequest {
    std::string topic;
    codec::RecordPart part = codec::RecordPart::Value;
    std::uint64_t records = 2000; ///< the newest ones
};

/// What the newest records of a topic look like, decoded as their schema ids say.
struct SchemaObservation {
    /// Payloads of one record that are longer are left out and counted.
    static constexpr std::size_t kMaxPayload = 65'000;
    static constexpr std::size_t kMaxBytes = 64 * 1024 * 1024; ///< of all records together
    static constexpr std::chrono::seconds kMaxTime{30};

    schema::Inference shape;
    schema::SchemaHistory history;             ///< exact to the record, among those that were looked at
    std::map<std::int32_t, std::uint64_t> ids; ///< records by the schema id in front of them
    std::uint64_t records = 0;
    std::uint64_t nulls = 0;
    std::uint64_t tooLong = 0;
    std::uint64_t undecoded = 0;
    std::string firstFault; ///< why the first of these could not be decoded
    Timestamp oldest = kNoTime;
    Timestamp newest = kNoTime;
};
/// Blocks. Reads with the rights of browsing: no group, no commit.
Result<SchemaObservation> observeTopic(feed::Cluster& cluster, const ObservationRequest& request,
                                       const std::stop_token& stop);

/// Kind, path, records, what it is, first seen.
QStringList driftTitles();
std::vector<TextTableModel::Row> driftRows(const std::vector<schema::DriftFinding>& findings);
/// When what was first seen: time, what.
QStringList timelineTitles();
std::vector<TextTableModel::Row> timelineRows(const SchemaObservation& observation,
                                              const std::map<std::int32_t, int>& versionOfId);
/// What was looked at, and what of it could not be used.
QString observationSummary(const SchemaObservation& observation);

} // namespace eventflow::viewmodels
