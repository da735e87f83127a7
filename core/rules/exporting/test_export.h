#pragma once

#include "core/rules/exporting/prometheus_export.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::rules::exporting {

/// A rule file and what it became.
struct ExportedRules {
    std::filesystem::path original;
    std::string text;
};

/// Writes a test file for promtool. One that uses none of our keys and is to lie beside the same files comes
/// back byte for byte, else it is written anew. Our checks become alert_rule_test items: at the times they
/// name, what fires when the exported rules run on the test's series. A test whose input promtool does not
/// know (late samples, captures) is unsupported and left out. `inPlace`: the rule files lie where they were;
/// else each exported one lies beside the test file.
Result<ExportedFile> exportTests(std::string_view text, const std::filesystem::path& path,
                                 std::span<const ExportedRules> rules, bool inPlace);

} // namespace eventflow::rules::exporting
