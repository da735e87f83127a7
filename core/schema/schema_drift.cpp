#include "core/schema/schema_drift.h"

#include "core/schema/schema_tree_builder.h"

#include <algorithm>

namespace eventflow::schema {

namespace {

/// The schemas that a value may follow: several where there are alternatives.
using Declared = std::vector<const SchemaNode*>;

void addWithAlternatives(const SchemaNode& node, Declared& out) {
    out.push_back(&node);
    for (const SchemaNode& child : node.children)
        if (child.name.starts_with('|')) addWithAlternatives(child, out);
}

bool isPlaceholder(const SchemaNode& node) {
    return node.name.starts_with('|') || node.name.starts_with('[') || node.name.starts_with('{');
}

/// Says nothing about what a value looks like.
bool isAnything(const SchemaNode& node) {
    return node.valueTypes == kAnyValueType && node.children.empty() && node.open;
}

std::string typeList(const Field& field, std::uint8_t types) {
    std::string text;
    for (int i = 0; i < kValueTypeCount; ++i) {
        const auto type = static_cast<ValueType>(i);
        if ((types & bitOf(type)) == 0) continue;
        if (!text.empty()) text += ", ";
        text += toString(type);
        if (field.types[i] > 0) text += " (" + std::to_string(field.types[i]) + ')';
    }
    return text.empty() ? "nothing" : text;
}

class DriftFinder {
public:
    DriftFinder(const SchemaTree& schema, const Inference& observed, const SchemaHistory* history)
        : m_isComplete(observed.overflow() == 0 && !schema.truncated), m_history(history) {
        Declared root;
        addWithAlternatives(schema.root, root);
        if (observed.observed() > 0) compare(root, observed.root(), {});
    }

    std::vector<DriftFinding> take() {
        std::ranges::stable_sort(m_findings, {}, &DriftFinding::kind);
        return std::move(m_findings);
    }

private:
    void compare(const Declared& declared, const Field& field, const std::string& path) {
        if (std::ranges::any_of(declared, [](const SchemaNode* node) { return isAnything(*node); })) return;
        compareTypes(declared, field, path);
        for (const auto& [name, child] : field.children)
            compareChild(declared, name, child, path);
        findMissing(declared, field, path);
    }

    void compareTypes(const Declared& declared, const Field& field, const std::string& path) {
        std::uint8_t allowed = 0;
        for (const SchemaNode* node : declared)
            allowed |= node->valueTypes;
        // A number may happen to be whole.
        if ((allowed & bitOf(ValueType::Number)) != 0) allowed |= bitOf(ValueType::Integer);
        std::uint8_t wrong = 0;
        std::uint64_t values = 0;
        for (int i = 0; i < kValueTypeCount; ++i) {
            const std::uint8_t bit = bitOf(static_cast<ValueType>(i));
            if (field.types[i] == 0 || (allowed & bit) != 0) continue;
            wrong |= bit;
            values += field.types[i];
        }
        if (wrong == 0) return;
        add(DriftKind::UndeclaredType, path, values,
            "seen as " + typeList(field, wrong) + ", declared as " + declared.front()->typeText);
    }

    void compareChild(const Declared& declared, const std::string& name, const Field& child,
                      const std::string& path) {
        const std::string own = childPath(path, name);
        Declared below;
        bool isOpen = false;
        for (const SchemaNode* node : declared) {
            isOpen = isOpen || node->open;
            for (const SchemaNode& candidate : node->children)
                if (candidate.name == name || (name == "[]" && candidate.name.starts_with('[')))
                    addWithAlternatives(candidate, below);
        }
        // Maps and patterns take any name.
        if (below.empty() && name != "[]")
            for (const SchemaNode* node : declared)
                for (const SchemaNode& candidate : node->children)
                    if (candidate.name.starts_with('{')) addWithAlternatives(candidate, below);
        if (!below.empty()) {
            compare(below, child, own);
        } else if (name != "[]") {
            add(isOpen ? DriftKind::UndeclaredField : DriftKind::ForbiddenField, own, child.present,
                isOpen ? "not in the schema, which allows further fields"
                       : "not in the schema, which allows no further fields");
        }
    }

    void findMissing(const Declared& declared, const Field& field, const std::string& path) {
        const std::uint64_t objects = field.types[static_cast<int>(ValueType::Object)];
        // Of several alternatives nobody knows which one a value follows.
        if (objects == 0 || declared.size() != 1 || !m_isComplete) return;
        for (const SchemaNode& child : declared.front()->children) {
            if (isPlaceholder(child)) continue;
            const auto seen = field.children.find(child.name);
            const std::uint64_t present = seen != field.children.end() ? seen->second.present : 0;
            if (present >= objects) continue;
            const std::string own = childPath(path, child.name);
            if (!child.optional && !child.defaultText)
                add(DriftKind::MissingRequired, own, objects - present,
                    "required, but missing in " + std::to_string(objects - present) + " of " +
                        std::to_string(objects));
            else if (present == 0)
                add(DriftKind::NeverSeen, own, objects,
                    "declared, but in none of " + std::to_string(objects));
        }
    }

    void add(DriftKind kind, const std::string& path, std::uint64_t values, std::string message) {
        if (m_findings.size() >= kMaxDriftFindings) return;
        DriftFinding finding{kind, path, values, std::move(message), std::nullopt};
        if (m_history != nullptr) finding.firstSeen = m_history->fieldFirstSeen(path);
        m_findings.push_back(std::move(finding));
    }

    bool m_isComplete;
    const SchemaHistory* m_history;
    std::vector<DriftFinding> m_findings;
};

} // namespace

const char* toString(DriftKind kind) {
    switch (kind) {
    case DriftKind::ForbiddenField:
        return "forbidden_field";
    case DriftKind::UndeclaredField:
        return "undeclared_field";
    case DriftKind::UndeclaredType:
        return "undeclared_type";
    case DriftKind::MissingRequired:
        return "missing_required";
    case DriftKind::NeverSeen:
        return "never_seen";
    }
    return "undeclared_field";
}

std::vector<DriftFinding> findDrift(const SchemaTree& schema, const Inference& observed,
                                    const SchemaHistory* history) {
    return DriftFinder(schema, observed, history).take();
}

} // namespace eventflow::schema
