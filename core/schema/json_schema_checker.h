#pragma once

#include "core/schema/compatibility.h"
#include "core/schema/json_schema_node.h"

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace re2 { // NOLINT(readability-identifier-naming): the library's
class RE2;
}

namespace eventflow::schema {

/// What is known of a value that the writer sends: it satisfies all these schemas of the writer.
struct WriterFacts {
    std::vector<const JsonSchemaNode*> nodes; ///< references and allOf are followed: see expand()
    JsonTypes types = kJsonAnyType;
    const JsonConstant* value = nullptr;             ///< the value itself, where `enum` leaves one at a time
    std::vector<const JsonSchemaNode*> alternatives; ///< whose anyOf, oneOf or enum was decided
    std::vector<const JsonSchemaNode*> excluded;     ///< schemas that it surely does not satisfy (oneOf)
    bool impossible = false;                         ///< no value satisfies them

    [[nodiscard]] std::string pointer() const {
        return nodes.empty() ? std::string() : nodes.front()->pointer;
    }
};

/// Proves that what the writer sends is what the reader takes; finds where it cannot. A pair of places that
/// is met again while it is being proven counts as proven (schemas may be recursive). Thread: confined.
class JsonSchemaChecker {
public:
    SchemaCheck check(const JsonSchemaNode& reader, const JsonSchemaNode& writer);

private:
    using Node = JsonSchemaNode;

    void prove(const Node& reader, WriterFacts facts);
    void proveKeywords(const Node& reader, const WriterFacts& facts);
    /// The same, findings apart; what was assumed on the way is forgotten when there are any.
    SchemaCheck attempt(const Node& reader, WriterFacts facts);
    /// Decides an open alternative of the writer, proves for each; false when there is none to decide.
    bool proveForEachAlternative(const Node& reader, const WriterFacts& facts);

    void proveTypes(const Node& reader, WriterFacts& facts);
    void proveValues(const Node& reader, const WriterFacts& facts);
    void proveNumber(const Node& reader, const WriterFacts& facts);
    void proveString(const Node& reader, const WriterFacts& facts);
    void provePattern(const Node& reader, const WriterFacts& facts);
    /// Null: RE2 can't evaluate it (look-ahead, back-references).
    std::shared_ptr<const re2::RE2> compiled(const std::string& pattern);
    void proveAnyOf(const Node& reader, const std::vector<const Node*>& choices, const char* keyword,
                    const WriterFacts& facts);
    /// Of oneOf: that what one alternative takes no other takes as well.
    void proveOnlyOne(const Node& reader, const Node& taken, const WriterFacts& facts);
    bool isSurelyApart(const Node& node, const WriterFacts& facts, std::size_t depth);
    /// One scalar value that the node's own keywords refuse.
    bool refusesValue(const Node& node, const WriterFacts& facts);
    bool haveApartProperties(const WriterFacts& one, const WriterFacts& facts, std::size_t depth);
    void proveNot(const Node& reader, const WriterFacts& facts);
    void proveCondition(const Node& reader, const WriterFacts& facts);
    void proveWordForWord(const Node& reader, const WriterFacts& facts);

    void proveObject(const Node& reader, const WriterFacts& facts);
    void proveRequired(const Node& reader, const WriterFacts& facts);
    void proveDeclaredByReader(const Node& reader, const WriterFacts& facts);
    void proveDeclaredByWriter(const Node& reader, const WriterFacts& facts);
    void proveOtherProperties(const Node& reader, const WriterFacts& facts);
    void provePropertyCounts(const Node& reader, const WriterFacts& facts);

    void proveArray(const Node& reader, const WriterFacts& facts);
    void proveItems(const Node& reader, const WriterFacts& facts);

    /// Of two limits the reader's may not be tighter.
    void proveLimit(const Node& reader, const WriterFacts& facts, std::optional<std::uint64_t> Node::*limit,
                    bool isMinimum, const char* keyword, const char* kind);

    static WriterFacts expand(WriterFacts facts);
    void report(const char* kind, const Node& reader, const WriterFacts& facts, std::string message);
    bool wasMet(const Node& reader, const WriterFacts& facts);

    SchemaCheck* m_found = nullptr;
    std::set<std::string> m_met;           ///< pairs that are proven or under proof
    std::vector<std::string> m_metInOrder; ///< the same, so that an attempt can be taken back
    std::map<std::string, std::shared_ptr<const re2::RE2>> m_patterns;
    std::size_t m_steps = 0;
    std::size_t m_depth = 0;
    bool m_gaveUp = false;
};

/// What the facts say of a member of the object.
struct KnownOfProperty {
    WriterFacts facts;
    bool declared = false; ///< by name or pattern
    bool covered = false;  ///< by additionalProperties only
};
KnownOfProperty knownOfProperty(const WriterFacts& object, const std::string& name);

/// `"name"`, cut and fit for a message.
std::string quoted(std::string_view text);

} // namespace eventflow::schema
