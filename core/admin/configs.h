#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::admin {

/// Where the value of a configuration that is in force was set; the first that has one wins.
enum class ConfigSource : std::uint8_t { Unknown, Topic, Broker, AllBrokers, ServerFile, Default };
const char* toString(ConfigSource source);

/// A value that would be in force if those before it were not set.
struct ConfigSynonym {
    std::string name;
    std::optional<std::string> value;
    ConfigSource source = ConfigSource::Unknown;
};

struct ConfigEntry {
    std::string name;
    std::optional<std::string> value; ///< nothing: not set, or sensitive, which brokers never tell
    ConfigSource source = ConfigSource::Unknown;
    bool sensitive = false;
    bool readOnly = false;               ///< changed in the broker's own file only
    std::vector<ConfigSynonym> synonyms; ///< in the order in which they count, with this one

    [[nodiscard]] bool isDefault() const { return source == ConfigSource::Default; }
};

/// The configuration of one topic or broker, or why it is not known.
struct ConfigSet {
    std::string resource;             ///< the topic's name, the broker's id
    std::vector<ConfigEntry> entries; ///< by name
    std::optional<Error> error;

    [[nodiscard]] const ConfigEntry* find(std::string_view name) const;
    /// Empty when there is none.
    [[nodiscard]] std::string valueOf(std::string_view name) const;
    /// What is set on the resource itself: of a topic its own values, of a broker those set while it runs.
    /// Sensitive ones have an empty value.
    [[nodiscard]] std::map<std::string, std::string> ownValues() const;
    /// The first sensitive value set on the resource itself, which can't be read back; nullptr: none.
    [[nodiscard]] const ConfigEntry* ownSensitive() const;
};

} // namespace eventflow::admin
