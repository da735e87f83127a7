#include "core/base/hex.h"
#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

/// Text as a string, JSON as itself, other bytes as `{"hex": "…"}`.
bool readCell(JsonRecordReader& reader, NullableBytes& target) {
    if (reader.scan().peek() != '{') return readText(reader, target);
    const auto text = reader.scan().takeValue();
    if (!text) return reader.fail("a value without an end");
    target = *text;
    JsonScan object(*text);
    if (!object.take('{') || object.takeString(reader.arena()) != "hex" || !object.take(':')) return true;
    const auto digits = object.takeString(reader.arena());
    if (!digits || !object.take('}')) return true; // JSON that has such a member, too
    const auto bytes = fromHex(*digits);
    if (bytes) target = copyPadded(reader.arena(), *bytes);
    return true;
}

constexpr std::array kMembers{
    JsonMember{"topic", readTopic},   JsonMember{"partition", readPartition},
    JsonMember{"offset", readOffset}, JsonMember{"timestamp", readTimestamp},
    JsonMember{"key", readKey},       JsonMember{"headers", readHeaders},
    JsonMember{"value", readValue},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readCell, .topicNeeded = true};

} // namespace

const JsonLayout& recordRowsLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
