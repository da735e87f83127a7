#include "pipelines/admin/open_transactions.h"

#include "pipelines/admin/redrive.h"
#include "pipelines/admin/watermarks.h"

#include <algorithm>

namespace eventflow::admin {
namespace {

/// Where each begins. One whose record can't be read keeps no time.
void addTimes(const AdminClient& everything, const std::string& topic,
              std::vector<OpenTransaction>& transactions) {
    std::vector<OffsetRange> ranges;
    for (const OpenTransaction& one : transactions)
        ranges.push_back({{topic, one.partition}, one.lastStable, one.lastStable + 1, 1});
    const auto records = readRecords(everything.access(), ranges, everything.timeout());
    if (!records) return;
    for (const OwnedRecord& record : *records)
        for (OpenTransaction& one : transactions)
            if (one.partition == record.from.partition && record.timestamp != kNoTime)
                one.since = record.timestamp;
}

} // namespace

Result<std::vector<OpenTransaction>> fetchOpenTransactions(const AdminClient& client,
                                                           std::span<const TopicPartition> partitions) {
    std::vector<OpenTransaction> open;
    if (partitions.empty()) return open;
    kafka::ClusterAccess access = client.access();
    access.properties["isolation.level"] = "read_uncommitted";
    const auto everything = AdminClient::open(access, client.timeout());
    if (!everything) return everything.error();
    const auto highs = fetchEndOffsets(*everything, partitions);
    // Asked for afterwards: what is written or committed meanwhile moves it up.
    const auto stables = fetchEndOffsets(client, partitions);
    for (std::size_t i = 0; i < partitions.size() && open.size() < kMaxOpenTransactions; ++i)
        if (stables[i] >= 0 && stables[i] < highs[i])
            open.push_back({partitions[i].partition, stables[i], highs[i], std::nullopt});
    if (!open.empty()) addTimes(*everything, partitions.front().topic, open);
    return open;
}

} // namespace eventflow::admin
