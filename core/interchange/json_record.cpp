#include "core/interchange/json_record.h"

#include "core/base/base64.h"
#include "core/base/time.h"

#include <charconv>
#include <limits>
#include <optional>

namespace eventflow::interchange {

namespace {

/// A whole number, or its digits as text.
std::optional<std::int64_t> takeNumber(JsonRecordReader& reader) {
    JsonScan& scan = reader.scan();
    if (scan.peek() != '"') return scan.takeInteger();
    const auto digits = scan.takeString(reader.arena());
    if (!digits) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), number);
    if (error != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
    return number;
}

/// ISO 8601, or milliseconds.
std::optional<Timestamp> timestampOf(std::string_view text) {
    if (text.starts_with("0001-01-01")) return kNoTime; // Go's zero
    text = text.substr(0, text.find('['));              // `…+01:00[Europe/Paris]`
    if (const auto time = parseIso8601(text)) return time;
    std::int64_t ms = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return ms < 0 ? kNoTime : timestampFromMs(ms);
}

} // namespace

bool JsonRecordReader::read() {
    if (m_scan.peek() != '{') return fail("not a JSON object");
    if (!readObject(m_layout.members)) return false;
    if (!m_scan.atEnd()) return fail("text behind the object");
    return checkMembers() && (m_layout.finish == nullptr || m_layout.finish(*this));
}

bool JsonRecordReader::readObject(std::span<const JsonMember> members) {
    return eachMember([&](std::string_view name) {
        for (const JsonMember& member : members)
            if (member.name == name) return member.read(*this);
        return skip();
    });
}

bool JsonRecordReader::skip() {
    return m_scan.takeValue().has_value() || fail("a value without an end");
}

bool JsonRecordReader::checkMembers() {
    if (m_layout.topicNeeded && m_out.topic.empty()) return fail("no topic");
    if (m_out.partition == ImportedRecord::kNoPartition) return fail("no partition");
    return m_out.record.offset != ImportedRecord::kNoOffset || fail("no offset");
}

bool JsonRecordReader::fail(const std::string& cause) {
    if (m_error.empty()) m_error = m_arena.copy("byte " + std::to_string(m_scan.column() - 1) + ": " + cause);
    return false;
}

bool readTopic(JsonRecordReader& reader) {
    const auto topic = reader.scan().takeString(reader.arena());
    if (!topic || topic->empty() || topic->size() > kMaxTopicBytes)
        return reader.fail("the topic is not a string of 1 to 249 bytes");
    reader.out().topic = *topic;
    return true;
}

bool readPartition(JsonRecordReader& reader) {
    const auto partition = takeNumber(reader);
    if (!partition || *partition < 0 || *partition > std::numeric_limits<std::int32_t>::max())
        return reader.fail("the partition is not a number from 0 to 2147483647");
    reader.out().partition = static_cast<std::int32_t>(*partition);
    return true;
}

bool readOffset(JsonRecordReader& reader) {
    const auto offset = takeNumber(reader);
    if (!offset || *offset < 0) return reader.fail("the offset is not a number from 0");
    reader.out().record.offset = *offset;
    return true;
}

bool readTimestamp(JsonRecordReader& reader) {
    JsonScan& scan = reader.scan();
    if (scan.takeNull()) return true;
    const auto text = scan.peek() == '"' ? scan.takeString(reader.arena()) : scan.takeValue();
    const auto time = text ? timestampOf(*text) : std::nullopt;
    if (!time) return reader.fail("the timestamp is neither milliseconds nor ISO 8601");
    reader.out().record.tsArrival = *time;
    return true;
}

bool readKey(JsonRecordReader& reader) {
    return reader.layout().readBytes(reader, reader.out().record.key);
}

bool readValue(JsonRecordReader& reader) {
    return reader.layout().readBytes(reader, reader.out().record.value);
}

bool readText(JsonRecordReader& reader, NullableBytes& target) {
    JsonScan& scan = reader.scan();
    target.reset();
    if (scan.takeNull()) return true;
    target = scan.peek() == '"' ? scan.takeString(reader.arena()) : scan.takeValue();
    return target.has_value() || reader.fail("a text has no end or a wrong escape");
}

bool readBase64(JsonRecordReader& reader, NullableBytes& target) {
    target.reset();
    if (reader.scan().takeNull()) return true;
    target = reader.scan().takeString(reader.arena());
    return target ? decodeBase64(reader, target) : reader.fail("expected text in base64");
}

bool decodeBase64(JsonRecordReader& reader, NullableBytes& target) {
    if (!target) return true;
    const auto bytes = fromBase64(*target);
    if (!bytes) return reader.fail("the text is not base64");
    target = copyPadded(reader.arena(), *bytes);
    return true;
}

ParsedItem JsonRecordParser::parse(std::string_view item, Arena& arena, ImportedRecord& out,
                                   std::string_view& error) {
    out = {};
    JsonRecordReader reader(m_layout, item, arena, out);
    if (reader.read()) return ParsedItem::Record;
    error = reader.error();
    return ParsedItem::Malformed;
}

} // namespace eventflow::interchange
