#include "core/rules/testing/test_runner.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any text is a test file that runs, or is refused with places that lie in it. Rule files are not read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace eventflow::rules;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    testing::LoadedTests loaded = testing::loadTestText(text, "fuzz.yaml");
    if (loaded.file.has_value() != loaded.findings.empty()) std::abort();
    for (const Finding& finding : loaded.findings)
        if (finding.location.line < 1 || finding.location.column < 1 || finding.message.empty()) std::abort();
    if (!loaded.file) return 0;
    loaded.file->ruleFiles.clear();
    for (const testing::RuleTest& test : loaded.file->tests) {
        // A run is bounded, but by far more than a fuzzer has patience for.
        const auto longest = std::chrono::hours(1);
        const bool checksLate = (test.end && *test.end > longest) || !test.timelines.empty() ||
                                !test.nevers.empty() || !test.budgets.empty();
        bool late = checksLate || loaded.file->interval < std::chrono::seconds(1) ||
                    test.interval < std::chrono::seconds(1);
        for (const auto& check : test.alertChecks)
            late |= check.at > longest;
        for (const auto& check : test.stateChecks)
            late |= check.at > longest;
        for (const auto& check : test.expressionChecks)
            late |= check.at > longest;
        if (late) return 0;
    }
    testing::runTests(*loaded.file, {});
    return 0;
}
