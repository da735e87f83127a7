#include "core/base/time.h"
#include "core/interchange/text_fields.h"
#include "core/interchange/text_layouts.h"

#include <algorithm>
#include <string>
#include <vector>

namespace eventflow::interchange {

namespace {

constexpr std::string_view kHeading = "timestamp,partitionID,offset,key,value";

/// The columns in front of the key have no commas, nor have those behind the value; the value's own are gone.
class ConsoleCsvParser final : public ItemParser {
public:
    ParsedItem parse(std::string_view item, Arena& /*arena*/, ImportedRecord& out,
                     std::string_view& error) override {
        passOver(item);
        out = {};
        if (item.empty() || isConsoleCsvHeading(item)) return ParsedItem::None;
        const auto timestamp = takeUntil(item, ',');
        const auto partition = takeUntil(item, ',');
        const auto offset = takeUntil(item, ',');
        const auto key = takeUntil(item, ',');
        std::size_t behindValue = item.size();
        for (std::size_t i = 0; i < m_columnsBehind && behindValue != item.npos; ++i)
            behindValue = behindValue == 0 ? item.npos : item.rfind(',', behindValue - 1);
        if (!key || behindValue == item.npos) {
            error = "the line has fewer columns than the heading";
            return ParsedItem::Malformed;
        }
        const auto ms = numberOf(*timestamp);
        const auto number = numberOf(*offset);
        const auto partitionNumber = partitionOf(*partition);
        if (!number || *number < 0 || !partitionNumber || (!ms && !timestamp->empty())) {
            error = "the line does not begin with a timestamp, a partition and an offset";
            return ParsedItem::Malformed;
        }
        if (ms && *ms >= 0) out.record.tsArrival = timestampFromMs(*ms);
        out.partition = *partitionNumber;
        out.record.offset = *number;
        if (!key->empty()) out.record.key = *key;
        if (behindValue != 0) out.record.value = item.substr(0, behindValue);
        return ParsedItem::Record;
    }

    void passOver(std::string_view item) override {
        if (!isConsoleCsvHeading(item)) return;
        item.remove_prefix(kHeading.size());
        m_columnsBehind = static_cast<std::size_t>(std::ranges::count(item, ','));
    }

private:
    std::size_t m_columnsBehind = 4; ///< keySize, valueSize, compression, isTransactional
};

/// Milliseconds, a partition and an offset, each followed by a comma.
bool beginsRecord(std::string_view line) {
    for (int column = 0; column < 3; ++column) {
        const auto field = takeUntil(line, ',');
        if (!field || !numberOf(*field)) return false;
    }
    return true;
}

} // namespace

bool isConsoleCsvHeading(std::string_view line) {
    return line.starts_with(kHeading) && (line.size() == kHeading.size() || line[kHeading.size()] == ',');
}

LineKind classifyConsoleCsvLine(std::string_view line) {
    if (isConsoleCsvHeading(line)) return LineKind::Other;
    return beginsRecord(line) ? LineKind::Record : LineKind::Continuation;
}

std::unique_ptr<ItemParser> makeConsoleCsvParser() {
    return std::make_unique<ConsoleCsvParser>();
}

} // namespace eventflow::interchange
