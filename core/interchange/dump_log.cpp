#include "core/base/time.h"
#include "core/interchange/text_fields.h"
#include "core/interchange/text_layouts.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace eventflow::interchange {

namespace {

constexpr std::string_view kDumping = "Dumping ";
constexpr std::array<std::string_view, 5> kNotes{"Starting offset:", "Log starting offset:", "baseOffset:",
                                                 "Snapshot end offset:", "KRaft bootstrap snapshot"};
constexpr std::array<std::string_view, 3> kTimes{"CreateTime: ", "LogAppendTime: ", "NoTimestampType: "};
/// What stands in the place of key and payload where a batch is the broker's own.
constexpr std::array<std::string_view, 6> kControl{" endTxnMarker: ",  " controlType: ", " SnapshotHeader ",
                                                   " SnapshotFooter ", " KRaftVersion ", " KRaftVoters "};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Builds before 2.4 wrote `keysize`.
std::size_t findAnyCase(std::string_view text, std::string_view lowerName) {
    const auto* const found = std::search(text.begin(), text.end(), lowerName.begin(), lowerName.end(),
                                          [](char c, char wanted) { return lower(c) == wanted; });
    return found == text.end() ? text.npos : static_cast<std::size_t>(found - text.begin());
}

/// The number behind a name, up to a space.
std::optional<std::int64_t> fieldOf(std::string_view text, std::string_view lowerName) {
    const std::size_t at = findAnyCase(text, lowerName);
    if (at == text.npos) return std::nullopt;
    text.remove_prefix(at + lowerName.size());
    return numberOf(text.substr(0, text.find_first_of(" \n")));
}

/// A line of a record, taken apart from its front: what is known of it, then its key and payload.
class DumpLine {
public:
    DumpLine(std::string_view text, Arena& arena, ImportedRecord& out)
        : m_text(text), m_arena(arena), m_out(out) {}

    ParsedItem parse() {
        const std::size_t contents = std::min(m_text.find(" key: "), m_text.find(" payload: "));
        const std::string_view facts = m_text.substr(0, contents);
        for (const std::string_view control : kControl)
            if (facts.find(control) != facts.npos) return ParsedItem::None;
        readFacts(facts);
        if (contents != m_text.npos) return readContents(m_text.substr(contents));
        if (m_keySize.value_or(-1) < 0 && m_valueSize.value_or(-1) < 0 && m_out.record.offset >= 0)
            return ParsedItem::Record; // no key and no value
        m_error = "the dump has no contents; make it with --print-data-log";
        return ParsedItem::Malformed;
    }
    [[nodiscard]] std::string_view error() const { return m_error; }

private:
    void readFacts(std::string_view facts) {
        if (const auto offset = fieldOf(facts, "offset: "); offset && *offset >= 0)
            m_out.record.offset = *offset;
        for (const std::string_view name : kTimes) {
            const std::size_t at = facts.find(name);
            if (at == facts.npos) continue;
            const std::string_view rest = facts.substr(at + name.size());
            const auto ms = numberOf(rest.substr(0, rest.find(' ')));
            if (ms && *ms >= 0) m_out.record.tsArrival = timestampFromMs(*ms);
        }
        m_keySize = fieldOf(facts, "keysize: ");
        m_valueSize = fieldOf(facts, "valuesize: ");
        readHeaderNames(facts);
    }

    /// Values are not printed: each header gets null.
    void readHeaderNames(std::string_view facts) {
        constexpr std::string_view kName = " headerKeys: [";
        const std::size_t begin = facts.find(kName);
        if (begin == facts.npos) return;
        std::string_view names = facts.substr(begin + kName.size());
        const std::size_t end = names.rfind(']');
        if (end == names.npos || end == 0) return;
        names = names.substr(0, end);
        std::vector<Header> headers;
        while (const auto name = takeUntil(names, ','))
            headers.push_back({*name, std::nullopt});
        headers.push_back({names, std::nullopt});
        m_out.record.headers = m_arena.copy(std::span<const Header>(headers));
    }

