#include "pipelines/normalize/field_index.h"

#include <cstring>

namespace eventflow::normalize {

namespace {

constexpr std::size_t kSlots = 128; // a power of two, far more than keys: nearly no probing
constexpr std::uint8_t kNoKey = 0xFF;

constexpr std::size_t slotOf(const char* name, std::size_t length) {
    const auto first = static_cast<unsigned char>(name[0]);
    const auto last = static_cast<unsigned char>(name[length - 1]);
    return (length * 11 + first * 5u + last * 19u) % kSlots;
}

/// Open addressing with linear probing, filled by the compiler.
constexpr std::array<std::uint8_t, kSlots> makeTable() {
    std::array<std::uint8_t, kSlots> table{};
    table.fill(kNoKey);
    for (std::size_t key = 0; key < kKeyNames.size(); ++key) {
        std::size_t slot = slotOf(kKeyNames[key].data(), kKeyNames[key].size());
        while (table[slot] != kNoKey)
            slot = (slot + 1) % kSlots;
        table[slot] = static_cast<std::uint8_t>(key);
    }
    return table;
}

constexpr auto kTable = makeTable();

std::uint8_t findKey(std::string_view name) {
    if (name.empty()) return kNoKey;
    for (std::size_t slot = slotOf(name.data(), name.size());; slot = (slot + 1) % kSlots) {
        const std::uint8_t key = kTable[slot];
        if (key == kNoKey || kKeyNames[key] == name) return key;
    }
}

} // namespace

void FieldIndex::build(const simdjson::dom::object& object) {
    m_present = 0;
    std::uint32_t position = 0;
    const auto end = object.end();
    for (auto member = object.begin(); member != end; ++member, ++position) {
        const std::uint8_t key = findKey(member.key());
        if (key == kNoKey || (m_present >> key & 1) != 0) continue;
        m_present |= KeySet{1} << key;
        m_values[key] = member.value();
        m_positions[key] = position;
    }
}

} // namespace eventflow::normalize
