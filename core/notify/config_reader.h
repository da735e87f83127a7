#pragma once

#include "core/config/yaml_reader.h"
#include "core/notify/config.h"

#include <array>
#include <string>
#include <string_view>

namespace eventflow::notify {

/// The keys of a rule file that are read here.
inline constexpr std::array<std::string_view, 5> kFileKeys{"route", "inhibit", "silences", "time_intervals",
                                                           "mute_time_intervals"};

/// Reads one file's part of the configuration into `config`, in which those of several files come together:
/// lists are appended, and only one file may have a route. What is wrong goes to the reader's problems.
/// Thread: confined.
class ConfigReader {
public:
    ConfigReader(config::YamlReader& yaml, Config& config) : m_yaml(yaml), m_config(config) {}

    void read(const config::YamlNode& root);
    /// The key `silences` alone.
    void readSilences(const config::YamlNode& root);

private:
    void readInhibitRule(const config::YamlNode& node);
    void readSilence(const config::YamlNode& node);
    void readTimeIntervals(const config::YamlNode& node);
    void readRoot(const config::YamlNode& node);
    void readRoute(const config::YamlNode& node, Route& route, std::size_t depth);
    void readGroupBy(const config::YamlNode& node, Route& route);
    void readRouteTimes(const config::YamlNode& node, Route& route);
    std::vector<std::size_t> readIntervalNames(const config::YamlNode* node, std::string_view what);
    /// `matchers`, and the older `match` and `match_re`, whose keys begin with `prefix`.
    Matchers readMatchers(const config::YamlNode& node, const std::string& prefix);
    void appendMatcher(const config::YamlNode& node, Matchers& out);
    void appendOldMatchers(const config::YamlNode* node, std::string_view what, MatchOp op, Matchers& out);
    Timestamp readTime(const config::YamlNode* node, std::string_view what, Timestamp fallback);
    template <typename Read>
    void forEach(const config::YamlNode& root, std::string_view key, Read readItem);

    config::YamlReader& m_yaml;
    Config& m_config;
    std::size_t m_routes = 0;
};

} // namespace eventflow::notify
