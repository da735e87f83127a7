#include "app/cli/scan_choice.h"

#include "app/cli/scan_text.h"
#include "pipelines/browse/key_lookup.h"

#include <CLI/CLI.hpp>

#include <utility>

namespace eventflow::app {

using browse::ScanEnd;

void ScanChoice::addOptions(CLI::App& parser, Order order) {
    parser.add_option("--timeout", m_timeoutSeconds, "Seconds to wait for the cluster")
        ->capture_default_str()
        ->check(CLI::Range(1, 600));
    addSelection(parser, order);
    addLimits(parser);
}

void ScanChoice::addSelection(CLI::App& parser, Order order) {
    parser.add_option("TOPIC", m_topics, "Topics to read")->required();
    parser.add_option("--from", m_from,
                      "Where to begin: beginning, end, an offset, end-100, -5m, a time (ISO 8601, @epoch)");
    parser.add_option("--to", m_to, "Where to end, as --from; default: the end there is now");
    parser.add_option("-n,--count", m_count, "Stop after that many records that match");
    auto* follow =
        parser.add_flag("-f,--follow", m_follow, "Go on with what is produced; without --from only that");
    if (order == Order::Any) {
        auto* newest =
            parser.add_flag("--newest", m_newest, "Newest first, merged over partitions by timestamp");
        newest->excludes(follow);
        parser.add_flag("--sorted", m_sorted, "Oldest first, merged over partitions by timestamp")
            ->excludes(newest);
    }
    parser.add_option("-p,--partition", m_partitions, "Only these partitions")->delimiter(',');
    parser.add_flag("--uncommitted", m_uncommitted, "Records of open and aborted transactions, too");
    parser.add_option("--key", m_key, "Only this key; reads only the partition it belongs to");
    parser.add_option("--partitioner", m_partitioner, "How the producer chose it: murmur2, crc32 or fnv1a")
        ->check(CLI::IsMember({"murmur2", "crc32", "fnv1a"}))
        ->capture_default_str();
    parser.add_option("--filter", m_filter, "CEL: payload.amount > 100 && headers.source == \"web\"");
    parser.add_option("--grep", m_grep, "Bytes in key, value or headers");
    parser.add_flag("-i,--ignore-case", m_ignoreCase, "Of --grep, for ASCII letters");
}

void ScanChoice::addLimits(CLI::App& parser) {
    parser.add_option("--max-bytes", m_maxBytes, "Stop after reading that much: 500K, 64M, 2G");
    parser.add_option("--rate", m_rate, "Read at most that much a second");
    parser.add_option("--max-time", m_timeout, "Stop after that time: 30s, 5m");
}

Result<browse::ScanRequest> ScanChoice::request() const {
    const Timestamp now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    browse::ScanRequest request;
    for (const std::string& topic : m_topics)
        request.topics.push_back({topic, m_partitions});
    request.order = m_newest   ? browse::ScanOrder::NewestFirst
                    : m_sorted ? browse::ScanOrder::OldestFirst
                               : browse::ScanOrder::AsRead;
    request.follow = m_follow;
    if (m_uncommitted) request.isolation = browse::Isolation::ReadUncommitted;
    if (m_follow && m_from.empty()) request.from = browse::Bound::end();
    if (!m_from.empty()) {
        const auto from = parseBound("--from", m_from, now);
        if (!from) return from.error();
        request.from = *from;
    }
    if (!m_to.empty()) {
        if (m_follow) return Error{ErrorCode::InvalidArgument, "--to and --follow exclude each other"};
        const auto to = parseBound("--to", m_to, now);
        if (!to) return to.error();
        request.to = *to;
    }
    if (m_follow && m_sorted)
        return Error{ErrorCode::InvalidArgument, "--sorted and --follow exclude each other"};
    if (Status status = applyLimits(request); !status) return status.error();
    return request;
}

Status ScanChoice::applyLimits(browse::ScanRequest& request) const {
    request.limits.matches = m_count.value_or(0);
    if (!m_maxBytes.empty()) {
        const auto bytes = parseBytes("--max-bytes", m_maxBytes);
        if (!bytes) return bytes.error();
        request.limits.bytes = *bytes;
    }
    if (!m_rate.empty()) {
        const auto rate = parseBytes("--rate", m_rate);
        if (!rate) return rate.error();
        request.limits.bytesPerSecond = *rate;
    }
    if (!m_timeout.empty()) {
        const auto time = parseDuration(m_timeout);
        if (!time) return Error{ErrorCode::InvalidArgument, "--max-time " + m_timeout + ": expected 30s, 5m"};
        request.limits.time = std::chrono::duration_cast<std::chrono::milliseconds>(*time);
    }
    return {};
}

browse::FilterRequest ScanChoice::filter() const {
    browse::FilterRequest filter;
    filter.expression = m_filter;
    if (!m_grep.empty()) filter.text = browse::TextQuery{m_grep, m_ignoreCase};
    return filter;
}

Result<ScanEnd> ScanChoice::scan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                 const browse::FilterRequest& wanted, browse::MatchSink& sink,
                                 browse::ScanProgress& progress, const std::stop_token& stop) const {
    const auto patience = timeout();
    if (m_key) {
        const auto partitioner = browse::partitionerOf(m_partitioner);
        return browse::findKey(access, request,
                               {*m_key, partitioner.value_or(browse::Partitioner::Murmur2), true}, wanted,
                               sink, progress, patience, stop);
    }
    auto compiled = browse::RecordFilter::compile(wanted);
    if (!compiled) return compiled.error();
    // A few records need no large fetches.
    const bool few = m_count && *m_count <= 1000 && !m_follow && m_filter.empty() && m_grep.empty();
    auto cluster = browse::ClusterReader::open(
        access, few ? browse::pageTuning(request.isolation)
                    : browse::bulkTuning(request.isolation, request.limits.bytesPerSecond));
    if (!cluster) return cluster.error();
    if (Status status = (*cluster)->connect(patience, stop); !status) return status.error();
    const auto plan = browse::planScan(**cluster, request, patience);
    if (!plan) return plan.error();
    return browse::runScan(**cluster, *plan, request, **compiled, sink, progress, stop);
}

} // namespace eventflow::app
