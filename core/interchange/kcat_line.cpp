#include "core/interchange/kcat_line.h"

#include "core/interchange/json_scan.h"

#include <limits>
#include <string>
#include <vector>

namespace eventflow::interchange {

namespace {

class KcatParser {
public:
    KcatParser(std::string_view line, Arena& arena, ImportedRecord& out)
        : m_scan(line), m_arena(arena), m_out(out) {}

    bool parse() {
        if (!m_scan.take('{')) return fail("not a JSON object");
        if (!m_scan.take('}')) {
            do {
                const auto name = m_scan.takeString(m_arena);
                if (!name) return fail("expected a key in quotes");
                if (!m_scan.take(':')) return fail("expected ':' behind a key");
                if (!parseMember(*name)) return false;
            } while (m_scan.take(','));
            if (!m_scan.take('}')) return fail("expected ',' or '}'; the line may be cut short");
        }
        if (!m_scan.atEnd()) return fail("text behind the object");
        return checkMembers();
    }

    [[nodiscard]] std::string_view error() const { return m_error; }

private:
    bool parseMember(std::string_view name) {
        if (name == "topic") return parseTopic();
        if (name == "partition") return parsePartition();
        if (name == "offset") return parseOffset();
        // kcat 1.3 called the timestamp "unknown" where the broker gave no type.
        if (name == "ts" || name == "unknown") return parseTimestamp();
        if (name == "tstype" && m_scan.peek() == '"') return parseTimestampType();
        if (name == "headers") return parseHeaders();
        if (name == "key") return parseBytes(m_out.record.key, "key");
        if (name == "payload") {
            m_hasPayload = true;
            return parseBytes(m_out.record.value, "payload");
        }
        const auto value = m_scan.takeValue();
        if (!value) return fail("value without an end");
        if (name == "payload_error" || name == "key_error") m_decodeError = *value;
        return true;
    }

    bool parseTopic() {
        const auto topic = m_scan.takeString(m_arena);
        if (!topic || topic->empty() || topic->size() > kMaxTopicBytes)
            return fail("\"topic\" is not a string of 1 to 249 bytes");
        m_out.topic = *topic;
        return true;
    }

    bool parsePartition() {
        const auto partition = m_scan.takeInteger();
        if (!partition || *partition < 0 || *partition > std::numeric_limits<std::int32_t>::max())
            return fail("\"partition\" is not a number from 0 to 2147483647");
        m_out.partition = static_cast<std::int32_t>(*partition);
        return true;
    }

    bool parseOffset() {
        const auto offset = m_scan.takeInteger();
        if (!offset || *offset < 0) return fail("\"offset\" is not a number from 0");
        m_out.record.offset = *offset;
        return true;
    }

    bool parseTimestamp() {
        if (m_scan.takeNull()) return true;
        const auto ms = m_scan.takeInteger();
        if (!ms) return fail("\"ts\" is not a number of milliseconds");
        // Kafka writes -1 where there is no timestamp.
        m_out.record.tsArrival = *ms < 0 ? kNoTime : timestampFromMs(*ms);
        return true;
    }

    /// What kcat calls unknown, and what it does not call anything, is not known.
    bool parseTimestampType() {
        const auto type = m_scan.takeString(m_arena);
        if (!type) return fail("\"tstype\" has no end or a wrong escape");
        if (*type == "create") m_out.record.timestampType = TimestampType::CreateTime;
        if (*type == "logappend") m_out.record.timestampType = TimestampType::LogAppendTime;
        return true;
    }

    bool parseBytes(NullableBytes& target, const char* name) {
        target.reset();
        if (m_scan.takeNull()) return true;
        target = m_scan.peek() == '"' ? m_scan.takeString(m_arena) : m_scan.takeValue();
        return target.has_value() || fail(std::string("\"") + name + "\" has no end or a wrong escape");
    }

    /// A flat array: name, value, name, value …; a value may be null.
    bool parseHeaders() {
        if (m_scan.takeNull()) return true;
        if (!m_scan.take('[')) return fail("\"headers\" is not an array");
        std::vector<Header> headers;
        if (!m_scan.take(']')) {
            do {
                const auto name = m_scan.takeString(m_arena);
                if (!name) return fail("a header's name is not a string");
                if (!m_scan.take(',')) return fail("a header without a value");
                Header header{*name, std::nullopt};
                if (!parseBytes(header.value, "headers")) return false;
                headers.push_back(header);
            } while (m_scan.take(','));
            if (!m_scan.take(']')) return fail("\"headers\" has no end");
        }
        m_out.record.headers = m_arena.copy(std::span<const Header>(headers));
        return true;
    }

    bool checkMembers() {
        if (m_out.topic.empty()) return fail("no \"topic\"");
        if (m_out.partition == ImportedRecord::kNoPartition) return fail("no \"partition\"");
        if (m_out.record.offset == ImportedRecord::kNoOffset) return fail("no \"offset\"");
        if (!m_decodeError.empty())
            return fail("kcat could not decode the record: " + std::string(m_decodeError.substr(0, 200)));
        return m_hasPayload || fail("no \"payload\"");
    }

    bool fail(const std::string& cause) {
        m_error = m_arena.copy("column " + std::to_string(m_scan.column()) + ": " + cause);
        return false;
    }

    JsonScan m_scan;
    Arena& m_arena;
    ImportedRecord& m_out;
    std::string_view m_error;
    std::string_view m_decodeError;
    bool m_hasPayload = false;
};

} // namespace

bool parseKcatLine(std::string_view line, Arena& arena, ImportedRecord& out, std::string_view& error) {
    out = {};
    KcatParser parser(line, arena, out);
    if (parser.parse()) return true;
    error = parser.error();
    return false;
}

} // namespace eventflow::interchange
