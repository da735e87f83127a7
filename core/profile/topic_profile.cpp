#include "core/profile/topic_profile.h"

#include "core/base/hash.h"

#include <algorithm>

namespace eventflow::profile {
namespace {

constexpr std::size_t kMaxHeaderName = 128;

void mergePartition(PartitionProfile& into, const PartitionProfile& from) {
    if (from.records == 0) return;
    into.firstOffset = into.records == 0 ? from.firstOffset : std::min(into.firstOffset, from.firstOffset);
    into.lastOffset = std::max(into.lastOffset, from.lastOffset);
    into.records += from.records;
    into.bytes += from.bytes;
    into.newest = std::max(into.newest, from.newest);
    into.outOfOrder += from.outOfOrder;
    into.disorder = std::max(into.disorder, from.disorder);
}

Timestamp earlier(Timestamp a, Timestamp b) {
    if (a == kNoTime || b == kNoTime) return std::max(a, b);
    return std::min(a, b);
}

} // namespace

void TopicProfile::observe(const Record& record, bool padded) {
    std::uint64_t bytes = record.key.value_or("").size() + record.value.value_or("").size();
    for (const Header& header : record.headers)
        bytes += header.name.size() + header.value.value_or("").size();
    ++m_records;
    m_bytes += bytes;
    observeKey(record.key);
    observePlace(record, bytes);
    observeHeaders(record.headers);
    if (!record.value) {
        ++m_tombstones;
        return;
    }
    m_valueSizes.add(record.value->size());
    if (m_fieldsEvery != 0 && (m_records - 1) % m_fieldsEvery == 0) m_fields.observe(*record.value, padded);
}

void TopicProfile::observeKey(const NullableBytes& key) {
    if (!key) {
        ++m_nullKeys;
        return;
    }
    m_keySizes.add(key->size());
    const Hash128 hash = hash128(*key);
    m_keys.add(hash.high);
    m_topKeys.add(*key, hash);
}

void TopicProfile::observePlace(const Record& record, std::uint64_t bytes) {
    const Timestamp ts = record.tsArrival;
    m_oldest = earlier(m_oldest, ts);
    m_newest = std::max(m_newest, ts);
    const std::int32_t number = record.stream ? record.stream->partition : 0;
    auto found = m_partitions.find(number);
    if (found == m_partitions.end()) {
        if (m_partitions.size() >= kMaxPartitions) return;
        found = m_partitions.try_emplace(number).first;
    }
    PartitionProfile& partition = found->second;
    if (partition.records++ == 0) partition.firstOffset = record.offset;
    partition.firstOffset = std::min(partition.firstOffset, record.offset);
    partition.bytes += bytes;
    // Read backwards in chunks, only what follows the last offset tells about the order.
    const bool inOrder = record.offset > partition.lastOffset;
    partition.lastOffset = std::max(partition.lastOffset, record.offset);
    if (ts == kNoTime) return;
    if (inOrder && partition.newest != kNoTime && ts < partition.newest) {
        ++partition.outOfOrder;
        partition.disorder = std::max(partition.disorder, partition.newest - ts);
    }
    partition.newest = std::max(partition.newest, ts);
}

void TopicProfile::observeHeaders(std::span<const Header> headers) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const bool repeated =
            std::any_of(headers.begin(), headers.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const Header& header) { return header.name == headers[i].name; });
        if (!repeated) addHeader(headers[i].name.substr(0, kMaxHeaderName), 1);
    }
}

void TopicProfile::addHeader(std::string_view name, std::uint64_t count) {
    if (const auto found = m_headers.find(name); found != m_headers.end())
        found->second += count;
    else if (m_headers.size() < kMaxHeaders)
        m_headers.emplace(name, count);
    else
        m_otherHeaders += count;
}

void TopicProfile::merge(const TopicProfile& other) {
    m_records += other.m_records;
    m_bytes += other.m_bytes;
    m_nullKeys += other.m_nullKeys;
    m_tombstones += other.m_tombstones;
    m_otherHeaders += other.m_otherHeaders;
    m_oldest = earlier(m_oldest, other.m_oldest);
    m_newest = std::max(m_newest, other.m_newest);
    m_keySizes.merge(other.m_keySizes);
    m_valueSizes.merge(other.m_valueSizes);
    m_keys.merge(other.m_keys);
    m_topKeys.merge(other.m_topKeys);
    for (const auto& [number, partition] : other.m_partitions)
        if (m_partitions.contains(number) || m_partitions.size() < kMaxPartitions)
            mergePartition(m_partitions[number], partition);
    for (const auto& [name, count] : other.m_headers)
        addHeader(name, count);
    m_fields.merge(other.m_fields);
}

std::int64_t TopicProfile::offsetSpan() const {
    std::int64_t span = 0;
    for (const auto& [number, partition] : m_partitions)
        span += partition.offsetSpan();
    return span;
}

double TopicProfile::rate() const {
    if (m_oldest == kNoTime || m_newest <= m_oldest) return 0;
    return static_cast<double>(m_records) / std::chrono::duration<double>(m_newest - m_oldest).count();
}

double TopicProfile::skew() const {
    std::uint64_t most = 0;
    std::uint64_t sum = 0;
    for (const auto& [number, partition] : m_partitions) {
        most = std::max(most, partition.records);
        sum += partition.records;
    }
    return sum == 0 ? 0
                    : static_cast<double>(most) * static_cast<double>(m_partitions.size()) /
                          static_cast<double>(sum);
}

} // namespace eventflow::profile
