#include "core/codec/avro/schema.h"

#include <array>

namespace eventflow::codec::avro {

namespace {

constexpr std::array<const char*, 14> kTypeNames{"null",   "boolean", "int",    "long",   "float",
                                                 "double", "bytes",   "string", "record", "enum",
                                                 "array",  "map",     "union",  "fixed"};

constexpr std::array<const char*, 14> kLogicalNames{"none",
                                                    "decimal",
                                                    "big-decimal",
                                                    "uuid",
                                                    "date",
                                                    "time-millis",
                                                    "time-micros",
                                                    "timestamp-millis",
                                                    "timestamp-micros",
                                                    "timestamp-nanos",
                                                    "local-timestamp-millis",
                                                    "local-timestamp-micros",
                                                    "local-timestamp-nanos",
                                                    "duration"};

} // namespace

const char* toString(Type type) {
    return kTypeNames[static_cast<std::size_t>(type)];
}

const char* toString(LogicalType type) {
    return kLogicalNames[static_cast<std::size_t>(type)];
}

std::string_view SchemaType::simpleName() const {
    const std::string_view full = name;
    return full.substr(full.rfind('.') + 1); // npos + 1 is 0
}

std::string Schema::describe(TypeId type) const {
    constexpr std::size_t kMaxBytes = 200;
    const SchemaType& described = m_types[type];
    std::string text = toString(described.type);
    if (described.logical == LogicalType::Decimal)
        text +=
            " decimal(" + std::to_string(described.precision) + ", " + std::to_string(described.scale) + ')';
    if (isNamed(described.type)) return text + ' ' + described.name;
    if (described.type == Type::Array || described.type == Type::Map)
        return text + " of " + describe(described.element);
    if (described.type != Type::Union) return text;
    if (described.branches.empty()) return "union of nothing";
    text += " of ";
    for (std::size_t i = 0; i < described.branches.size(); ++i) {
        if (text.size() > kMaxBytes) return text + ", …";
        if (i > 0) text += ", ";
        text += describe(described.branches[i]);
    }
    return text;
}

} // namespace eventflow::codec::avro
