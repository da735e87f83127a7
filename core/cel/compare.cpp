#include "core/cel/compare.h"

#include "core/cel/ip_address.h"
#include "core/cel/map.h"

#include <utility>

namespace eventflow::cel {

namespace {

/// Of lists in lists; a block of bindings can nest deeper than an expression is written.
constexpr std::size_t kMaxValueDepth = 300;

double asReal(const Value& value) {
    if (value.is(Kind::Int)) return static_cast<double>(value.asInt());
    if (value.is(Kind::Uint)) return static_cast<double>(value.asUint());
    return value.asDouble();
}

class Equality {
public:
    explicit Equality(Heap& heap) : m_heap(heap) {}

    bool equal(const Value& a, const Value& b, std::size_t depth) {
        if (a.isIn(kNumbers) && b.isIn(kNumbers))
            return compareNumbers(a, b) == std::partial_ordering::equivalent;
        if (a.kind() != b.kind()) return false;
        switch (a.kind()) {
        case Kind::Bool:
        case Kind::Duration:
            return a.asInt() == b.asInt();
        case Kind::String:
        case Kind::Bytes:
        case Kind::Type:
            return a.text().size() == b.text().size() && m_heap.spendOnText(a.text().size()) &&
                   a.text() == b.text();
        case Kind::Timestamp:
            return a.seconds() == b.seconds() && a.nanos() == b.nanos();
        case Kind::List:
            return enter(depth) && equalLists(a.items(), b.items(), depth);
        case Kind::Map:
            return enter(depth) && equalMaps(a.map(), b.map(), depth);
        case Kind::Optional:
            if (a.content() == nullptr || b.content() == nullptr) return a.content() == b.content();
            return enter(depth) && equal(*a.content(), *b.content(), depth + 1);
        case Kind::Ip:
            return a.ip() == b.ip();
        case Kind::Cidr:
            return a.cidr() == b.cidr();
        default:
            return a.is(Kind::Null);
        }
    }

private:
    bool enter(std::size_t depth) {
        if (depth < kMaxValueDepth) return true;
        m_heap.exhaust(FaultReason::StepLimit);
        return false;
    }

    bool equalLists(std::span<const Value> a, std::span<const Value> b, std::size_t depth) {
        if (a.size() != b.size() || !m_heap.spend(a.size())) return false;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (!equal(a[i], b[i], depth + 1)) return false;
        return true;
    }

    bool equalMaps(const MapData& a, const MapData& b, std::size_t depth) {
        if (a.size != b.size) return false;
        for (const MapEntry& entry : a.items()) {
            if (!m_heap.spend(b.index == nullptr ? b.size : 2)) return false;
            const Value* other = findKey(b, entry.key);
            if (other == nullptr || !equal(entry.value, *other, depth + 1)) return false;
        }
        return true;
    }

    Heap& m_heap;
};

} // namespace

std::partial_ordering compareNumbers(const Value& a, const Value& b) {
    if (a.is(Kind::Double) || b.is(Kind::Double)) return asReal(a) <=> asReal(b);
    if (a.is(Kind::Int)) {
        if (b.is(Kind::Int)) return a.asInt() <=> b.asInt();
        return std::cmp_less(a.asInt(), b.asUint())      ? std::partial_ordering::less
               : std::cmp_greater(a.asInt(), b.asUint()) ? std::partial_ordering::greater
                                                         : std::partial_ordering::equivalent;
    }
    if (b.is(Kind::Uint)) return a.asUint() <=> b.asUint();
    return 0 <=> compareNumbers(b, a);
}

bool equalValues(const Value& a, const Value& b, Heap& heap) {
    return Equality(heap).equal(a, b, 0);
}

bool isOrdered(Kind a, Kind b) {
    constexpr KindSet kOrdered =
        setOf(Kind::Bool, Kind::String, Kind::Bytes, Kind::Timestamp, Kind::Duration);
    return ((setOf(a) & kNumbers) != 0 && (setOf(b) & kNumbers) != 0) ||
           (a == b && (setOf(a) & kOrdered) != 0);
}

std::partial_ordering compareOrdered(const Value& a, const Value& b) {
    switch (a.kind()) {
    case Kind::String:
    case Kind::Bytes:
        return a.text() <=> b.text(); // the order of UTF-8 bytes is that of code points
    case Kind::Bool:
    case Kind::Duration:
        return a.asInt() <=> b.asInt();
    case Kind::Timestamp:
        return std::pair(a.seconds(), a.nanos()) <=> std::pair(b.seconds(), b.nanos());
    default:
        return compareNumbers(a, b);
    }
}

} // namespace eventflow::cel
