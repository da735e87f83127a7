#include "app/cli/scan_text.h"

#include "app/cli/command.h"

#include <charconv>
#include <optional>

namespace eventflow::app {
namespace {

std::optional<std::int64_t> wholeNumber(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

} // namespace

Result<browse::Bound> parseBound(const std::string& option, const std::string& text, Timestamp now) {
    if (text == "beginning") return browse::Bound::beginning();
    if (text == "end") return browse::Bound::end();
    if (const auto offset = wholeNumber(text)) return browse::Bound::offset(*offset);
    if (text.starts_with("end-"))
        if (const auto count = wholeNumber(std::string_view(text).substr(4)))
            return browse::Bound::beforeEnd(*count);
    if (text.starts_with('-'))
        if (const auto ago = parseDuration(std::string_view(text).substr(1)))
            return browse::Bound::at(now - *ago);
    if (const auto time = parseTime(text.starts_with('@') ? text.substr(1) : text))
        return browse::Bound::at(*time);
    return Error{
        ErrorCode::InvalidArgument,
        option + " " + text +
            ": expected beginning, end, an offset, end-100, -5m, 2026-01-01T00:00:00Z or @ and an epoch"};
}

Result<std::uint64_t> parseBytes(const std::string& option, const std::string& text) {
    std::string_view digits = text;
    std::uint64_t factor = 1;
    constexpr std::string_view kUnits = "KMGT";
    if (!digits.empty())
        if (const std::size_t unit = kUnits.find(digits.back()); unit != kUnits.npos) {
            factor = 1ULL << (10 * (unit + 1));
            digits.remove_suffix(1);
        }
    const auto value = wholeNumber(digits);
    if (!value || static_cast<std::uint64_t>(*value) > (1ULL << 60) / factor)
        return Error{ErrorCode::InvalidArgument,
                     option + " " + text + ": expected bytes such as 500000, 64M or 2G"};
    return static_cast<std::uint64_t>(*value) * factor;
}

} // namespace eventflow::app
