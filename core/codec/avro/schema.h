#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::codec::avro {

enum class Type : std::uint8_t {
    Null,
    Boolean,
    Int,
    Long,
    Float,
    Double,
    Bytes,
    String,
    Record,
    Enum,
    Array,
    Map,
    Union,
    Fixed,
};
/// As a schema writes it: `record`.
const char* toString(Type type);
[[nodiscard]] constexpr bool isNamed(Type type) {
    return type == Type::Record || type == Type::Enum || type == Type::Fixed;
}

/// What a value means beyond its type. Only those that fit their type are kept: the specification has readers
/// ignore the others.
enum class LogicalType : std::uint8_t {
    None,
    Decimal,    ///< bytes, fixed: unscaled big-endian integer
    BigDecimal, ///< bytes: like Decimal, each value with its own scale
    Uuid,       ///< string, fixed of 16 bytes
    Date,       ///< int
    TimeMillis, ///< int
    TimeMicros, ///< long, likewise those below up to Duration
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    LocalTimestampMillis,
    LocalTimestampMicros,
    LocalTimestampNanos,
    Duration, ///< fixed of 12 bytes: months, days, milliseconds
};
/// As a schema writes it: `timestamp-millis`; `none`.
const char* toString(LogicalType type);

/// A type's place in its schema's list. Types may contain themselves, so they are named by place.
using TypeId = std::uint32_t;

enum class FieldOrder : std::uint8_t { Ascending, Descending, Ignore };

struct SchemaField {
    std::string name;
    std::string doc;
    std::vector<std::string> aliases;
    TypeId type = 0;
    FieldOrder order = FieldOrder::Ascending;
    /// The default as JSON text; nothing when the field has none.
    std::optional<std::string> defaultJson;
    /// The default as a value of the field's type in Avro's binary form; nothing without a default and where
    /// `defaultFault` says that it is not a value of that type.
    std::optional<std::string> defaultBinary;
    std::string defaultFault;
};

struct SchemaType {
    Type type = Type::Null;
    LogicalType logical = LogicalType::None;
    bool isError = false;                       ///< Record: declared as `error`
    std::uint32_t fixedSize = 0;                ///< Fixed
    std::uint32_t precision = 0;                ///< Decimal
    std::uint32_t scale = 0;                    ///< Decimal
    std::string name;                           ///< named types: with namespace, `shop.Order`
    std::string doc;                            ///< named types
    std::vector<std::string> aliases;           ///< named types: with namespace
    std::vector<SchemaField> fields;            ///< Record
    std::vector<std::string> symbols;           ///< Enum
    std::optional<std::uint32_t> defaultSymbol; ///< Enum: index into symbols
    TypeId element = 0;                         ///< Array, Map: of its items or values
    std::vector<TypeId> branches;               ///< Union

    /// The name without its namespace.
    [[nodiscard]] std::string_view simpleName() const;
};

/// What a default that is no value of its field's type means: an error for schemas about to be registered;
/// schemas that are registered already still decode what needs no default.
enum class BadDefaults : std::uint8_t { Refuse, Keep };

/// Limits on schema text from outside.
inline constexpr std::size_t kMaxSchemaBytes = 4 * 1024 * 1024; ///< all texts together
inline constexpr std::size_t kMaxTypes = 50'000;                ///< declared or used
inline constexpr std::size_t kMaxNesting = 64;                  ///< types written inside of types
inline constexpr std::size_t kMaxNameBytes = 1024;
inline constexpr std::uint32_t kMaxScale = 1000; ///< a decimal beyond it counts as an unknown logical type

/// A parsed schema (Apache Avro 1.11/1.12). Immutable once parsed: share it between threads.
class Schema {
public:
    /// Reads a schema's text. `references`: texts of schemas that it builds on, in an order in which each
    /// needs only earlier ones; their named types are known, and no part of the result unless used.
    /// Errors: ParseError with the JSON pointer of the place, `/fields/2/type: unknown type "Price"`;
    /// LimitExceeded.
    static Result<std::shared_ptr<const Schema>> parse(std::string_view text,
                                                       std::span<const std::string_view> references = {},
                                                       BadDefaults badDefaults = BadDefaults::Refuse);

    [[nodiscard]] TypeId root() const { return m_root; }
    [[nodiscard]] const SchemaType& rootType() const { return m_types[m_root]; }
    [[nodiscard]] const SchemaType& operator[](TypeId type) const { return m_types[type]; }
    [[nodiscard]] std::size_t typeCount() const { return m_types.size(); }
    /// In words for messages: `record shop.Order`, `array of int`, `union of null, string`.
    [[nodiscard]] std::string describe(TypeId type) const;

private:
    friend class SchemaParser;
    std::vector<SchemaType> m_types;
    TypeId m_root = 0;
};

/// The schema in Parsing Canonical Form: what two texts share when they mean the same binary encoding.
std::string canonicalForm(const Schema& schema);

/// CRC-64-AVRO (Rabin) of any bytes; of a canonical form it is the schema's fingerprint, as the single-object
/// encoding carries it.
std::uint64_t crc64Avro(std::string_view bytes);

} // namespace eventflow::codec::avro
