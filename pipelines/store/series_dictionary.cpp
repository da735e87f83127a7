#include "pipelines/store/series_dictionary.h"

#include "core/base/hash.h"
#include "pipelines/store/label_text.h"

namespace eventflow::store {

Status SeriesDictionary::load() {
    auto labelsOf = m_connection.prepare("SELECT labels FROM series WHERE id=?");
    if (!labelsOf) return labelsOf.error();
    m_labelsOf = std::move(*labelsOf);
    auto all = m_connection.prepare("SELECT id,labels FROM series ORDER BY id");
    if (!all) return all.error();
    for (;;) {
        const auto row = all->step();
        if (!row) return row.error();
        if (!*row) return {};
        const std::int64_t id = all->integer(0);
        if (id < 1 || id > chunk_key::kMaxSeries)
            return m_connection.corrupt("table series: impossible id " + std::to_string(id));
        m_maxId = static_cast<SeriesId>(id);
        m_byHash.emplace(hash64(all->bytes(1)), m_maxId);
    }
}

Status SeriesDictionary::resolve(SeriesIdentity& identity, PendingRows& pending) {
    m_text.clear();
    appendLabels(m_text, identity.labels());
    const std::uint64_t hash = hash64(m_text);
    const auto [first, last] = m_byHash.equal_range(hash);
    for (auto it = first; it != last; ++it) {
        const auto same = hasLabels(it->second, m_text, pending);
        if (!same) return same.error();
        if (!*same) continue;
        identity.storeId = it->second;
        return {};
    }
    if (m_maxId >= chunk_key::kMaxSeries)
        return Error{ErrorCode::LimitExceeded, "database " + m_connection.file().string() + ": holds " +
                                                   std::to_string(m_maxId) +
                                                   " series, as many as it can; start a new database"};
    pending.series.push_back(
        {++m_maxId, std::string(identity.labels().get(kMetricNameLabel)), identity.unit(), m_text});
    m_byHash.emplace(hash, m_maxId);
    identity.storeId = m_maxId;
    return {};
}

Result<bool> SeriesDictionary::hasLabels(SeriesId id, const std::string& labels, const PendingRows& pending) {
    // Pending series have consecutive ids, above all that are in the database.
    if (!pending.series.empty() && id >= pending.series.front().id)
        return pending.series[id - pending.series.front().id].labels == labels;
    const auto row = m_labelsOf.bind(1, id).step();
    if (!row) return row.error();
    const bool same = *row && m_labelsOf.bytes(0) == labels;
    m_labelsOf.reset();
    return same;
}

} // namespace eventflow::store
