#include "core/codec/avro/logical_type_rules.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace eventflow::codec::avro {

namespace {

/// None when the type cannot carry it.
LogicalType logicalTypeFor(std::string_view name, const SchemaType& type) {
    struct Rule {
        LogicalType logical;
        Type type;
        std::uint32_t fixedSize = 0;
    };
    using enum LogicalType;
    static constexpr std::array kRules{
        Rule{Decimal, Type::Bytes},
        Rule{Decimal, Type::Fixed},
        Rule{BigDecimal, Type::Bytes},
        Rule{Uuid, Type::String},
        Rule{Uuid, Type::Fixed, 16},
        Rule{Date, Type::Int},
        Rule{TimeMillis, Type::Int},
        Rule{TimeMicros, Type::Long},
        Rule{TimestampMillis, Type::Long},
        Rule{TimestampMicros, Type::Long},
        Rule{TimestampNanos, Type::Long},
        Rule{LocalTimestampMillis, Type::Long},
        Rule{LocalTimestampMicros, Type::Long},
        Rule{LocalTimestampNanos, Type::Long},
        Rule{Duration, Type::Fixed, 12},
    };
    const auto fits = [&](const Rule& rule) {
        return name == toString(rule.logical) && type.type == rule.type &&
               (rule.fixedSize == 0 || rule.fixedSize == type.fixedSize);
    };
    const auto found = std::ranges::find_if(kRules, fits);
    return found == kRules.end() ? None : found->logical;
}

/// How many decimal digits always fit in that many bytes, as the specification computes it.
std::uint64_t maxPrecision(std::uint32_t fixedSize) {
    // floor(log10(2^(8n-1) - 1)); 0.30102999566 is log10(2) rounded down, exact enough below kMaxScale.
    if (fixedSize == 0) return 0;
    return static_cast<std::uint64_t>(0.30102999566398114 * (8.0 * fixedSize - 1));
}

bool applyDecimal(const simdjson::dom::object& attributes, SchemaType& type) {
    std::int64_t precision = 0;
    std::int64_t scale = 0;
    simdjson::dom::element given;
    if (attributes.at_key("precision").get(precision) != simdjson::SUCCESS) return false;
    if (attributes.at_key("scale").get(given) == simdjson::SUCCESS && given.get(scale) != simdjson::SUCCESS)
        return false;
    if (precision < 1 || precision > std::numeric_limits<std::int32_t>::max()) return false;
    if (scale < 0 || scale > precision || scale > kMaxScale) return false;
    if (type.type == Type::Fixed && static_cast<std::uint64_t>(precision) > maxPrecision(type.fixedSize))
        return false;
    type.precision = static_cast<std::uint32_t>(precision);
    type.scale = static_cast<std::uint32_t>(scale);
    return true;
}

} // namespace

bool applyLogicalType(std::string_view name, const simdjson::dom::object& attributes, SchemaType& type) {
    const LogicalType logical = logicalTypeFor(name, type);
    if (logical == LogicalType::None) return false;
    if (logical == LogicalType::Decimal && !applyDecimal(attributes, type)) return false;
    type.logical = logical;
    return true;
}

} // namespace eventflow::codec::avro
