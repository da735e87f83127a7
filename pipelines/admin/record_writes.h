#pragma once

#include "core/admin/change_request.h"
#include "core/admin/owned_record.h"
#include "core/admin/plan.h"
#include "core/model/record.h"
#include "pipelines/admin/admin_client.h"
#include "pipelines/admin/audit_log.h"
#include "pipelines/admin/range_reader.h"
#include "pipelines/admin/record_sender.h"
#include "pipelines/collect/byte_reader.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Writing records, in the shape of topic_changes.h: a plan, then its execution with a permit, a confirmation
// and the audit log. The log gets numbers and names, never a record's bytes. Internal topics are never
// written to.

namespace eventflow::admin {

/// Who writes: everything that execute() needs besides its plan.
struct WriteContext {
    const kafka::ClusterAccess& access; ///< the cluster that is written to
    const config::WritePermit& permit;
    std::string_view confirmation;
    AuditLog& audit;
    SendOptions options;
    std::stop_token stop;
};

struct ProducePlan : Plan {
    ProduceSettings settings;
};
/// Fills in what is derived; NotFound for a topic or partition that is not there. `source` names it for
/// people.
Result<ProducePlan> planProduce(const AdminClient& client, const std::string& topic,
                                const std::string& source, ProduceSettings settings);
/// A line that can't be read is a failure in the report and does not stop the others. An error only if
/// nothing could be begun or the input failed.
Result<WriteReport> execute(const WriteContext& context, const ProducePlan& plan,
                            std::unique_ptr<collect::ByteReader> input);

struct ResendPlan : Plan {
    std::vector<OwnedRecord> records;
    bool keepPartition = false;
    bool keepTimestamp = true;
};
/// Writes records as they were: the same bytes, headers in order with duplicates, null as null. Their
/// partition is their key's, or their own.
Result<ResendPlan> planResend(const AdminClient& client, const std::string& topic,
                              std::vector<OwnedRecord> records, bool keepPartition);
Result<WriteReport> execute(const WriteContext& context, const ResendPlan& plan);

struct CopyPlan : Plan {
    kafka::ClusterAccess source;
    std::string topic;               ///< written to
    std::vector<OffsetRange> ranges; ///< of the source, fixed now
    bool keepPartition = true;       ///< else by key
};
struct CopyRequest {
    std::string sourceTopic;
    std::string topic;
    /// What to copy of which partition, clamped to what is there; empty: all of the topic.
    std::vector<OffsetRange> ranges;
    bool keepPartition = true;
};
/// InvalidArgument when source and target are the same topic of the same cluster (also reached by other
/// addresses), or the target has too few partitions to keep them.
Result<CopyPlan> planCopy(const AdminClient& source, const AdminClient& target, const CopyRequest& request);
/// Reads each range once. WriteReport::next says where to go on after a failure or a stop; at most one chunk
/// of kCopyChunk records is written twice then.
inline constexpr std::size_t kCopyChunk = 5000;
Result<WriteReport> execute(const WriteContext& context, const CopyPlan& plan);

} // namespace eventflow::admin
