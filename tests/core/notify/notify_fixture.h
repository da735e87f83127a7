#pragma once

#include "core/notify/config.h"

#include <string>

namespace eventflow::notify {

/// What reading a file's keys gave: the configuration and, a line each, what is wrong with it (`3:5:
/// message`).
struct ReadConfig {
    Config config;
    std::string problems;
};
ReadConfig readConfig(const std::string& yaml);

Labels labels(std::initializer_list<Label> items);

} // namespace eventflow::notify
