// Any bytes as the beginning of a capture: the layout that is told has to be one that opens, the same with
// any number of bytes behind it that do not change the first object, and NDJSON where there is nothing to
// tell.

#include "core/interchange/detection.h"
#include "core/interchange/item_parser.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace eventflow;
using namespace eventflow::interchange;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string padded(reinterpret_cast<const char*>(data), size);
    padded.resize(size + kValuePadding, '"');
    const std::string_view front = std::string_view(padded).substr(0, size);
    const auto detected = detectLayout(front);
    if (!detected) {
        if (detected.error().code != ErrorCode::Unsupported || detected.error().detail.empty()) std::abort();
        return 0;
    }
    if (openingNote(detected->layout).empty()) std::abort();
    const bool ofLines = detected->layout == Layout::Ndjson || detected->layout == Layout::Kcat;
    if (detected->framing == Framing::Lines && !ofLines) std::abort();
    if (detected->framing == Framing::Json || detected->framing == Framing::Text)
        if (!makeFramer(*detected, 1000, 0) || !makeItemParser(detected->layout, front)) std::abort();
    if (size == 0 && detected->layout != Layout::Ndjson) std::abort();
    return 0;
}
