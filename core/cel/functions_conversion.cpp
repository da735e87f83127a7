#include "core/base/json_writer.h"
#include "core/cel/function_table.h"
#include "core/cel/ip_address.h"
#include "core/cel/number_text.h"
#include "core/cel/time_text.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace eventflow::cel {

namespace {

Value same(Evaluation&, const Value* args) {
    return args[0];
}

Value outOfRange(Evaluation& ev, std::string_view type) {
    return ev.fault(FaultReason::OutOfRange, "the value does not fit in " + std::string(type));
}

Value notA(Evaluation& ev, std::string_view text, std::string_view what) {
    constexpr std::size_t kShown = 64;
    std::string message;
    appendJsonString(message, toValidUtf8(text.substr(0, kShown)));
    return ev.fault(FaultReason::InvalidArgument, message + " is not " + std::string(what));
}

template <typename Integer>
bool parseWhole(std::string_view text, Integer& out) {
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, out);
    return parsed.ec == std::errc() && parsed.ptr == end;
}

Value intFromUint(Evaluation& ev, const Value* args) {
    if (args[0].asUint() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        return outOfRange(ev, "an int");
    return Value::integer(static_cast<std::int64_t>(args[0].asUint()));
}

Value intFromDouble(Evaluation& ev, const Value* args) {
    const double d = args[0].asDouble();
    // Both ends excluded: what rounds to them may have been beyond.
    if (!(d > -0x1p63 && d < 0x1p63)) return outOfRange(ev, "an int");
    return Value::integer(static_cast<std::int64_t>(d));
}

Value intFromString(Evaluation& ev, const Value* args) {
    std::int64_t value = 0;
    if (!parseWhole(args[0].text(), value)) return notA(ev, args[0].text(), "an int");
    return Value::integer(value);
}

Value intFromTimestamp(Evaluation&, const Value* args) {
    return Value::integer(args[0].seconds());
}

Value uintFromInt(Evaluation& ev, const Value* args) {
    if (args[0].asInt() < 0) return outOfRange(ev, "a uint");
    return Value::unsignedInteger(static_cast<std::uint64_t>(args[0].asInt()));
}

Value uintFromDouble(Evaluation& ev, const Value* args) {
    const double d = args[0].asDouble();
    if (!(d >= 0 && d < 0x1p64)) return outOfRange(ev, "a uint");
    return Value::unsignedInteger(static_cast<std::uint64_t>(d));
}

Value uintFromString(Evaluation& ev, const Value* args) {
    std::uint64_t value = 0;
    if (!parseWhole(args[0].text(), value)) return notA(ev, args[0].text(), "a uint");
    return Value::unsignedInteger(value);
}

Value doubleFromInt(Evaluation&, const Value* args) {
    return Value::real(static_cast<double>(args[0].asInt()));
}

Value doubleFromUint(Evaluation&, const Value* args) {
    return Value::real(static_cast<double>(args[0].asUint()));
}

Value doubleFromString(Evaluation& ev, const Value* args) {
    const auto value = parseDouble(args[0].text());
    return value ? Value::real(*value) : notA(ev, args[0].text(), "a double");
}

Value boolFromString(Evaluation& ev, const Value* args) {
    const std::string_view text = args[0].text();
    for (const std::string_view yes : {"1", "t", "true", "TRUE", "True"})
        if (text == yes) return Value::boolean(true);
    for (const std::string_view no : {"0", "f", "false", "FALSE", "False"})
        if (text == no) return Value::boolean(false);
    return notA(ev, text, "a bool");
}

Value bytesFromString(Evaluation&, const Value* args) {
    return Value::bytes(args[0].text());
}

Value stringFromBytes(Evaluation& ev, const Value* args) {
    if (!ev.heap.spendOnText(args[0].text().size())) return ev.outOfBudget();
    if (!isValidUtf8(args[0].text()))
        return ev.fault(FaultReason::InvalidArgument, "the bytes are not UTF-8");
    return Value::string(args[0].text());
}

Value stringFromInt(Evaluation& ev, const Value* args) {
    return ev.heap.string(std::to_string(args[0].asInt()));
}

Value stringFromUint(Evaluation& ev, const Value* args) {
    return ev.heap.string(std::to_string(args[0].asUint()));
}

Value stringFromDouble(Evaluation& ev, const Value* args) {
    return ev.heap.string(doubleText(args[0].asDouble()));
}

Value stringFromBool(Evaluation&, const Value* args) {
    return Value::string(args[0].asBool() ? "true" : "false");
}

Value stringFromTimestamp(Evaluation& ev, const Value* args) {
    return ev.heap.string(timestampText(args[0]));
}

Value stringFromDuration(Evaluation& ev, const Value* args) {
    return ev.heap.string(durationText(args[0].durationNs()));
}

Value stringFromIp(Evaluation& ev, const Value* args) {
    return ev.heap.string(toString(args[0].ip()));
}

Value stringFromCidr(Evaluation& ev, const Value* args) {
    return ev.heap.string(toString(args[0].cidr()));
}

Value timestampFromString(Evaluation& ev, const Value* args) {
    const auto value = parseTimestamp(args[0].text());
    return value ? *value : notA(ev, args[0].text(), "a timestamp as 2026-01-31T12:00:00Z");
}

Value timestampFromInt(Evaluation& ev, const Value* args) {
    const std::int64_t seconds = args[0].asInt();
    if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds)
        return outOfRange(ev, "a timestamp");
    return Value::timestamp(seconds, 0);
}

