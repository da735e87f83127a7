#pragma once

#include "core/base/arena.h"
#include "core/interchange/imported_record.h"
#include "core/interchange/layout.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::interchange {

/// What parse() made of an item.
enum class ParsedItem : std::uint8_t {
    Record,
    None,      ///< no record: a heading, a note of the program
    Malformed, ///< `error` says why
};

/// Takes the items of one capture apart, in their order: some layouts say in one what holds for the next
/// ones. Thread: confined.
class ItemParser {
public:
    ItemParser() = default;
    ItemParser(const ItemParser&) = delete;
    ItemParser& operator=(const ItemParser&) = delete;
    virtual ~ItemParser() = default;

    /// `item`: with kValuePadding readable bytes behind it. `error`: in plain words with the place, in
    /// `arena`.
    virtual ParsedItem parse(std::string_view item, Arena& arena, ImportedRecord& out,
                             std::string_view& error) = 0;
    /// Instead of parse(), for items whose records are not wanted.
    virtual void passOver(std::string_view /*item*/) {}
};

/// The parser of a layout whose items are single records: all but AvroContainer. `front`: the first bytes of
/// the capture, padded, where the columns of ConsoleConsumer are guessed from.
std::unique_ptr<ItemParser> makeItemParser(Layout layout, std::string_view front);

} // namespace eventflow::interchange
