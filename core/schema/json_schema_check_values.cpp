// Numbers, strings and arrays: what a reader demands of them the writer has to promise.

#include "core/schema/json_schema_checker.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace eventflow::schema {

namespace {

std::uint64_t codePoints(std::string_view text) {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The tightest bound that the writer promises; that of integers is made inclusive.
std::optional<JsonBound> promised(const WriterFacts& facts, bool isMinimum) {
    if (facts.value != nullptr) return JsonBound{facts.value->number, false};
    std::optional<JsonBound> best;
    for (const JsonSchemaNode* node : facts.nodes) {
        auto bound = isMinimum ? node->minimum : node->maximum;
        if (!bound) continue;
        if ((facts.types & kJsonFraction) == 0) {
            const long double whole = isMinimum ? std::ceil(bound->value) : std::floor(bound->value);
            const bool isOpen = bound->exclusive && whole == bound->value;
            bound = JsonBound{whole + (isOpen ? (isMinimum ? 1.0L : -1.0L) : 0.0L), false};
        }
        const bool isTighter =
            !best ||
            (bound->value == best->value ? bound->exclusive : (bound->value > best->value) == isMinimum);
        if (isTighter) best = bound;
    }
    return best;
}

bool covers(const JsonBound& reader, const std::optional<JsonBound>& writer, bool isMinimum) {
    if (!writer) return false;
    if (writer->value == reader.value) return writer->exclusive || !reader.exclusive;
    return (writer->value > reader.value) == isMinimum;
}

std::string boundText(const JsonBound& bound, bool isMinimum) {
    const char* words = isMinimum ? (bound.exclusive ? "more than " : "at least ")
                                  : (bound.exclusive ? "less than " : "at most ");
    return words + numberText(bound.value);
}

bool isWhole(long double value) {
    return std::floor(value) == value && std::abs(value) < 1e18L;
}

bool isMultiple(long double value, long double of) {
    return value == of || (isWhole(value) && isWhole(of) && std::fmod(value, of) == 0);
}

} // namespace

void JsonSchemaChecker::proveNumber(const Node& reader, const WriterFacts& facts) {
    for (const bool isMinimum : {true, false}) {
        const auto& bound = isMinimum ? reader.minimum : reader.maximum;
        if (!bound) continue;
        const auto writer = promised(facts, isMinimum);
        if (covers(*bound, writer, isMinimum)) continue;
        const char* kind = isMinimum ? (writer ? "MINIMUM_INCREASED" : "MINIMUM_ADDED")
                                     : (writer ? "MAXIMUM_DECREASED" : "MAXIMUM_ADDED");
        report(kind, reader, facts,
               "the reader takes numbers of " + boundText(*bound, isMinimum) + ", the writer may send " +
                   (writer ? "those of " + boundText(*writer, isMinimum) : std::string("any")));
    }
    if (!reader.multipleOf) return;
    const long double wanted = *reader.multipleOf;
    if (facts.value != nullptr ? isMultiple(facts.value->number, wanted) : false) return;
    if (wanted == 1 && (facts.types & kJsonFraction) == 0) return;
    const JsonSchemaNode* nearest = nullptr;
    for (const Node* node : facts.nodes) {
        if (!node->multipleOf) continue;
        if (isMultiple(*node->multipleOf, wanted)) return;
        nearest = node;
    }
    report(nearest != nullptr ? "MULTIPLE_OF_CHANGED" : "MULTIPLE_OF_ADDED", reader, facts,
           "the reader takes multiples of " + numberText(wanted) + " only, the writer may send " +
               (nearest != nullptr ? "multiples of " + numberText(*nearest->multipleOf)
                                   : std::string("other numbers")));
}

void JsonSchemaChecker::proveString(const Node& reader, const WriterFacts& facts) {
    if (facts.value != nullptr) {
        const std::uint64_t length = codePoints(facts.value->text);
        if (reader.minLength && length < *reader.minLength)
            report("MIN_LENGTH_INCREASED", reader, facts,
                   quoted(facts.value->text) + " is shorter than the reader takes (minLength " +
                       std::to_string(*reader.minLength) + ')');
        if (reader.maxLength && length > *reader.maxLength)
            report("MAX_LENGTH_DECREASED", reader, facts,
                   quoted(facts.value->text) + " is longer than the reader takes (maxLength " +
                       std::to_string(*reader.maxLength) + ')');
    } else {
        proveLimit(reader, facts, &Node::minLength, true, "minLength", "MIN_LENGTH");
        proveLimit(reader, facts, &Node::maxLength, false, "maxLength", "MAX_LENGTH");
    }
    if (reader.pattern) provePattern(reader, facts);
}

std::shared_ptr<const re2::RE2> JsonSchemaChecker::compiled(const std::string& pattern) {
    constexpr std::int64_t maxProgramBytes = 1 << 20;
    constexpr std::size_t maxPatterns = 1000;
    const auto known = m_patterns.find(pattern);
    if (known != m_patterns.end()) return known->second;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(maxProgramBytes);
    auto made = std::make_shared<const re2::RE2>(pattern, options);
    if (!made->ok()) made.reset();
    if (m_patterns.size() < maxPatterns) m_patterns.emplace(pattern, made);
    return made;
}

void JsonSchemaChecker::provePattern(const Node& reader, const WriterFacts& facts) {
    if (std::ranges::any_of(facts.nodes, [&](const Node* node) { return node->pattern == reader.pattern; }))
        return;
    if (facts.value != nullptr) {
        // Of ECMA 262's syntax RE2 has all but look-around and back-references.
        const auto pattern = compiled(*reader.pattern);
        if (pattern && re2::RE2::PartialMatch(facts.value->text, *pattern)) return;
        report("PATTERN_CHANGED", reader, facts,
               pattern ? quoted(facts.value->text) + " does not match " + quoted(*reader.pattern)
                       : "whether " + quoted(facts.value->text) + " matches " + quoted(*reader.pattern) +
                             " cannot be evaluated: RE2 does not know this pattern (look-around and "
                             "back-references are not in it)");
        return;
    }
    const bool hasOther =
        std::ranges::any_of(facts.nodes, [](const Node* n) { return n->pattern.has_value(); });
    report(hasOther ? "PATTERN_CHANGED" : "PATTERN_ADDED", reader, facts,
           "the reader takes strings that match " + quoted(*reader.pattern) +
               " only, and the writer does not promise this pattern");
}

void JsonSchemaChecker::proveLimit(const Node& reader, const WriterFacts& facts,
                                   std::optional<std::uint64_t> Node::*limit, bool isMinimum,
                                   const char* keyword, const char* kind) {
    const std::optional<std::uint64_t> wanted = reader.*limit;
    if (!wanted || (isMinimum && *wanted == 0)) return;
    std::optional<std::uint64_t> best;
    for (const Node* node : facts.nodes)
        if (node->*limit)
            best = !best       ? *(node->*limit)
                   : isMinimum ? std::max(*best, *(node->*limit))
                               : std::min(*best, *(node->*limit));
    if (best && (isMinimum ? *best >= *wanted : *best <= *wanted)) return;
    // Kinds live in static memory: one of a table.
    static constexpr const char* kKinds[][3] = {
        {"MIN_LENGTH", "MIN_LENGTH_ADDED", "MIN_LENGTH_INCREASED"},
        {"MAX_LENGTH", "MAX_LENGTH_ADDED", "MAX_LENGTH_DECREASED"},
        {"MIN_ITEMS", "MIN_ITEMS_ADDED", "MIN_ITEMS_INCREASED"},
        {"MAX_ITEMS", "MAX_ITEMS_ADDED", "MAX_ITEMS_DECREASED"},
        {"MIN_PROPERTIES", "MIN_PROPERTIES_ADDED", "MIN_PROPERTIES_INCREASED"},
        {"MAX_PROPERTIES", "MAX_PROPERTIES_ADDED", "MAX_PROPERTIES_DECREASED"},
    };
    const auto* row =
        std::ranges::find_if(kKinds, [&](const auto& r) { return std::string_view(r[0]) == kind; });
    report(best ? (*row)[2] : (*row)[1], reader, facts,
           std::string("the reader wants ") + keyword + ' ' + std::to_string(*wanted) +
               ", the writer promises " + (best ? std::to_string(*best) : std::string("none")));
}

void JsonSchemaChecker::proveArray(const Node& reader, const WriterFacts& facts) {
    proveLimit(reader, facts, &Node::minItems, true, "minItems", "MIN_ITEMS");
    proveLimit(reader, facts, &Node::maxItems, false, "maxItems", "MAX_ITEMS");
    if (reader.uniqueItems &&
        std::ranges::none_of(facts.nodes, [](const Node* node) { return node->uniqueItems; }))
        report("UNIQUE_ITEMS_ADDED", reader, facts,
               "the reader wants every item once, the writer may repeat items");
    if (reader.contains != nullptr && (reader.minContains > 0 || reader.maxContains)) {
        JsonSchemaEquality equality;
        const bool isPromised = std::ranges::any_of(facts.nodes, [&](const Node* node) {
            return node->contains != nullptr && equality.same(*reader.contains, *node->contains) &&
                   node->minContains >= reader.minContains &&
                   (!reader.maxContains || (node->maxContains && *node->maxContains <= *reader.maxContains));
        });
        if (!isPromised)
            report(
                "CONTAINS_ADDED", reader, facts,
                "the reader wants certain items in the array (contains), the writer does not promise them in "
                "the same words");
    }
    proveItems(reader, facts);
}

void JsonSchemaChecker::proveItems(const Node& reader, const WriterFacts& facts) {
    std::size_t positions = reader.prefixItems.size();
    std::optional<std::uint64_t> length;
    for (const Node* node : facts.nodes) {
        positions = std::max(positions, node->prefixItems.size());
        if (node->maxItems) length = std::min(length.value_or(*node->maxItems), *node->maxItems);
    }
    const auto factsAt = [&](std::size_t i) {
        WriterFacts item;
        for (const Node* node : facts.nodes)
            if (i < node->prefixItems.size())
                item.nodes.push_back(node->prefixItems[i]);
            else if (node->items != nullptr)
                item.nodes.push_back(node->items);
        return item;
    };
    const auto proveAt = [&](const Node* wanted, std::size_t i, const std::string& where) {
        if (wanted == nullptr || !wanted->constrains || (length && i >= *length)) return;
        WriterFacts item = factsAt(i);
        if (!item.nodes.empty()) {
            prove(*wanted, std::move(item));
            return;
        }
        report(wanted->never ? "ADDITIONAL_ITEMS_REMOVED" : "ITEM_ADDED_TO_OPEN_CONTENT_MODEL", *wanted,
               facts,
               (wanted->never ? "the reader takes no " : "the reader has a schema for ") + where +
                   ", the writer may send anything there");
    };
    for (std::size_t i = 0; i < positions; ++i) {
        const Node* wanted = i < reader.prefixItems.size() ? reader.prefixItems[i] : reader.items;
        proveAt(wanted, i, "item " + std::to_string(i));
    }
    proveAt(reader.items, positions, positions > 0 ? "further items" : "items");
}

} // namespace eventflow::schema
