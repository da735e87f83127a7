#pragma once

#include "core/base/time.h"
#include "core/config/yaml_document.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::config {

/// Reads the values of one document strictly: whatever does not fit is collected as a problem, so that one
/// look at a file shows everything that is wrong with it. Bounded: after kMaxProblems the rest is not
/// recorded. Thread: confined. Lifetime: the document must outlive it.
class YamlReader {
public:
    static constexpr std::size_t kMaxProblems = 200;

    explicit YamlReader(const YamlDocument& document) : m_document(document) {}

    void fail(const YamlNode& node, std::string message) {
        failAt(m_document.position(node), std::move(message));
    }
    void failAt(TextPosition position, std::string message);
    [[nodiscard]] const std::vector<YamlProblem>& problems() const { return m_problems; }
    [[nodiscard]] const YamlDocument& document() const { return m_document; }

    /// Fails unless `node` is a mapping (or a list); `what` names it in the message.
    bool isMapping(const YamlNode& node, std::string_view what);
    bool isList(const YamlNode& node, std::string_view what);
    /// Fails for every key that is not in `known`, with the nearest known one as advice.
    void checkKeys(const YamlNode& mapping, std::span<const std::string_view> known, std::string_view what);

    /// The scalar's text; an absent value is "".
    std::optional<std::string> text(const YamlNode& node, std::string_view what);
    /// As text(), but not empty.
    std::optional<std::string> name(const YamlNode& node, std::string_view what);
    /// `true` or `false`.
    std::optional<bool> boolean(const YamlNode& node, std::string_view what);
    /// The text of a key that `mapping` must have, not empty; `mappingName` as in `a connection`.
    std::string requiredText(const YamlNode& mapping, std::string_view key, const std::string& mappingName);
    /// The text of a key, or empty.
    std::string optionalText(const YamlNode& mapping, std::string_view key, const std::string& mappingName);
    std::optional<Duration> duration(const YamlNode& node, std::string_view what);
    std::optional<double> number(const YamlNode& node, std::string_view what);
    std::optional<std::uint64_t> integer(const YamlNode& node, std::string_view what, std::uint64_t smallest,
                                         std::uint64_t largest);
    std::optional<std::uint64_t> byteSize(const YamlNode& node, std::string_view what);
    std::vector<std::string> texts(const YamlNode& list, std::string_view what);

private:
    const YamlDocument& m_document;
    std::vector<YamlProblem> m_problems;
};

/// The candidate that `word` was most likely meant to be; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

} // namespace eventflow::config
