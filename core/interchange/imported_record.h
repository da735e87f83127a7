#pragma once

#include "core/base/arena.h"
#include "core/model/record.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace eventflow::interchange {

/// A record as a layout tells it. Lifetime: views point into the item and into the arena it was parsed with;
/// kValuePadding bytes behind the value are readable.
struct ImportedRecord {
    static constexpr std::int32_t kNoPartition = -1;
    static constexpr std::int64_t kNoOffset = -1;

    ImportedRecord() { record.offset = kNoOffset; }

    std::string_view topic; ///< empty: the layout does not say
    std::int32_t partition = kNoPartition;
    Record record; ///< all but its stream
};

/// Kafka's own bound on topic names.
inline constexpr std::size_t kMaxTopicBytes = 249;

/// A copy with kValuePadding readable bytes behind it, as record values have to have.
[[nodiscard]] inline std::string_view copyPadded(Arena& arena, std::string_view bytes) {
    auto* target = reinterpret_cast<char*>(arena.allocate(bytes.size() + kValuePadding, 1));
    if (!bytes.empty()) std::memcpy(target, bytes.data(), bytes.size());
    std::memset(target + bytes.size(), 0, kValuePadding);
    return {target, bytes.size()};
}

} // namespace eventflow::interchange
