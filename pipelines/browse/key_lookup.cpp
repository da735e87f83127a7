#include "pipelines/browse/key_lookup.h"

#include <algorithm>
#include <set>

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

/// Notices in which topics there were matches.
class TopicNoticer final : public MatchSink {
public:
    explicit TopicNoticer(MatchSink& sink) : m_sink(sink) {}

    void onMatch(const Record& record) override {
        if (!contains(record.stream->topic)) m_topics.insert(record.stream->topic);
        m_sink.onMatch(record);
    }
    [[nodiscard]] bool contains(const std::string& topic) const { return m_topics.contains(topic); }

private:
    MatchSink& m_sink;
    std::set<std::string, std::less<>> m_topics;
};

std::string noteOf(const std::set<std::string, std::less<>>& missing, std::size_t topics, Partitioner how) {
    constexpr std::size_t kMaxNamed = 5;
    std::string in;
    if (missing.size() > kMaxNamed)
        in = " in " + std::to_string(missing.size()) + " of " + std::to_string(topics) + " topics";
    else if (topics > 1)
        for (const std::string& topic : missing)
            in += (in.empty() ? " in " : ", ") + topic;
    return std::string("the key is not in the partition that ") + toString(how) + " gives it" + in +
           "; all others were read too: the number of partitions may have changed, or "
           "the producer uses another partitioner";
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
    TopicNoticer found(sink);
    const auto run = [&](const ScanPlan& part) {
        return runScan(**cluster, part, request, **compiled, found, progress, stop);
    };
    const bool chosen = std::any_of(request.topics.begin(), request.topics.end(),
                                    [](const TopicSelection& topic) { return !topic.partitions.empty(); });
    if (chosen) return run(*plan);

    const auto isHome = [&](const Stream& stream) {
        return stream.partition ==
               partitionOf(lookup.partitioner, lookup.key, partitionsOf(*plan, stream.topic));
    };
    auto end = run(restricted(*plan, isHome));
    if (!end || *end != ScanEnd::Complete || !lookup.elsewhere) return end;
    std::set<std::string, std::less<>> missing;
    for (const TopicSelection& topic : request.topics)
        if (!found.contains(topic.topic)) missing.insert(topic.topic);
    if (missing.empty()) return end;
    progress.note(noteOf(missing, request.topics.size(), lookup.partitioner));
    return run(restricted(
        *plan, [&](const Stream& stream) { return missing.contains(stream.topic) && !isHome(stream); }));
}

} // namespace eventflow::browse
