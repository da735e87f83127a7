#include "core/rules/template.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any text is a template or is refused at a byte of it; expanding keeps its bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow;
    using namespace eventflow::rules;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    TemplateProblem problem;
    const auto parsed = Template::parse(text, problem);
    if (!parsed) {
        if (problem.offset > size || problem.message.empty()) std::abort();
        return 0;
    }
    static const Labels kLabels({{"host", "web-1"}, {"env", "prod"}, {"le", "0.5"}});
    const auto expanded = parsed->expand(kLabels, 97.5);
    if (expanded && expanded->size() > Template::kMaxOutput) std::abort();
    return 0;
}
