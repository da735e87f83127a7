#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace eventflow::admin {

struct TopicPartition {
    std::string topic;
    std::int32_t partition = 0;

    auto operator<=>(const TopicPartition&) const = default;
};
/// `orders[3]`
std::string toString(const TopicPartition& partition);

} // namespace eventflow::admin
