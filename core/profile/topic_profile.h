#pragma once

#include "core/base/time.h"
#include "core/model/record.h"
#include "core/profile/distinct_counter.h"
#include "core/profile/quantile_sketch.h"
#include "core/profile/top_keys.h"
#include "core/schema/inference.h"

#include <cstdint>
#include <map>
#include <string>

namespace eventflow::profile {

/// What one partition contributed.
struct PartitionProfile {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::int64_t firstOffset = -1;
    std::int64_t lastOffset = -1;
    Timestamp newest = kNoTime;
    std::uint64_t outOfOrder = 0; ///< older than one before it
    Duration disorder{0};         ///< by at most this

    /// Offsets between the first and the last record: more than `records` where the log has gaps.
    [[nodiscard]] std::int64_t offsetSpan() const { return records == 0 ? 0 : lastOffset - firstOffset + 1; }
};

/// What the records of a topic are like, learnt by looking at each once, in bounded memory. Profiles of
/// different partitions, or of one partition one after the other, merge into what one profile would have
/// seen (within the stated errors). Thread: confined.
class TopicProfile {
public:
    static constexpr std::size_t kMaxHeaders = 200;
    static constexpr std::size_t kMaxPartitions = 10'000;

    /// `fieldsEvery`: every how many values their fields are looked at; 0: never. Looking costs more than all
    /// the rest.
    explicit TopicProfile(unsigned fieldsEvery = 16) : m_fieldsEvery(fieldsEvery) {}

    /// `padded`: kValuePadding readable bytes follow the value.
    void observe(const Record& record, bool padded);
    void merge(const TopicProfile& other);

    [[nodiscard]] std::uint64_t records() const { return m_records; }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    [[nodiscard]] std::uint64_t nullKeys() const { return m_nullKeys; }
    [[nodiscard]] std::uint64_t tombstones() const { return m_tombstones; }
    [[nodiscard]] std::int64_t offsetSpan() const;
    [[nodiscard]] Timestamp oldest() const { return m_oldest; }
    [[nodiscard]] Timestamp newest() const { return m_newest; }
    /// Records a second between the oldest and the newest timestamp; 0 where there is no span.
    [[nodiscard]] double rate() const;
    /// The largest partition's records by the mean of those seen; 1: even.
    [[nodiscard]] double skew() const;
    [[nodiscard]] const QuantileSketch& keySizes() const { return m_keySizes; }
    [[nodiscard]] const QuantileSketch& valueSizes() const { return m_valueSizes; }
    [[nodiscard]] double distinctKeys() const { return m_keys.estimate(); }
    [[nodiscard]] const TopKeys& topKeys() const { return m_topKeys; }
    [[nodiscard]] const std::map<std::int32_t, PartitionProfile>& partitions() const { return m_partitions; }
    /// How many records have a header of that name.
    [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& headers() const {
        return m_headers;
    }
    /// Headers whose names are not in headers(), because there are too many.
    [[nodiscard]] std::uint64_t otherHeaders() const { return m_otherHeaders; }
    [[nodiscard]] const schema::Inference& fields() const { return m_fields; }

private:
    void observeKey(const NullableBytes& key);
    void observePlace(const Record& record, std::uint64_t bytes);
    void observeHeaders(std::span<const Header> headers);
    void addHeader(std::string_view name, std::uint64_t count);

    unsigned m_fieldsEvery;
    std::uint64_t m_records = 0;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_nullKeys = 0;
    std::uint64_t m_tombstones = 0;
    std::uint64_t m_otherHeaders = 0;
    Timestamp m_oldest = kNoTime;
    Timestamp m_newest = kNoTime;
    QuantileSketch m_keySizes;
    QuantileSketch m_valueSizes;
    DistinctCounter m_keys;
    TopKeys m_topKeys;
    std::map<std::int32_t, PartitionProfile> m_partitions;
    std::map<std::string, std::uint64_t, std::less<>> m_headers;
    schema::Inference m_fields;
};

} // namespace eventflow::profile
