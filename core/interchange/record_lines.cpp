#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

/// A string, null, or `{"base64": "…"}`: a value is never a JSON value of its own, so nothing is ambiguous.
bool readMarked(JsonRecordReader& reader, NullableBytes& target) {
    if (reader.scan().peek() != '{') {
        if (reader.scan().takeNull()) return target.reset(), true;
        target = reader.scan().takeString(reader.arena());
        return target.has_value() || reader.fail("expected a string, null or an object with base64");
    }
    bool found = false;
    const bool whole = reader.eachMember([&](std::string_view name) {
        found |= name == "base64";
        return name == "base64" ? readBase64(reader, target) : reader.skip();
    });
    return whole && (found || reader.fail("an object without base64"));
}

/// A topic, or the path of the capture that the record came from.
bool readOrigin(JsonRecordReader& reader) {
    constexpr std::size_t kMaxPathBytes = 4096;
    NullableBytes origin;
    if (!readMarked(reader, origin)) return false;
    if (!origin || origin->empty() || origin->size() > kMaxPathBytes)
        return reader.fail("the topic has not 1 to 4096 bytes");
    reader.out().topic = *origin;
    return true;
}

/// The time is ISO 8601 with up to nine digits of a second.
constexpr std::array kMembers{
    JsonMember{"topic", readOrigin},    JsonMember{"partition", readPartition},
    JsonMember{"offset", readOffset},   JsonMember{"ts", readTimestamp},
    JsonMember{"key", readKey},         JsonMember{"value", readValue},
    JsonMember{"headers", readHeaders},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readMarked, .topicNeeded = true};

} // namespace

const JsonLayout& recordLinesLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
