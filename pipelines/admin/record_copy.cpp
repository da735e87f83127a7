#include "core/admin/topic_names.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/record_writes.h"
#include "pipelines/admin/write_run.h"

#include <algorithm>
#include <limits>
#include <set>

namespace eventflow::admin {
namespace {

constexpr std::size_t kChunkBytes = 16 * 1024 * 1024;
constexpr std::chrono::milliseconds kReadStep{500};
/// Without a record for so long the source is given up.
constexpr std::chrono::seconds kSourceDeadline{30};

/// Addresses as they are written, apart: enough to see that two lists share a broker.
std::set<std::string> addressesOf(const std::string& bootstrapServers) {
    std::set<std::string> out;
    std::string one;
    for (const char c : bootstrapServers + ',') {
        if (c == ',') {
            if (!one.empty()) out.insert(std::move(one));
            one.clear();
        } else if (c != ' ') {
            one += c;
        }
    }
    return out;
}

bool sameCluster(const AdminClient& a, const ClusterCatalog& first, const AdminClient& b,
                 const ClusterCatalog& second) {
    if (!first.clusterId.empty() && !second.clusterId.empty()) return first.clusterId == second.clusterId;
    const auto left = addressesOf(a.access().bootstrapServers);
    return std::ranges::any_of(addressesOf(b.access().bootstrapServers),
                               [&](const std::string& address) { return left.contains(address); });
}

Status addRanges(CopyPlan& plan, const AdminClient& source, const TopicEntry& topic,
                 std::vector<OffsetRange> wanted) {
    if (wanted.empty())
        for (std::uint32_t i = 0; i < topic.partitionCount; ++i)
            wanted.push_back(
                {{topic.name, static_cast<std::int32_t>(i)}, 0, std::numeric_limits<std::int64_t>::max()});
    std::vector<TopicPartition> partitions;
    for (const OffsetRange& range : wanted) {
        if (range.partition.topic != topic.name || range.partition.partition < 0 ||
            range.partition.partition >= static_cast<std::int32_t>(topic.partitionCount))
            return Error{ErrorCode::NotFound, toString(range.partition) + ": there is no such partition"};
        partitions.push_back(range.partition);
    }
    const auto marks = fetchWatermarks(source, partitions);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (!marks[i].known()) return marks[i].error.value_or(Error{ErrorCode::Unavailable, "offsets"});
        const std::int64_t from = std::clamp(wanted[i].from, marks[i].low, marks[i].high);
        const std::int64_t to = std::clamp(wanted[i].to, from, marks[i].high);
        if (from > wanted[i].from && wanted[i].from > 0)
            plan.warnings.push_back(toString(partitions[i]) + " begins at " + std::to_string(from) +
                                    ": what was before is gone.");
        if (from == to) continue;
        plan.ranges.push_back({partitions[i], from, to, 0});
        plan.changes.push_back({"records in topic " + plan.topic, "",
                                "up to " + std::to_string(to - from) + " more, from " +
                                    toString(partitions[i]) + " offsets " + std::to_string(from) + " to " +
                                    std::to_string(to)});
    }
    return {};
}

/// One chunk on its way: what a tag stands for.
struct Sent {
    TopicPartition from;
    std::int64_t offset = 0;
};

/// Copies what a chunk holds and moves `next` behind it, but for what failed.
Status copyChunk(RecordSender& sender, const CopyPlan& plan, const RecordBatch& batch,
                 const std::stop_token& stop) {
    std::vector<Sent> sent;
    const auto describe = [&](std::uint64_t tag) {
        return toString(sent[tag].from) + " offset " + std::to_string(sent[tag].offset);
    };
    std::vector<std::uint64_t> failed;
    for (const Record& record : batch.records) {
        kafka::OutgoingRecord out;
        out.key = record.key;
        out.value = record.value;
        out.headers = record.headers;
        out.timestamp = record.tsArrival;
        if (plan.keepPartition) out.partition = record.stream->partition;
        out.tag = sent.size();
        sent.push_back({{record.stream->topic, record.stream->partition}, record.offset});
        ++sender.report().counts.read;
        const auto before = sender.report().counts.failed;
        if (!sender.send(plan.topic, out, describe, stop)) {
            sent.pop_back();
            --sender.report().counts.read;
            break;
        }
        if (sender.report().counts.failed != before) failed.push_back(out.tag);
    }
    const Status flushed = sender.flush(describe, &failed);
    if (!flushed) return flushed;
    auto& next = sender.report().next;
    for (const Sent& one : sent)
        next[one.from] = std::max(next[one.from], one.offset + 1);
    for (const std::uint64_t tag : failed)
        next[sent[tag].from] = std::min(next[sent[tag].from], sent[tag].offset);
    return {};
}

/// Until every range is read, something fails or a stop comes.
Status copyAll(RecordSender& sender, const CopyPlan& plan, const std::stop_token& stop) {
    auto reader = RangeReader::open(plan.source, plan.ranges, false);
    if (!reader) return reader.error();
    WriteReport& report = sender.report();
    for (const OffsetRange& range : plan.ranges)
        report.next[range.partition] = range.from;
    RecordBatch batch;
    auto lastRecord = std::chrono::steady_clock::now();
    while (!(*reader)->finished() && !stop.stop_requested()) {
        batch.clear();
        if (Status status = (*reader)->read(batch, kCopyChunk, kChunkBytes, kReadStep); !status)
            return status;
        const auto now = std::chrono::steady_clock::now();
        if (!batch.records.empty()) lastRecord = now;
        if (now - lastRecord > kSourceDeadline)
            return Error{ErrorCode::Unavailable, plan.source.label() + ": no record for " +
                                                     std::to_string(kSourceDeadline.count()) + " s"};
        if (Status status = copyChunk(sender, plan, batch, stop); !status) return status;
        if (report.counts.failed > 0) return report.failures.front().error.at(report.failures.front().record);
    }
    report.cancelled = report.cancelled || stop.stop_requested();
    for (const auto& progress : (*reader)->progress()) {
        if (progress.error) report.addNote(progress.error->detail);
        if (progress.finished && !progress.error && !report.cancelled)
            report.next[progress.range.partition] = progress.range.to;
    }
    return {};
}

} // namespace

