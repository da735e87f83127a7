#pragma once

#include "core/base/hex.h"
#include "core/codec/value_json.h"

#include <string>

namespace eventflow::test {

inline const char* formatName(codec::ValueFormat format) {
    static constexpr const char* kNames[] = {"plain",    "enum",      "decimal",  "uuid",     "date",
                                             "time-ms",  "time-us",   "time-ns",  "stamp-s",  "stamp-ms",
                                             "stamp-us", "stamp-ns",  "local-ms", "local-us", "local-ns",
                                             "duration", "extension", "single"};
    return kNames[static_cast<std::size_t>(format)];
}

/// A value with its kinds: `{a:1,b:1u,c:1.0,d:1e400d,e:"x",f:h'00ff',g:12@date}`, where `d` marks decimals.
inline std::string dump(codec::ValueView value) {
    using codec::ValueFormat;
    using codec::ValueKind;
    const codec::ValueNode& node = value.node();
    std::string out;
    switch (node.kind) {
    case ValueKind::Unsigned:
        out = std::to_string(node.unsignedInteger) + "u";
        break;
    case ValueKind::Integer:
        out = codec::isTime(node) ? codec::isoTimeText(node) : std::to_string(node.integer);
        break;
    case ValueKind::Bytes:
        out = "h'" + toHex(node.text()) + "'";
        break;
    case ValueKind::Text:
        if (node.format == ValueFormat::Decimal) return std::string(node.text()) + "d";
        out = codec::toJson(value);
        break;
    case ValueKind::Array:
    case ValueKind::Object: {
        const bool object = node.kind == ValueKind::Object;
        for (const codec::ValueView child : value.children())
            out += (out.empty() ? "" : ",") + (object ? std::string(child->memberName()) + ":" : "") +
                   dump(child);
        out = (object ? "{" : "[") + out + (object ? "}" : "]");
        break;
    }
    default:
        out = codec::toJson(value);
    }
    if (node.format != ValueFormat::Plain) out += std::string("@") + formatName(node.format);
    return out;
}

/// Whether the tape keeps what value_tape.h promises, for a payload of so many bytes.
inline bool isWellFormed(const codec::ValueTape& tape, std::size_t payloadBytes) {
    using codec::ValueKind;
    if (tape.empty() || tape.root().end != tape.nodes().size()) return false;
    for (std::uint32_t i = 0; i < tape.nodes().size(); ++i) {
        const codec::ValueNode& node = tape[i];
        const auto range = tape.byteRange(i, payloadBytes);
        if (range.begin > range.end || range.end > payloadBytes) return false;
        if (node.end <= i || node.end > tape.nodes().size()) return false;
        const bool container = node.kind == ValueKind::Array || node.kind == ValueKind::Object;
        if (!container && node.end != i + 1) return false;
        if (!container) continue;
        std::uint32_t children = 0;
        std::uint32_t at = i + 1;
        for (; at < node.end; at = tape[at].end)
            ++children;
        if (at != node.end || children != node.size) return false;
    }
    return true;
}

} // namespace eventflow::test
