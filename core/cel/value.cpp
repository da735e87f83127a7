#include "core/cel/value.h"

#include <string>

namespace eventflow::cel {

std::string_view typeName(Kind kind) {
    switch (kind) {
    case Kind::Absent:
    case Kind::Error:
        return "error";
    case Kind::Null:
        return "null_type";
    case Kind::Bool:
        return "bool";
    case Kind::Int:
        return "int";
    case Kind::Uint:
        return "uint";
    case Kind::Double:
        return "double";
    case Kind::String:
        return "string";
    case Kind::Bytes:
        return "bytes";
    case Kind::List:
        return "list";
    case Kind::Map:
        return "map";
    case Kind::Timestamp:
        return "google.protobuf.Timestamp";
    case Kind::Duration:
        return "google.protobuf.Duration";
    case Kind::Type:
        return "type";
    case Kind::Optional:
        return "optional_type";
    case Kind::Ip:
        return "net.IP";
    case Kind::Cidr:
        return "net.CIDR";
    }
    return "error";
}

std::string describeKinds(KindSet kinds) {
    if (kinds == kAnyKind) return "any type";
    std::string text;
    for (unsigned bit = static_cast<unsigned>(Kind::Null); bit <= static_cast<unsigned>(Kind::Cidr); ++bit) {
        if ((kinds & (KindSet{1} << bit)) == 0) continue;
        if (!text.empty()) text += " or ";
        const auto kind = static_cast<Kind>(bit);
        if (kind == Kind::Timestamp)
            text += "timestamp";
        else if (kind == Kind::Duration)
            text += "duration";
        else
            text += typeName(kind);
    }
    return text;
}

Value Value::timestamp(Timestamp t) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(t);
    return timestamp(seconds.time_since_epoch().count(), static_cast<std::uint32_t>((t - seconds).count()));
}

} // namespace eventflow::cel
