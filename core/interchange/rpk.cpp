#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

/// --meta-only: the size of a value, and no value.
bool readValueSize(JsonRecordReader& reader) {
    reader.valueLeftOut = true;
    return reader.skip();
}

bool checkValue(JsonRecordReader& reader) {
    return !reader.valueLeftOut || reader.fail("rpk left the value out; consume again without --meta-only");
}

constexpr std::array kMembers{
    JsonMember{"topic", readTopic},         JsonMember{"key", readKey},
    JsonMember{"value", readValue},         JsonMember{"headers", readHeaders},
    JsonMember{"timestamp", readTimestamp}, JsonMember{"partition", readPartition},
    JsonMember{"offset", readOffset},       JsonMember{"value_size", readValueSize},
};
constexpr JsonLayout kLayout{
    .members = kMembers, .readBytes = readText, .topicNeeded = true, .finish = checkValue};

} // namespace

const JsonLayout& rpkLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
