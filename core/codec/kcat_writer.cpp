#include "core/codec/kcat_writer.h"

#include <array>
#include <charconv>

namespace eventflow::codec {

namespace {

void appendNumber(std::string& out, std::int64_t value) {
    std::array<char, 24> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    out.append(digits.data(), end);
}

constexpr std::array<char, 256> kShortEscapes = [] {
    std::array<char, 256> escapes{};
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    return escapes;
}();

void appendQuoted(std::string& out, std::string_view bytes) {
    out += '"';
    std::size_t plain = 0; // from here on nothing was appended yet
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(bytes, plain, i - plain);
        plain = i + 1;
        out += '\\';
        if (kShortEscapes[c] != 0) {
            out += kShortEscapes[c];
        } else {
            out += "u00";
            out += static_cast<char>('0' + (c >> 4));
            out += "0123456789ABCDEF"[c & 0xF];
        }
    }
    out.append(bytes, plain);
    out += '"';
}

void appendBytes(std::string& out, NullableBytes bytes) {
    if (bytes)
        appendQuoted(out, *bytes);
    else
        out += "null";
}

void appendHeaders(std::string& out, std::span<const Header> headers) {
    out += ",\"headers\":";
    char separator = '[';
    for (const Header& header : headers) {
        out += separator;
        appendQuoted(out, header.name);
        out += ',';
        appendBytes(out, header.value);
        separator = ',';
    }
    out += ']';
}

} // namespace

void appendKcatLine(std::string& out, const KcatFields& fields) {
    out += "{\"topic\":";
    appendQuoted(out, fields.topic);
    out += ",\"partition\":";
    appendNumber(out, fields.partition);
    out += ",\"offset\":";
    appendNumber(out, fields.offset);
    out += ",\"tstype\":\"create\",\"ts\":";
    appendNumber(out, fields.tsMs);
    out += ",\"broker\":0";
    if (!fields.headers.empty()) appendHeaders(out, fields.headers);
    out += ",\"key\":";
    appendBytes(out, fields.key);
    out += ",\"payload\":";
    appendBytes(out, fields.payload);
    out += "}\n";
}

} // namespace eventflow::codec
