#include "core/interchange/json_layouts.h"

#include <array>

namespace eventflow::interchange {

namespace {

constexpr std::array kMembers{
    JsonMember{"Partition", readPartition}, JsonMember{"Offset", readOffset},
    JsonMember{"Headers", readHeaders},     JsonMember{"Key", readKey},
    JsonMember{"Value", readValue},         JsonMember{"Timestamp", readTimestamp},
};
constexpr JsonLayout kLayout{.members = kMembers, .readBytes = readText};

} // namespace

const JsonLayout& kafkactlLayout() {
    return kLayout;
}

} // namespace eventflow::interchange
