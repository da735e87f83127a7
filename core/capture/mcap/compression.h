#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::capture::mcap {

/// How the records of a chunk are compressed.
enum class Compression : std::uint8_t { None, Zstd, Lz4 };

/// The name as a file holds it; none has an empty one.
[[nodiscard]] constexpr std::string_view nameOf(Compression compression) {
    switch (compression) {
    case Compression::None:
        return "";
    case Compression::Zstd:
        return "zstd";
    case Compression::Lz4:
        return "lz4";
    }
    return "";
}

[[nodiscard]] constexpr std::optional<Compression> compressionNamed(std::string_view name) {
    for (const Compression compression : {Compression::None, Compression::Zstd, Compression::Lz4})
        if (name == nameOf(compression)) return compression;
    return std::nullopt;
}

} // namespace eventflow::capture::mcap
