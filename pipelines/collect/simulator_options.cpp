#include "pipelines/collect/simulator_options.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace eventflow::collect {

namespace {

constexpr unsigned kMaxHosts = 100'000;
constexpr unsigned kMillion = 1'000'000;
/// Five metrics, 0.6 payments and 0.4 log lines of a host in ten seconds.
constexpr double kEventsPerHostSecond = 0.6;

struct Name {
    IncidentKind kind;
    const char* text;
};
constexpr std::array kNames{
    Name{IncidentKind::None, "none"},
    Name{IncidentKind::Saturation, "saturation"},
    Name{IncidentKind::Leak, "leak"},
    Name{IncidentKind::ErrorBurst, "error-burst"},
    Name{IncidentKind::SilentHost, "silent-host"},
    Name{IncidentKind::SchemaBreak, "schema-break"},
    Name{IncidentKind::All, "all"},
};

} // namespace

const char* toString(IncidentKind kind) {
    return kNames[static_cast<std::size_t>(kind)].text;
}

std::optional<IncidentKind> parseIncidentKind(std::string_view name) {
    const auto* found =
        std::find_if(kNames.begin(), kNames.end(), [&](const Name& n) { return name == n.text; });
    return found == kNames.end() ? std::nullopt : std::optional(found->kind);
}

Status validate(const SimulatorOptions& options) {
    const auto invalid = [](const char* what) { return Error{ErrorCode::InvalidArgument, what}; };
    if (options.hosts < 1 || options.hosts > kMaxHosts) return invalid("hosts: 1 to 100000 are possible");
    if (options.duplicatesPerMillion > kMillion) return invalid("duplicatesPerMillion: at most 1000000");
    if (options.corruptedPerMillion > kMillion) return invalid("corruptedPerMillion: at most 1000000");
    if (options.maxDelay < std::chrono::seconds(0) || options.maxDelay > std::chrono::seconds(5))
        return invalid("maxDelay: 0s to 5s are possible");
    const auto year = std::chrono::years(1);
    if (options.start < Timestamp{} || options.start > Timestamp{} + 200 * year)
        return invalid("start: 1970 to 2170 are possible");
    if (options.incidentStart &&
        (*options.incidentStart < Duration::zero() || *options.incidentStart > 20 * year))
        return invalid("incidentStart: behind the start by 0s to 20y");
    return {};
}

Duration timeSpan(const SimulatorOptions& options) {
    if (options.events == 0) return std::chrono::hours(1);
    const double seconds = static_cast<double>(options.events) / (kEventsPerHostSecond * options.hosts);
    constexpr double kMaxSeconds = 20.0 * 365 * 86'400;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, kMaxSeconds) * 1000));
}

unsigned hostsForRate(double eventsPerSecond) {
    const double hosts = std::ceil(eventsPerSecond / kEventsPerHostSecond);
    return hosts >= kMaxHosts ? kMaxHosts : static_cast<unsigned>(std::max(hosts, 1.0));
}

} // namespace eventflow::collect
