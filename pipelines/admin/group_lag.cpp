#include "pipelines/admin/group_lag.h"

#include "pipelines/admin/range_reader.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace eventflow::admin {
namespace {

/// The last offsets of a partition may be markers of transactions, which are no records.
constexpr std::int64_t kTailOffsets = 10;
constexpr std::size_t kMaxTailBytes = 64 * 1024 * 1024;
constexpr std::chrono::milliseconds kReadStep{100};

GroupLag combine(GroupDescription group, const Result<std::vector<CommittedOffset>>& committed) {
    GroupLag out;
    std::map<TopicPartition, PartitionLag> byPartition;
    if (committed)
        for (const CommittedOffset& offset : *committed)
            byPartition[offset.partition].committed = offset.offset;
    else
        out.problems.push_back(committed.error());
    for (const GroupMember& member : group.members)
        for (const TopicPartition& partition : member.assignment) {
            PartitionLag& lag = byPartition[partition];
            lag.member = member.id;
            lag.clientId = member.clientId;
            lag.host = member.host;
        }
    if (group.error) out.problems.push_back(*group.error);
    out.group = std::move(group);
    for (auto& [partition, lag] : byPartition) {
        lag.partition = partition;
        out.partitions.push_back(std::move(lag));
    }
    return out;
}

/// One question for the ends of all groups' partitions.
void addEnds(const AdminClient& client, std::vector<Result<GroupLag>>& lags) {
    const auto catalog = fetchCatalog(client);
    std::vector<TopicPartition> asked;
    std::vector<PartitionLag*> targets;
    for (auto& lag : lags) {
        if (!lag) continue;
        if (!catalog) {
            lag->problems.push_back(catalog.error());
            continue;
        }
        std::set<std::string> hidden;
        for (PartitionLag& partition : lag->partitions) {
            // A topic that is not listed is not asked for: the question could create it.
            if (!catalog->find(partition.partition.topic)) {
                hidden.insert(partition.partition.topic);
                continue;
            }
            asked.push_back(partition.partition);
            targets.push_back(&partition);
        }
        for (const std::string& topic : hidden)
            lag->problems.push_back(
                {ErrorCode::NotFound,
                 "topic \"" + topic +
                     "\": deleted, or hidden from this login (Describe on it is needed): its end "
                     "is not known"});
    }
    const auto ends = fetchEndOffsets(client, asked);
    for (std::size_t i = 0; i < ends.size(); ++i)
        targets[i]->end = ends[i];
}

/// Reads until all ranges are done or the time is up; `each` sees every record.
template <typename Each>
Status readRanges(const kafka::ClusterAccess& access, const std::vector<OffsetRange>& ranges,
                  std::chrono::milliseconds timeout, Each&& each) {
    auto reader = RangeReader::open(access, ranges, true);
    if (!reader) return reader.error();
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    RecordBatch batch;
    while (!(*reader)->finished() && std::chrono::steady_clock::now() < deadline) {
        batch.clear();
        if (Status status = (*reader)->read(batch, 1000, kMaxTailBytes, kReadStep); !status) return status;
        for (const Record& record : batch.records)
            each(record);
    }
    return {};
}

/// The partitions to be read: indices of those that lag, the largest lag first.
std::vector<std::size_t> lagging(std::span<const PartitionLag> partitions) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < partitions.size(); ++i)
        if (partitions[i].lag().value_or(0) > 0) out.push_back(i);
    std::sort(out.begin(), out.end(),
              [&](std::size_t a, std::size_t b) { return *partitions[a].lag() > *partitions[b].lag(); });
    return out;
}