Value durationFromString(Evaluation& ev, const Value* args) {
    const auto ns = parseDurationText(args[0].text());
    return ns ? Value::duration(*ns) : notA(ev, args[0].text(), "a duration as 1h30m, 90s or 250ms");
}

constexpr Overload convert(std::string_view to, Kind from, Kind result, Function run,
                           Growth growth = Growth::Constant) {
    return {to, false, 1, {setOf(from)}, setOf(result), run, growth, false};
}

constexpr std::array kOverloads{
    convert("bool", Kind::Bool, Kind::Bool, same),
    convert("bool", Kind::String, Kind::Bool, boolFromString),
    convert("bytes", Kind::Bytes, Kind::Bytes, same),
    convert("bytes", Kind::String, Kind::Bytes, bytesFromString),
    convert("double", Kind::Double, Kind::Double, same),
    convert("double", Kind::Int, Kind::Double, doubleFromInt),
    convert("double", Kind::Uint, Kind::Double, doubleFromUint),
    convert("double", Kind::String, Kind::Double, doubleFromString),
    convert("duration", Kind::Duration, Kind::Duration, same),
    convert("duration", Kind::String, Kind::Duration, durationFromString),
    convert("int", Kind::Int, Kind::Int, same),
    convert("int", Kind::Uint, Kind::Int, intFromUint),
    convert("int", Kind::Double, Kind::Int, intFromDouble),
    convert("int", Kind::String, Kind::Int, intFromString),
    convert("int", Kind::Timestamp, Kind::Int, intFromTimestamp),
    convert("string", Kind::String, Kind::String, same),
    convert("string", Kind::Bytes, Kind::String, stringFromBytes, Growth::Linear),
    convert("string", Kind::Int, Kind::String, stringFromInt),
    convert("string", Kind::Uint, Kind::String, stringFromUint),
    convert("string", Kind::Double, Kind::String, stringFromDouble),
    convert("string", Kind::Bool, Kind::String, stringFromBool),
    convert("string", Kind::Timestamp, Kind::String, stringFromTimestamp),
    convert("string", Kind::Duration, Kind::String, stringFromDuration),
    convert("string", Kind::Ip, Kind::String, stringFromIp),
    convert("string", Kind::Cidr, Kind::String, stringFromCidr),
    convert("timestamp", Kind::Timestamp, Kind::Timestamp, same),
    convert("timestamp", Kind::String, Kind::Timestamp, timestampFromString),
    convert("timestamp", Kind::Int, Kind::Timestamp, timestampFromInt),
    convert("uint", Kind::Uint, Kind::Uint, same),
    convert("uint", Kind::Int, Kind::Uint, uintFromInt),
    convert("uint", Kind::Double, Kind::Uint, uintFromDouble),
    convert("uint", Kind::String, Kind::Uint, uintFromString),
};

} // namespace

std::span<const Overload> conversionFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
