#pragma once

#include "core/model/event.h"
#include "core/model/labels.h"
#include "core/model/record.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::store {

/// Labels as a JSON object of strings, in label order: equal labels are equal text. Bytes that are not UTF-8
/// are kept as they are, so that the text always reads back exactly.
void appendLabels(std::string& out, const Labels& labels);
/// The same for an event's tags and attributes, in their order.
void appendTags(std::string& out, std::span<const Tag> tags);
/// What appendLabels() wrote; nothing for any other text.
std::optional<Labels> parseLabels(std::string_view text);

/// Record headers: order, duplicate names, and null values apart from empty ones.
/// Shape: per header u32 name length, name, u32 value length or 0xFFFFFFFF for null, value.
void appendHeaders(std::string& out, std::span<const Header> headers);
using OwnedHeaders = std::vector<std::pair<std::string, std::optional<std::string>>>;
std::optional<OwnedHeaders> parseHeaders(std::string_view bytes);

} // namespace eventflow::store
