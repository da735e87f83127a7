#include "pipelines/collect/byte_reader.h"

#include <algorithm>
#include <vector>

namespace eventflow::collect {

Result<std::uint64_t> ByteReader::skip(std::uint64_t count) {
    constexpr std::size_t kScratchBytes = 256 * 1024;
    std::vector<char> scratch(static_cast<std::size_t>(std::min<std::uint64_t>(count, kScratchBytes)));
    std::uint64_t skipped = 0;
    while (skipped < count) {
        const auto wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(count - skipped, scratch.size()));
        const auto got = read(std::span(scratch).first(wanted));
        if (!got) return got.error();
        if (*got == 0) break;
        skipped += *got;
    }
    return skipped;
}

} // namespace eventflow::collect
