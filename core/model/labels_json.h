#pragma once

#include "core/base/json_writer.h"
#include "core/model/labels.h"

namespace eventflow {

/// An object of strings, in label order. Bytes that are not UTF-8 become U+FFFD.
void writeLabels(JsonWriter& json, const Labels& labels);

} // namespace eventflow
