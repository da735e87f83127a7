#include "core/base/time.h"
#include "core/interchange/text_fields.h"
#include "core/interchange/text_layouts.h"

#include <array>
#include <optional>
#include <vector>

namespace eventflow::interchange {

namespace {

constexpr std::array<std::string_view, 3> kTimeColumns{"CreateTime:", "LogAppendTime:", "NoTimestampType:"};
constexpr std::string_view kNoTimestamp = "NO_TIMESTAMP";
constexpr std::string_view kNoHeaders = "NO_HEADERS";
constexpr std::string_view kNull = "null";
constexpr std::size_t kGuessedLines = 200;

/// The columns that have names, taken off the front of a line.
struct NamedColumns {
    std::optional<std::int64_t> timestampMs;
    std::optional<std::int32_t> partition;
    std::optional<std::int64_t> offset;
    bool any = false;
};

bool takeNamedColumn(std::string_view column, NamedColumns& out) {
    for (const std::string_view name : kTimeColumns)
        if (column.starts_with(name))
            return (out.timestampMs = numberOf(column.substr(name.size()))).has_value();
    if (column.starts_with("Partition:")) return (out.partition = partitionOf(column.substr(10))).has_value();
    if (column.starts_with("Offset:")) return (out.offset = numberOf(column.substr(7))).has_value();
    return column == kNoTimestamp || (column.starts_with("Delivery:") && out.any);
}

NamedColumns takeNamedColumns(std::string_view& line) {
    NamedColumns columns;
    while (takeNamedColumn(line.substr(0, line.find('\t')), columns)) {
        columns.any = true;
        if (!takeUntil(line, '\t')) {
            line.remove_prefix(line.size());
            break;
        }
    }
    return columns;
}

/// `name:value,name:value`, which a value in JSON is not.
bool looksLikeHeaders(std::string_view column) {
    if (column == kNoHeaders) return true;
    const std::size_t colon = column.find(':');
    return colon != column.npos && colon > 0 && column.find_first_of(" {[\"") > colon;
}

NullableBytes nullableText(std::string_view text) {
    return text == kNull ? NullableBytes() : NullableBytes(text);
}

class ConsoleParser final : public ItemParser {
public:
    explicit ConsoleParser(std::string_view front) { guessColumns(front); }

    ParsedItem parse(std::string_view item, Arena& arena, ImportedRecord& out,
                     std::string_view& error) override {
        out = {};
        if (classifyConsoleLine(item.substr(0, TextSplitter::kClassifiedBytes)) != LineKind::Record) {
            if (item.empty() || item.starts_with("Processed a total of ")) return ParsedItem::None;
            error = "the line does not begin with a time, a partition or an offset";
            return ParsedItem::Malformed;
        }
        const NamedColumns columns = takeNamedColumns(item);
        if (columns.timestampMs && *columns.timestampMs >= 0)
            out.record.tsArrival = timestampFromMs(*columns.timestampMs);
        if (columns.partition) out.partition = *columns.partition;
        if (columns.offset && *columns.offset >= 0) out.record.offset = *columns.offset;
        if (m_hasHeaders) takeHeaders(item, arena, out.record);
        if (m_hasKey) {
            const auto key = takeUntil(item, '\t');
            if (!key) {
                error = "the line has no column for the value";
                return ParsedItem::Malformed;
            }
            out.record.key = nullableText(*key);
        }
        out.record.value = nullableText(item);
        return ParsedItem::Record;
    }

private:
    /// There are headers if the first column without a name looks like them in every line, and keys if there
    /// is another column then. The last line may be cut short.
    void guessColumns(std::string_view front) {
        std::size_t lines = 0;
        m_hasHeaders = m_hasKey = true;
        while (lines < kGuessedLines) {
            const auto line = takeUntil(front, '\n');
            if (!line && (lines > 0 || front.empty())) break;
            std::string_view rest = line.value_or(front);
            if (!line) front = {};
            if (!takeNamedColumns(rest).any) continue;
            ++lines;
            const auto first = takeUntil(rest, '\t');
            m_hasHeaders = m_hasHeaders && first && looksLikeHeaders(*first);
            m_hasKey = m_hasKey && first;
            m_keyBehindHeaders = m_keyBehindHeaders && rest.find('\t') != rest.npos;
        }
        if (m_hasHeaders) m_hasKey = m_keyBehindHeaders;
        if (lines == 0) m_hasHeaders = m_hasKey = false;
    }

    static void takeHeaders(std::string_view& item, Arena& arena, Record& record) {
        std::string_view column = takeUntil(item, '\t').value_or("");
        if (column == kNoHeaders) return;
        std::vector<Header> headers;
        while (!column.empty()) {
            const std::size_t comma = column.find(',');
            const std::string_view part = column.substr(0, comma);
            const std::size_t colon = part.find(':');
            if (colon != part.npos) {
                headers.push_back({part.substr(0, colon), nullableText(part.substr(colon + 1))});
            } else if (!headers.empty() && headers.back().value) { // a comma in a value
                const char* const begin = headers.back().value->data();
                headers.back().value = std::string_view(begin, static_cast<std::size_t>(part.end() - begin));
            }
            column.remove_prefix(comma == column.npos ? column.size() : comma + 1);
        }
        record.headers = arena.copy(std::span<const Header>(headers));
    }

    bool m_hasHeaders = false;
    bool m_hasKey = false;
    bool m_keyBehindHeaders = true;
};

} // namespace

LineKind classifyConsoleLine(std::string_view line) {
    if (line.starts_with("Processed a total of ")) return LineKind::Other;
    return takeNamedColumns(line).any ? LineKind::Record : LineKind::Continuation;
}

std::unique_ptr<ItemParser> makeConsoleParser(std::string_view front) {
    return std::make_unique<ConsoleParser>(front);
}

} // namespace eventflow::interchange
