#include "core/codec/json_text.h"
#include "pipelines/normalize/dialect.h"
#include "pipelines/validate/validator.h"

namespace eventflow::normalize {

namespace {

using validate::kPaymentAuthorized;

bool isPayment(const FieldIndex& fields, std::string& why) {
    const auto* type = fields.find(Key::EventType);
    std::string_view name;
    if (type != nullptr && type->get_string().get(name) == simdjson::SUCCESS && name == kPaymentAuthorized)
        return true;
    why = "\"event_type\" is " + (name.empty() ? std::string("not a string") : codec::excerpt(name)) +
          ", not \"" + std::string(kPaymentAuthorized) + "\"";
    return false;
}

enum class Presence { Required, Optional };
struct AttributeField {
    Key key;
    Presence presence;
};
constexpr AttributeField kAttributes[] = {
    {Key::PaymentId, Presence::Required}, {Key::Amount, Presence::Required},
    {Key::Currency, Presence::Required},  {Key::CardNetwork, Presence::Optional},
    {Key::Merchant, Presence::Optional},  {Key::Attempt, Presence::Optional},
};

/// `payment.authorized.v1` of the application's own event log: becomes a generic event whose attributes are
/// the payment's fields and whose body is the original JSON.
bool normalizePayment(const DialectInput& input, Event& event) {
    const FieldReader read(input.arena, input.why);
    const FieldIndex& fields = input.fields;
    const auto* id = fields.find(Key::EventId);
    if (id == nullptr) return read.missing(keyName(Key::EventId));
    const auto* tenant = fields.find(Key::TenantId);
    if (tenant == nullptr) return read.missing(keyName(Key::TenantId));
    const auto* time = fields.find(Key::OccurredAt);
    if (time == nullptr) return read.missing(keyName(Key::OccurredAt));
    if (!read.scalar(keyName(Key::EventId), *id, event.eventId) ||
        !read.text(keyName(Key::TenantId), *tenant, event.tenantId) ||
        !read.time(keyName(Key::OccurredAt), *time, event.tsEvent))
        return false;

    for (const auto& [key, presence] : kAttributes) {
        const auto* value = fields.find(key);
        if (value == nullptr && presence == Presence::Required) return read.missing(keyName(key));
        if (value == nullptr) continue;
        std::string_view text;
        if (!read.scalar(keyName(key), *value, text)) return false;
        input.attributes.push_back({keyName(key), text});
    }
    if (const auto* tags = fields.find(Key::Tags); tags != nullptr)
        if (!read.tags(keyName(Key::Tags), *tags, input.tags)) return false;

    event.attributes = input.attributes;
    event.tags = input.tags;
    event.body = BodyKind::Generic;
    event.sourceType = "service";
    event.schemaName = kPaymentAuthorized;
    event.schemaVersion = "1";
    event.text = input.json;
    return true;
}

} // namespace

constexpr Dialect kPaymentDialect{
    .name = "payment",
    .markers = {keySet(Key::EventType)},
    .confirms = isPayment,
    .normalize = normalizePayment,
};

} // namespace eventflow::normalize
