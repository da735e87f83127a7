#pragma once

#include <string_view>

namespace eventflow::admin {

/// What a configuration of Kafka means, in a sentence or two.
struct ConfigDoc {
    std::string_view name;
    std::string_view unit; ///< `ms`, `bytes`, …; empty: none
    std::string_view text;
};

/// Of every topic configuration of Kafka 3.9 and the broker configurations that people look for; nullptr
/// where this program has nothing to say.
const ConfigDoc* configDoc(std::string_view name);

} // namespace eventflow::admin
