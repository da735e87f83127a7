#pragma once

#include "core/feed/workbench.h"
#include "core/rules/rule_set.h"

#include <vector>

namespace eventflow::app {

/// The rules as the desktop shows them, each with its own lines of the file.
std::vector<feed::RuleText> ruleTexts(const rules::RuleSet& rules);

} // namespace eventflow::app
