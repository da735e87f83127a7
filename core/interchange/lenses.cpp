#include "core/base/time.h"
#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

/// Seconds in the documentation, milliseconds in files: told apart by magnitude.
bool readEpoch(JsonRecordReader& reader) {
    if (reader.scan().peek() == '"') return readTimestamp(reader);
    if (reader.scan().takeNull()) return true;
    const auto number = reader.scan().takeInteger();
    if (!number) return reader.fail("the timestamp is no number");
    reader.out().record.tsArrival = timestampFromEpoch(*number).value_or(kNoTime);
    return true;
}

constexpr std::array kMetadataMembers{
    JsonMember{"topic", readTopic},
    JsonMember{"partition", readPartition},
    JsonMember{"offset", readOffset},
    JsonMember{"timestamp", readEpoch},
};

bool readMetadata(JsonRecordReader& reader) {
    return reader.readObject(kMetadataMembers);
}

bool readKeyIsArray(JsonRecordReader& reader) {
    reader.keyIsBase64 = reader.scan().takeValue() == "true";
    return true;
}

bool readValueIsArray(JsonRecordReader& reader) {
    reader.valueIsBase64 = reader.scan().takeValue() == "true";
    return true;
}

bool decodeArrays(JsonRecordReader& reader) {
    Record& record = reader.out().record;
    return (!reader.keyIsBase64 || decodeBase64(reader, record.key)) &&
           (!reader.valueIsBase64 || decodeBase64(reader, record.value));
}

constexpr std::array kMembers{
    JsonMember{"key", readKey},
    JsonMember{"value", readValue},
    JsonMember{"headers", readHeaders},
    JsonMember{"metadata", readMetadata},
    JsonMember{"keyIsArray", readKeyIsArray},
    JsonMember{"valueIsArray", readValueIsArray},
};
constexpr JsonLayout kLayout{
    .members = kMembers, .readBytes = readText, .topicNeeded = true, .finish = decodeArrays};

} // namespace

const JsonLayout& lensesLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
