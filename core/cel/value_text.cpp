#include "core/cel/value_text.h"

#include "core/base/json_writer.h"
#include "core/cel/fault.h"
#include "core/cel/ip_address.h"
#include "core/cel/map.h"
#include "core/cel/number_text.h"
#include "core/cel/time_text.h"

namespace eventflow::cel {

namespace {

class Writer {
public:
    explicit Writer(std::size_t maxBytes) : m_maxBytes(maxBytes) {}

    /// Nothing more once the text is full, which also ends the recursion.
    void write(const Value& value, std::size_t depth) {
        constexpr std::size_t kMaxDepth = 100;
        if (m_full) return;
        if (m_out.size() >= m_maxBytes || depth > kMaxDepth) {
            m_out += "…";
            m_full = true;
            return;
        }
        if (value.is(Kind::List))
            list(value.items(), depth);
        else if (value.is(Kind::Map))
            map(value.map(), depth);
        else if (value.is(Kind::Optional))
            optional(value, depth);
        else
            scalar(value);
    }

    std::string take() { return std::move(m_out); }

private:
    void list(std::span<const Value> items, std::size_t depth) {
        m_out += '[';
        for (std::size_t i = 0; i < items.size() && !m_full; ++i) {
            if (i > 0) m_out += ", ";
            write(items[i], depth + 1);
        }
        m_out += ']';
    }

    void map(const MapData& map, std::size_t depth) {
        m_out += '{';
        for (std::size_t i = 0; i < map.size && !m_full; ++i) {
            if (i > 0) m_out += ", ";
            write(map.entries[i].key, depth + 1);
            m_out += ": ";
            write(map.entries[i].value, depth + 1);
        }
        m_out += '}';
    }

    void optional(const Value& value, std::size_t depth) {
        if (value.content() == nullptr) {
            m_out += "optional.none()";
            return;
        }
        m_out += "optional.of(";
        write(*value.content(), depth + 1);
        m_out += ')';
    }

    void scalar(const Value& value) {
        switch (value.kind()) {
        case Kind::Bool:
            m_out += value.asBool() ? "true" : "false";
            break;
        case Kind::Int:
            m_out += std::to_string(value.asInt());
            break;
        case Kind::Uint:
            m_out += std::to_string(value.asUint()) + 'u';
            break;
        case Kind::Double:
            real(value.asDouble());
            break;
        case Kind::String:
            text(value.text());
            break;
        case Kind::Bytes:
            bytes(value.text());
            break;
        case Kind::Type:
            m_out += value.text();
            break;
        case Kind::Timestamp:
            m_out += "timestamp(\"" + timestampText(value) + "\")";
            break;
        case Kind::Duration:
            m_out += "duration(\"" + durationText(value.durationNs()) + "\")";
            break;
        case Kind::Ip:
            m_out += "ip(\"" + toString(value.ip()) + "\")";
            break;
        case Kind::Cidr:
            m_out += "cidr(\"" + toString(value.cidr()) + "\")";
            break;
        case Kind::Error:
            (m_out += "error: ") += value.fault().detail;
            break;
        default:
            m_out += "null";
        }
    }

    /// With a point or an exponent: without one it would be an int.
    void real(double value) {
        const std::string text = doubleText(value);
        m_out += text;
        if (text.find_first_not_of("-0123456789") == std::string::npos) m_out += ".0";
    }

    void text(std::string_view text) {
        const bool cut = text.size() > m_maxBytes;
        appendJsonString(m_out, toValidUtf8(text.substr(0, m_maxBytes)));
        if (cut) m_out += "…";
    }

    void bytes(std::string_view bytes) {
        static constexpr char kDigits[] = "0123456789abcdef";
        m_out += "b\"";
        for (const char c : bytes.substr(0, m_maxBytes)) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte >= 0x20 && byte < 0x7F) {
                if (c == '"' || c == '\\') m_out += '\\';
                m_out += c;
                continue;
            }
            m_out += "\\x";
            m_out += kDigits[byte >> 4];
            m_out += kDigits[byte & 0xF];
        }
        m_out += bytes.size() > m_maxBytes ? "\"…" : "\"";
    }

    std::size_t m_maxBytes;
    std::string m_out;
    bool m_full = false;
};

} // namespace

std::string toText(const Value& value, std::size_t maxBytes) {
    Writer writer(maxBytes);
    writer.write(value, 0);
    return writer.take();
}

} // namespace eventflow::cel
