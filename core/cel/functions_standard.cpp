#include "core/cel/function_table.h"
#include "core/cel/map.h"
#include "core/cel/utf8.h"

namespace eventflow::cel {

namespace {

constexpr KindSet kString = setOf(Kind::String);
constexpr KindSet kBytes = setOf(Kind::Bytes);
constexpr KindSet kList = setOf(Kind::List);
constexpr KindSet kMap = setOf(Kind::Map);
constexpr KindSet kBool = setOf(Kind::Bool);
constexpr KindSet kInt = setOf(Kind::Int);

Value sizeOfText(Evaluation& ev, const Value* args) {
    const std::string_view text = args[0].text();
    if (!ev.heap.spendOnText(text.size())) return ev.outOfBudget();
    return Value::integer(static_cast<std::int64_t>(countCodePoints(text)));
}

Value sizeOfBytes(Evaluation&, const Value* args) {
    return Value::integer(static_cast<std::int64_t>(args[0].text().size()));
}

Value sizeOfList(Evaluation&, const Value* args) {
    return Value::integer(static_cast<std::int64_t>(args[0].items().size()));
}

Value sizeOfMap(Evaluation&, const Value* args) {
    return Value::integer(args[0].map().size);
}

Value typeOf(Evaluation&, const Value* args) {
    return Value::type(typeName(args[0].kind()));
}

Value asDynamic(Evaluation&, const Value* args) {
    return args[0];
}

Value contains(Evaluation& ev, const Value* args) {
    // The standard library's search may compare every place with every byte.
    const std::size_t work = args[0].text().size() * (1 + args[1].text().size() / 16);
    if (!ev.heap.spendOnText(work)) return ev.outOfBudget();
    return Value::boolean(args[0].text().find(args[1].text()) != std::string_view::npos);
}

Value startsWith(Evaluation&, const Value* args) {
    return Value::boolean(args[0].text().starts_with(args[1].text()));
}

Value endsWith(Evaluation&, const Value* args) {
    return Value::boolean(args[0].text().ends_with(args[1].text()));
}

Value matches(Evaluation& ev, const Value* args) {
    constexpr std::size_t kCompilingSteps = 2'000; // as slow as that many others
    bool compiled = false;
    const auto& pattern = ev.patterns.find(args[1].text(), compiled);
    if (compiled && !ev.heap.spend(kCompilingSteps)) return ev.outOfBudget();
    if (!pattern) return ev.fault(FaultReason::InvalidArgument, pattern.error().detail);
    if (!ev.heap.spendOnPattern(args[0].text().size())) return ev.outOfBudget();
    return Value::boolean(matchesPattern(**pattern, args[0].text()));
}

constexpr Overload overload(std::string_view name, bool member, KindSet param, KindSet result, Function run,
                            Growth growth = Growth::Constant) {
    return {name, member, 1, {param}, result, run, growth, false};
}
constexpr Overload onString(std::string_view name, Function run, Growth growth) {
    return {name, true, 2, {kString, kString}, kBool, run, growth, false};
}

constexpr std::array kOverloads{
    overload("size", false, kString, kInt, sizeOfText, Growth::Linear),
    overload("size", true, kString, kInt, sizeOfText, Growth::Linear),
    overload("size", false, kBytes, kInt, sizeOfBytes),
    overload("size", true, kBytes, kInt, sizeOfBytes),
    overload("size", false, kList, kInt, sizeOfList),
    overload("size", true, kList, kInt, sizeOfList),
    overload("size", false, kMap, kInt, sizeOfMap),
    overload("size", true, kMap, kInt, sizeOfMap),
    overload("type", false, kAnyKind, setOf(Kind::Type), typeOf),
    overload("dyn", false, kAnyKind, kAnyKind, asDynamic),
    onString("contains", contains, Growth::Product),
    onString("startsWith", startsWith, Growth::Constant),
    onString("endsWith", endsWith, Growth::Constant),
    onString("matches", matches, Growth::Linear),
    Overload{"matches", false, 2, {kString, kString}, kBool, matches, Growth::Linear, false},
};

} // namespace

std::span<const Overload> standardFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
