#include "app/cli/record_printer.h"

#include "app/cli/console_text.h"

#include <cstdio>
#include <utility>

namespace eventflow::app {
namespace {

constexpr std::size_t kKeyColumn = 24;
constexpr std::size_t kValueColumn = 120;

std::string padded(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

} // namespace

RecordPrinter::RecordPrinter(const PrintStyle& style, std::shared_ptr<codec::SchemaLookup> schemas,
                             std::function<void()> closed)
    : m_style(style), m_closed(std::move(closed)) {
    using Format = browse::RecordFormat;
    const bool bytes =
        style.format == Format::Kcat || style.format == Format::Raw || style.format == Format::Hex;
    if (style.decode && (style.table || !bytes)) m_decoding.emplace(std::move(schemas));
    if (!style.table && style.format == Format::Csv) m_buffer = browse::csvHeading();
}

void RecordPrinter::onMatch(const Record& record) {
    if (m_decoding) {
        const auto decoded = m_decoding->decode(record);
        append(decoded.record, {decoded.keyFormat, decoded.valueFormat});
    } else {
        append(record, {});
    }
    if (m_style.eager || m_buffer.size() >= kBufferBytes) flush();
}

void RecordPrinter::append(const Record& record, browse::DecodedFrom from) {
    if (m_style.table)
        appendTableLine(record);
    else
        browse::appendRecordText(m_buffer, record, m_style.format, from);
}

void RecordPrinter::appendTableLine(const Record& record) {
    const std::string time = record.tsArrival == kNoTime ? "" : formatIso8601(record.tsArrival);
    m_buffer += padded(time, 25) +
                padded(record.stream->topic + '[' + std::to_string(record.stream->partition) + ']', 20) +
                ' ' + padded(std::to_string(record.offset), 12) +
                padded(oneLine(record.key, kKeyColumn), kKeyColumn + 1) +
                oneLine(record.value, kValueColumn) + '\n';
}

void RecordPrinter::flush() {
    if (m_broken || m_buffer.empty()) return;
    const bool written = std::fwrite(m_buffer.data(), 1, m_buffer.size(), stdout) == m_buffer.size();
    m_buffer.clear();
    if (written && std::fflush(stdout) == 0) return;
    m_broken = true;
    m_closed();
}

} // namespace eventflow::app
