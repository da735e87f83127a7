#include "core/interchange/record_writer.h"

#include "core/base/base64.h"
#include "core/base/json_writer.h"
#include "core/codec/json_checker.h"
#include "core/codec/kcat_writer.h"
#include "core/interchange/csv_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace eventflow::interchange {

namespace {

constexpr std::array kExportLayouts{
    ExportTraits{ExportLayout::RecordLines, "records", "EventFlow records", "ndjson", ""},
    ExportTraits{
        ExportLayout::Ndjson, "ndjson", "NDJSON", "ndjson",
        "values only: topics, partitions, offsets, keys, headers and times are missing, records without a "
        "value are left out, bytes that are not UTF-8 are replaced"},
    ExportTraits{ExportLayout::Kcat, "kcat", "kcat -J", "json",
                 "times are cut to milliseconds; bytes that are not UTF-8 stand raw in the lines, as kcat "
                 "writes them"},
    ExportTraits{
        ExportLayout::Csv, "csv", "CSV", "csv",
        "bytes that are not UTF-8 are hexadecimal, cells that a spreadsheet would calculate begin with an "
        "apostrophe"},
};

constexpr bool isInOrder() {
    for (std::size_t i = 0; i < kExportLayouts.size(); ++i)
        if (static_cast<std::size_t>(kExportLayouts[i].layout) != i) return false;
    return true;
}
static_assert(isInOrder());

void appendNumber(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), end);
}

void appendMarked(std::string& out, const NullableBytes& bytes) {
    if (!bytes) {
        out += "null";
    } else if (isValidUtf8(*bytes)) {
        appendJsonString(out, *bytes);
    } else {
        out += R"({"base64":")";
        out += toBase64(*bytes);
        out += "\"}";
    }
}

void appendHeaders(std::string& out, std::span<const Header> headers) {
    out += '[';
    for (const Header& header : headers) {
        if (&header != headers.data()) out += ',';
        out += '[';
        appendMarked(out, header.name);
        out += ',';
        appendMarked(out, header.value);
        out += ']';
    }
    out += ']';
}

/// A file that has no partitions of its own is partition 0 elsewhere.
std::int32_t partitionOf(const Record& record) {
    return std::max(record.stream->partition, 0);
}

class LinesWriter final : public RecordWriter {
    bool appendRecord(std::string& out, const Record& record) override {
        out += R"({"topic":)";
        appendMarked(out, record.stream->topic);
        out += R"(,"partition":)";
        appendNumber(out, partitionOf(record));
        out += R"(,"offset":)";
        appendNumber(out, record.offset);
        out += R"(,"ts":)";
        if (record.tsArrival == kNoTime)
            out += "null";
        else
            appendJsonString(out, formatIso8601(record.tsArrival));
        out += R"(,"key":)";
        appendMarked(out, record.key);
        out += R"(,"value":)";
        appendMarked(out, record.value);
        out += R"(,"headers":)";
        appendHeaders(out, record.headers);
        out += "}\n";
        return true;
    }
};

class NdjsonWriter final : public RecordWriter {
    bool appendRecord(std::string& out, const Record& record) override {
        if (!record.value) return false;
        const std::size_t begin = out.size();
        if (codec::findJsonFault(*record.value, codec::JsonNumbers::Any)) {
            appendJsonString(out, *record.value);
        } else {
            // Between the tokens of JSON a line end is as good as a space, and elsewhere it cannot be.
            out += *record.value;
            for (std::size_t i = begin; i < out.size(); ++i)
                if (out[i] == '\n' || out[i] == '\r') out[i] = ' ';
        }
        out += '\n';
        return true;
    }
};

class KcatWriter final : public RecordWriter {
    bool appendRecord(std::string& out, const Record& record) override {
        const std::int64_t ms = record.tsArrival == kNoTime ? -1 : toMs(record.tsArrival);
        codec::appendKcatLine(out, {record.stream->topic, partitionOf(record), record.offset, ms, record.key,
                                    record.value, record.headers});
        return true;
    }
};

class CsvRecordWriter final : public RecordWriter {
    void appendHeading(std::string& out) const override {
        out += "topic,partition,offset,timestamp,key,value,headers\r\n";
    }
    bool appendRecord(std::string& out, const Record& record) override {
        CsvLine line(out);
        line.text(record.stream->topic);
        line.number(partitionOf(record));
        line.number(record.offset);
        line.text(record.tsArrival == kNoTime ? std::string() : formatIso8601(record.tsArrival));
        line.bytes(record.key);
        line.bytes(record.value);
        std::string headers;
        if (!record.headers.empty()) appendHeaders(headers, record.headers);
        line.text(headers);
        line.end();
        return true;
    }
};

} // namespace

const ExportTraits& traitsOf(ExportLayout layout) {
    return kExportLayouts[static_cast<std::size_t>(layout)];
}

std::span<const ExportTraits> allExportLayouts() {
    return kExportLayouts;
}

std::optional<ExportLayout> exportLayoutOf(std::string_view name) {
    for (const ExportTraits& traits : kExportLayouts)
        if (name == traits.name) return traits.layout;
    return std::nullopt;
}

std::unique_ptr<RecordWriter> makeRecordWriter(ExportLayout layout) {
    switch (layout) {
    case ExportLayout::RecordLines:
        return std::make_unique<LinesWriter>();
    case ExportLayout::Ndjson:
        return std::make_unique<NdjsonWriter>();
    case ExportLayout::Kcat:
        return std::make_unique<KcatWriter>();
    case ExportLayout::Csv:
        break;
    }
    return std::make_unique<CsvRecordWriter>();
}

} // namespace eventflow::interchange
