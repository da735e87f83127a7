#include "pipelines/collect/capture_format.h"

#include <array>
#include <string>

namespace eventflow::collect {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view bytes;
    const char* name;
    const char* tool;
};
constexpr std::array kUnsupported{
    Magic{"\xFD"
          "7zXZ\0"sv,
          "xz", "xz -d"},
    Magic{"BZh"sv, "bzip2", "bunzip2"},
    Magic{"\x04\x22\x4D\x18"sv, "lz4", "lz4 -d"},
    Magic{"PK\x03\x04"sv, "zip", "unzip"},
    Magic{"PAR1"sv, "parquet", "a Parquet reader"},
};

/// The four bytes 0x184D2A50 to 0x184D2A5F, little-endian, begin a skippable frame.
bool isSkippableZstdFrame(std::string_view bytes) {
    return bytes.size() >= 4 && (static_cast<unsigned char>(bytes[0]) & 0xF0U) == 0x50 &&
           bytes.substr(1, 3) == "\x2A\x4D\x18"sv;
}

} // namespace

const char* toString(Compression compression) {
    switch (compression) {
    case Compression::None:
        return "none";
    case Compression::Gzip:
        return "gzip";
    case Compression::Zstd:
        return "zstd";
    }
    return "?";
}

const char* toString(LineFormat format) {
    return format == LineFormat::Kcat ? "kcat" : "ndjson";
}

Result<Compression> detectCompression(std::string_view firstBytes) {
    if (firstBytes.starts_with("\x1F\x8B"sv)) return Compression::Gzip;
    if (firstBytes.starts_with("\x28\xB5\x2F\xFD"sv) || isSkippableZstdFrame(firstBytes))
        return Compression::Zstd;
    for (const Magic& magic : kUnsupported)
        if (firstBytes.starts_with(magic.bytes))
            return Error{ErrorCode::Unsupported, std::string(magic.name) +
                                                     " is not read; decompress it with " + magic.tool +
                                                     ", or store it as .gz or .zst"};
    return Compression::None;
}

} // namespace eventflow::collect
