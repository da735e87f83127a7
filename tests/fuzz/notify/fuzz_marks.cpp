#include "core/notify/marks.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

/// Any text holds marks or is refused; marks that were read are written so that they read the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow::notify;
    const auto marks = marksFromYaml({reinterpret_cast<const char*>(data), size}, "marks");
    if (!marks) return 0;
    const std::string text = toYaml(*marks);
    const auto again = marksFromYaml(text, "marks");
    if (!again || toYaml(*again) != text) std::abort();
    return 0;
}
