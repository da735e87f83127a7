#include "widgets/viewmodels/trace_ids.h"

#include "widgets/viewmodels/json_outline.h"

#include <algorithm>
#include <array>

namespace eventflow::viewmodels {

namespace {

constexpr std::size_t kMaxIds = 8;
constexpr std::size_t kLongestId = 128;
constexpr std::size_t kShortestId = 4; ///< shorter ones are found everywhere

/// `X-Correlation-Id` and `correlationId` are `correlationid`.
std::string plainName(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c | 0x20);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
    }
    if (plain.starts_with("x") && plain.size() > 1) plain.erase(0, 1);
    return plain;
}

bool namesTrace(const std::string& plain) {
    static constexpr std::array<std::string_view, 10> kNames{
        "traceparent", "traceid",        "b3traceid",     "b3",         "ubertraceid", "correlationid",
        "requestid",   "conversationid", "transactionid", "causationid"};
    return std::ranges::find(kNames, plain) != kNames.end();
}

/// Of formats that carry more than the id, the id.
std::string_view idIn(const std::string& plain, std::string_view value) {
    if (plain == "traceparent") {
        // version-traceid-parentid-flags (W3C Trace Context)
        const auto first = value.find('-');
        const auto second = first == value.npos ? value.npos : value.find('-', first + 1);
        return second == value.npos ? std::string_view() : value.substr(first + 1, second - first - 1);
    }
    if (plain == "b3") return value.substr(0, value.find('-'));
    if (plain == "ubertraceid") return value.substr(0, value.find(':'));
    return value;
}

void add(std::vector<TraceId>& ids, std::string_view name, std::string_view value) {
    const std::string plain = plainName(name);
    if (ids.size() >= kMaxIds || !namesTrace(plain)) return;
    const std::string_view id = idIn(plain, value);
    if (id.size() < kShortestId || id.size() > kLongestId) return;
    const bool known = std::ranges::any_of(ids, [&](const TraceId& other) { return other.value == id; });
    if (!known) ids.push_back({std::string(name), std::string(id)});
}

} // namespace

std::vector<TraceId> traceIdsOf(const admin::OwnedRecord& record, std::string_view json) {
    std::vector<TraceId> ids;
    for (const auto& [name, value] : record.headers)
        if (value) add(ids, name, *value);
    if (json.empty()) return ids;
    const JsonOutline outline{std::string(json)};
    for (std::uint32_t id = 0; id < outline.nodeCount(); ++id) {
        std::string_view text = outline.valueText(id);
        const JsonKind kind = outline.node(id).kind;
        if (kind == JsonKind::String && text.size() >= 2)
            text = text.substr(1, text.size() - 2);
        else if (kind != JsonKind::Number)
            continue;
        add(ids, outline.name(id), text);
    }
    return ids;
}

} // namespace eventflow::viewmodels
