#pragma once

#include "core/base/result.h"
#include "core/notify/config.h"

#include <string_view>

namespace eventflow::notify {

/// Alertmanager's matchers in one text: `severity="page"`, `{team=shop, env=~"prod|stage"}`; quotes may be
/// left out. The error's detail says what is wrong and where.
Result<Matchers> parseMatchers(std::string_view text);

} // namespace eventflow::notify
