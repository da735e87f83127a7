#pragma once

#include "core/feed/workbench.h"
#include "core/rules/rule_set.h"

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::app {

/// The rules as the desktop shows them, each with its own lines of the file.
std::vector<feed::RuleText> ruleTexts(const rules::RuleSet& rules);

/// The lines of the list item that begins at `line` (from 1): up to the next line that is not indented deeper
/// than the item's dash. Common indentation is removed.
std::string yamlItemAt(std::string_view text, int line);

} // namespace eventflow::app
