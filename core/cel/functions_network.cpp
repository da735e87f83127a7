#include "core/base/json_writer.h"
#include "core/cel/function_table.h"
#include "core/cel/ip_address.h"

#include <string>

namespace eventflow::cel {

namespace {

constexpr KindSet kString = setOf(Kind::String);
constexpr KindSet kIp = setOf(Kind::Ip);
constexpr KindSet kCidr = setOf(Kind::Cidr);
constexpr KindSet kBool = setOf(Kind::Bool);

Value notA(Evaluation& ev, std::string_view text, const char* what) {
    std::string message;
    appendJsonString(message, toValidUtf8(text.substr(0, 64)));
    return ev.fault(FaultReason::InvalidArgument, message + " is not " + what);
}

Value notAnIp(Evaluation& ev, std::string_view text) {
    return notA(ev, text, "an IP address");
}

Value keep(Evaluation& ev, const IpAddress& address) {
    auto* copy = ev.heap.allocate<IpAddress>(1);
    if (copy == nullptr) return ev.outOfBudget();
    *copy = address;
    return Value::ip(copy);
}

Value keep(Evaluation& ev, const CidrBlock& block) {
    auto* copy = ev.heap.allocate<CidrBlock>(1);
    if (copy == nullptr) return ev.outOfBudget();
    *copy = block;
    return Value::cidr(copy);
}

Value ipFromString(Evaluation& ev, const Value* args) {
    const auto address = parseIp(args[0].text());
    return address ? keep(ev, *address) : notAnIp(ev, args[0].text());
}

Value cidrFromString(Evaluation& ev, const Value* args) {
    const auto block = parseCidr(args[0].text());
    return block ? keep(ev, *block) : notA(ev, args[0].text(), "an address range as 10.0.0.0/8");
}

Value isIp(Evaluation&, const Value* args) {
    return Value::boolean(parseIp(args[0].text()).has_value());
}

Value isCidr(Evaluation&, const Value* args) {
    return Value::boolean(parseCidr(args[0].text()).has_value());
}

Value isCanonical(Evaluation& ev, const Value* args) {
    const auto address = parseIp(args[0].text());
    return address ? Value::boolean(toString(*address) == args[0].text()) : notAnIp(ev, args[0].text());
}

Value family(Evaluation&, const Value* args) {
    return Value::integer(args[0].ip().isV6 ? 6 : 4);
}

template <bool (IpAddress::*property)() const>
Value test(Evaluation&, const Value* args) {
    return Value::boolean((args[0].ip().*property)());
}

Value containsIp(Evaluation&, const Value* args) {
    return Value::boolean(args[0].cidr().contains(args[1].ip()));
}

Value containsIpText(Evaluation& ev, const Value* args) {
    const auto address = parseIp(args[1].text());
    return address ? Value::boolean(args[0].cidr().contains(*address)) : notAnIp(ev, args[1].text());
}

Value containsCidr(Evaluation&, const Value* args) {
    return Value::boolean(args[0].cidr().contains(args[1].cidr()));
}

Value containsCidrText(Evaluation& ev, const Value* args) {
    const auto block = parseCidr(args[1].text());
    return block ? Value::boolean(args[0].cidr().contains(*block))
                 : notA(ev, args[1].text(), "an address range");
}

Value addressOf(Evaluation& ev, const Value* args) {
    return keep(ev, args[0].cidr().address);
}

Value masked(Evaluation& ev, const Value* args) {
    return keep(ev, args[0].cidr().masked());
}

Value prefixLength(Evaluation&, const Value* args) {
    return Value::integer(args[0].cidr().prefix);
}

constexpr Overload global(std::string_view name, KindSet param, KindSet result, Function run) {
    return {name, false, 1, {param}, result, run, Growth::Constant, false};
}
constexpr Overload member(std::string_view name, KindSet receiver, KindSet result, Function run) {
    return {name, true, 1, {receiver}, result, run, Growth::Constant, false};
}
constexpr Overload within(std::string_view name, KindSet argument, Function run) {
    return {name, true, 2, {kCidr, argument}, kBool, run, Growth::Constant, false};
}

constexpr std::array kOverloads{
    global("ip", kString, kIp, ipFromString),
    global("cidr", kString, kCidr, cidrFromString),
    global("isIP", kString, kBool, isIp),
    global("isCIDR", kString, kBool, isCidr),
    global("ip.isCanonical", kString, kBool, isCanonical),
    member("family", kIp, setOf(Kind::Int), family),
    member("isUnspecified", kIp, kBool, test<&IpAddress::isUnspecified>),
    member("isLoopback", kIp, kBool, test<&IpAddress::isLoopback>),
    member("isLinkLocalUnicast", kIp, kBool, test<&IpAddress::isLinkLocalUnicast>),
    member("isLinkLocalMulticast", kIp, kBool, test<&IpAddress::isLinkLocalMulticast>),
    member("isGlobalUnicast", kIp, kBool, test<&IpAddress::isGlobalUnicast>),
    within("containsIP", kIp, containsIp),
    within("containsIP", kString, containsIpText),
    within("containsCIDR", kCidr, containsCidr),
    within("containsCIDR", kString, containsCidrText),
    member("ip", kCidr, kIp, addressOf),
    member("masked", kCidr, kCidr, masked),
    member("prefixLength", kCidr, setOf(Kind::Int), prefixLength),
};

} // namespace

std::span<const Overload> networkFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
