#pragma once

#include "core/base/json_writer.h"
#include "core/model/alert.h"

#include <cstdint>
#include <string>

namespace eventflow::app {

/// One transition and what it was decided on, for people: several lines, no newline at the end.
std::string explainText(std::int64_t id, const AlertTransition& transition);
/// The same as one JSON object.
void writeExplainJson(JsonWriter& json, std::int64_t id, const AlertTransition& transition);

} // namespace eventflow::app
