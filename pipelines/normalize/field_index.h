#pragma once

#include <simdjson.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eventflow::normalize {

/// Every top-level key that some dialect looks at. At most 64; names are in kKeyNames, in the same order.
enum class Key : std::uint8_t {
    Amount,
    Attempt,
    Attributes,
    Body,
    CardNetwork,
    Currency,
    EventId,
    EventType,
    Host,
    Merchant,
    Metric,
    OccurredAt,
    PaymentId,
    SchemaName,
    SchemaVersion,
    Source,
    Tags,
    TenantId,
    TsEvent,
    TsIngest,
    Unit,
    Value,
};
inline constexpr std::array<std::string_view, 22> kKeyNames{
    "amount",     "attempt",     "attributes",     "body",     "card_network", "currency",
    "event_id",   "event_type",  "host",           "merchant", "metric",       "occurred_at",
    "payment_id", "schema_name", "schema_version", "source",   "tags",         "tenant_id",
    "ts_event",   "ts_ingest",   "unit",           "value"};
static_assert(kKeyNames.size() == static_cast<std::size_t>(Key::Value) + 1 && kKeyNames.size() <= 64);

constexpr std::string_view keyName(Key key) {
    return kKeyNames[static_cast<std::size_t>(key)];
}

/// A set of keys, one bit each.
using KeySet = std::uint64_t;
template <typename... Keys>
constexpr KeySet keySet(Keys... keys) {
    return (KeySet{0} | ... | (KeySet{1} << static_cast<unsigned>(keys)));
}

/// Where the known keys of one JSON object are: one pass over its members, then every question is a mask or
/// an array access. Of two members with one name the first counts, as in simdjson's own look-up. Thread:
/// confined. Lifetime: the elements are the decoder's.
class FieldIndex {
public:
    void build(const simdjson::dom::object& object);

    [[nodiscard]] KeySet present() const { return m_present; }
    [[nodiscard]] bool has(Key key) const { return (m_present & keySet(key)) != 0; }
    /// nullptr when it is absent or null, which is the same to every dialect.
    [[nodiscard]] const simdjson::dom::element* find(Key key) const {
        const auto& value = m_values[static_cast<std::size_t>(key)];
        return has(key) && !value.is_null() ? &value : nullptr;
    }
    /// The member's place in the object, from 0; of a key that is present.
    [[nodiscard]] std::size_t position(Key key) const { return m_positions[static_cast<std::size_t>(key)]; }

private:
    KeySet m_present = 0;
    std::array<simdjson::dom::element, kKeyNames.size()> m_values;
    std::array<std::uint32_t, kKeyNames.size()> m_positions{};
};

} // namespace eventflow::normalize