void explainUnknown(std::vector<TimeLag>& lags, std::span<const PartitionLag> partitions,
                    const std::vector<std::size_t>& skipped, const Status& first, const Status& second) {
    for (const std::size_t i : skipped)
        lags[i].unknown =
            "only the " + std::to_string(kMaxTimedPartitions) + " partitions that lag most are timed";
    for (std::size_t i = 0; i < lags.size(); ++i) {
        if (!lags[i].unknown.empty()) continue;
        const auto lag = partitions[i].lag();
        if (!lag)
            lags[i].unknown = partitions[i].committed < 0 ? "nothing is committed" : "the end is not known";
        else if (*lag < 0)
            lags[i].unknown = "the committed offset lies beyond the end";
        else if (*lag > 0 && (lags[i].nextUnread == kNoTime || lags[i].newest == kNoTime))
            lags[i].unknown = !first ? first.error().detail
                              : !second
                                  ? second.error().detail
                                  : "the record at the committed offset, or the newest, could not be read";
    }
}

} // namespace

std::vector<Result<GroupLag>> fetchGroupLags(const AdminClient& client, std::span<const std::string> ids) {
    const auto fail = [&](const Error& error) { return std::vector<Result<GroupLag>>(ids.size(), error); };
    const auto listed = listGroups(client);
    if (!listed) return fail(listed.error());
    std::set<std::string_view> known;
    for (const GroupListing& group : listed->groups)
        known.insert(group.id);
    std::vector<std::string> present;
    for (const std::string& id : ids)
        if (known.contains(id)) present.push_back(id);
    auto described = describeGroups(client, present);
    if (!described) return fail(described.error());
    const auto committed = fetchCommitted(client, present);

    std::map<std::string, const Result<std::vector<CommittedOffset>>*, std::less<>> offsets;
    for (std::size_t i = 0; i < present.size(); ++i)
        offsets[present[i]] = &committed[i];
    std::map<std::string, GroupLag, std::less<>> byId;
    for (GroupDescription& group : *described) {
        const auto found = offsets.find(group.id);
        if (found == offsets.end()) continue;
        GroupLag lag = combine(std::move(group), *found->second);
        byId.insert_or_assign(found->first, std::move(lag));
    }
    std::vector<Result<GroupLag>> out;
    for (const std::string& id : ids) {
        const auto found = byId.find(id);
        if (found != byId.end())
            out.emplace_back(found->second);
        else
            out.emplace_back(
                Error{ErrorCode::NotFound, "group \"" + id +
                                               "\": no broker lists it to this login; compare with "
                                               "`eventflow groups list`"});
    }
    addEnds(client, out);
    return out;
}

Result<GroupLag> fetchGroupLag(const AdminClient& client, const std::string& id) {
    return std::move(fetchGroupLags(client, std::span(&id, 1)).front());
}

std::vector<TimeLag> fetchTimeLags(const kafka::ClusterAccess& access,
                                   std::span<const PartitionLag> partitions,
                                   std::chrono::milliseconds timeout) {
    std::vector<TimeLag> out(partitions.size());
    std::vector<std::size_t> timed = lagging(partitions);
    std::vector<std::size_t> skipped;
    if (timed.size() > kMaxTimedPartitions) {
        skipped.assign(timed.begin() + kMaxTimedPartitions, timed.end());
        timed.resize(kMaxTimedPartitions);
    }
    std::vector<OffsetRange> next;
    std::vector<OffsetRange> tail;
    for (const std::size_t i : timed) {
        const PartitionLag& lag = partitions[i];
        next.push_back({lag.partition, lag.committed, lag.end, 1});
        tail.push_back({lag.partition, std::max(lag.committed, lag.end - kTailOffsets), lag.end, 0});
    }
    // Streams are numbered by range.
    const Status first = readRanges(access, next, timeout / 2, [&](const Record& record) {
        out[timed[record.stream->index]].nextUnread = record.tsArrival;
    });
    const Status second = readRanges(access, tail, timeout / 2, [&](const Record& record) {
        Timestamp& newest = out[timed[record.stream->index]].newest;
        newest = std::max(newest, record.tsArrival);
    });
    explainUnknown(out, partitions, skipped, first, second);
    return out;
}

} // namespace eventflow::admin
