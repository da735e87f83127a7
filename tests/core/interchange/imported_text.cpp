#include "tests/core/interchange/imported_text.h"

#include <algorithm>
#include <stdexcept>

namespace eventflow::interchange::test {

namespace {

std::optional<std::string> owned(NullableBytes bytes) {
    return bytes ? std::optional(std::string(*bytes)) : std::nullopt;
}

Imported owned(const ImportedRecord& imported) {
    Imported out;
    out.topic = imported.topic;
    out.partition = imported.partition;
    out.offset = imported.record.offset;
    out.time = imported.record.tsArrival;
    out.key = owned(imported.record.key);
    out.value = owned(imported.record.value);
    for (const Header& header : imported.record.headers)
        out.headers.emplace_back(std::string(header.name), owned(header.value));
    // Under the address sanitizer this proves the promise of record.h.
    volatile char last = 0;
    if (imported.record.value)
        last = imported.record.value->data()[imported.record.value->size() + kValuePadding - 1];
    static_cast<void>(last);
    return out;
}

std::vector<OwnedItem> linesOf(std::string_view text) {
    std::vector<OwnedItem> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at)
            lines.push_back(
                {std::string(text.substr(at, end - at)), static_cast<std::int64_t>(at), end - at, {}});
        at = end + 1;
    }
    return lines;
}

std::optional<Imported> parsed(ItemParser& parser, const OwnedItem& item) {
    const std::string padded = item.text + std::string(kValuePadding, '"');
    const std::string_view text = std::string_view(padded).substr(0, item.text.size());
    Arena arena;
    ImportedRecord record;
    std::string_view error;
    const ParsedItem what =
        item.fault.empty() ? parser.parse(text, arena, record, error) : ParsedItem::Malformed;
    if (what == ParsedItem::None) return std::nullopt;
    Imported out;
    if (what == ParsedItem::Record) {
        out = owned(record);
    } else {
        out.fault = item.fault.empty() ? std::string(error) : item.fault;
        out.value = item.text;
        if (out.fault.empty()) throw std::runtime_error("a malformed item without a cause");
    }
    out.position = item.offset;
    return out;
}

} // namespace

std::vector<OwnedItem> itemsOf(Framer& framer, std::string_view text, const NextPiece& piece) {
    std::vector<OwnedItem> items;
    std::size_t begin = 0;
    std::size_t end = 0;
    Item item;
    for (;;) {
        std::string window(text.substr(begin, end - begin));
        window.append(kValuePadding, '"');
        std::size_t used = 0;
        const bool atEnd = end == text.size();
        const auto step = framer.next(std::string_view(window).substr(0, end - begin), atEnd, item, used);
        begin += used;
        if (static_cast<std::size_t>(framer.position()) != begin) throw std::runtime_error("position()");
        if (step == Framer::Step::Item)
            items.push_back({std::string(item.text), item.offset, item.bytes, item.fault});
        else if (atEnd)
            return items;
        else
            end = std::min(text.size(), end + std::max<std::size_t>(piece(), 1));
    }
}

Import importText(const std::string& text, const NextPiece& piece, std::size_t maxItemBytes) {
    const std::string padded = text + std::string(kValuePadding, '"');
    const std::string_view front = std::string_view(padded).substr(0, text.size());
    Import out;
    const auto detected = detectLayout(front);
    if (!detected) throw std::runtime_error(detected.error().detail);
    out.detected = *detected;
    std::vector<OwnedItem> items;
    if (detected->framing == Framing::Lines) {
        items = linesOf(text);
    } else {
        const auto framer = makeFramer(*detected, maxItemBytes, 0);
        items = itemsOf(
            *framer, text, piece ? piece : [&] { return text.size(); });
    }
    const auto parser = makeItemParser(detected->layout, front);
    for (const OwnedItem& item : items)
        if (auto record = parsed(*parser, item)) out.records.push_back(std::move(*record));
    return out;
}

} // namespace eventflow::interchange::test
