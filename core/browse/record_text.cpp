#include "core/browse/record_text.h"

#include "core/base/json_writer.h"
#include "core/codec/json_checker.h"
#include "core/codec/kcat_writer.h"

#include <array>
#include <cctype>

namespace eventflow::browse {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void appendHexByte(std::string& out, char byte) {
    const auto value = static_cast<unsigned char>(byte);
    out += kHexDigits[value >> 4];
    out += kHexDigits[value & 15];
}

std::string hexOf(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes)
        appendHexByte(text, byte);
    return text;
}

/// Text as text; other bytes as `{"hex": "…"}`, so that none is lost.
void writeBytes(JsonWriter& json, const NullableBytes& bytes) {
    if (!bytes)
        json.null();
    else if (isValidUtf8(*bytes))
        json.string(*bytes);
    else
        json.beginObject().key("hex").string(hexOf(*bytes)).endObject();
}

/// One line of output must stay one line: JSON that was written over several lines is a string.
bool isOneLineOfJson(std::string_view text) {
    return text.find_first_of("\r\n") == text.npos && !codec::findJsonFault(text, codec::JsonNumbers::Any);
}

void appendJson(std::string& out, const Record& record, const DecodedFrom& from) {
    JsonWriter json;
    json.beginObject();
    json.key("topic").string(record.stream->topic).key("partition").number(record.stream->partition);
    json.key("offset").number(record.offset).key("timestamp");
    if (record.tsArrival == kNoTime)
        json.null();
    else
        json.string(formatIso8601(record.tsArrival));
    json.key("key");
    if (from.key)
        json.raw(*record.key).key("key_format").string(from.key);
    else
        writeBytes(json, record.key);
    json.key("headers").beginArray();
    for (const Header& header : record.headers) {
        json.beginArray().string(header.name);
        writeBytes(json, header.value);
        json.endArray();
    }
    json.endArray().key("value");
    if (record.value && (from.value || isOneLineOfJson(*record.value)))
        json.raw(*record.value);
    else
        writeBytes(json, record.value);
    if (from.value) json.key("value_format").string(from.value);
    json.endObject();
    out += std::move(json).take();
    out += '\n';
}

void appendKcat(std::string& out, const Record& record) {
    const std::int64_t ms = record.tsArrival == kNoTime ? -1 : toMs(record.tsArrival);
    codec::appendKcatLine(out, {record.stream->topic, record.stream->partition, record.offset, ms, record.key,
                                record.value, record.headers});
}

void appendCsvCell(std::string& out, std::string_view text) {
    if (text.find_first_of(",\"\r\n") == text.npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void appendCsvBytes(std::string& out, const NullableBytes& bytes) {
    // A null is an empty cell, an empty text is an empty cell in quotes.
    if (!bytes) return;
    if (bytes->empty())
        out += "\"\"";
    else if (isValidUtf8(*bytes))
        appendCsvCell(out, *bytes);
    else
        out += "0x" + hexOf(*bytes);
}

void appendCsv(std::string& out, const Record& record) {
    appendCsvCell(out, record.stream->topic);
    out += ',' + std::to_string(record.stream->partition) + ',' + std::to_string(record.offset) + ',';
    if (record.tsArrival != kNoTime) out += formatIso8601(record.tsArrival);
    out += ',';
    appendCsvBytes(out, record.key);
    out += ',';
    appendCsvBytes(out, record.value);
    out += ',';
    std::string headers;
    for (const Header& header : record.headers) {
        if (!headers.empty()) headers += '&';
        headers += toValidUtf8(header.name);
        if (header.value) headers += '=' + toValidUtf8(*header.value);
    }
    appendCsvCell(out, headers);
    out += "\r\n";
}

/// For a POSIX shell.
std::string quoted(std::string_view text) {
    const bool plain =
        !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                "0123456789._-:,/=@%+") == text.npos;
    if (plain) return std::string(text);
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + '\'';
}

/// kcat's -o: an offset, `s@` a time in milliseconds, beginning, end, or negative from the end.
std::string kcatOffset(const Bound& bound, bool end) {
    switch (bound.kind) {
    case Bound::Kind::Beginning:
        return "beginning";
    case Bound::Kind::End:
        return "end";
    case Bound::Kind::Offset:
        return std::to_string(bound.value);
    case Bound::Kind::BeforeEnd:
        return '-' + std::to_string(bound.value);
    case Bound::Kind::Time:
        break;
    }
    return (end ? "e@" : "s@") + std::to_string(toMs(bound.time));
}

} // namespace

std::optional<RecordFormat> recordFormatOf(std::string_view name) {
    constexpr std::array<std::string_view, 5> kNames = {"json", "kcat", "raw", "csv", "hex"};
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (name == kNames[i]) return static_cast<RecordFormat>(i);
    return std::nullopt;
}

void appendRecordText(std::string& out, const Record& record, RecordFormat format, DecodedFrom from) {
    switch (format) {
    case RecordFormat::Json:
        return appendJson(out, record, from);
    case RecordFormat::Kcat:
        return appendKcat(out, record);
    case RecordFormat::Raw:
        out += record.value.value_or("");
        out += '\n';
        return;
    case RecordFormat::Csv:
        return appendCsv(out, record);
    case RecordFormat::Hex:
        break;
    }
    out += record.stream->topic + '[' + std::to_string(record.stream->partition) + "] " +
           std::to_string(record.offset) + '\n';
    appendHexDump(out, record.value.value_or(""));
}

std::string_view csvHeading() {
    return "topic,partition,offset,timestamp,key,value,headers\r\n";
}

void appendHexDump(std::string& out, std::string_view bytes) {
    const auto appendPlace = [&](std::size_t at) {
        for (int shift = 28; shift >= 0; shift -= 4)
            out += kHexDigits[(at >> static_cast<unsigned>(shift)) & 15];
    };
    for (std::size_t at = 0; at < bytes.size(); at += 16) {
        const std::string_view line = bytes.substr(at, 16);
        appendPlace(at);
        for (std::size_t i = 0; i < 16; ++i) {
            out += i % 8 == 0 ? "  " : " ";
            if (i < line.size())
                appendHexByte(out, line[i]);
            else
                out += "  ";
        }
        out += "  |";
        for (const char c : line)
            out += c >= 0x20 && c < 0x7f ? c : '.';
        out += "|\n";
    }
    appendPlace(bytes.size());
    out += '\n';
}

std::string kcatCommand(const std::string& servers, const ScanRequest& request) {
    std::string text;
    for (const TopicSelection& selection : request.topics) {
        if (!text.empty()) text += "; ";
        text += "kcat -C -b " + quoted(servers) + " -t " + quoted(selection.topic);
        if (selection.partitions.size() == 1) text += " -p " + std::to_string(selection.partitions.front());
        text += " -o " + kcatOffset(request.from, false);
        if (request.to.kind == Bound::Kind::Time) text += " -o " + kcatOffset(request.to, true);
        if (request.isolation == Isolation::ReadUncommitted) text += " -X isolation.level=read_uncommitted";
        if (!request.follow) text += " -e";
        text += " -J -q";
    }
    return text;
}

std::string kcatCommand(const std::string& servers, const Stream& stream, std::int64_t offset) {
    return "kcat -C -b " + quoted(servers) + " -t " + quoted(stream.topic) + " -p " +
           std::to_string(stream.partition) + " -o " + std::to_string(offset) + " -c 1 -J -q";
}

} // namespace eventflow::browse
