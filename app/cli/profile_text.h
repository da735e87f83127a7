#pragma once

#include "core/profile/topic_profile.h"

#include <cstddef>
#include <string>

namespace eventflow::app {

/// How much of a profile is shown.
struct ProfileShown {
    std::size_t keys = 10;
    std::size_t partitions = 100;
    std::size_t headers = 50;
    std::size_t fields = 100;
};

/// Several lines for people; what is left out is counted.
std::string profileText(const std::string& topic, const profile::TopicProfile& profile,
                        const ProfileShown& shown);
/// One object with everything that the limits of the profile itself keep.
std::string profileJson(const std::string& topic, const profile::TopicProfile& profile,
                        const ProfileShown& shown);

} // namespace eventflow::app
