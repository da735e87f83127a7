#include "core/config/yaml_document.h"

#include "core/base/json_writer.h"
#include "core/config/yaml_scalar_source.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <unordered_map>
#include <unordered_set>

namespace eventflow::config {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Ends the parse from inside yaml-cpp's callbacks; caught in parse().
struct Refused {
    std::size_t offset;
    std::string message;
};

/// Builds the tree from yaml-cpp's events: its own Node tree expands nothing safely and forgets duplicate
/// keys.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(const std::vector<std::size_t>& lineStarts, const YamlLimits& limits)
        : m_lineStarts(lineStarts), m_limits(limits) {}

    [[nodiscard]] YamlNodePtr take() { return std::move(m_root); }
    [[nodiscard]] std::size_t offsetOf(const YAML::Mark& mark) const {
        if (mark.line < 0 || m_lineStarts.empty()) return 0;
        const auto line = std::min(static_cast<std::size_t>(mark.line), m_lineStarts.size() - 1);
        return m_lineStarts[line] + static_cast<std::size_t>(std::max(mark.column, 0));
    }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(make(YamlNode::Kind::Null, mark), anchor);
    }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  const std::string& value) override {
        auto node = make(YamlNode::Kind::Scalar, mark);
        node->scalar = value;
        add(node, anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = m_anchors.find(anchor);
        // The anchor is known to yaml-cpp but not finished: the alias stands inside of what it names.
        if (found == m_anchors.end())
            throw Refused{offsetOf(mark), "an alias cannot stand inside its own anchor"};
        count(found->second.weight, offsetOf(mark));
        if (m_open.size() + found->second.height > m_limits.maxDepth) tooDeep(offsetOf(mark));
        attach(found->second.node, found->second.weight, found->second.height);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(make(YamlNode::Kind::Sequence, mark), anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(make(YamlNode::Kind::Mapping, mark), anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        std::shared_ptr<YamlNode> node;
        YAML::anchor_t anchor = 0;
        YamlNodePtr key; ///< of a mapping: waiting for its value
        std::unordered_set<std::string> keys;
        std::size_t weight = 1;
        std::size_t height = 0;
    };
    struct Anchored {
        YamlNodePtr node;
        std::size_t weight;
        std::size_t height;
    };

    std::shared_ptr<YamlNode> make(YamlNode::Kind kind, const YAML::Mark& mark) {
        auto node = std::make_shared<YamlNode>();
        node->kind = kind;
        node->offset = offsetOf(mark);
        count(1, node->offset);
        return node;
    }

    void count(std::size_t nodes, std::size_t offset) {
        m_nodes += nodes;
        if (m_nodes > m_limits.maxNodes)
            throw Refused{offset, "the document has more than " + std::to_string(m_limits.maxNodes) +
                                      " values, aliases unfolded; split the file"};
    }

    [[noreturn]] void tooDeep(std::size_t offset) const {
        throw Refused{offset,
                      "values are nested deeper than " + std::to_string(m_limits.maxDepth) + " levels"};
    }

    void add(const std::shared_ptr<YamlNode>& node, YAML::anchor_t anchor) {
        if (anchor != 0) m_anchors[anchor] = {node, 1, 0};
        attach(node, 1, 0);
    }

    void open(std::shared_ptr<YamlNode> node, YAML::anchor_t anchor) {
        if (m_open.size() >= m_limits.maxDepth) tooDeep(node->offset);
        Open open;
        open.node = std::move(node);
        open.anchor = anchor;
        m_open.push_back(std::move(open));
    }

    void close() {
        Open done = std::move(m_open.back());
        m_open.pop_back();
        if (done.anchor != 0) m_anchors[done.anchor] = {done.node, done.weight, done.height + 1};
        attach(std::move(done.node), done.weight, done.height + 1);
    }

    void attach(YamlNodePtr node, std::size_t weight, std::size_t height) {
        if (m_open.empty()) {
            m_root = std::move(node);
            return;
        }
        Open& parent = m_open.back();
        parent.weight += weight;
        parent.height = std::max(parent.height, height);
        if (parent.node->kind == YamlNode::Kind::Sequence) {
            parent.node->items.push_back(std::move(node));
        } else if (parent.key == nullptr) {
            checkKey(parent, *node);
            parent.key = std::move(node);
        } else {
            parent.node->entries.push_back({std::move(parent.key), std::move(node)});
            parent.key = nullptr;
        }
    }

    static void checkKey(Open& parent, const YamlNode& key) {
        if (key.kind != YamlNode::Kind::Scalar) throw Refused{key.offset, "a key must be a plain name"};
        if (key.scalar == "<<")
            throw Refused{key.offset, "merge keys (<<) are not supported; write the merged keys out"};
        if (!parent.keys.insert(key.scalar).second)
            throw Refused{key.offset,
                          "the key \"" + key.scalar + "\" stands twice in one mapping; remove one"};
    }

    const std::vector<std::size_t>& m_lineStarts;
    const YamlLimits& m_limits;
    std::vector<Open> m_open;
    std::unordered_map<YAML::anchor_t, Anchored> m_anchors;
    std::size_t m_nodes = 0;
    YamlNodePtr m_root;
};

std::vector<std::size_t> lineStartsOf(std::string_view text) {
    // yaml-cpp swallows a byte order mark before it counts columns.
    std::vector<std::size_t> starts{text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0};
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') starts.push_back(i + 1);
    return starts;
}

} // namespace

const char* toString(YamlNode::Kind kind) {
    static constexpr std::array kNames{"nothing", "a single value", "a list", "a mapping"};
    return kNames[static_cast<std::size_t>(kind)];
}

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found =
        std::ranges::find_if(entries, [&](const YamlEntry& e) { return e.key->scalar == key; });
    return found == entries.end() ? nullptr : found->value.get();
}

