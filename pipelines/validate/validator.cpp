#include "pipelines/validate/validator.h"

#include "core/base/json_writer.h"
#include "core/codec/json_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace eventflow::validate {

namespace {

using codec::excerpt;

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string_view attribute(const Event& event, std::string_view name) {
    for (const Tag& tag : event.attributes)
        if (tag.name == name) return tag.value;
    return {};
}

bool checkAmount(std::string_view amount, Rejection& why) {
    double value = 0;
    const auto [end, error] = std::from_chars(amount.data(), amount.data() + amount.size(), value);
    const bool number = error == std::errc() && end == amount.data() + amount.size() && std::isfinite(value);
    if (number && value >= 0) return true;
    return why.refuse(RejectCode::InvalidAmount,
                      "field \"amount\" is " + excerpt(amount) +
                          (number ? ", expected zero or more" : ", expected a finite decimal number"));
}

bool checkCurrency(std::string_view currency, Rejection& why) {
    const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (currency.size() == 3 && std::ranges::all_of(currency, isUpper)) return true;
    return why.refuse(RejectCode::InvalidCurrency, "field \"currency\" is " + excerpt(currency) +
                                                       ", expected three upper-case letters as in ISO 4217");
}

} // namespace

bool Validator::refuseTime(const Event& event, Timestamp latest, Rejection& why) const {
    const bool old = event.tsEvent < m_options.earliest;
    return why.refuse(RejectCode::TimestampOutOfRange,
                      "event time " + formatIso8601(event.tsEvent) + (old ? " is before " : " is after ") +
                          formatIso8601(old ? m_options.earliest : latest) +
                          (old ? ", is its unit right?" : ", is the producer's clock right?"));
}

bool Validator::refuseValue(const Event& event, Rejection& why) {
    return why.refuse(RejectCode::NotFinite, "value of metric " + excerpt(event.metric) + " is " +
                                                 formatDouble(event.value) + ", expected a finite number");
}

bool Validator::checkName(std::string_view what, std::string_view name, Rejection& why) const {
    const auto refuse = [&](const std::string& cause) {
        return why.refuse(RejectCode::InvalidName, std::string(what) + " name " + excerpt(name) + cause);
    };
    if (name.empty()) return refuse(" is empty");
    if (name.size() > m_options.maxNameBytes)
        return refuse(" has " + std::to_string(name.size()) + " bytes, at most " +
                      std::to_string(m_options.maxNameBytes) + " are allowed");
    if (std::ranges::any_of(name, isControl)) return refuse(" contains a control character");
    if (!isValidUtf8(name)) return refuse(" is not UTF-8");
    return true;
}

bool Validator::checkLength(std::string_view what, std::string_view value, Rejection& why) const {
    if (value.size() <= m_options.maxValueBytes) return true;
    return why.refuse(RejectCode::InvalidName, std::string(what) + " " + excerpt(value) + " has " +
                                                   std::to_string(value.size()) + " bytes, at most " +
                                                   std::to_string(m_options.maxValueBytes) + " are allowed");
}

bool Validator::checkTags(std::string_view what, std::span<const Tag> tags, std::size_t most,
                          Rejection& why) const {
    if (tags.size() > most)
        return why.refuse(RejectCode::TooManyTags, std::to_string(tags.size()) + " " + std::string(what) +
                                                       "s, at most " + std::to_string(most) + " are allowed");
    return std::ranges::all_of(tags, [&](const Tag& tag) {
        return checkName(what, tag.name, why) && checkLength(what, tag.value, why);
    });
}

bool Validator::checkIdentity(const Event& event, Rejection& why) const {
    if (event.tenantId.empty())
        return why.refuse(RejectCode::MissingField,
                          "field \"tenant_id\" is empty, expected the tenant's name");
    if (!checkLength("tenant", event.tenantId, why) || !checkLength("source", event.sourceId, why))
        return false;
    if (event.body == BodyKind::Metric && !checkName("metric", event.metric, why)) return false;
    return checkName("schema", event.schemaName, why) &&
           checkTags("tag", event.tags, m_options.maxTags, why) &&
           checkTags("attribute", event.attributes, m_options.maxAttributes, why);
}

bool Validator::checkSchema(const Event& event, Rejection& why) const {
    if (event.schemaName != kPaymentAuthorized || event.body != BodyKind::Generic) return true;
    if (event.eventId.empty())
        return why.refuse(RejectCode::MissingField, "field \"event_id\" is empty, expected the event's id");
    if (attribute(event, "payment_id").empty())
        return why.refuse(RejectCode::MissingField,
                          "field \"payment_id\" is empty, expected the payment's id");
    return checkAmount(attribute(event, "amount"), why) && checkCurrency(attribute(event, "currency"), why);
}

} // namespace eventflow::validate
