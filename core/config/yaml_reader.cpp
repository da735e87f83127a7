#include "core/config/yaml_reader.h"

#include "core/config/byte_size.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace eventflow::config {

namespace {

/// Levenshtein's distance, by rows.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

std::string list(std::span<const std::string_view> words) {
    std::string out;
    for (const std::string_view word : words) {
        if (!out.empty()) out += ", ";
        out += word;
    }
    return out;
}

/// Hostile text in a message stays short.
std::string excerpt(std::string_view text) {
    constexpr std::size_t kMax = 60;
    if (text.size() <= kMax) return '"' + std::string(text) + '"';
    std::size_t end = kMax;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return '"' + std::string(text.substr(0, end)) + "…\"";
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    constexpr std::size_t kLongestWord = 40;
    if (word.size() > kLongestWord) return {};
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(word.size() / 3, 1) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance >= bestDistance) continue;
        best = candidate;
        bestDistance = distance;
    }
    return best;
}

void YamlReader::failAt(TextPosition position, std::string message) {
    if (m_problems.size() < kMaxProblems) m_problems.push_back({position, std::move(message)});
}

bool YamlReader::isMapping(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::Mapping) return true;
    fail(node, std::string(what) + " must be a mapping, not " + toString(node.kind));
    return false;
}

bool YamlReader::isList(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::Sequence) return true;
    fail(node, std::string(what) + " must be a list, not " + toString(node.kind));
    return false;
}

void YamlReader::checkKeys(const YamlNode& mapping, std::span<const std::string_view> known,
                           std::string_view what) {
    for (const YamlEntry& entry : mapping.entries) {
        const std::string& key = entry.key->scalar;
        if (std::ranges::find(known, key) != known.end()) continue;
        const std::string_view meant = nearest(key, known);
        fail(*entry.key, "unknown key " + excerpt(key) + " in " + std::string(what) +
                             (meant.empty() ? "; known are " + list(known)
                                            : "; did you mean \"" + std::string(meant) + "\"?"));
    }
}

std::optional<std::string> YamlReader::text(const YamlNode& node, std::string_view what) {
    if (node.kind == YamlNode::Kind::Null) return std::string();
    if (node.kind == YamlNode::Kind::Scalar) return node.scalar;
    fail(node, std::string(what) + " must be a single value, not " + toString(node.kind));
    return std::nullopt;
}

std::optional<std::string> YamlReader::name(const YamlNode& node, std::string_view what) {
    auto value = text(node, what);
    if (!value || !value->empty()) return value;
    fail(node, std::string(what) + " must not be empty");
    return std::nullopt;
}

std::optional<bool> YamlReader::boolean(const YamlNode& node, std::string_view what) {
    const auto value = text(node, what);
    if (!value) return std::nullopt;
    if (*value == "true") return true;
    if (*value == "false") return false;
    fail(node, std::string(what) + " must be true or false");
    return std::nullopt;
}

std::string YamlReader::requiredText(const YamlNode& mapping, std::string_view key,
                                     const std::string& mappingName) {
    if (const YamlNode* node = mapping.find(key))
        return name(*node, std::string(key) + " of " + mappingName).value_or(std::string());
    fail(mapping, mappingName + " needs the key \"" + std::string(key) + '"');
    return {};
}

std::string YamlReader::optionalText(const YamlNode& mapping, std::string_view key,
                                     const std::string& mappingName) {
    const YamlNode* node = mapping.find(key);
    if (node == nullptr) return {};
    return text(*node, std::string(key) + " of " + mappingName).value_or(std::string());
}

std::optional<Duration> YamlReader::duration(const YamlNode& node, std::string_view what) {
    const auto value = text(node, what);
    if (!value) return std::nullopt;
    const auto parsed = parseDuration(*value);
    if (!parsed)
        fail(node, std::string(what) + " must be a duration like 30s, 5m or 1h30m, not " + excerpt(*value));
    return parsed;
}

std::optional<double> YamlReader::number(const YamlNode& node, std::string_view what) {
    const auto value = text(node, what);
    if (!value) return std::nullopt;
    double parsed = 0;
    const char* const last = value->data() + value->size();
    const auto [end, error] = std::from_chars(value->data(), last, parsed);
    if (error == std::errc{} && end == last && std::isfinite(parsed)) return parsed;
    fail(node, std::string(what) + " must be a number, not " + excerpt(*value));
    return std::nullopt;
}

std::optional<std::uint64_t> YamlReader::integer(const YamlNode& node, std::string_view what,
                                                 std::uint64_t smallest, std::uint64_t largest) {
    const auto value = text(node, what);
    if (!value) return std::nullopt;
    std::uint64_t parsed = 0;
    const char* const last = value->data() + value->size();
    const auto [end, error] = std::from_chars(value->data(), last, parsed);
    if (error == std::errc{} && end == last && parsed >= smallest && parsed <= largest) return parsed;
    fail(node, std::string(what) + " must be a whole number from " + std::to_string(smallest) + " to " +
                   std::to_string(largest) + ", not " + excerpt(*value));
    return std::nullopt;
}

std::optional<std::uint64_t> YamlReader::byteSize(const YamlNode& node, std::string_view what) {
    const auto value = text(node, what);
    if (!value) return std::nullopt;
    const auto parsed = parseByteSize(*value);
    if (parsed && *parsed > 0) return parsed;
    fail(node, std::string(what) + " must be a size like 64MiB or 1GiB, not " + excerpt(*value));
    return std::nullopt;
}

std::vector<std::string> YamlReader::texts(const YamlNode& list, std::string_view what) {
    std::vector<std::string> out;
    if (list.kind == YamlNode::Kind::Null || !isList(list, what)) return out;
    for (const YamlNodePtr& item : list.items)
        if (auto value = name(*item, "an entry of " + std::string(what))) out.push_back(std::move(*value));
    return out;
}

} // namespace eventflow::config
