#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// Which librdkafka properties a connection may set: what would disturb a cluster, or run a program, is
// refused. Thread: any.

namespace eventflow::config {

enum class PropertyRefusal : std::uint8_t {
    GivenElsewhere,    ///< the addresses are the connection's bootstrap servers
    JoinsGroups,       ///< partitions are assigned without a group
    Commits,           ///< positions live in the workspace's store
    CreatesTopics,     ///< a broker would create what is asked for by name
    Transactional,     ///< transactions are not used
    OwnSetting,        ///< EventFlow sets it itself
    EmbeddedBroker,    ///< the library's mock, of which there is a better one here
    RunsCode,          ///< it would run a program or load a library that a workspace names
    Writes,            ///< it belongs to producers
    StartsWhereChosen, ///< where reading starts is chosen for each source
};

/// What a client that reads refuses, and a client that writes. Nothing: it may be set.
std::optional<PropertyRefusal> readerRefusal(std::string_view property);
std::optional<PropertyRefusal> writerRefusal(std::string_view property);

/// Bounds that are narrower than the library's: they keep the memory ceiling.
struct PropertyRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
/// Nothing: the library's own bounds hold.
std::optional<PropertyRange> propertyRange(std::string_view property);
/// Whether it is a number within the range of the property; true for properties without one.
bool isInRange(std::string_view property, std::string_view value);

/// librdkafka puts the properties of Kerberos into the shell command that renews a ticket: only what means
/// nothing to a shell passes. True for other properties.
bool isSafeForShell(std::string_view property, std::string_view value);

} // namespace eventflow::config
