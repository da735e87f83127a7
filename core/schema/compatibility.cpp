#include "core/schema/compatibility.h"

#include <algorithm>
#include <array>
#include <utility>

namespace eventflow::schema {

namespace {

constexpr std::array<const char*, kCompatibilityModeCount> kModeNames{
    "NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"};

} // namespace

void SchemaCheck::add(Incompatibility found) {
    if (incompatibilities.size() < kMaxIncompatibilities)
        incompatibilities.push_back(std::move(found));
    else
        ++omitted;
}

void SchemaCheck::warn(Incompatibility found) {
    if (warnings.size() < kMaxIncompatibilities) warnings.push_back(std::move(found));
}

const char* toString(CompatibilityMode mode) {
    return kModeNames[static_cast<std::size_t>(mode)];
}

std::optional<CompatibilityMode> parseCompatibilityMode(std::string_view text) {
    const auto found = std::ranges::find(kModeNames, text);
    if (found == kModeNames.end()) return std::nullopt;
    return static_cast<CompatibilityMode>(found - kModeNames.begin());
}

const char* toString(ReadDirection direction) {
    return direction == ReadDirection::NewReadsOld ? "new reads old" : "old reads new";
}

bool checksBackward(CompatibilityMode mode) {
    switch (mode) {
    case CompatibilityMode::Backward:
    case CompatibilityMode::BackwardTransitive:
    case CompatibilityMode::Full:
    case CompatibilityMode::FullTransitive:
        return true;
    case CompatibilityMode::None:
    case CompatibilityMode::Forward:
    case CompatibilityMode::ForwardTransitive:
        break;
    }
    return false;
}

bool checksForward(CompatibilityMode mode) {
    switch (mode) {
    case CompatibilityMode::Forward:
    case CompatibilityMode::ForwardTransitive:
    case CompatibilityMode::Full:
    case CompatibilityMode::FullTransitive:
        return true;
    case CompatibilityMode::None:
    case CompatibilityMode::Backward:
    case CompatibilityMode::BackwardTransitive:
        break;
    }
    return false;
}

bool isTransitive(CompatibilityMode mode) {
    return mode == CompatibilityMode::BackwardTransitive || mode == CompatibilityMode::ForwardTransitive ||
           mode == CompatibilityMode::FullTransitive;
}

const char* upgradesFirst(CompatibilityMode mode) {
    if (checksBackward(mode) == checksForward(mode)) return "either";
    return checksBackward(mode) ? "consumers" : "producers";
}

bool CompatibilityReport::compatible() const {
    return std::ranges::all_of(checks, [](const VersionCheck& one) { return one.check.compatible(); });
}

std::vector<PlannedCheck> planChecks(CompatibilityMode mode, std::size_t oldVersions) {
    std::vector<PlannedCheck> planned;
    const std::size_t reach = isTransitive(mode) ? oldVersions : std::min<std::size_t>(oldVersions, 1);
    for (std::size_t back = 1; back <= reach; ++back) {
        if (checksBackward(mode)) planned.push_back({oldVersions - back, ReadDirection::NewReadsOld});
        if (checksForward(mode)) planned.push_back({oldVersions - back, ReadDirection::OldReadsNew});
    }
    return planned;
}

} // namespace eventflow::schema