std::optional<YamlDocument> YamlDocument::parse(std::string_view text, const YamlLimits& limits,
                                                YamlProblem& problem) {
    if (text.size() > limits.maxBytes) {
        problem = {{1, 1},
                   "the file is larger than " + std::to_string(limits.maxBytes / 1024) + " KiB; split it"};
        return std::nullopt;
    }
    YamlDocument document;
    document.m_text = text;
    document.m_lineStarts = lineStartsOf(text);
    const auto refuse = [&](std::size_t offset, std::string message) {
        problem = {document.positionAt(offset), std::move(message)};
        return std::nullopt;
    };
    // yaml-cpp replaces bytes that are not UTF-8 silently, and other encodings would shift every position.
    if (!isValidUtf8(text)) return refuse(0, "the file is not UTF-8; save it as UTF-8");
    if (text.find('\0') != std::string_view::npos)
        return refuse(text.find('\0'), "the file holds a zero byte");

    TreeBuilder builder(document.m_lineStarts, limits);
    try {
        std::istringstream in(document.m_text);
        YAML::Parser parser(in);
        if (parser.HandleNextDocument(builder)) {
            document.m_root = builder.take();
            TreeBuilder rest(document.m_lineStarts, limits);
            if (parser.HandleNextDocument(rest)) {
                const auto next = rest.take();
                return refuse(next ? next->offset : 0,
                              "a second document starts here; use one file for each");
            }
        }
    } catch (const Refused& refused) {
        return refuse(refused.offset, refused.message);
    } catch (const YAML::Exception& error) {
        return refuse(builder.offsetOf(error.mark), "not valid YAML: " + error.msg);
    } catch (const std::exception& error) {
        return refuse(0, std::string("not valid YAML: ") + error.what());
    }
    if (document.m_root == nullptr) document.m_root = std::make_shared<YamlNode>();
    return document;
}

TextPosition YamlDocument::positionAt(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    const auto after = std::ranges::upper_bound(m_lineStarts, offset);
    const auto line = static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - m_lineStarts.begin(), 1)) - 1;
    int column = 1;
    for (std::size_t i = m_lineStarts[line]; i < offset; ++i)
        if ((static_cast<unsigned char>(m_text[i]) & 0xC0U) != 0x80U) ++column;
    return {static_cast<int>(line) + 1, column};
}

TextPosition YamlDocument::positionInScalar(const YamlNode& scalar, std::size_t at) const {
    return positionAt(scalarSourceOffset(m_text, scalar.offset, scalar.scalar, at));
}

std::string YamlDocument::linesOf(const YamlNode& item) const {
    const auto after = std::ranges::upper_bound(m_lineStarts, item.offset);
    if (after == m_lineStarts.begin()) return {};
    auto line = std::prev(after);
    const std::size_t column = item.offset - *line;
    std::size_t end = *line;
    // Everything indented as far as the item belongs to it; a dash stands further left.
    for (bool first = true; line != m_lineStarts.end(); ++line, first = false) {
        const std::size_t next = std::next(line) == m_lineStarts.end() ? m_text.size() : *std::next(line);
        const std::string_view text = std::string_view(m_text).substr(*line, next - *line);
        const std::size_t indent = text.find_first_not_of(" \r\n");
        if (indent == std::string_view::npos) continue;
        if (!first && indent < column) break;
        end = *line + text.find_last_not_of("\r\n") + 1;
    }
    const std::size_t start = *std::prev(after);
    return m_text.substr(start, end - start);
}

} // namespace eventflow::config
