#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

constexpr std::array kTopicMembers{JsonMember{"name", readTopic}};

/// What AKHQ knows of the topic, or its name.
bool readTopicObject(JsonRecordReader& reader) {
    return reader.scan().peek() == '"' ? readTopic(reader) : reader.readObject(kTopicMembers);
}

bool readTruncated(JsonRecordReader& reader) {
    const auto truncated = reader.scan().takeValue();
    reader.valueLeftOut = truncated == "true";
    return truncated.has_value() || reader.fail("truncated has no value");
}

bool checkValue(JsonRecordReader& reader) {
    return !reader.valueLeftOut || reader.fail("AKHQ cut the value short; ask for the record alone");
}

constexpr std::array kMembers{
    JsonMember{"topic", readTopicObject}, JsonMember{"partition", readPartition},
    JsonMember{"offset", readOffset},     JsonMember{"timestamp", readTimestamp},
    JsonMember{"headers", readHeaders},   JsonMember{"key", readKey},
    JsonMember{"value", readValue},       JsonMember{"truncated", readTruncated},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readText, .finish = checkValue};

} // namespace

const JsonLayout& akhqLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
