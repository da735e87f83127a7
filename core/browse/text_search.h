#pragma once

#include "core/model/record.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::browse {

/// Where to look for which bytes.
struct TextQuery {
    std::string text;
    bool ignoreCase = false; ///< of ASCII letters
    bool inKey = true;
    bool inValue = true;
    bool inHeaders = true; ///< names and values
};

/// Finds bytes in records, without decoding anything. Thread: any (immutable).
class TextSearch {
public:
    explicit TextSearch(TextQuery query);

    [[nodiscard]] bool matches(const Record& record) const;
    /// Where the text begins in `bytes`, or npos.
    [[nodiscard]] std::size_t find(std::string_view bytes) const;

private:
    TextQuery m_query; ///< in lower case when case is ignored
    /// How far to move on when the byte under the last place of the text is this one (Horspool).
    std::array<std::size_t, 256> m_skip{};
};

} // namespace eventflow::browse
