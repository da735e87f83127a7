// The messages that mean more than their fields.

#include "core/codec/avro/logical_values.h"
#include "core/codec/protobuf/message_writer.h"
#include "core/codec/protobuf/scalar_field.h"

#include <algorithm>
#include <cstdio>
#include <limits>

namespace eventflow::codec::protobuf {

namespace {

constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

/// As exact as 64 bits allow. False when they do not: a far time with single nanoseconds.
bool writeTimestamp(std::int64_t seconds, std::int64_t nanos, TapeWriter& out, const NodePlace& place,
                    std::size_t end) {
    if (nanos < 0 || nanos >= kNanosPerSecond) return false;
    const auto fits = [seconds](std::int64_t units) {
        const std::int64_t limit = std::numeric_limits<std::int64_t>::max() / units - 1;
        return seconds >= -limit && seconds <= limit;
    };
    if (nanos == 0)
        out.integer(place, seconds, end, ValueFormat::TimestampSeconds);
    else if (fits(kNanosPerSecond))
        out.integer(place, seconds * kNanosPerSecond + nanos, end, ValueFormat::TimestampNanos);
    else if (nanos % 1'000 == 0 && fits(1'000'000))
        out.integer(place, seconds * 1'000'000 + nanos / 1'000, end, ValueFormat::TimestampMicros);
    else
        return false;
    return true;
}

/// ISO 8601, with a sign at the number as Java writes it: `PT-1.5S`. False for what is no duration: parts of
/// different sign.
bool writeDuration(std::int64_t seconds, std::int64_t nanos, TapeWriter& out, const NodePlace& place,
                   std::size_t end) {
    if (nanos <= -kNanosPerSecond || nanos >= kNanosPerSecond) return false;
    if ((seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0)) return false;
    if (seconds == std::numeric_limits<std::int64_t>::min()) return false;
    char text[48];
    int n = std::snprintf(text, sizeof text, "PT%s%lld", seconds < 0 || nanos < 0 ? "-" : "",
                          static_cast<long long>(seconds < 0 ? -seconds : seconds));
    std::string iso(text, static_cast<std::size_t>(n));
    if (nanos != 0) {
        n = std::snprintf(text, sizeof text, ".%09lld", static_cast<long long>(nanos < 0 ? -nanos : nanos));
        iso.append(text, static_cast<std::size_t>(n));
        iso.erase(iso.find_last_not_of('0') + 1);
    }
    out.text(place, out.arena().copy(iso + "S"), end, ValueFormat::Duration);
    return true;
}

} // namespace

std::optional<bool> MessageWriter::wellKnown(const MessagePlan& plan, const Range& range,
                                             const NodePlace& place, std::size_t end, std::size_t depth) {
    // Of a newer definition: shown whole.
    if (plan.wellKnown == WellKnown::None || range.hasUnknown) return std::nullopt;
    switch (plan.wellKnown) {
    case WellKnown::Transparent:
        return transparent(plan, range, place, end, depth);
    case WellKnown::Timestamp:
    case WellKnown::Duration:
        if (time(plan, range, place, end)) return true;
        return std::nullopt;
    case WellKnown::Decimal:
        if (decimal(range, place, end)) return true;
        return std::nullopt;
    case WellKnown::FieldMask:
        return fieldMask(range, place, end);
    case WellKnown::Any:
        return any(range, place, end, depth);
    case WellKnown::None:
        break;
    }
    return std::nullopt;
}

std::optional<bool> MessageWriter::transparent(const MessagePlan& plan, const Range& range,
                                               const NodePlace& place, std::size_t end, std::size_t depth) {
    for (std::uint32_t i = range.begin; i < range.end; ++i)
        if (m_scan[i].first) return field(i, place, depth);
    // Nothing is set: an empty Struct or ListValue, a Value of null, a wrapper's default.
    const FieldPlan& only = plan.fields.front();
    if (plan.fields.size() > 1)
        m_out.null(place, end);
    else if (only.map || only.repeated) {
        if (!enter(place.offset, depth)) return false;
        m_out.close(m_out.open(place, only.map ? ValueKind::Object : ValueKind::Array), 0, end);
    } else
        writeDefault(only, m_out, place, end);
    return true;
}

std::int64_t MessageWriter::integerOf(const Range& range, std::uint32_t number) {
    const std::uint32_t at = m_scan.last(range, number);
    if (at == Occurrence::kNone) return 0;
    WireReader in(whole(), m_scan[at].value);
    std::uint64_t raw = 0;
    if (!in.varint(raw)) return 0;
    const bool narrow = m_scan[at].field->type == FieldType::Int32;
    return narrow ? static_cast<std::int32_t>(static_cast<std::uint32_t>(raw))
                  : static_cast<std::int64_t>(raw);
}

std::string_view MessageWriter::dataOf(const Range& range, std::uint32_t number) {
    const std::uint32_t at = m_scan.last(range, number);
    if (at == Occurrence::kNone) return "";
    WireReader in(whole(), m_scan[at].value);
    std::string_view data;
    return in.bytes(data) ? data : "";
}

bool MessageWriter::time(const MessagePlan& plan, const Range& range, const NodePlace& place,
                         std::size_t end) {
    const std::int64_t seconds = integerOf(range, 1);
    const std::int64_t nanos = integerOf(range, 2);
    return plan.wellKnown == WellKnown::Timestamp ? writeTimestamp(seconds, nanos, m_out, place, end)
                                                  : writeDuration(seconds, nanos, m_out, place, end);
}

/// False when the number is longer than anyone means it.
bool MessageWriter::decimal(const Range& range, const NodePlace& place, std::size_t end) {
    const std::string_view unscaled = dataOf(range, 1);
    const std::int64_t scale = integerOf(range, 3);
    constexpr std::int64_t kMaxScale = 1'000;
    if (unscaled.size() > avro::kMaxDecimalBytes || scale > kMaxScale || scale < -kMaxScale) return false;
    m_out.text(place, avro::decimalText(unscaled, static_cast<std::int32_t>(scale), m_out.arena()), end,
               ValueFormat::Decimal);
    return true;
}

bool MessageWriter::fieldMask(const Range& range, const NodePlace& place, std::size_t end) {
    ValueTape scratch;
    std::string joined;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
        TapeWriter writer(scratch);
        WireReader in(whole(), m_scan[i].value);
        if (!writeScalar(*m_scan[i].field, in, writer, {})) return fail(*in.failure());
        if (i > range.begin) joined += ',';
        joined += scratch.root().text();
    }
    m_out.text(place, m_out.arena().copy(joined), end);
    return true;
}

bool MessageWriter::any(const Range& range, const NodePlace& place, std::size_t end, std::size_t depth) {
    const std::uint32_t index = m_out.open(place, ValueKind::Object);
    const std::uint32_t urlAt = m_scan.last(range, 1);
    const std::uint32_t valueAt = m_scan.last(range, 2);
    const std::string_view url = dataOf(range, 1);
    std::size_t count = 0;
    // The type comes first, wherever it stands.
    if (urlAt != Occurrence::kNone) {
        WireReader in(whole(), m_scan[urlAt].value);
        const NodePlace type{m_scan[urlAt].tag.offset, "@type"};
        if (!writeScalar(*m_scan[urlAt].field, in, m_out, type)) {
            fail(*in.failure());
            return failedIn("@type");
        }
        ++count;
    }
    if (valueAt != Occurrence::kNone) {
        const Occurrence found = m_scan[valueAt];
        if (!anyValue(url, found, depth + 1)) return failedIn("value");
        ++count;
    }
    m_out.close(index, count, end);
    return true;
}

/// The message that the type's name promises; as bytes when there is no such type, or it is not one.
bool MessageWriter::anyValue(std::string_view typeUrl, const Occurrence& found, std::size_t depth) {
    const NodePlace place{found.tag.offset, "value"};
    WireReader in(whole(), found.value);
    std::string_view data;
    if (!in.bytes(data)) return fail(*in.failure());
    const std::size_t slash = typeUrl.rfind('/');
    const MessagePlan* plan =
        slash == std::string_view::npos ? nullptr : m_plans.byName(typeUrl.substr(slash + 1));
    const std::size_t before = m_out.size();
    if (plan != nullptr && message(*plan, Parts(&data, 1), place, found.end, depth)) return true;
    if (m_out.failed()) return false;
    m_out.truncate(before);
    m_failure.reset();
    m_out.bytes(place, data, found.end);
    return true;
}

} // namespace eventflow::codec::protobuf
