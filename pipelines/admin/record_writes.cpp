#include "pipelines/admin/record_writes.h"

#include "core/admin/topic_names.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/write_run.h"

#include <algorithm>

namespace eventflow::admin {
namespace {

Status sendAll(RecordSender& sender, const ResendPlan& plan, const std::stop_token& stop) {
    const auto describe = [&](std::uint64_t tag) { return placeOf(plan.records[tag]); };
    std::vector<Header> headers;
    for (std::size_t i = 0; i < plan.records.size(); ++i) {
        const OwnedRecord& record = plan.records[i];
        viewHeaders(record, headers);
        kafka::OutgoingRecord out;
        if (record.key) out.key = *record.key;
        if (record.value) out.value = *record.value;
        out.headers = headers;
        if (plan.keepTimestamp) out.timestamp = record.timestamp;
        if (plan.keepPartition) out.partition = record.from.partition;
        out.tag = i;
        ++sender.report().counts.read;
        if (!sender.send(plan.target, out, describe, stop)) break;
    }
    return sender.flush(describe);
}

} // namespace

Result<ResendPlan> planResend(const AdminClient& client, const std::string& topic,
                              std::vector<OwnedRecord> records, bool keepPartition) {
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    const auto target = findChangeable(*catalog, topic);
    if (!target) return target.error();
    ResendPlan plan;
    plan.action = Action::Produce;
    plan.target = topic;
    plan.keepPartition = keepPartition;
    for (const OwnedRecord& record : records)
        if (keepPartition && record.from.partition >= static_cast<std::int32_t>(target->partitionCount))
            return Error{ErrorCode::InvalidArgument, placeOf(record) + ": \"" + topic +
                                                         "\" has no partition " +
                                                         std::to_string(record.from.partition)};
    if (!records.empty())
        plan.changes.push_back({"records in topic " + topic, "",
                                std::to_string(records.size()) + " more, from " + placeOf(records.front()) +
                                    (records.size() > 1 ? " on" : "")});
    plan.warnings.push_back("Whoever reads \"" + topic + "\" gets these records once more.");
    plan.records = std::move(records);
    return plan;
}

Result<WriteReport> execute(const WriteContext& context, const ResendPlan& plan) {
    return runWrite(context, plan, [&](RecordSender& sender) { return sendAll(sender, plan, context.stop); });
}

} // namespace eventflow::admin
