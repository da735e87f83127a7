#pragma once

#include "core/interchange/detection.h"
#include "core/interchange/item_parser.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::interchange::test {

/// A record that owns its bytes; or a malformed item with its fault, then `value` is its text.
struct Imported {
    std::string topic;
    std::int32_t partition = ImportedRecord::kNoPartition;
    std::int64_t offset = ImportedRecord::kNoOffset;
    Timestamp time = kNoTime;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    std::string fault;
    std::int64_t position = 0; ///< of the item in the text

    bool operator==(const Imported&) const = default;
};

/// How many bytes come next: the size of a block.
using NextPiece = std::function<std::size_t()>;

/// The items of a framer that is fed piece by piece, each window in memory of its own with nothing but its
/// padding behind it.
struct OwnedItem {
    std::string text;
    std::int64_t offset = 0;
    std::uint64_t bytes = 0;
    std::string fault;

    bool operator==(const OwnedItem&) const = default;
};
std::vector<OwnedItem> itemsOf(Framer& framer, std::string_view text, const NextPiece& piece);

/// Everything a capture holds, detected by its content; lines are items where the layout has lines.
struct Import {
    DetectedLayout detected;
    std::vector<Imported> records;
};
Import importText(const std::string& text, const NextPiece& piece = {}, std::size_t maxItemBytes = 1 << 24);

} // namespace eventflow::interchange::test
