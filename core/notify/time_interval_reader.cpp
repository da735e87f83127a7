#include "core/notify/time_interval_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace eventflow::notify {

namespace {

using config::YamlNode;
using Key = std::string_view;

constexpr std::array<Key, 2> kNamedKeys{"name", "time_intervals"};
constexpr std::array<Key, 6> kIntervalKeys{"times",  "weekdays", "days_of_month",
                                           "months", "years",    "location"};
constexpr std::array<Key, 2> kTimeKeys{"start_time", "end_time"};
constexpr std::array<Key, 7> kWeekdays{"sunday",   "monday", "tuesday", "wednesday",
                                       "thursday", "friday", "saturday"};
constexpr std::array<Key, 12> kMonths{"january", "february", "march",     "april",   "may",      "june",
                                      "july",    "august",   "september", "october", "november", "december"};

std::optional<int> parseNumber(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// `HH:MM`, up to 24:00.
std::optional<int> parseMinute(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = parseNumber(text.substr(0, 2));
    const auto minute = parseNumber(text.substr(3));
    if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59) return std::nullopt;
    const int total = *hour * 60 + *minute;
    return total <= 24 * 60 ? std::optional(total) : std::nullopt;
}

/// What a list of ranges consists of: names, numbered from `firstName`, or numbers between two bounds.
struct RangeKind {
    Key key;
    std::span<const Key> names;
    int firstName = 0;
    int smallest = 0;
    int largest = 0;
    bool numbers = true;
};

class IntervalReader {
public:
    explicit IntervalReader(config::YamlReader& yaml) : m_yaml(yaml) {}

    TimeInterval read(const YamlNode& node) {
        TimeInterval interval;
        if (!m_yaml.isMapping(node, "a time interval")) return interval;
        m_yaml.checkKeys(node, kIntervalKeys, "a time interval");
        if (const YamlNode* times = node.find("times"); times != nullptr && m_yaml.isList(*times, "times"))
            for (const auto& item : times->items)
                readTimes(*item, interval.times);
        interval.weekdays = readRanges(node, {"weekdays", kWeekdays, 0, 0, 6, false});
        interval.daysOfMonth = readRanges(node, {"days_of_month", {}, 0, -31, 31, true});
        interval.months = readRanges(node, {"months", kMonths, 1, 1, 12, true});
        interval.years = readRanges(node, {"years", {}, 0, 1, 9999, true});
        if (const YamlNode* location = node.find("location")) readZone(*location, interval);
        return interval;
    }

private:
    void readTimes(const YamlNode& node, std::vector<TimeInterval::Minutes>& out) {
        if (!m_yaml.isMapping(node, "times")) return;
        m_yaml.checkKeys(node, kTimeKeys, "times");
        const auto start = readMinute(node, "start_time");
        const auto end = readMinute(node, "end_time");
        if (!start || !end) return;
        if (*start >= *end)
            return m_yaml.fail(node,
                               "start_time must be before end_time; split what crosses midnight into two");
        out.push_back({*start, *end});
    }

    std::optional<int> readMinute(const YamlNode& node, Key key) {
        const YamlNode* value = node.find(key);
        if (value == nullptr) {
            m_yaml.fail(node, "times need the key \"" + std::string(key) + '"');
            return std::nullopt;
        }
        const auto text = m_yaml.name(*value, key);
        const auto minute = text ? parseMinute(*text) : std::nullopt;
        if (text && !minute)
            m_yaml.fail(*value, std::string(key) + " is not a time such as 09:30; up to 24:00");
        return minute;
    }

    std::vector<Range> readRanges(const YamlNode& node, const RangeKind& kind) {
        std::vector<Range> out;
        const YamlNode* list = node.find(kind.key);
        if (list == nullptr || list->kind == YamlNode::Kind::Null || !m_yaml.isList(*list, kind.key))
            return out;
        for (const auto& item : list->items) {
            const auto text = m_yaml.name(*item, kind.key);
            if (!text) continue;
            const std::size_t colon = text->find(':');
            const auto first = parseEnd(text->substr(0, colon), kind);
            const auto last = colon == std::string::npos ? first : parseEnd(text->substr(colon + 1), kind);
            const bool ordered = first && last && (*first <= *last || (*first > 0 && *last < 0));
            if (!ordered || (*first < 0 && *last > 0))
                m_yaml.fail(*item,
                            "\"" + *text + "\" is no range of " + std::string(kind.key) + exampleOf(kind));
            else
                out.push_back({*first, *last});
        }
        return out;
    }

    static std::optional<int> parseEnd(std::string text, const RangeKind& kind) {
        std::ranges::transform(text, text.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        const auto name = std::ranges::find(kind.names, std::string_view(text));
        if (name != kind.names.end()) return kind.firstName + static_cast<int>(name - kind.names.begin());
        const auto number = kind.numbers ? parseNumber(text) : std::nullopt;
        const bool fits = number && *number >= kind.smallest && *number <= kind.largest &&
                          (*number != 0 || kind.smallest >= 0);
        return fits ? number : std::nullopt;
    }

    static std::string exampleOf(const RangeKind& kind) {
        if (kind.key == "weekdays") return "; write monday:friday or sunday";
        if (kind.key == "days_of_month") return "; write 1:5 or -3:-1";
        if (kind.key == "months") return "; write january:march or 12";
        return "; write 2026 or 2026:2030";
    }

    void readZone(const YamlNode& node, TimeInterval& interval) {
        const auto name = m_yaml.name(node, "location");
        if (!name) return;
        if (auto zone = cel::TimeZone::load(*name))
            interval.zone = std::move(*zone);
        else
            m_yaml.fail(node, "this machine knows no time zone \"" + *name +
                                  "\"; write a name such as Europe/Berlin");
    }

    config::YamlReader& m_yaml;
};

} // namespace

std::optional<NamedTimeIntervals> readNamedTimeIntervals(config::YamlReader& yaml, const YamlNode& node) {
    if (!yaml.isMapping(node, "time intervals")) return std::nullopt;
    yaml.checkKeys(node, kNamedKeys, "time intervals");
    NamedTimeIntervals out;
    const YamlNode* name = node.find("name");
    if (name == nullptr) {
        yaml.fail(node, "time intervals need the key \"name\"");
        return std::nullopt;
    }
    out.name = yaml.name(*name, "name").value_or("");
    const YamlNode* list = node.find("time_intervals");
    if (list != nullptr && list->kind != YamlNode::Kind::Null && yaml.isList(*list, "time_intervals"))
        for (const auto& item : list->items)
            out.intervals.push_back(IntervalReader(yaml).read(*item));
    return out;
}

} // namespace eventflow::notify
