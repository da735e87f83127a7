#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::config {

/// A place in a text. Lines and columns count from 1; columns count characters (code points), as editors do.
struct TextPosition {
    int line = 0;
    int column = 0;
    auto operator<=>(const TextPosition&) const = default;
};

struct YamlNode;
using YamlNodePtr = std::shared_ptr<const YamlNode>;

struct YamlEntry {
    YamlNodePtr key; ///< always a scalar
    YamlNodePtr value;
};

/// One value of a YAML document and where it stands. An alias is its anchor's node, shared.
struct YamlNode {
    enum class Kind : std::uint8_t { Null, Scalar, Sequence, Mapping };

    Kind kind = Kind::Null;
    std::size_t offset = 0; ///< of the first byte in the text, at an anchor or tag if there is one
    std::string scalar;     ///< decoded: quotes, escapes and folding are gone
    std::vector<YamlNodePtr> items;
    std::vector<YamlEntry> entries; ///< in the order of the file; each key once

    [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

const char* toString(YamlNode::Kind kind);

/// What is wrong with a document.
struct YamlProblem {
    TextPosition position;
    std::string message;
};

/// The bounds a document must keep. `maxNodes` counts an alias as everything it stands for, so that a small
/// file cannot unfold into a large one.
struct YamlLimits {
    std::size_t maxBytes = 4 * 1024 * 1024;
    std::size_t maxNodes = 500'000;
    std::size_t maxDepth = 32;
};

/// One YAML document as a tree that remembers where everything stands. Immutable after parse().
class YamlDocument {
public:
    /// An empty text is a Null root. Refused: a second document, duplicate keys, keys that are not scalars,
    /// merge keys (`<<`) and whatever breaks the limits. No exception leaves it.
    static std::optional<YamlDocument> parse(std::string_view text, const YamlLimits& limits,
                                             YamlProblem& problem);

    [[nodiscard]] const YamlNode& root() const { return *m_root; }
    [[nodiscard]] TextPosition position(const YamlNode& node) const { return positionAt(node.offset); }
    /// Where the byte `at` of the decoded text of a scalar was written, through quotes, escapes, block
    /// indentation and folding.
    [[nodiscard]] TextPosition positionInScalar(const YamlNode& scalar, std::size_t at) const;

    /// The lines of an item of a block list, from its first key's line on, blank lines at the end left out.
    [[nodiscard]] std::string linesOf(const YamlNode& item) const;

private:
    YamlDocument() = default;
    [[nodiscard]] TextPosition positionAt(std::size_t offset) const;

    std::string m_text;
    std::vector<std::size_t> m_lineStarts;
    YamlNodePtr m_root;
};

} // namespace eventflow::config
