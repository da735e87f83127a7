#pragma once

#include "core/base/result.h"
#include "core/notify/config.h"

#include <string>
#include <string_view>

namespace eventflow::notify {

/// Alertmanager's matchers in one text: `severity="page"`, `{team=shop, env=~"prod|stage"}`; quotes may be
/// left out. The error's detail says what is wrong and where.
Result<Matchers> parseMatchers(std::string_view text);

/// `severity="page", env=~"prod|stage"`: parseMatchers() reads it.
std::string toString(const Matchers& matchers);

} // namespace eventflow::notify
