#include "pipelines/kafka/stall_watchdog.h"

namespace eventflow::kafka {

StallWatchdog::Verdict StallWatchdog::observe(std::uint32_t partition, const Observation& now, Time time) {
    auto [entry, isNew] = m_watched.try_emplace(partition);
    Watched& watched = entry->second;
    // Offsets without a record (aborted, compacted away) move the client on and not what is handed on.
    const bool moved = watched.delivered != now.delivered || watched.fetched != now.fetched;
    if (isNew || moved || !now.served || now.queued > 0) {
        watched = {now.delivered, now.fetched, time};
        return Verdict::Fine;
    }
    if (time - watched.moved < m_patience || now.delivered < 0) return Verdict::Fine;

    const bool transaction = now.stable >= 0 && now.stable < now.high && now.delivered == now.stable;
    if (transaction && now.readable <= now.delivered) return Verdict::OpenTransaction;
    if (now.high <= now.delivered && now.readable <= now.delivered) return Verdict::Quiet;
    watched.moved = time;
    return Verdict::Stalled;
}

std::optional<StallWatchdog::Time> StallWatchdog::since(std::uint32_t partition) const {
    const auto found = m_watched.find(partition);
    return found == m_watched.end() ? std::nullopt : std::optional(found->second.moved);
}

} // namespace eventflow::kafka
