#include "core/admin/configs.h"

#include <algorithm>

namespace eventflow::admin {
namespace {

bool isOwn(const ConfigEntry& entry) {
    return entry.source == ConfigSource::Topic || entry.source == ConfigSource::Broker;
}

} // namespace

const char* toString(ConfigSource source) {
    switch (source) {
    case ConfigSource::Topic:
        return "topic";
    case ConfigSource::Broker:
        return "broker";
    case ConfigSource::AllBrokers:
        return "all-brokers";
    case ConfigSource::ServerFile:
        return "server-file";
    case ConfigSource::Default:
        return "default";
    case ConfigSource::Unknown:
        break;
    }
    return "unknown";
}

const ConfigEntry* ConfigSet::find(std::string_view name) const {
    const auto found =
        std::lower_bound(entries.begin(), entries.end(), name,
                         [](const ConfigEntry& entry, std::string_view key) { return entry.name < key; });
    return found == entries.end() || found->name != name ? nullptr : &*found;
}

std::string ConfigSet::valueOf(std::string_view name) const {
    const ConfigEntry* entry = find(name);
    return entry && entry->value ? *entry->value : std::string();
}

std::map<std::string, std::string> ConfigSet::ownValues() const {
    std::map<std::string, std::string> out;
    for (const ConfigEntry& entry : entries)
        if (isOwn(entry)) out[entry.name] = entry.value.value_or("");
    return out;
}

const ConfigEntry* ConfigSet::ownSensitive() const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [](const ConfigEntry& entry) { return isOwn(entry) && entry.sensitive; });
    return found == entries.end() ? nullptr : &*found;
}

} // namespace eventflow::admin
