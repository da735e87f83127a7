#pragma once

#include "core/interchange/framer.h"
#include "core/interchange/json_value_scanner.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::interchange {

/// Cuts JSON into records: objects one after another, on one line or over several, and the items of a
/// top-level array. Records may also be deeper inside the top-level objects: `path` then names the members
/// that lead to their lists, `*` standing for any name: `records`, `*` in AWS' events. Text where a record
/// should be is an item without a fault: whoever parses it knows whether it means something.
///
/// Damage: a value that breaks the grammar or that the stream ends in is an item with a fault. Behind it
/// reading goes on at the next object that begins with the same name as the first record did, because
/// programs write members in one order; as long as that name is not known, at the next line that begins with
/// an object. Stray commas and brackets between records are passed over. Thread: confined. Memory: an
/// OverlongItem.
class JsonSplitter final : public Framer {
public:
    using Path = std::span<const std::string_view>;

    /// `path` outlives the splitter. `start`: where in the stream the first window begins.
    JsonSplitter(Path path, std::size_t maxItemBytes, std::int64_t start = 0)
        : m_path(path), m_maxItemBytes(maxItemBytes), m_position(start) {}

    Step next(std::string_view window, bool atEnd, Item& item, std::size_t& used) override;
    [[nodiscard]] std::int64_t position() const override { return m_position; }

private:
    /// What the bytes from m_begin on belong to.
    enum class Part : std::uint8_t {
        Structure, ///< what stands around records
        Name,      ///< of a member of an object that may lead to records
        Skipped,   ///< a value that leads to none
        Record,
        Noise,  ///< text where a record should be
        Damage, ///< a broken record, up to where reading can go on
    };
    enum class Progress : std::uint8_t { More, On, Item };

    /// A container that records may be in; without one, the top.
    struct Level {
        bool object = false;
        bool named = false;      ///< a name was read, its value comes next
        bool leads = false;      ///< … and it leads to records
        std::size_t matched = 0; ///< names of the path that led here
    };

    Progress step(std::string_view window, bool atEnd, Item& item);
    Progress takeStructure(std::string_view window);
    void takeInObject(char c);
    void takeInList(char c);
    void enter(bool object, std::size_t matched);
    void begin(Part part);
    Progress takeName(std::string_view window);
    Progress takeSkipped(std::string_view window);
    Progress takeRecord(std::string_view window, bool atEnd, Item& item);
    Progress takeNoise(std::string_view window, bool atEnd, Item& item);
    Progress takeDamage(std::string_view window, bool atEnd, Item& item);

    void beginDamage(std::string_view window, const char* cause);
    /// Where the next record begins at or behind m_at; npos: not here, and m_at is where to look on.
    [[nodiscard]] std::size_t findRestart(std::string_view window, bool atEnd);
    [[nodiscard]] bool isRestart(std::string_view window, std::size_t brace, bool atEnd,
                                 bool& undecided) const;
    void learnFirstName(std::string_view record);
    void dropOverlong(std::string_view window, std::size_t limit);
    Progress finish(std::string_view window, std::size_t end, Item& item);
    [[nodiscard]] std::size_t matched() const { return m_levels.empty() ? 0 : m_levels.back().matched; }
    [[nodiscard]] bool recordsHere() const { return matched() == m_path.size(); }
    /// Of the part so far, dropped bytes included.
    [[nodiscard]] std::uint64_t partBytes() const {
        return static_cast<std::uint64_t>(m_position - m_partStart) + m_at;
    }

    Path m_path;
    std::size_t m_maxItemBytes;
    std::int64_t m_position; ///< of the window's first byte
    std::size_t m_begin = 0; ///< in the window: first byte of the part that is still there
    std::size_t m_at = 0;    ///< in the window: up to here it was looked at
    Part m_part = Part::Structure;
    std::int64_t m_partStart = 0; ///< position of the part's first byte
    std::vector<Level> m_levels;
    JsonValueScanner m_scanner;
    OverlongItem m_overlong;
    std::string m_fault;     ///< of the broken record
    std::string m_firstName; ///< of the first record, in its quotes
};

} // namespace eventflow::interchange
