#include "pipelines/browse/key_lookup.h"

#include <algorithm>

namespace eventflow::browse {
namespace {

/// A plan of which only some streams are read.
template <typename Keep>
ScanPlan restricted(const ScanPlan& plan, const Keep& keep) {
    ScanPlan part = plan;
    for (PlannedStream& stream : part.streams)
        if (!keep(stream.stream)) stream.range.to = stream.range.from;
    return part;
}

std::int32_t partitionsOf(const ScanPlan& plan, const std::string& topic) {
    std::int32_t count = 0;
    for (const PlannedStream& stream : plan.streams)
        if (stream.stream.topic == topic) count = std::max(count, stream.stream.partition + 1);
    return count;
}

} // namespace

Result<ScanEnd> findKey(const kafka::ClusterAccess& access, const ScanRequest& request,
                        const KeyLookup& lookup, const FilterRequest& filter, MatchSink& sink,
                        ScanProgress& progress, std::chrono::milliseconds timeout,
                        const std::stop_token& stop) {
    FilterRequest keyed = filter;
    keyed.key = lookup.key;
    auto compiled = RecordFilter::compile(keyed);
    if (!compiled) return compiled.error();
    auto cluster = ClusterReader::open(access, bulkTuning(request.isolation, request.limits.bytesPerSecond));
    if (!cluster) return cluster.error();
    if (Status status = (*cluster)->connect(timeout, stop); !status) return status.error();
    const auto plan = planScan(**cluster, request, timeout);
    if (!plan) return plan.error();
    const auto run = [&](const ScanPlan& part) {
        return runScan(**cluster, part, request, **compiled, sink, progress, stop);
    };
    const bool chosen = std::any_of(request.topics.begin(), request.topics.end(),
                                    [](const TopicSelection& topic) { return !topic.partitions.empty(); });
    if (chosen) return run(*plan);

    const auto isHome = [&](const Stream& stream) {
        return stream.partition ==
               partitionOf(lookup.partitioner, lookup.key, partitionsOf(*plan, stream.topic));
    };
    auto end = run(restricted(*plan, isHome));
    if (!end || *end != ScanEnd::Complete || progress.counts().matched > 0 || !lookup.elsewhere) return end;
    progress.note(std::string("the key is not in the partition that ") + toString(lookup.partitioner) +
                  " gives it; all others were read too: the number of partitions may have changed, or "
                  "the producer uses another partitioner");
    return run(restricted(*plan, [&](const Stream& stream) { return !isHome(stream); }));
}

} // namespace eventflow::browse
