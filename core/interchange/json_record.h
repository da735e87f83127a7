#pragma once

#include "core/base/arena.h"
#include "core/interchange/imported_record.h"
#include "core/interchange/item_parser.h"
#include "core/interchange/json_scan.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::interchange {

class JsonRecordReader;

/// Reads one member's value into the record; false when it cannot be, after fail().
using ReadMember = bool (*)(JsonRecordReader&);
struct JsonMember {
    std::string_view name;
    ReadMember read = nullptr;
};

/// How a layout writes a record as a JSON object. Members that are not named are passed over.
struct JsonLayout {
    std::span<const JsonMember> members;
    /// Of keys, values and the values of headers.
    bool (*readBytes)(JsonRecordReader&, NullableBytes&) = nullptr;
    bool topicNeeded = false;
    /// Behind the last member: what members mean for each other. May be null.
    ReadMember finish = nullptr;
};

/// Reads one item by a layout's table. Strings without escapes stay where they are. Thread: confined.
class JsonRecordReader {
public:
    JsonRecordReader(const JsonLayout& layout, std::string_view item, Arena& arena, ImportedRecord& out)
        : m_layout(layout), m_scan(item), m_arena(arena), m_out(out) {}

    /// The whole item; false when it is no record of this layout: see error().
    bool read();
    [[nodiscard]] std::string_view error() const { return m_error; }

    // For layouts.
    [[nodiscard]] JsonScan& scan() { return m_scan; }
    [[nodiscard]] Arena& arena() { return m_arena; }
    [[nodiscard]] ImportedRecord& out() { return m_out; }
    [[nodiscard]] const JsonLayout& layout() const { return m_layout; }
    /// Calls `read(name)` at the value of each member of an object; null is one without members.
    template <typename Read>
    bool eachMember(Read&& read);
    /// An object by a table.
    bool readObject(std::span<const JsonMember> members);
    /// Passes over a value.
    bool skip();
    /// Always false.
    bool fail(const std::string& cause);

    bool keyIsBase64 = false; ///< what members said of others, for `finish`
    bool valueIsBase64 = false;
    bool valueLeftOut = false;

private:
    bool checkMembers();

    const JsonLayout& m_layout;
    JsonScan m_scan;
    Arena& m_arena;
    ImportedRecord& m_out;
    std::string_view m_error;
};

// Members that layouts share.
bool readTopic(JsonRecordReader& reader);
/// A number, or its digits as text.
bool readPartition(JsonRecordReader& reader);
bool readOffset(JsonRecordReader& reader);
/// Milliseconds as a number or text, ISO 8601 (a zone's name behind it is passed over), or null. Below zero,
/// and Go's time zero: no time.
bool readTimestamp(JsonRecordReader& reader);
/// By the layout's readBytes.
bool readKey(JsonRecordReader& reader);
bool readValue(JsonRecordReader& reader);
/// In any of the forms that tools have: `{name: value}`, `[{key, value}]`, `[[name, value]]`, `[name, value,
/// …]`,
/// `[{name: [bytes]}]`.
bool readHeaders(JsonRecordReader& reader);

// Bytes.
/// A string's content; of any other value but null its text.
bool readText(JsonRecordReader& reader, NullableBytes& target);
/// A string in base64.
bool readBase64(JsonRecordReader& reader, NullableBytes& target);
/// Of text in base64.
bool decodeBase64(JsonRecordReader& reader, NullableBytes& target);

template <typename Read>
bool JsonRecordReader::eachMember(Read&& read) {
    if (m_scan.takeNull()) return true;
    if (!m_scan.take('{')) return fail("expected an object");
    if (m_scan.take('}')) return true;
    do {
        const auto name = m_scan.takeString(m_arena);
        if (!name) return fail("expected a name in quotes");
        if (!m_scan.take(':')) return fail("expected ':' behind a name");
        if (!read(*name)) return false;
    } while (m_scan.take(','));
    return m_scan.take('}') || fail("expected ',' or '}'; the record may be cut short");
}

/// The parser that reads by this table.
class JsonRecordParser final : public ItemParser {
public:
    explicit JsonRecordParser(const JsonLayout& layout) : m_layout(layout) {}
    ParsedItem parse(std::string_view item, Arena& arena, ImportedRecord& out,
                     std::string_view& error) override;

private:
    const JsonLayout& m_layout;
};

} // namespace eventflow::interchange
