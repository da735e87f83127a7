#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

constexpr std::array kMembers{
    JsonMember{"topic", readTopic},     JsonMember{"partition", readPartition},
    JsonMember{"offset", readOffset},   JsonMember{"timestamp", readTimestamp},
    JsonMember{"key", readKey},         JsonMember{"value", readValue},
    JsonMember{"headers", readHeaders},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readBase64, .topicNeeded = true};

} // namespace

const JsonLayout& awsLambdaLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