    /// Where the key ends is told by its size, if ` payload: ` stands there; else by the first one that does.
    ParsedItem readContents(std::string_view contents) {
        constexpr std::string_view kKey = " key: ";
        constexpr std::string_view kPayload = " payload: ";
        if (contents.starts_with(kKey)) {
            contents.remove_prefix(kKey.size());
            const auto sized = static_cast<std::size_t>(std::max<std::int64_t>(m_keySize.value_or(0), 0));
            std::size_t end = contents.npos;
            if (m_keySize && sized <= contents.size() &&
                (sized == contents.size() || contents.substr(sized).starts_with(kPayload)))
                end = sized;
            else
                end = std::min(contents.find(kPayload), contents.size());
            m_out.record.key = contents.substr(0, end);
            contents.remove_prefix(end);
        }
        if (contents.starts_with(kPayload)) m_out.record.value = contents.substr(kPayload.size());
        return ParsedItem::Record;
    }

    std::string_view m_text;
    Arena& m_arena;
    ImportedRecord& m_out;
    std::optional<std::int64_t> m_keySize;
    std::optional<std::int64_t> m_valueSize;
    std::string_view m_error;
};

class DumpLogParser final : public ItemParser {
public:
    ParsedItem parse(std::string_view item, Arena& arena, ImportedRecord& out,
                     std::string_view& error) override {
        passOver(item);
        out = {};
        switch (classifyDumpLogLine(item.substr(0, TextSplitter::kClassifiedBytes))) {
        case LineKind::Other:
            return ParsedItem::None;
        case LineKind::Continuation:
            if (item.empty()) return ParsedItem::None;
            error = "the line is none of kafka-dump-log's";
            return ParsedItem::Malformed;
        case LineKind::Record:
            break;
        }
        if (!m_topic.empty()) {
            out.topic = arena.copy(m_topic);
            out.partition = m_partition;
        }
        DumpLine line(item.starts_with('|') ? item.substr(1) : item, arena, out);
        const ParsedItem parsed = line.parse();
        error = line.error();
        return parsed;
    }

    /// `Dumping /var/lib/kafka/orders-3/00000000000000000000.log`: the folder names topic and partition.
    void passOver(std::string_view item) override {
        if (!item.starts_with(kDumping)) return;
        m_topic.clear();
        const std::size_t file = item.find_last_of("/\\");
        if (file == item.npos) return;
        std::string_view folder = item.substr(kDumping.size(), file - std::min(file, kDumping.size()));
        if (const std::size_t parent = folder.find_last_of("/\\"); parent != folder.npos)
            folder.remove_prefix(parent + 1);
        const std::size_t dash = folder.rfind('-');
        const auto partition = dash == folder.npos ? std::nullopt : partitionOf(folder.substr(dash + 1));
        if (!partition || dash == 0 || dash > kMaxTopicBytes) return;
        m_topic = folder.substr(0, dash);
        m_partition = *partition;
    }

private:
    std::string m_topic; ///< empty: not known
    std::int32_t m_partition = 0;
};

} // namespace

LineKind classifyDumpLogLine(std::string_view line) {
    if (line.starts_with("| ")) return LineKind::Record;
    if (line.starts_with("offset: "))
        return findAnyCase(line, "keysize: ") == line.npos ? LineKind::Other : LineKind::Record;
    if (line.starts_with(kDumping)) return LineKind::Other;
    if (line.starts_with("Found ") && line.find(" invalid bytes at the end of ") != line.npos)
        return LineKind::Other;
    for (const std::string_view note : kNotes)
        if (line.starts_with(note)) return LineKind::Other;
    return LineKind::Continuation;
}

bool isDumpLogLine(std::string_view line) {
    if (line.starts_with(kDumping)) return line.ends_with(".log") || line.ends_with(".checkpoint");
    if (line.starts_with('|')) return line.starts_with("| offset: ");
    if (line.starts_with("offset: "))
        return line.find(" position: ") != line.npos || findAnyCase(line, "keysize: ") != line.npos;
    return classifyDumpLogLine(line) != LineKind::Continuation;
}

std::unique_ptr<ItemParser> makeDumpLogParser() {
    return std::make_unique<DumpLogParser>();
}

} // namespace eventflow::interchange
