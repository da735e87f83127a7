#include "core/capture/profile.h"

#include "core/capture/mcap/append_record.h"
#include "core/capture/mcap/crc32.h"

#include <array>
#include <charconv>

namespace eventflow::capture {
namespace {

constexpr const char* kCrcKey = "crc32";

std::string checksum(const mcap::Metadata& metadata) {
    std::string bytes;
    for (const auto& [key, value] : metadata.metadata) {
        if (key == kCrcKey) continue;
        mcap::appendSized(bytes, key);
        mcap::appendSized(bytes, value);
    }
    std::array<char, 8> hex{};
    const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), mcap::crc32(bytes), 16).ptr;
    const std::string digits(hex.data(), end);
    return std::string(hex.size() - digits.size(), '0') + digits;
}

} // namespace

void seal(mcap::Metadata& metadata) {
    metadata.metadata[kCrcKey] = checksum(metadata);
}

Status unseal(mcap::Metadata& metadata) {
    const auto found = metadata.metadata.find(kCrcKey);
    if (found == metadata.metadata.end()) return {};
    if (found->second != checksum(metadata))
        return Error{ErrorCode::Corrupt, "the metadata '" + metadata.name + "' does not match its checksum"};
    metadata.metadata.erase(found);
    return {};
}

} // namespace eventflow::capture
