#pragma once

#include "core/interchange/item_parser.h"
#include "core/interchange/text_splitter.h"

#include <memory>
#include <string_view>

namespace eventflow::interchange {

// The layouts that are lines of text: how their lines are told, and their parsers.

/// kafka-console-consumer: columns separated by tabs, of which only the first ones have names:
/// `CreateTime:1	Partition:0	Offset:7	headers	key	value`.
LineKind classifyConsoleLine(std::string_view line);
/// `front`: the first bytes of the capture. Whether there are headers and keys is guessed from its lines.
std::unique_ptr<ItemParser> makeConsoleParser(std::string_view front);

/// kafka-dump-log: `Dumping <path>`, which names topic and partition, lines for batches, and
/// `| offset: 7 CreateTime: 1 keySize: 1 valueSize: 3 … key: k payload: v` for records.
LineKind classifyDumpLogLine(std::string_view line);
/// Whether a capture that has this line is surely such a dump.
[[nodiscard]] bool isDumpLogLine(std::string_view line);
std::unique_ptr<ItemParser> makeDumpLogParser();

/// Redpanda Console's CSV, which quotes nothing: commas in keys and values are semicolons.
LineKind classifyConsoleCsvLine(std::string_view line);
[[nodiscard]] bool isConsoleCsvHeading(std::string_view line);
std::unique_ptr<ItemParser> makeConsoleCsvParser();

} // namespace eventflow::interchange
