#include "app/cli/console_text.h"

#include "core/base/json_writer.h"

#include <array>
#include <cstdio>

namespace eventflow::app {

namespace {

std::string withUnit(double value, double step, const std::array<const char*, 5>& units) {
    std::size_t unit = 0;
    for (; value >= step && unit + 1 < units.size(); ++unit)
        value /= step;
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f%s" : "%.1f%s", value, units[unit]);
    return text.data();
}

} // namespace

std::string oneLine(const NullableBytes& bytes, std::size_t width) {
    if (!bytes) return "(null)";
    const std::string text = toValidUtf8(bytes->substr(0, width * 4));
    std::string out;
    std::size_t characters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80 && characters++ == width) return out + "…";
        out += byte < 0x20 || byte == 0x7f ? ' ' : c;
    }
    return out;
}

std::string bytesText(double bytes) {
    return withUnit(bytes, 1024, {" B", " KiB", " MiB", " GiB", " TiB"});
}

std::string countText(double count) {
    return withUnit(count, 1000, {"", " k", " M", " G", " T"});
}

std::string shareText(std::uint64_t part, std::uint64_t whole) {
    const double percent = whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), " (%.1f %%)", percent);
    return std::to_string(part) + text.data();
}

} // namespace eventflow::app
