#pragma once

#include "core/base/result.h"
#include "core/interchange/framer.h"
#include "core/interchange/json_splitter.h"
#include "core/interchange/layout.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::interchange {

/// How a capture is cut into items.
enum class Framing : std::uint8_t {
    Lines, ///< an item is a line
    Json,  ///< JsonSplitter
    Text,  ///< TextSplitter
    AvroBlocks,
};

struct DetectedLayout {
    Layout layout = Layout::Ndjson;
    Framing framing = Framing::Lines;
    JsonSplitter::Path path; ///< of Json: where in the objects the records are
    bool undecided = false;  ///< with more of the front the answer could be another one
};

/// Tells the layout by the first bytes of a capture: by a magic number, else by the first line that begins
/// with an object, a list of objects, or as a text layout does; other lines (a tool's notes) are passed over.
/// Objects are told by the names of their members, as far as they can be read. NDJSON where nothing else
/// fits. Errors: Unsupported for UTF-16. kValuePadding bytes behind `front` are readable.
Result<DetectedLayout> detectLayout(std::string_view front);

/// For Json and Text. `start`: where in the stream the first window begins.
std::unique_ptr<Framer> makeFramer(const DetectedLayout& detected, std::size_t maxItemBytes,
                                   std::int64_t start);

} // namespace eventflow::interchange
