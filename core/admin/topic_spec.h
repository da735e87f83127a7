#pragma once

#include <map>
#include <string>

namespace eventflow::admin {

struct TopicSpec {
    std::string name;
    int partitions = 1;
    int replicas = -1; ///< -1: the cluster's default
    std::map<std::string, std::string> configs;
};

} // namespace eventflow::admin
