#include "core/admin/lag_history.h"

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

} // namespace eventflow::admin
