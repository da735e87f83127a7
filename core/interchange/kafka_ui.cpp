#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

constexpr std::array kMembers{
    JsonMember{"Value", readValue},         JsonMember{"Content", readValue}, // the older name
    JsonMember{"Offset", readOffset},       JsonMember{"Key", readKey},
    JsonMember{"Partition", readPartition}, JsonMember{"Headers", readHeaders},
    JsonMember{"Timestamp", readTimestamp},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readText};

} // namespace

const JsonLayout& kafkaUiLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
