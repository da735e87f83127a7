#pragma once

#include "core/model/record.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::interchange {

/// What a capture consists of: the text of one record, or a line that is none.
struct Item {
    /// kValuePadding bytes behind it are readable. Lifetime: the window's; of an over-long item the framer's,
    /// up to the next call.
    std::string_view text;
    std::int64_t offset = 0; ///< of its first byte in the stream
    std::uint64_t bytes = 0; ///< its true length: more than `text` has where it was over the limit
    std::string fault;       ///< why it is no sound item, in plain words; empty for a sound one
};

/// Cuts a stream of bytes into items, from a window that the caller moves over it. Damage costs the item that
/// is damaged: it is given with its fault, and the next sound one follows. Thread: confined. Memory: the
/// front of one over-long item.
class Framer {
public:
    enum class Step : std::uint8_t {
        Item, ///< `item` is set
        More, ///< call again with a longer window; at the end of the stream: nothing follows
    };

    Framer() = default;
    Framer(const Framer&) = delete;
    Framer& operator=(const Framer&) = delete;
    virtual ~Framer() = default;

    /// Looks for the next item. `window` begins where the last call left off: behind the `used` bytes of its
    /// window; what followed them comes again, with more behind it. kValuePadding bytes behind the window are
    /// readable. `atEnd`: nothing follows the window. However small the windows, the items are the same.
    virtual Step next(std::string_view window, bool atEnd, Item& item, std::size_t& used) = 0;

    /// Of the window's first byte in the stream, behind the `used` bytes.
    [[nodiscard]] virtual std::int64_t position() const = 0;
};

/// An item that is longer than the limit: its front is kept, the rest is counted.
class OverlongItem {
public:
    static constexpr std::size_t kKeptBytes = 64 * 1024;

    [[nodiscard]] bool active() const { return m_bytes != 0; }
    void begin(std::string_view front) {
        m_kept.assign(front.substr(0, kKeptBytes));
        m_kept.resize(m_kept.size() + kValuePadding);
        m_bytes = front.size();
    }
    [[nodiscard]] std::string_view front() const {
        return std::string_view(m_kept).substr(0, m_kept.size() - kValuePadding);
    }
    void add(std::size_t bytes) { m_bytes += bytes; }
    void forget() { m_bytes = 0; }
    /// Sets the item's text, length and fault, where `limit` is what maxRecordBytes said.
    void finish(Item& item, std::size_t limit) {
        item.text = front().substr(0, limit);
        item.bytes = m_bytes;
        item.fault = "record of " + std::to_string(m_bytes) + " bytes is longer than the limit of " +
                     std::to_string(limit) + " (maxRecordBytes)";
        m_bytes = 0;
    }

private:
    std::string m_kept; ///< with padding
    std::uint64_t m_bytes = 0;
};

} // namespace eventflow::interchange
