#include "core/cel/function_table.h"
#include "core/cel/map.h"

namespace eventflow::cel {

namespace {

constexpr KindSet kOptional = setOf(Kind::Optional);
constexpr KindSet kList = setOf(Kind::List);

bool isZero(const Value& value) {
    switch (value.kind()) {
    case Kind::Bool:
    case Kind::Int:
    case Kind::Uint:
    case Kind::Duration:
        return value.asUint() == 0;
    case Kind::Double:
        return value.asDouble() == 0;
    case Kind::String:
    case Kind::Bytes:
        return value.text().empty();
    case Kind::List:
        return value.items().empty();
    case Kind::Map:
        return value.map().size == 0;
    case Kind::Timestamp:
        return value.seconds() == 0 && value.nanos() == 0;
    case Kind::Optional:
        return value.content() == nullptr;
    default:
        return value.is(Kind::Null);
    }
}

Value none(Evaluation&, const Value*) {
    return Value::optional(nullptr);
}

Value of(Evaluation& ev, const Value* args) {
    return ev.heap.optionalOf(args[0]);
}

Value ofNonZeroValue(Evaluation& ev, const Value* args) {
    return isZero(args[0]) ? Value::optional(nullptr) : ev.heap.optionalOf(args[0]);
}

Value hasValue(Evaluation&, const Value* args) {
    return Value::boolean(args[0].content() != nullptr);
}

Value valueOf(Evaluation& ev, const Value* args) {
    if (args[0].content() == nullptr)
        return ev.fault(FaultReason::InvalidArgument, "the optional holds no value");
    return *args[0].content();
}

Value first(Evaluation&, const Value* args) {
    const auto items = args[0].items();
    return Value::optional(items.empty() ? nullptr : &items.front());
}

Value last(Evaluation&, const Value* args) {
    const auto items = args[0].items();
    return Value::optional(items.empty() ? nullptr : &items.back());
}

/// The values of the optionals in a list that hold one.
Value unwrap(Evaluation& ev, const Value* args) {
    const auto items = args[0].items();
    auto* values = ev.heap.allocate<Value>(items.size());
    if (values == nullptr || !ev.heap.spend(items.size())) return ev.outOfBudget();
    std::size_t count = 0;
    for (const Value& item : items) {
        if (!item.is(Kind::Optional))
            return ev.fault(FaultReason::NoSuchOverload, "needs a list of optionals");
        if (item.content() != nullptr) values[count++] = *item.content();
    }
    return Value::list({values, count});
}

constexpr Overload overload(std::string_view name, bool member, std::uint8_t arity, KindSet param,
                            KindSet result, Function run, Growth growth = Growth::Constant) {
    return {name, member, arity, {param}, result, run, growth, false};
}

// or(), orValue(), optMap() and optFlatMap() look at their arguments only where needed: the compiler makes
// nodes of them.
constexpr std::array kOverloads{
    overload("optional.none", false, 0, 0, kOptional, none),
    overload("optional.of", false, 1, kAnyKind, kOptional, of),
    overload("optional.ofNonZeroValue", false, 1, kAnyKind, kOptional, ofNonZeroValue),
    overload("optional.unwrap", false, 1, kList, kList, unwrap, Growth::Linear),
    overload("unwrapOpt", true, 1, kList, kList, unwrap, Growth::Linear),
    overload("hasValue", true, 1, kOptional, setOf(Kind::Bool), hasValue),
    overload("value", true, 1, kOptional, kAnyKind, valueOf),
    overload("first", true, 1, kList, kOptional, first),
    overload("last", true, 1, kList, kOptional, last),
};

} // namespace

std::span<const Overload> optionalFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
