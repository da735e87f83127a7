// Runs every pair X.rules.yaml, X.test.yaml of a folder of promtool unit tests.
//   conformance_alerts FOLDER
// For each case that fails, what promtool would print; at the end how many alerts were missed (expected, but
// not firing so) and how many false (firing, but not expected so). Exit code 0 when all pass, 1 when some
// fail, 2 when the folder cannot be read.

#include "core/rules/testing/test_runner.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

using namespace eventflow::rules::testing;

int main(int argc, char** argv) {
    std::error_code error;
    std::vector<std::filesystem::path> files;
    if (argc == 2)
        for (const auto& entry : std::filesystem::directory_iterator(argv[1], error))
            if (entry.path().string().ends_with(".test.yaml")) files.push_back(entry.path());
    if (argc != 2 || error || files.empty()) {
        std::fprintf(stderr, "usage: conformance_alerts FOLDER (with .test.yaml files in it)\n");
        return 2;
    }
    std::ranges::sort(files);
    std::size_t passed = 0;
    std::size_t missed = 0;
    std::size_t unexpected = 0;
    for (const auto& file : files) {
        const FileResult result = runTestFile(file, {});
        if (result.passed()) {
            ++passed;
            continue;
        }
        std::printf("FAIL %s\n", file.filename().c_str());
        for (const TestFailure& failure : result.failures)
            std::printf("%s\n", failure.text.c_str());
        for (const TestResult& test : result.tests) {
            for (const TestFailure& failure : test.failures) {
                std::printf("%s\n", failure.text.c_str());
                missed += failure.missedAlerts;
                unexpected += failure.falseAlerts;
            }
        }
    }
    std::printf("missed alerts %zu, false alerts %zu\n", missed, unexpected);
    std::printf("passed %zu of %zu\n", passed, files.size());
    return passed == files.size() ? 0 : 1;
}
