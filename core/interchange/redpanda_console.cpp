#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

/// `{payload, rawPayload, isPayloadNull, …}`: the raw bytes where they were saved, else the text, of a
/// decoded payload its JSON.
bool readPayload(JsonRecordReader& reader, NullableBytes& target) {
    if (reader.scan().peek() != '{') return readText(reader, target);
    NullableBytes payload = copyPadded(reader.arena(), "");
    NullableBytes raw;
    bool isNull = false;
    const bool whole = reader.eachMember([&](std::string_view name) {
        if (name == "payload") return readText(reader, payload);
        if (name == "rawPayload") return readBase64(reader, raw);
        if (name != "isPayloadNull") return reader.skip();
        const auto answer = reader.scan().takeValue();
        isNull = answer == "true";
        return answer.has_value() || reader.fail("isPayloadNull has no value");
    });
    if (isNull)
        target.reset();
    else
        target = raw ? raw : payload;
    return whole;
}

constexpr std::array kMembers{
    JsonMember{"partitionID", readPartition},
    JsonMember{"offset", readOffset},
    JsonMember{"timestamp", readTimestamp},
    JsonMember{"headers", readHeaders},
    JsonMember{"key", readKey},
    JsonMember{"value", readValue},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readPayload};

} // namespace

const JsonLayout& redpandaConsoleLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
