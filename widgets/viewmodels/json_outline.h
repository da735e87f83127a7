#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

enum class JsonKind : std::uint8_t {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
    TooDeep, ///< an object or array below JsonOutline::kMaxDepth, kept as text
};

/// What keeps a text from being one JSON value.
enum class JsonProblem : std::uint8_t {
    None,
    NoValue,        ///< empty, or only white space
    TextTooLong,    ///< over kMaxText: not looked at
    TooManyNodes,   ///< over kMaxNodes: the outline stops there
    UnexpectedText, ///< something else was expected at problemOffset()
    UnexpectedEnd,  ///< the text ends within the value
    TextAfterValue,
};

/// Where the parts of a JSON text are: the order of keys, keys that occur twice and numbers of any length
/// stay as they are written, since nothing is converted. Of a broken text, the part in front of the first
/// problem. Thread: confined. Cost: linear; no recursion, whatever the nesting.
class JsonOutline {
public:
    static constexpr std::size_t kMaxText = 16 * 1024 * 1024;
    static constexpr std::size_t kMaxNodes = 10'000;
    static constexpr std::size_t kMaxDepth = 128;
    static constexpr std::uint32_t kNoNode = UINT32_MAX;

    struct Node {
        JsonKind kind = JsonKind::Null;
        std::uint32_t parent = kNoNode;
        std::uint32_t row = 0;                       ///< position among the parent's children
        std::uint32_t nameStart = 0, nameLength = 0; ///< with its quotes; length 0: no name
        std::uint32_t textStart = 0, textLength = 0;
        std::uint32_t childStart = 0, childCount = 0;
    };

    JsonOutline() = default;
    explicit JsonOutline(std::string text);

    [[nodiscard]] const std::string& text() const { return m_text; }
    /// Empty when there is not even the beginning of a value; else the root is node 0.
    [[nodiscard]] bool empty() const { return m_nodes.empty(); }
    [[nodiscard]] const Node& node(std::uint32_t id) const { return m_nodes[id]; }
    [[nodiscard]] std::size_t nodeCount() const { return m_nodes.size(); }
    [[nodiscard]] std::span<const std::uint32_t> children(std::uint32_t id) const;
    /// The key as written, without its quotes; escapes are left alone.
    [[nodiscard]] std::string_view name(std::uint32_t id) const;
    /// The value as written, from its first byte to its last.
    [[nodiscard]] std::string_view valueText(std::uint32_t id) const;

    [[nodiscard]] JsonProblem problem() const { return m_problem; }
    [[nodiscard]] std::size_t problemOffset() const { return m_problemOffset; }

private:
    class Builder;
    void indexChildren();

    std::string m_text;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_childOrder; // the children of every node, node by node
    JsonProblem m_problem = JsonProblem::None;
    std::size_t m_problemOffset = 0;
};

} // namespace eventflow::viewmodels
