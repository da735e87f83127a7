#include "core/rules/rule_set.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any text loads or is refused, with findings whose places lie in the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow::rules;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const LoadResult loaded = loadRuleText(text, "fuzz.yaml");
    bool failed = false;
    for (const Finding& finding : loaded.findings) {
        failed = failed || finding.severity == Severity::Error;
        if (finding.location.line < 1 || finding.location.column < 1 || finding.message.empty()) std::abort();
    }
    if (failed != (loaded.rules == nullptr)) std::abort();
    return 0;
}
