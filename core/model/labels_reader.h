#pragma once

#include "core/model/labels.h"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace eventflow {

/// What writeLabels() wrote. Nothing when a member is no string; its name goes to `wrong`. Apart from
/// labels_json.h, because only the files that read documents include simdjson.
std::optional<Labels> readLabels(const simdjson::dom::object& object, std::string_view* wrong = nullptr);

} // namespace eventflow
