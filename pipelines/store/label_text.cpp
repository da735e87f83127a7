#include "pipelines/store/label_text.h"

#include <cstring>

namespace eventflow::store {

namespace {

constexpr std::uint32_t kNullLength = 0xFFFFFFFF;

void appendString(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += kHex[byte >> 4U];
            out += kHex[byte & 0xFU];
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendPair(std::string& out, std::string_view name, std::string_view value) {
    if (out.back() != '{') out += ',';
    appendString(out, name);
    out += ':';
    appendString(out, value);
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

/// The inverse of appendString().
bool takeString(std::string_view& text, std::string& out) {
    out.clear();
    if (!take(text, '"')) return false;
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c == '"') return true;
        if (c != '\\') {
            out += c;
            continue;
        }
        if (text.starts_with("u00") && text.size() >= 5) {
            const int high = hexDigit(text[3]);
            const int low = hexDigit(text[4]);
            if (high < 0 || high > 1 || low < 0) return false;
            out += static_cast<char>(high * 16 + low);
            text.remove_prefix(5);
        } else if (!text.empty() && (text.front() == '"' || text.front() == '\\')) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            return false;
        }
    }
    return false;
}

void appendLength(std::string& out, std::uint32_t length) {
    char bytes[sizeof length];
    std::memcpy(bytes, &length, sizeof length);
    out.append(bytes, sizeof length);
}

bool takeLength(std::string_view& bytes, std::uint32_t& length) {
    if (bytes.size() < sizeof length) return false;
    std::memcpy(&length, bytes.data(), sizeof length);
    bytes.remove_prefix(sizeof length);
    return true;
}

bool takeBytes(std::string_view& bytes, std::uint32_t length, std::string& out) {
    if (bytes.size() < length) return false;
    out.assign(bytes.substr(0, length));
    bytes.remove_prefix(length);
    return true;
}

} // namespace

void appendLabels(std::string& out, const Labels& labels) {
    out += '{';
    for (const Label& label : labels)
        appendPair(out, label.name, label.value);
    out += '}';
}

void appendTags(std::string& out, std::span<const Tag> tags) {
    out += '{';
    for (const Tag& tag : tags)
        appendPair(out, tag.name, tag.value);
    out += '}';
}

std::optional<Labels> parseLabels(std::string_view text) {
    std::vector<Label> labels;
    if (!take(text, '{')) return std::nullopt;
    while (!text.starts_with('}')) {
        if (!labels.empty() && !take(text, ',')) return std::nullopt;
        Label& label = labels.emplace_back();
        if (!takeString(text, label.name) || !take(text, ':') || !takeString(text, label.value))
            return std::nullopt;
    }
    if (text.size() != 1) return std::nullopt;
    return Labels(std::move(labels));
}

void appendHeaders(std::string& out, std::span<const Header> headers) {
    for (const Header& header : headers) {
        appendLength(out, static_cast<std::uint32_t>(header.name.size()));
        out += header.name;
        appendLength(out, header.value ? static_cast<std::uint32_t>(header.value->size()) : kNullLength);
        if (header.value) out += *header.value;
    }
}

std::optional<OwnedHeaders> parseHeaders(std::string_view bytes) {
    OwnedHeaders headers;
    while (!bytes.empty()) {
        auto& [name, value] = headers.emplace_back();
        std::uint32_t length = 0;
        if (!takeLength(bytes, length) || !takeBytes(bytes, length, name) || !takeLength(bytes, length))
            return std::nullopt;
        if (length == kNullLength) continue;
        if (!takeBytes(bytes, length, value.emplace())) return std::nullopt;
    }
    return headers;
}

} // namespace eventflow::store
