#include "core/config/byte_size.h"

#include <array>
#include <charconv>

namespace eventflow::config {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t bytes;
};
constexpr std::array kUnits{
    Unit{"", 1},
    Unit{"B", 1},
    Unit{"KiB", 1ULL << 10},
    Unit{"MiB", 1ULL << 20},
    Unit{"GiB", 1ULL << 30},
    Unit{"TiB", 1ULL << 40},
    Unit{"kB", 1'000},
    Unit{"KB", 1'000},
    Unit{"MB", 1'000'000},
    Unit{"GB", 1'000'000'000},
    Unit{"TB", 1'000'000'000'000},
};

} // namespace

std::optional<std::uint64_t> parseByteSize(std::string_view text) {
    std::uint64_t amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc{}) return std::nullopt;
    std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
    while (name.starts_with(' '))
        name.remove_prefix(1);
    for (const Unit& unit : kUnits) {
        if (unit.name != name) continue;
        std::uint64_t bytes = 0;
        return __builtin_mul_overflow(amount, unit.bytes, &bytes) ? std::nullopt : std::optional(bytes);
    }
    return std::nullopt;
}

} // namespace eventflow::config
