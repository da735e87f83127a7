#include "core/admin/reset_target.h"

#include <charconv>

namespace eventflow::admin {
namespace {

constexpr std::size_t kMaxLines = 1'000'000;

template <typename Number>
bool parseNumber(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() && out >= 0;
}

std::string_view unquoted(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
    return text;
}

} // namespace

Result<std::map<TopicPartition, std::int64_t>> parseOffsets(std::string_view text) {
    std::map<TopicPartition, std::int64_t> out;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const auto wrong = [&](const char* what) {
            return Error{ErrorCode::ParseError, "line " + std::to_string(number) + ": " + what};
        };
        if (number > kMaxLines)
            return Error{ErrorCode::LimitExceeded, "more than a million lines of offsets"};
        // A topic's name has no comma in it.
        const std::size_t first = line.find(',');
        const std::size_t second = first == line.npos ? line.npos : line.find(',', first + 1);
        TopicPartition partition;
        std::int64_t offset = 0;
        if (second == line.npos || line.find(',', second + 1) != line.npos)
            return wrong("expected topic,partition,offset");
        partition.topic = unquoted(line.substr(0, first));
        if (partition.topic.empty()) return wrong("the topic is missing");
        if (!parseNumber(line.substr(first + 1, second - first - 1), partition.partition))
            return wrong("the partition is no number from 0 on");
        if (!parseNumber(line.substr(second + 1), offset)) return wrong("the offset is no number from 0 on");
        if (!out.emplace(partition, offset).second) return wrong("this partition came before");
    }
    return out;
}

std::string formatOffsets(const std::map<TopicPartition, std::int64_t>& offsets) {
    std::string out;
    for (const auto& [partition, offset] : offsets)
        out += '"' + partition.topic + "\"," + std::to_string(partition.partition) + ',' +
               std::to_string(offset) + '\n';
    return out;
}

} // namespace eventflow::admin
