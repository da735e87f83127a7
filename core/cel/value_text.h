#pragma once

#include "core/cel/value.h"

#include <cstddef>
#include <string>

namespace eventflow::cel {

/// The value as CEL writes it: `"a"`, `1u`, `[1, 2]`, `{"k": null}`, `timestamp("2026-01-31T12:00:00Z")`.
/// What goes beyond `maxBytes` is left out and `…` stands for it.
std::string toText(const Value& value, std::size_t maxBytes = 64 * 1024);

} // namespace eventflow::cel
