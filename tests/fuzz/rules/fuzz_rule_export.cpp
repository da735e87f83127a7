#include "core/rules/exporting/prometheus_export.h"
#include "core/rules/exporting/rule_format.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// What comes out loads, has no more to export, and formatting twice is formatting once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow::rules;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto exported = exporting::exportToPrometheus(text, "fuzz.yaml");
    if (exported) {
        const auto again = exporting::exportToPrometheus(exported->text, "fuzz.yaml");
        if (!again || again->text != exported->text) std::abort();
    }
    const auto formatted = exporting::formatRules(text, "fuzz.yaml");
    if (formatted.has_value() != exported.has_value()) std::abort();
    if (formatted) {
        const auto again = exporting::formatRules(*formatted, "fuzz.yaml");
        if (!again || *again != *formatted) std::abort();
    }
    return 0;
}
