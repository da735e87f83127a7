#pragma once

#include "core/cel/heap.h"
#include "core/cel/value.h"

#include <cstdint>
#include <span>

namespace eventflow::cel {

struct MapEntry {
    Value key;
    Value value;
};

/// A map: entries in the order they were written, each key once. Keys are bool, int, uint or string; numbers
/// of one value are one key, whatever their type.
struct MapData {
    const MapEntry* entries = nullptr;
    std::uint32_t size = 0;
    /// Open addressing over entry indices + 1; nullptr for small maps, which are scanned.
    const std::uint32_t* index = nullptr;
    std::uint32_t indexMask = 0;

    [[nodiscard]] std::span<const MapEntry> items() const { return {entries, size}; }
};

inline constexpr KindSet kMapKeys = setOf(Kind::Bool, Kind::Int, Kind::Uint, Kind::String);

/// nullptr when there is no such key. A double finds the number it equals; other kinds find nothing.
const Value* findKey(const MapData& map, const Value& key);
const Value* findKey(const MapData& map, std::string_view key);

/// Fills one map of at most `capacity` entries.
class MapBuilder {
public:
    MapBuilder(Heap& heap, std::size_t capacity);
    /// False when `value` is not a key, when it is there already, or when there is no room: finish() gives
    /// the error.
    bool insert(const Value& key, const Value& value);
    [[nodiscard]] bool contains(const Value& key) const { return findKey(m_map, key) != nullptr; }
    [[nodiscard]] Value finish();

private:
    Heap& m_heap;
    MapEntry* m_entries;
    std::uint32_t* m_index = nullptr;
    MapData m_map;
    Value m_error;
};

} // namespace eventflow::cel
