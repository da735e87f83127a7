#pragma once

#include "core/admin/change_request.h"
#include "core/schema/parsed_schema.h"

#include <QString>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// One record as it was typed.
struct TypedRecord {
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    std::int32_t partition = admin::ProduceSettings::kAnyPartition;
    Timestamp timestamp = kNoTime; ///< none: the producer's clock
};
/// Bytes, line ends among them, go as they are.
admin::ProduceRecords produceOne(const std::string& topic, const TypedRecord& record);

/// What is wrong with text that looks like JSON (it begins like an object, an array or a text in quotes):
/// `Not JSON, line 3, column 9: unclosed string`. Empty when it is fine or looks like something else.
QString jsonHint(const std::string& text);

/// Objections of a JSON Schema to a value. What cannot be proven is among them: `pattern`, `not`, `if`,
/// `uniqueItems`.
/// LimitExceeded for values that are too large to be looked at here, ParseError for what is not JSON.
Result<schema::SchemaCheck> checkJsonValue(const schema::ParsedSchema& schema, const std::string& json);

/// `0:100-200, 3:50-` as ranges by partition: from, up to and without. Without an end: up to what there is.
/// Empty text: none, which is everything. ParseError names the part.
Result<std::map<std::int32_t, std::pair<std::int64_t, std::int64_t>>> parseRanges(const std::string& text);

} // namespace eventflow::viewmodels
