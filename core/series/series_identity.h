#pragma once

#include "core/base/hash.h"
#include "core/model/labels.h"

#include <cstdint>
#include <string>

namespace eventflow {

/// One series: a label set, known under one address for the life of the process, so that workers, engine and store
/// can speak of it without hashing its labels again.
/// Thread: labels and unit are immutable; `engineSlot` belongs to the engine thread, `storeId` to the store thread.
/// Lifetime: owned by the SeriesCatalog, never destroyed before it.
class SeriesIdentity {
public:
    SeriesIdentity(Labels labels, std::string unit)
        : m_labels(std::move(labels)), m_unit(std::move(unit)), m_hash(m_labels.hash()) {}
    SeriesIdentity(const SeriesIdentity&) = delete;
    SeriesIdentity& operator=(const SeriesIdentity&) = delete;

    /// With `__name__`, `tenant`, `host` and the event's tags.
    [[nodiscard]] const Labels& labels() const { return m_labels; }
    [[nodiscard]] const std::string& unit() const { return m_unit; }
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }

    static constexpr std::uint32_t kNoSlot = 0xFFFFFFFF;
    std::uint32_t engineSlot = kNoSlot; ///< index in the series head
    std::int64_t storeId = 0;           ///< row in the store's series table; 0 not written yet

private:
    Labels m_labels;
    std::string m_unit;
    std::uint64_t m_hash;
};

} // namespace eventflow