Result<CopyPlan> planCopy(const AdminClient& source, const AdminClient& target, const CopyRequest& request) {
    const auto from = fetchCatalog(source);
    if (!from) return from.error();
    const auto to = fetchCatalog(target);
    if (!to) return to.error();
    const TopicEntry* topic = from->find(request.sourceTopic);
    if (!topic)
        return Error{ErrorCode::NotFound, "topic \"" + request.sourceTopic + "\" does not exist on " +
                                              source.access().label() + ", or is hidden from this login"};
    const auto written = findChangeable(*to, request.topic);
    if (!written) return written.error();
    if (request.sourceTopic == request.topic && sameCluster(source, *from, target, *to))
        return Error{ErrorCode::InvalidArgument,
                     "\"" + request.topic + "\" would be copied into itself; name another topic or cluster"};
    if (request.keepPartition && written->partitionCount < topic->partitionCount)
        return Error{ErrorCode::InvalidArgument,
                     "\"" + request.topic + "\" has " + std::to_string(written->partitionCount) +
                         " partitions and the source " + std::to_string(topic->partitionCount) +
                         ": they can't be kept; copy by key, or add partitions first"};
    CopyPlan plan;
    plan.action = Action::Copy;
    plan.target = request.topic;
    plan.topic = request.topic;
    plan.source = source.access();
    plan.keepPartition = request.keepPartition;
    plan.parameters = {{"source", source.access().label()},
                       {"source_topic", request.sourceTopic},
                       {"partition", request.keepPartition ? "kept" : "by key"}};
    if (Status status = addRanges(plan, source, *topic, request.ranges); !status) return status.error();
    return plan;
}

Result<WriteReport> execute(const WriteContext& context, const CopyPlan& plan) {
    return runWrite(context, plan, [&](RecordSender& sender) { return copyAll(sender, plan, context.stop); });
}

} // namespace eventflow::admin
