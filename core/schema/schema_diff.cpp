#include "core/schema/schema_diff.h"

#include <algorithm>
#include <map>

namespace eventflow::schema {

namespace {

/// A tree as a list of paths, in its order.
struct FlatNode {
    std::string path;
    const SchemaNode* node = nullptr;
};

void flatten(const SchemaNode& node, const std::string& path, std::vector<FlatNode>& out) {
    out.push_back({path, &node});
    for (const SchemaNode& child : node.children)
        flatten(child, childPath(path, child.name), out);
}

std::string describe(const SchemaNode& node) {
    std::string text = node.typeText;
    if (node.optional) text += ", optional";
    if (node.defaultText) text += ", default " + *node.defaultText;
    return text;
}

/// How much of a place a finding lies at or below; nothing when it does not.
std::size_t matchLength(const SchemaNode& node, const std::string& place) {
    std::size_t longest = 0;
    for (const std::string& own : node.places) {
        const bool isAtOrBelow =
            place.starts_with(own) && (place.size() == own.size() || own.empty() || place[own.size()] == '/');
        if (isAtOrBelow) longest = std::max(longest, own.size() + 1);
    }
    return longest;
}

bool contains(const std::string& path, const std::string& below) {
    return below.size() > path.size() && below.starts_with(path) &&
           (path.empty() || std::string_view(".[{|").find(below[path.size()]) != std::string_view::npos);
}

class Differ {
public:
    Differ(const SchemaTree& oldTree, const SchemaTree& newTree) {
        flatten(oldTree.root, {}, m_old);
        flatten(newTree.root, {}, m_new);
        m_diff.truncated = oldTree.truncated || newTree.truncated;
        for (const FlatNode& flat : m_old)
            m_oldByPath.emplace(flat.path, flat.node);
        for (const FlatNode& flat : m_new)
            m_newByPath.emplace(flat.path, flat.node);
    }

    SchemaDiff run(const SchemaCheck& backward, const SchemaCheck& forward) {
        findChangedAndAdded();
        findRemoved();
        pairMoved();
        for (const Incompatibility& found : backward.incompatibilities)
            changeFor(found.readerPath, found.writerPath).backward.push_back(found);
        for (const Incompatibility& found : forward.incompatibilities)
            changeFor(found.writerPath, found.readerPath).forward.push_back(found);
        return std::move(m_diff);
    }

private:
    void findChangedAndAdded() {
        std::string addedTop;
        bool isInAdded = false;
        for (const auto& [path, node] : m_new) {
            const auto before = m_oldByPath.find(path);
            if (before == m_oldByPath.end()) {
                // What lies below something added is a part of it.
                if (isInAdded && contains(addedTop, path)) continue;
                isInAdded = true;
                addedTop = path;
                m_diff.changes.push_back({ChangeKind::Added, path, {}, describe(*node), {}, {}});
            } else if (describe(*before->second) != describe(*node)) {
                m_diff.changes.push_back(
                    {ChangeKind::Changed, path, describe(*before->second), describe(*node), {}, {}});
            }
        }
    }

    void findRemoved() {
        std::string removedTop;
        bool isInRemoved = false;
        for (const auto& [path, node] : m_old) {
            if (m_newByPath.contains(path)) continue;
            if (isInRemoved && contains(removedTop, path)) continue;
            isInRemoved = true;
            removedTop = path;
            m_diff.changes.push_back({ChangeKind::Removed, path, describe(*node), {}, {}, {}});
        }
    }

    /// A field that went and one of the same name and type that came elsewhere are one that moved.
    void pairMoved() {
        const auto nameOf = [](const std::map<std::string, const SchemaNode*>& nodes,
                               const SchemaChange& change) { return nodes.at(change.path)->name; };
        for (SchemaChange& added : m_diff.changes) {
            if (added.kind != ChangeKind::Added) continue;
            const auto removed = std::ranges::find_if(m_diff.changes, [&](const SchemaChange& change) {
                return change.kind == ChangeKind::Removed && change.from == added.to &&
                       nameOf(m_oldByPath, change) == nameOf(m_newByPath, added);
            });
            if (removed == m_diff.changes.end()) continue;
            added.kind = ChangeKind::Moved;
            added.from = removed->path;
            removed->path.clear();
            removed->from.clear();
        }
        std::erase_if(m_diff.changes, [](const SchemaChange& change) {
            return change.kind == ChangeKind::Removed && change.path.empty() && change.from.empty();
        });
    }

    /// The change at or nearest above the places of a finding, in the new version or in the old one.
    SchemaChange& changeFor(const std::string& newPlace, const std::string& oldPlace) {
        const std::string newPath = pathAt(m_new, newPlace);
        const std::string oldPath = pathAt(m_old, oldPlace);
        SchemaChange* best = nullptr;
        std::size_t bestLength = 0;
        for (SchemaChange& change : m_diff.changes) {
            const bool isOld = change.kind == ChangeKind::Removed;
            const std::string& wanted = isOld ? oldPath : newPath;
            const bool fits = change.path == wanted || contains(change.path, wanted) ||
                              (change.kind == ChangeKind::Moved && change.from == oldPath);
            // One path further up is the whole schema: nearer ones are better.
            if (fits && change.path.size() + 1 > bestLength) {
                best = &change;
                bestLength = change.path.size() + 1;
            }
        }
        if (best != nullptr) return *best;
        m_diff.changes.push_back({ChangeKind::Changed, newPath, {}, "what is allowed there", {}, {}});
        return m_diff.changes.back();
    }

    static std::string pathAt(const std::vector<FlatNode>& nodes, const std::string& place) {
        const FlatNode* best = &nodes.front();
        std::size_t longest = 0;
        for (const FlatNode& flat : nodes) {
            const std::size_t length = matchLength(*flat.node, place);
            if (length > longest) {
                longest = length;
                best = &flat;
            }
        }
        return best->path;
    }

    std::vector<FlatNode> m_old;
    std::vector<FlatNode> m_new;
    std::map<std::string, const SchemaNode*> m_oldByPath;
    std::map<std::string, const SchemaNode*> m_newByPath;
    SchemaDiff m_diff;
};

} // namespace

const char* toString(ChangeKind kind) {
    switch (kind) {
    case ChangeKind::Added:
        return "added";
    case ChangeKind::Removed:
        return "removed";
    case ChangeKind::Changed:
        return "changed";
    case ChangeKind::Moved:
        return "moved";
    }
    return "changed";
}

std::string childPath(std::string_view parent, std::string_view name) {
    const bool needsDot =
        !parent.empty() && !name.starts_with('[') && !name.starts_with('{') && !name.starts_with('|');
    return std::string(parent) + (needsDot ? "." : "") + std::string(name);
}

bool SchemaChange::breaks(CompatibilityMode mode) const {
    return (checksBackward(mode) && !backward.empty()) || (checksForward(mode) && !forward.empty());
}

bool SchemaDiff::breaks(CompatibilityMode mode) const {
    return std::ranges::any_of(changes, [mode](const SchemaChange& change) { return change.breaks(mode); });
}

SchemaDiff diff(const SchemaTree& oldTree, const SchemaTree& newTree, const SchemaCheck& backward,
                const SchemaCheck& forward) {
    return Differ(oldTree, newTree).run(backward, forward);
}

} // namespace eventflow::schema
