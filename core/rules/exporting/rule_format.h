#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace eventflow::rules::exporting {

/// A rule file with every expression (`expr`, `resolve_when`) in its canonical form. Nothing else changes:
/// order, comments and other values stay byte for byte. Left alone are rules in flow style and expressions
/// with comments in them. Fails with ParseError for a file that does not load.
Result<std::string> formatRules(std::string_view text, const std::string& file);

} // namespace eventflow::rules::exporting
