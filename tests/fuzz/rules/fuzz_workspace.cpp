#include "core/config/workspace.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Any text is a workspace or is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto workspace =
        eventflow::config::parseWorkspace({reinterpret_cast<const char*>(data), size}, "/workspace");
    return workspace || !workspace.error().detail.empty() ? 0 : -1;
}
