#include "core/cel/map.h"

#include "core/base/hash.h"
#include "core/cel/compare.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

namespace eventflow::cel {

namespace {

constexpr std::size_t kScanned = 8; ///< up to this many entries a scan beats a hash table

/// Equal keys hash alike: whole numbers by their value.
std::uint64_t hashOf(const Value& key) {
    switch (key.kind()) {
    case Kind::String:
        return hash64(key.text());
    case Kind::Bool:
        return key.asBool() ? 1 : 2;
    default: // int and uint
        return (key.asUint() + 3) * 0x9E3779B97F4A7C15ULL >> 16;
    }
}

/// A double as the whole number it is; absent when it is none or out of range.
Value asKey(const Value& value) {
    if (!value.is(Kind::Double)) return value.isIn(kMapKeys) ? value : Value::absent();
    const double d = value.asDouble();
    if (!(d >= -0x1p63 && d < 0x1p64) || d != std::floor(d)) return Value::absent();
    if (d < 0x1p63) return Value::integer(static_cast<std::int64_t>(d));
    return Value::unsignedInteger(static_cast<std::uint64_t>(d));
}

bool sameKey(const Value& a, const Value& b) {
    if (a.is(Kind::String)) return b.is(Kind::String) && a.text() == b.text();
    if (a.is(Kind::Bool)) return b.is(Kind::Bool) && a.asBool() == b.asBool();
    return b.isIn(setOf(Kind::Int, Kind::Uint)) && compareNumbers(a, b) == std::partial_ordering::equivalent;
}

} // namespace

const Value* findKey(const MapData& map, const Value& sought) {
    const Value key = asKey(sought);
    if (key.is(Kind::Absent)) return nullptr;
    if (map.index == nullptr) {
        for (const MapEntry& entry : map.items())
            if (sameKey(key, entry.key)) return &entry.value;
        return nullptr;
    }
    for (std::uint64_t slot = hashOf(key);; ++slot) {
        const std::uint32_t number = map.index[slot & map.indexMask];
        if (number == 0) return nullptr;
        if (sameKey(key, map.entries[number - 1].key)) return &map.entries[number - 1].value;
    }
}

const Value* findKey(const MapData& map, std::string_view key) {
    return findKey(map, Value::string(key));
}

MapBuilder::MapBuilder(Heap& heap, std::size_t capacity)
    : m_heap(heap), m_entries(heap.allocate<MapEntry>(capacity)) {
    if (capacity > kScanned) {
        const std::size_t slots = std::bit_ceil(capacity * 2);
        m_index = heap.allocate<std::uint32_t>(slots);
        if (m_index != nullptr) std::fill_n(m_index, slots, 0U);
        m_map.indexMask = static_cast<std::uint32_t>(slots - 1);
    }
    if (m_entries == nullptr || heap.exhausted()) m_error = heap.exhaustedFault();
    m_map.entries = m_entries;
    m_map.index = m_index;
}

bool MapBuilder::insert(const Value& key, const Value& value) {
    if (m_error.isError()) return false;
    if (!key.isIn(kMapKeys)) {
        m_error = m_heap.fault(FaultReason::NoSuchOverload, "a map key is bool, int, uint or string, not " +
                                                                std::string(typeName(key.kind())));
        return false;
    }
    if (!m_heap.spend(m_index == nullptr ? m_map.size + 1 : 2)) {
        m_error = m_heap.exhaustedFault();
        return false;
    }
    if (findKey(m_map, key) != nullptr) {
        m_error = m_heap.fault(FaultReason::InvalidArgument, "the map has a key twice");
        return false;
    }
    m_entries[m_map.size++] = {key, value};
    if (m_index == nullptr) return true;
    std::uint64_t slot = hashOf(key);
    while (m_index[slot & m_map.indexMask] != 0)
        ++slot;
    m_index[slot & m_map.indexMask] = m_map.size;
    return true;
}

Value MapBuilder::finish() {
    if (m_error.isError()) return m_error;
    auto* map = m_heap.allocate<MapData>(1);
    if (map == nullptr) return m_heap.exhaustedFault();
    *map = m_map;
    return Value::map(map);
}

} // namespace eventflow::cel
