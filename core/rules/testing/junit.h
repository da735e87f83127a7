#pragma once

#include "core/rules/testing/test_result.h"

#include <span>
#include <string>

namespace eventflow::rules::testing {

/// The results as JUnit XML, which CI systems show: a test suite per file, a test case per test. A file that
/// does not load is a suite with one case that is an error.
std::string toJunitXml(std::span<const FileResult> files);

} // namespace eventflow::rules::testing
