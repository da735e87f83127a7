#pragma once

#include "core/base/time.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace eventflow::cel {

struct Fault;
struct MapData;
struct IpAddress;
struct CidrBlock;

enum class Kind : std::uint8_t {
    Absent, ///< there is no value: a field the record does not have; never the result of an expression
    Error,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    List,
    Map,
    Timestamp,
    Duration,
    Type,
    Optional,
    Ip,
    Cidr,
};

/// The kinds an expression may have; its static type.
using KindSet = std::uint32_t;
template <typename... Kinds>
constexpr KindSet setOf(Kinds... kinds) {
    return (KindSet{0} | ... | (KindSet{1} << static_cast<unsigned>(kinds)));
}
inline constexpr KindSet kAnyKind = ~setOf(Kind::Absent, Kind::Error) & (setOf(Kind::Cidr) * 2 - 1);
inline constexpr KindSet kNumbers = setOf(Kind::Int, Kind::Uint, Kind::Double);

/// The name of the CEL type: `int`, `google.protobuf.Timestamp`.
std::string_view typeName(Kind kind);
/// `string`, `int or double`, `any type`: for messages.
std::string describeKinds(KindSet kinds);

/// One CEL value. Small and trivially copyable: text and composites are views of memory that somebody else
/// owns (the record, the program's constants, the heap of the evaluation) and live as long as that.
class Value {
public:
    constexpr Value() : m_integer(0) {}

    /// There is none; `containers` of the path's steps led into a list or map (see FieldSource).
    static Value absent(std::uint32_t containers = 0) { return Value(Kind::Absent, containers); }
    static Value error(const Fault* fault) {
        Value value(Kind::Error);
        value.m_fault = fault;
        return value;
    }
    static Value null() { return Value(Kind::Null); }
    static Value boolean(bool b) {
        Value value(Kind::Bool);
        value.m_integer = b ? 1 : 0;
        return value;
    }
    static Value integer(std::int64_t i) {
        Value value(Kind::Int);
        value.m_integer = i;
        return value;
    }
    static Value unsignedInteger(std::uint64_t u) {
        Value value(Kind::Uint);
        value.m_unsigned = u;
        return value;
    }
    static Value real(double d) {
        Value value(Kind::Double);
        value.m_real = d;
        return value;
    }
    /// At most 4 GiB; the heap of an evaluation holds far less.
    static Value string(std::string_view text) { return ofText(Kind::String, text); }
    static Value bytes(std::string_view bytes) { return ofText(Kind::Bytes, bytes); }
    static Value type(std::string_view name) { return ofText(Kind::Type, name); }
    static Value list(std::span<const Value> items) {
        Value value(Kind::List, static_cast<std::uint32_t>(items.size()));
        value.m_items = items.data();
        return value;
    }
    static Value map(const MapData* map) {
        Value value(Kind::Map);
        value.m_map = map;
        return value;
    }
    /// In years 1 to 9999; `nanos` counts from the second below.
    static Value timestamp(std::int64_t seconds, std::uint32_t nanos) {
        Value value(Kind::Timestamp, nanos);
        value.m_integer = seconds;
        return value;
    }
    static Value timestamp(Timestamp t);
    static Value duration(std::int64_t ns) {
        Value value(Kind::Duration);
        value.m_integer = ns;
        return value;
    }
    /// nullptr: the optional that holds nothing.
    static Value optional(const Value* content) {
        Value value(Kind::Optional);
        value.m_items = content;
        return value;
    }
    static Value ip(const IpAddress* address) {
        Value value(Kind::Ip);
        value.m_ip = address;
        return value;
    }
    static Value cidr(const CidrBlock* block) {
        Value value(Kind::Cidr);
        value.m_cidr = block;
        return value;
    }

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool is(Kind kind) const { return m_kind == kind; }
    [[nodiscard]] bool isIn(KindSet kinds) const { return (setOf(m_kind) & kinds) != 0; }
    [[nodiscard]] bool isError() const { return m_kind == Kind::Error; }
    [[nodiscard]] bool isTrue() const { return m_kind == Kind::Bool && m_integer != 0; }
    [[nodiscard]] bool isFalse() const { return m_kind == Kind::Bool && m_integer == 0; }

    // Each is valid for its own kind only.
    [[nodiscard]] std::uint32_t containers() const { return m_size; }
    [[nodiscard]] const Fault& fault() const { return *m_fault; }
    [[nodiscard]] bool asBool() const { return m_integer != 0; }
    [[nodiscard]] std::int64_t asInt() const { return m_integer; }
    [[nodiscard]] std::uint64_t asUint() const { return m_unsigned; }
    [[nodiscard]] double asDouble() const { return m_real; }
    [[nodiscard]] std::string_view text() const { return {m_text, m_size}; } ///< String, Bytes, Type
    [[nodiscard]] std::span<const Value> items() const { return {m_items, m_size}; }
    [[nodiscard]] const MapData& map() const { return *m_map; }
    [[nodiscard]] std::int64_t seconds() const { return m_integer; }
    [[nodiscard]] std::uint32_t nanos() const { return m_size; }
    [[nodiscard]] std::int64_t durationNs() const { return m_integer; }
    [[nodiscard]] const Value* content() const { return m_items; } ///< Optional
    [[nodiscard]] const IpAddress& ip() const { return *m_ip; }
    [[nodiscard]] const CidrBlock& cidr() const { return *m_cidr; }

private:
    constexpr explicit Value(Kind kind, std::uint32_t size = 0) : m_kind(kind), m_size(size), m_integer(0) {}
    static Value ofText(Kind kind, std::string_view text) {
        Value value(kind, static_cast<std::uint32_t>(text.size()));
        value.m_text = text.data();
        return value;
    }

    Kind m_kind = Kind::Absent;
    std::uint32_t m_size = 0; ///< bytes, items, or nanoseconds of a timestamp
    union {
        std::int64_t m_integer;
        std::uint64_t m_unsigned;
        double m_real;
        const char* m_text;
        const Value* m_items;
        const MapData* m_map;
        const IpAddress* m_ip;
        const CidrBlock* m_cidr;
        const Fault* m_fault;
    };
};
static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>, "returned in two registers");

/// The range CEL has for timestamps: years 1 to 9999.
inline constexpr std::int64_t kMinTimestampSeconds = -62'135'596'800;
inline constexpr std::int64_t kMaxTimestampSeconds = 253'402'300'799;

} // namespace eventflow::cel
