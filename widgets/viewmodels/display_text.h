#pragma once

#include <QString>

#include <cstddef>
#include <string_view>

namespace eventflow::viewmodels {

/// Bytes from outside as one line of at most `maxBytes` of them: line ends and tabs become `↵` and `⇥`; other
/// control characters, bidirectional overrides and bytes that are not UTF-8 become U+FFFD, so that data can
/// neither break a row nor turn it around. Ends in `…` when something was cut.
QString oneLine(std::string_view bytes, std::size_t maxBytes = 512);

/// The longest front of `bytes` that has at most `maxBytes` and does not cut a UTF-8 sequence in two.
std::string_view utf8Front(std::string_view bytes, std::size_t maxBytes);

/// Whether `word` occurs in `bytes`; ASCII letters of either case are the same, other bytes must be equal.
bool containsWord(std::string_view bytes, std::string_view word);

inline QString fromUtf8(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

} // namespace eventflow::viewmodels
