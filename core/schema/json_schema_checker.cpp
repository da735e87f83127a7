#include "core/schema/json_schema_checker.h"

#include "core/codec/json_text.h"
#include "core/schema/json_schema.h"

#include <algorithm>
#include <cmath>

namespace eventflow::schema {

namespace {

constexpr std::size_t kMaxSteps = 300'000;
constexpr std::size_t kMaxDepth = 400;
constexpr std::size_t kMaxFacts = 200;

std::string pluralOf(std::size_t n, const char* word) {
    return std::to_string(n) + ' ' + word + (n == 1 ? "" : "s");
}

/// Has the node keywords that only an equal one of the writer surely satisfies?
bool isHard(const JsonSchemaNode& node) {
    return !node.anyOf.empty() || !node.oneOf.empty() || node.notSchema != nullptr ||
           node.ifSchema != nullptr || node.contains != nullptr || node.propertyNames != nullptr ||
           !node.opaque.empty() || !node.dependentSchemas.empty() || !node.patternProperties.empty();
}

} // namespace

std::string quoted(std::string_view text) {
    return codec::excerpt(text);
}

SchemaCheck JsonSchemaChecker::check(const JsonSchemaNode& reader, const JsonSchemaNode& writer) {
    SchemaCheck found;
    // Also what contradicts itself reads itself.
    if (JsonSchemaEquality().same(reader, writer)) return found;
    m_found = &found;
    WriterFacts facts;
    facts.nodes = {&writer};
    prove(reader, std::move(facts));
    if (m_gaveUp)
        found.add({"TOO_COMPLEX",
                   {},
                   {},
                   "the schemas are too complex to be compared whole; what was not compared may not fit"});
    return found;
}

SchemaCheck JsonSchemaChecker::attempt(const Node& reader, WriterFacts facts) {
    SchemaCheck own;
    SchemaCheck* const outer = std::exchange(m_found, &own);
    const std::size_t met = m_metInOrder.size();
    prove(reader, std::move(facts));
    m_found = outer;
    if (own.compatible() && !m_gaveUp) return own;
    while (m_metInOrder.size() > met) {
        m_met.erase(m_metInOrder.back());
        m_metInOrder.pop_back();
    }
    return own;
}

WriterFacts JsonSchemaChecker::expand(WriterFacts facts) {
    for (std::size_t i = 0; i < facts.nodes.size() && facts.nodes.size() < kMaxFacts; ++i) {
        const Node& node = *facts.nodes[i];
        const auto add = [&](const Node* more) {
            if (std::ranges::find(facts.nodes, more) == facts.nodes.end()) facts.nodes.push_back(more);
        };
        if (node.ref != nullptr) add(node.ref);
        for (const Node* more : node.allOf)
            add(more);
    }
    for (const Node* node : facts.nodes) {
        facts.types = static_cast<JsonTypes>(facts.types & node->types);
        facts.impossible = facts.impossible || node->never;
        if (node->multipleOf && std::floor(*node->multipleOf) == *node->multipleOf)
            facts.types = static_cast<JsonTypes>(facts.types & ~kJsonFraction);
    }
    facts.impossible = facts.impossible || facts.types == 0;
    return facts;
}

bool JsonSchemaChecker::wasMet(const Node& reader, const WriterFacts& facts) {
    std::vector<const void*> parts(facts.nodes.begin(), facts.nodes.end());
    std::ranges::sort(parts);
    parts.push_back(&reader);
    parts.push_back(facts.value);
    parts.insert(parts.end(), facts.alternatives.begin(), facts.alternatives.end());
    parts.insert(parts.end(), facts.excluded.begin(), facts.excluded.end());
    std::string key(1, static_cast<char>(facts.types));
    for (const void* part : parts)
        key.append(reinterpret_cast<const char*>(&part), sizeof part);
    if (!m_met.insert(key).second) return true;
    m_metInOrder.push_back(std::move(key));
    return false;
}

void JsonSchemaChecker::prove(const Node& reader, WriterFacts given) {
    if (!reader.constrains || m_gaveUp) return;
    if (++m_steps > kMaxSteps || m_depth > kMaxDepth) {
        m_gaveUp = true;
        return;
    }
    const WriterFacts facts = expand(std::move(given));
    if (facts.impossible || wasMet(reader, facts)) return;
    ++m_depth;
    JsonSchemaEquality equality;
    const bool isEqual = isHard(reader) && std::ranges::any_of(facts.nodes, [&](const Node* node) {
                             return equality.same(reader, *node);
                         });
    if (!isEqual && !proveForEachAlternative(reader, facts)) proveKeywords(reader, facts);
    --m_depth;
}

bool JsonSchemaChecker::proveForEachAlternative(const Node& reader, const WriterFacts& facts) {
    const auto open = std::ranges::find_if(facts.nodes, [&](const Node* node) {
        return (!node->anyOf.empty() || !node->oneOf.empty() || (node->values && facts.value == nullptr)) &&
               std::ranges::find(facts.alternatives, node) == facts.alternatives.end();
    });
    if (open == facts.nodes.end()) return false;
    const Node& node = **open;
    WriterFacts decided = facts;
    decided.alternatives.push_back(&node);
    // Often the writer's alternative does not matter: then there is no need to go through them.
    if (!node.values) {
        WriterFacts undecided = decided;
        if (attempt(reader, std::move(undecided)).compatible() && !m_gaveUp) return true;
    }
    if (node.values && facts.value == nullptr) {
        for (const JsonConstant& value : *node.values) {
            WriterFacts one = decided;
            one.value = &value;
            one.types = static_cast<JsonTypes>(one.types & value.type);
            const bool isRefused = std::ranges::any_of(facts.nodes, [&](const Node* other) {
                return other->values && std::ranges::find(*other->values, value.canonical,
                                                          &JsonConstant::canonical) == other->values->end();
            });
            if (one.types != 0 && !isRefused) prove(reader, std::move(one));
        }
        return true;
    }
    const bool isOneOf = node.anyOf.empty();
    for (const Node* alternative : isOneOf ? node.oneOf : node.anyOf) {
        WriterFacts one = decided;
        one.nodes.insert(one.nodes.begin(), alternative);
        for (const Node* other : node.oneOf)
            if (isOneOf && other != alternative) one.excluded.push_back(other);
        prove(reader, std::move(one));
    }
    return true;
}

void JsonSchemaChecker::proveKeywords(const Node& reader, const WriterFacts& given) {
    WriterFacts facts = given;
    if (reader.never) {
        report("SCHEMA_REMOVED", reader, facts,
               "the reader takes no value here, but the writer may send one");
        return;
    }
    proveTypes(reader, facts);
    if (facts.types == 0) return;
    proveValues(reader, facts);
    if ((facts.types & kJsonNumber) != 0) proveNumber(reader, facts);
    if ((facts.types & kJsonString) != 0) proveString(reader, facts);
    if ((facts.types & kJsonObject) != 0) proveObject(reader, facts);
    if ((facts.types & kJsonArray) != 0) proveArray(reader, facts);
    if (reader.ref != nullptr) prove(*reader.ref, facts);
    for (const Node* part : reader.allOf)
        prove(*part, facts);
    if (!reader.anyOf.empty()) proveAnyOf(reader, reader.anyOf, "anyOf", facts);
    if (!reader.oneOf.empty()) proveAnyOf(reader, reader.oneOf, "oneOf", facts);
    if (reader.notSchema != nullptr) proveNot(reader, facts);
    proveCondition(reader, facts);
    proveWordForWord(reader, facts);
}

/// Reports types that only the writer has, and goes on with the common ones.
void JsonSchemaChecker::proveTypes(const Node& reader, WriterFacts& facts) {
    const auto extra = static_cast<JsonTypes>(facts.types & ~reader.types);
    if (extra == 0) return;
    facts.types = static_cast<JsonTypes>(facts.types & reader.types);
    report(facts.types == 0 ? "TYPE_CHANGED" : "TYPE_NARROWED", reader, facts,
           "the writer may send " + describeTypes(extra) + ", the reader takes " +
               describeTypes(reader.types));
}

void JsonSchemaChecker::proveValues(const Node& reader, const WriterFacts& facts) {
    if (!reader.values) return;
    const auto takes = [&](std::string_view canonical) {
        return std::ranges::find(*reader.values, canonical, &JsonConstant::canonical) != reader.values->end();
    };
    const auto refuse = [&](const std::string& value) {
        report("ENUM_ARRAY_NARROWED", reader, facts,
               "the writer may send " + value + ", which is not among the values that the reader takes");
    };
    if (facts.value != nullptr) {
        if (!takes(facts.value->canonical)) refuse(quoted(facts.value->canonical));
        return;
    }
    // The types that have few values.
    if ((facts.types & kJsonNull) != 0 && !takes("null")) refuse("null");
    for (const char* value : {"true", "false"})
        if ((facts.types & kJsonBoolean) != 0 && !takes(value)) refuse(value);
    const auto rest = static_cast<JsonTypes>(facts.types & ~(kJsonNull | kJsonBoolean));
    if (rest != 0)
        report("ENUM_ARRAY_CHANGED", reader, facts,
               "the writer may send any " + describeTypes(rest) + ", the reader takes " +
                   pluralOf(reader.values->size(), "value") + " only");
}

void JsonSchemaChecker::proveAnyOf(const Node& reader, const std::vector<const Node*>& choices,
                                   const char* keyword, const WriterFacts& facts) {
    // The nearest alternative is the one with the fewest reasons against it.
    SchemaCheck nearest;
    const Node* nearestChoice = nullptr;
    for (const Node* choice : choices) {
        SchemaCheck found = attempt(*choice, facts);
        if (m_gaveUp) return;
        if (found.compatible()) {
            if (&choices == &reader.oneOf) proveOnlyOne(reader, *choice, facts);
            return;
        }
        if (nearestChoice == nullptr || found.incompatibilities.size() < nearest.incompatibilities.size()) {
            nearest = std::move(found);
            nearestChoice = choice;
        }
    }
    // Several types: each may have an alternative of its own.
    const auto first = static_cast<JsonTypes>(facts.types & -facts.types);
    if (first != facts.types && !choices.empty()) {
        for (JsonTypes type = 1; type <= kJsonArray; type = static_cast<JsonTypes>(type << 1)) {
            if ((facts.types & type) == 0) continue;
            WriterFacts one = facts;
            one.types = type;
            proveAnyOf(reader, choices, keyword, one);
        }
        return;
    }
    if (nearestChoice == nullptr) return;
    const Incompatibility& reason = nearest.incompatibilities.front();
    report("SUM_TYPE_NARROWED", reader, facts,
           "no alternative of the reader's " + std::string(keyword) + " surely takes the " +
               describeTypes(facts.types) + " that the writer may send; with the nearest, " +
               (nearestChoice->pointer.empty() ? std::string("the top") : nearestChoice->pointer) + ": " +
               reason.message);
}

void JsonSchemaChecker::proveOnlyOne(const Node& reader, const Node& taken, const WriterFacts& facts) {
    for (const Node* other : reader.oneOf) {
        if (other == &taken || isSurelyApart(*other, facts, 0)) continue;
        report("ONE_OF_AMBIGUOUS", reader, facts,
               "the reader takes what fits exactly one alternative of its oneOf; what the writer may send "
               "fits " +
                   taken.pointer + ", and perhaps " + other->pointer + " as well");
        return;
    }
}

/// No value satisfies both. False is no proof of the opposite.
bool JsonSchemaChecker::isSurelyApart(const Node& node, const WriterFacts& facts, std::size_t depth) {
    constexpr std::size_t maxDepth = 4;
    WriterFacts one;
    one.nodes = {&node};
    one = expand(std::move(one));
    if (one.impossible || facts.impossible || (one.types & facts.types) == 0) return true;
    const auto isExcluded = [&](const Node* excluded) {
        return attempt(*excluded, one).compatible() && !m_gaveUp;
    };
    if (std::ranges::any_of(facts.excluded, isExcluded)) return true;
    if (std::ranges::any_of(one.nodes, [&](const Node* part) { return refusesValue(*part, facts); }))
        return true;
    for (const Node* a : one.nodes) {
        if (!a->values) continue;
        const auto has = [&](const JsonConstant& value) {
            return std::ranges::find(*a->values, value.canonical, &JsonConstant::canonical) !=
                   a->values->end();
        };
        if (facts.value != nullptr && !has(*facts.value)) return true;
        for (const Node* b : facts.nodes)
            if (b->values && std::ranges::none_of(*b->values, has)) return true;
    }
    return depth < maxDepth && (one.types & facts.types) == kJsonObject &&
           haveApartProperties(one, facts, depth);
}

bool JsonSchemaChecker::refusesValue(const Node& node, const WriterFacts& facts) {
    constexpr auto scalar = static_cast<JsonTypes>(kJsonAnyType & ~(kJsonObject | kJsonArray));
    if (facts.value == nullptr || (facts.value->type & scalar) == 0) return false;
    // What is not proven of such a value is disproven, unless a keyword is not evaluated exactly.
    const bool isExact = !isHard(node) && node.ref == nullptr && node.allOf.empty() && !node.multipleOf &&
                         (!node.pattern || compiled(*node.pattern) != nullptr);
    return isExact && !attempt(node, facts).compatible() && !m_gaveUp;
}

/// A member that one side requires and that cannot be the same on both.
bool JsonSchemaChecker::haveApartProperties(const WriterFacts& one, const WriterFacts& facts,
                                            std::size_t depth) {
    for (const WriterFacts* side : {&one, &facts})
        for (const Node* node : side->nodes)
            for (const std::string& name : node->required) {
                WriterFacts known = expand(knownOfProperty(facts, name).facts);
                for (const Node* part : known.nodes)
                    if (part->values && part->values->size() == 1) known.value = &part->values->front();
                const WriterFacts wanted = expand(knownOfProperty(one, name).facts);
                if (known.impossible || wanted.impossible) return true;
                for (const Node* schema : wanted.nodes)
                    if (isSurelyApart(*schema, known, depth + 1)) return true;
            }
    return false;
}

void JsonSchemaChecker::proveNot(const Node& reader, const WriterFacts& facts) {
    if ((reader.notSchema->types & facts.types) == 0) return;
    for (const Node* node : facts.nodes) {
        if (node->notSchema == nullptr) continue;
        // What the reader forbids the writer has to forbid, too.
        WriterFacts forbidden;
        forbidden.nodes = {reader.notSchema};
        if (attempt(*node->notSchema, forbidden).compatible() && !m_gaveUp) return;
    }
    if (isSurelyApart(*reader.notSchema, facts, 0)) return;
    report("NOT_TYPE_EXTENDED", reader, facts,
           "it is not certain that the writer never sends what the reader forbids (not)");
}

void JsonSchemaChecker::proveCondition(const Node& reader, const WriterFacts& facts) {
    if (reader.ifSchema == nullptr || (reader.thenSchema == nullptr && reader.elseSchema == nullptr)) return;
    JsonSchemaEquality equality;
    const auto sameBranch = [&](const Node* a, const Node* b) {
        return (a == nullptr) == (b == nullptr) && (a == nullptr || equality.same(*a, *b));
    };
    const bool isKnown = std::ranges::any_of(facts.nodes, [&](const Node* node) {
        return sameBranch(reader.ifSchema, node->ifSchema) &&
               sameBranch(reader.thenSchema, node->thenSchema) &&
               sameBranch(reader.elseSchema, node->elseSchema);
    });
    if (isKnown) return;
    const auto holds = [&](const Node* branch) {
        return branch == nullptr || attempt(*branch, facts).compatible();
    };
    const auto proveBranch = [&](const Node* branch) {
        if (branch != nullptr) prove(*branch, facts);
    };
    // Whichever branch holds: when both do, the condition does not matter.
    if (holds(reader.thenSchema) && holds(reader.elseSchema)) return;
    if (attempt(*reader.ifSchema, facts).compatible() && !m_gaveUp) return proveBranch(reader.thenSchema);
    if (isSurelyApart(*reader.ifSchema, facts, 0)) return proveBranch(reader.elseSchema);
    report("COMBINED_TYPE_SUBSCHEMAS_CHANGED", reader, facts,
           "the reader has a condition (if) that the writer does not have in the same words");
}

/// Keywords that are only compared word for word.
void JsonSchemaChecker::proveWordForWord(const Node& reader, const WriterFacts& facts) {
    JsonSchemaEquality equality;
    const auto writerHas = [&](auto&& isSame) { return std::ranges::any_of(facts.nodes, isSame); };
    for (const auto& keyword : reader.opaque)
        if (!writerHas([&](const Node* node) {
                return std::ranges::find(node->opaque, keyword) != node->opaque.end() &&
                       equality.same(reader, *node);
            }))
            report("UNPROVEN_KEYWORD", reader, facts,
                   keyword.first == "$ref"
                       ? "the reference " + quoted(keyword.second) +
                             " leads to no schema that is known here, so nothing is proven"
                       : "nothing is proven about " + keyword.first);
}

void JsonSchemaChecker::report(const char* kind, const Node& reader, const WriterFacts& facts,
                               std::string message) {
    m_found->add({kind, reader.pointer, facts.pointer(), std::move(message)});
}

SchemaCheck canRead(const JsonSchema& reader, const JsonSchema& writer) {
    return JsonSchemaChecker().check(reader.root(), writer.root());
}

} // namespace eventflow::schema
