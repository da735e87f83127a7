#include "core/interchange/item_parser.h"

#include "core/interchange/json_layouts.h"
#include "core/interchange/kcat_line.h"
#include "core/interchange/text_layouts.h"

namespace eventflow::interchange {

namespace {

/// The item is the value.
class ValueParser final : public ItemParser {
public:
    ParsedItem parse(std::string_view item, Arena& /*arena*/, ImportedRecord& out,
                     std::string_view& /*error*/) override {
        out = {};
        out.record.value = item;
        return ParsedItem::Record;
    }
};

class KcatParser final : public ItemParser {
public:
    ParsedItem parse(std::string_view item, Arena& arena, ImportedRecord& out,
                     std::string_view& error) override {
        if (isKcatStatus(item)) return ParsedItem::None;
        return parseKcatLine(item, arena, out, error) ? ParsedItem::Record : ParsedItem::Malformed;
    }
};

std::unique_ptr<ItemParser> byTable(const JsonLayout& layout) {
    return std::make_unique<JsonRecordParser>(layout);
}

} // namespace

std::unique_ptr<ItemParser> makeItemParser(Layout layout, std::string_view front) {
    switch (layout) {
    case Layout::Kcat:
        return std::make_unique<KcatParser>();
    case Layout::RecordLines:
        return byTable(recordLinesLayout());
    case Layout::RecordRows:
        return byTable(recordRowsLayout());
    case Layout::Rpk:
        return byTable(rpkLayout());
    case Layout::RedpandaConsole:
        return byTable(redpandaConsoleLayout());
    case Layout::KafkaUi:
        return byTable(kafkaUiLayout());
    case Layout::Akhq:
        return byTable(akhqLayout());
    case Layout::Kafkactl:
        return byTable(kafkactlLayout());
    case Layout::AwsLambda:
        return byTable(awsLambdaLayout());
    case Layout::LensesEnvelope:
        return byTable(lensesLayout());
    case Layout::RedpandaConsoleCsv:
        return makeConsoleCsvParser();
    case Layout::ConsoleConsumer:
        return makeConsoleParser(front);
    case Layout::DumpLog:
        return makeDumpLogParser();
    case Layout::Ndjson:
    case Layout::JsonValues:
    case Layout::AvroContainer:
        break;
    }
    return std::make_unique<ValueParser>();
}

} // namespace eventflow::interchange
