#pragma once

#include "core/interchange/framer.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eventflow::interchange {

/// What a line of a text layout is.
enum class LineKind : std::uint8_t {
    Record,       ///< a record begins here
    Other,        ///< no part of a record: a heading, a note of the program
    Continuation, ///< a record's text goes on, if there is one
};

/// Cuts text into records: each from the line that begins one up to the next line that is not its
/// continuation, for values may have line ends. A line in front of the first record is an item of its own.
/// The line end behind an item, and a carriage return before it, are no part of it. Thread: confined. Memory:
/// an OverlongItem.
class TextSplitter final : public Framer {
public:
    /// Tells a line by its first kClassifiedBytes.
    using Classify = LineKind (*)(std::string_view line);
    static constexpr std::size_t kClassifiedBytes = 512;

    TextSplitter(Classify classify, std::size_t maxItemBytes, std::int64_t start = 0)
        : m_classify(classify), m_maxItemBytes(maxItemBytes), m_position(start) {}

    Step next(std::string_view window, bool atEnd, Item& item, std::size_t& used) override;
    [[nodiscard]] std::int64_t position() const override { return m_position; }

private:
    enum class Progress : std::uint8_t { More, On, Item };

    Progress takeLineStart(std::string_view window, bool atEnd, Item& item);
    Progress takeLineRest(std::string_view window, bool atEnd, Item& item);
    Progress finish(std::string_view window, Item& item);
    void dropOverlong(std::string_view window);

    Classify m_classify;
    std::size_t m_maxItemBytes;
    std::int64_t m_position;      ///< of the window's first byte
    std::size_t m_begin = 0;      ///< in the window: first byte of the item that is still there
    std::size_t m_at = 0;         ///< in the window: up to here it was looked at
    std::int64_t m_itemStart = 0; ///< position of the item's first byte
    bool m_inItem = false;
    bool m_inLine = false;  ///< m_at is in a line that was classified
    bool m_oneLine = false; ///< the item ends with its line
    OverlongItem m_overlong;
};

} // namespace eventflow::interchange
