#include "pipelines/admin/lag_history.h"

#include <algorithm>

namespace eventflow::admin {

void LagHistory::add(Timestamp at, const GroupLag& lag) {
    if (!m_samples.empty() && at <= m_samples.back().at) return;
    Sample sample;
    sample.at = at;
    std::map<TopicPartition, Standing> now;
    for (const PartitionLag& partition : lag.partitions) {
        if (!partition.lag() || now.size() == kMaxPartitions) continue;
        sample.committed += partition.committed;
        sample.end += partition.end;
        Standing standing{partition.committed, partition.end, partition.end, at, partition.clientId};
        const auto before = m_partitions.find(partition.partition);
        if (before != m_partitions.end() && before->second.committed == partition.committed) {
            standing.endThen = before->second.endThen;
            standing.since = before->second.since;
        }
        now.emplace(partition.partition, std::move(standing));
    }
    const bool same =
        std::ranges::equal(now, m_partitions, {}, &std::pair<const TopicPartition, Standing>::first,
                           &std::pair<const TopicPartition, Standing>::first);
    if (!same) m_samples.clear();
    m_partitions = std::move(now);
    m_samples.push_back(sample);
    if (m_samples.size() > kMaxSamples) m_samples.pop_front();
}

std::optional<LagHistory::Rates> LagHistory::rates(Duration window) const {
    if (m_samples.empty()) return std::nullopt;
    const Sample& last = m_samples.back();
    const auto first =
        std::ranges::find_if(m_samples, [&](const Sample& s) { return last.at - s.at <= window; });
    const double seconds = std::chrono::duration<double>(last.at - first->at).count();
    if (seconds <= 0) return std::nullopt;
    Rates rates;
    rates.consumed = static_cast<double>(last.committed - first->committed) / seconds;
    rates.produced = static_cast<double>(last.end - first->end) / seconds;
    const double gain = rates.consumed - rates.produced;
    // A century is never.
    constexpr double kLongest = 3e9;
    const double left = static_cast<double>(last.lag()) / gain;
    if (last.lag() <= 0)
        rates.catchesUpIn = Duration::zero();
    else if (gain > 0 && left < kLongest)
        rates.catchesUpIn = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(left));
    return rates;
}

std::vector<LagHistory::Stuck> LagHistory::stuck(Duration atLeast) const {
    std::vector<Stuck> out;
    if (m_samples.empty()) return out;
    for (const auto& [partition, standing] : m_partitions) {
        const bool moved = standing.end > standing.endThen;
        if (!moved || standing.clientId.empty() || m_samples.back().at - standing.since < atLeast) continue;
        out.push_back({partition, standing.committed, standing.end - standing.committed,
                       standing.end - standing.endThen, standing.since, standing.clientId});
    }
    std::ranges::stable_sort(out, {}, &Stuck::since);
    return out;
}

Result<Neighbourhood> fetchNeighbourhood(const AdminClient& client, const TopicPartition& partition,
                                         std::int64_t offset, std::int64_t around) {
    const Watermarks marks = fetchWatermarks(client, std::span(&partition, 1)).front();
    if (!marks.known()) return marks.error.value_or(Error{ErrorCode::Unavailable, toString(partition)});
    const std::int64_t width = std::clamp<std::int64_t>(around, 0, 1000);
    const std::int64_t middle = std::clamp(offset, marks.low, marks.high);
    const OffsetRange range{partition, std::max(marks.low, middle - width),
                            std::min(marks.high, middle + width + 1), 0};
    auto records = readRecords(client.access(), {range}, client.timeout());
    if (!records) return records.error();
    Neighbourhood out{std::move(*records), 0};
    out.suspect = static_cast<std::size_t>(
        std::ranges::find_if(out.records,
                             [&](const OwnedRecord& record) { return record.offset >= offset; }) -
        out.records.begin());
    return out;
}

} // namespace eventflow::admin
