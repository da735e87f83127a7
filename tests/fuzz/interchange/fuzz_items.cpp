// Any bytes as a capture of every layout: the first byte chooses the layout, the second how small the blocks
// are, the third the limit of a record. Items lie behind each other in the capture, sound ones as they stand
// in it; they are the same in small blocks as in one; and parsing them gives records whose memory may be
// touched, or a cause.

#include "tests/core/interchange/imported_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace eventflow;
using namespace eventflow::interchange;
using test::OwnedItem;

namespace {

using namespace std::string_view_literals;

constexpr std::array kLambdaPath{"records"sv, "*"sv};
constexpr std::array kResultsPath{"results"sv};
constexpr std::array kJsonLayouts{Layout::JsonValues,    Layout::RecordLines, Layout::RecordRows,
                                  Layout::Kcat,          Layout::Rpk,         Layout::RedpandaConsole,
                                  Layout::KafkaUi,       Layout::Akhq,        Layout::Kafkactl,
                                  Layout::LensesEnvelope};
constexpr std::array kTextLayouts{Layout::RedpandaConsoleCsv, Layout::ConsoleConsumer, Layout::DumpLog};

DetectedLayout layoutOf(std::uint8_t choice) {
    std::size_t i = choice % (kJsonLayouts.size() + kTextLayouts.size() + 2);
    if (i == 0) return {Layout::AwsLambda, Framing::Json, kLambdaPath};
    if (i == 1) return {Layout::Akhq, Framing::Json, kResultsPath};
    i -= 2;
    if (i < kJsonLayouts.size()) return {kJsonLayouts[i], Framing::Json, {}};
    return {kTextLayouts[i - kJsonLayouts.size()], Framing::Text, {}};
}

std::vector<OwnedItem> itemsOf(const DetectedLayout& layout, std::string_view text, std::size_t piece,
                               std::size_t limit) {
    const auto framer = makeFramer(layout, limit, 0);
    return test::itemsOf(*framer, text, [&] { return piece; });
}

void checkItems(const std::vector<OwnedItem>& items, std::string_view text, std::size_t limit) {
    std::int64_t behind = 0;
    for (const OwnedItem& item : items) {
        if (item.offset < behind || item.bytes < item.text.size()) std::abort();
        if (text.substr(static_cast<std::size_t>(item.offset), item.text.size()) != item.text) std::abort();
        if (item.text.size() > limit + 2) std::abort();
        if (item.bytes > item.text.size() && item.fault.empty()) std::abort();
        behind = item.offset + static_cast<std::int64_t>(item.text.size());
    }
}

volatile char touched;

void touch(NullableBytes bytes, std::size_t padding) {
    if (bytes && bytes->size() + padding > 0) touched = bytes->data()[bytes->size() + padding - 1];
}

void parse(ItemParser& parser, const OwnedItem& item) {
    std::string padded = item.text;
    padded.resize(padded.size() + kValuePadding, '"');
    Arena arena;
    ImportedRecord record;
    std::string_view error;
    switch (parser.parse(std::string_view(padded).substr(0, item.text.size()), arena, record, error)) {
    case ParsedItem::Record:
        if (record.partition < ImportedRecord::kNoPartition) std::abort();
        if (record.record.offset < ImportedRecord::kNoOffset) std::abort();
        touch(record.topic, 0);
        touch(record.record.key, 0);
        touch(record.record.value, kValuePadding);
        for (const Header& header : record.record.headers) {
            touch(header.name, 0);
            touch(header.value, 0);
        }
        break;
    case ParsedItem::Malformed:
        if (error.empty()) std::abort();
        break;
    case ParsedItem::None:
        break;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const DetectedLayout layout = layoutOf(data[0]);
    const std::size_t limit = 1 + data[2] * 8U;
    std::string padded(reinterpret_cast<const char*>(data) + 3, size - 3);
    const std::size_t textSize = padded.size();
    padded.resize(textSize + kValuePadding, '"');
    const std::string_view text = std::string_view(padded).substr(0, textSize);

    const auto items = itemsOf(layout, text, std::max<std::size_t>(textSize, 1), limit);
    checkItems(items, text, limit);
    if (itemsOf(layout, text, 1U + data[1], limit) != items) std::abort();
    const auto parser = makeItemParser(layout.layout, text);
    for (const OwnedItem& item : items)
        if (item.fault.empty()) parse(*parser, item);
    return 0;
}
