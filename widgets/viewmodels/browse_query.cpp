#include "widgets/viewmodels/browse_query.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace eventflow::viewmodels {

namespace {

using browse::Bound;

constexpr std::size_t kMostPartitions = 100'000;

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <typename Use>
void forEachPart(std::string_view text, Use use) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) use(part);
        text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    }
}

template <typename Number>
std::optional<Number> numberOf(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// The ends of what a scan reads.
std::pair<Bound, Bound> boundsOf(const BrowseQuery& query) {
    switch (query.place) {
    case BrowsePlace::AtTime:
        return {Bound::at(query.time), Bound::end()};
    case BrowsePlace::AtOffset:
        return {Bound::offset(query.offset), Bound::end()};
    case BrowsePlace::AroundTime:
        return {Bound::at(query.time - kAroundTime), Bound::at(query.time + kAroundTime)};
    case BrowsePlace::AroundOffset:
        return {Bound::offset(std::max<std::int64_t>(0, query.offset - kAroundOffsets)),
                Bound::offset(query.offset + kAroundOffsets)};
    case BrowsePlace::Live:
        return {Bound::end(), Bound::end()};
    default:
        return {Bound::beginning(), Bound::end()};
    }
}

} // namespace

browse::ScanRequest scanRequestOf(const BrowseQuery& query) {
    browse::ScanRequest request;
    for (const std::string& topic : query.topics)
        request.topics.push_back({topic, query.partitions});
    // Pages go both ways from their start: what they may reach is everything.
    if (!query.paged()) std::tie(request.from, request.to) = boundsOf(query);
    if (query.span && query.place != BrowsePlace::Live) {
        request.from = Bound::at(query.span->from);
        request.to = Bound::at(query.span->until);
    }
    request.order = query.oldestFirst() ? browse::ScanOrder::OldestFirst : browse::ScanOrder::NewestFirst;
    if (query.place == BrowsePlace::Live) {
        request.order = browse::ScanOrder::AsRead;
        request.follow = true;
    }
    if (query.place == BrowsePlace::LastN && query.filtered()) request.limits.matches = query.count;
    return request;
}

feed::PageStart pageStartOf(const BrowseQuery& query) {
    using Kind = feed::PageStart::Kind;
    switch (query.place) {
    case BrowsePlace::Oldest:
        return {Kind::Oldest, {}};
    case BrowsePlace::AtTime:
    case BrowsePlace::AroundTime:
        return {Kind::Around, Bound::at(query.time)};
    case BrowsePlace::AtOffset:
    case BrowsePlace::AroundOffset:
        return {Kind::Around, Bound::offset(query.offset)};
    default:
        return {Kind::Newest, {}};
    }
}

Result<std::vector<std::int32_t>> parsePartitions(std::string_view text) {
    std::vector<std::int32_t> partitions;
    std::optional<Error> wrong;
    forEachPart(text, [&](std::string_view part) {
        const auto dash = part.find('-', 1);
        const auto first = numberOf<std::int32_t>(trimmed(part.substr(0, dash)));
        const auto last = dash == part.npos ? first : numberOf<std::int32_t>(trimmed(part.substr(dash + 1)));
        if (!first || !last || *first < 0 || *last < *first ||
            static_cast<std::size_t>(*last - *first) + partitions.size() >= kMostPartitions)
            wrong = Error{ErrorCode::InvalidArgument, std::string(part)};
        else
            for (std::int32_t partition = *first; partition <= *last; ++partition)
                partitions.push_back(partition);
    });
    if (wrong) return *wrong;
    std::ranges::sort(partitions);
    partitions.erase(std::ranges::unique(partitions).begin(), partitions.end());
    return partitions;
}

std::string partitionsText(const std::vector<std::int32_t>& partitions) {
    std::string text;
    for (std::size_t i = 0; i < partitions.size(); ++i) {
        std::size_t last = i;
        while (last + 1 < partitions.size() && partitions[last + 1] == partitions[last] + 1)
            ++last;
        if (!text.empty()) text += ", ";
        text += std::to_string(partitions[i]);
        if (last > i) text += '-' + std::to_string(partitions[last]);
        i = last;
    }
    return text;
}

Result<Timestamp> parseMoment(std::string_view text, Timestamp now) {
    text = trimmed(text);
    const Error wrong{ErrorCode::InvalidArgument, std::string(text)};
    if (text.starts_with("now")) {
        if (text.size() == 3) return now;
        const auto back = text[3] == '-' ? parseDuration(trimmed(text.substr(4))) : std::nullopt;
        if (!back) return wrong;
        return now - *back;
    }
    if (const auto epoch = numberOf<std::int64_t>(text)) {
        const auto time = timestampFromEpoch(*epoch);
        return time ? Result<Timestamp>(*time) : Result<Timestamp>(wrong);
    }
    for (const char* rest : {"", "Z", ":00Z", "T00:00:00Z"})
        if (const auto time = parseIso8601(std::string(text) + rest)) return *time;
    return wrong;
}

std::vector<std::string> parseTopics(std::string_view text) {
    std::vector<std::string> topics;
    forEachPart(text, [&](std::string_view part) {
        if (std::ranges::find(topics, part) == topics.end()) topics.emplace_back(part);
    });
    return topics;
}

} // namespace eventflow::viewmodels
