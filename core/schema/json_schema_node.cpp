#include "core/schema/json_schema_node.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace eventflow::schema {

namespace {

constexpr std::size_t kMaxEqualitySteps = 20'000;
constexpr std::size_t kMaxEqualityDepth = 200;

bool operator==(const JsonBound& a, const JsonBound& b) {
    return a.value == b.value && a.exclusive == b.exclusive;
}

bool sameBound(const std::optional<JsonBound>& a, const std::optional<JsonBound>& b) {
    return a.has_value() == b.has_value() && (!a || *a == *b);
}

bool sameValues(const std::optional<std::vector<JsonConstant>>& a,
                const std::optional<std::vector<JsonConstant>>& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || std::ranges::equal(*a, *b, {}, &JsonConstant::canonical, &JsonConstant::canonical);
}

} // namespace

std::string describeTypes(JsonTypes types) {
    if (types == kJsonAnyType) return "any type";
    struct Name {
        JsonTypes bits;
        const char* name;
    };
    constexpr std::array names = {Name{kJsonNull, "null"},
                                  Name{kJsonBoolean, "boolean"},
                                  Name{kJsonNumber, "number"},
                                  Name{kJsonInteger, "integer"},
                                  Name{kJsonFraction, "a number with a fraction"},
                                  Name{kJsonString, "string"},
                                  Name{kJsonObject, "object"},
                                  Name{kJsonArray, "array"}};
    std::string out;
    for (const Name& name : names) {
        if ((types & name.bits) != name.bits) continue;
        types = static_cast<JsonTypes>(types & ~name.bits);
        if (!out.empty()) out += types == 0 ? " or " : ", ";
        out += name.name;
    }
    return out.empty() ? "no type" : out;
}

std::string numberText(long double value) {
    char text[64];
    const bool isWhole = std::floor(value) == value && std::abs(value) < 1e19L;
    std::snprintf(text, sizeof text, isWhole ? "%.0Lf" : "%.17Lg", value);
    return text;
}

bool JsonSchemaEquality::same(const JsonSchemaNode& a, const JsonSchemaNode& b) {
    if (&a == &b) return true;
    // A pair that is being compared already: equal unless something else differs.
    const std::pair pair(&a, &b);
    if (std::ranges::find(m_path, pair) != m_path.end()) return true;
    if (++m_steps > kMaxEqualitySteps || m_path.size() > kMaxEqualityDepth) return false;
    m_path.push_back(pair);
    const bool isSame = sameKeywords(a, b);
    m_path.pop_back();
    return isSame;
}

bool JsonSchemaEquality::sameBelow(const JsonSchemaNode* a, const JsonSchemaNode* b) {
    return (a == nullptr) == (b == nullptr) && (a == nullptr || same(*a, *b));
}

template <typename Nodes>
bool JsonSchemaEquality::sameEach(const Nodes& a, const Nodes& b) {
    return std::ranges::equal(a, b, [this](const auto& left, const auto& right) {
        if constexpr (std::is_pointer_v<std::decay_t<decltype(left)>>)
            return same(*left, *right);
        else
            return left.first == right.first && same(*left.second, *right.second);
    });
}

bool JsonSchemaEquality::sameKeywords(const JsonSchemaNode& a, const JsonSchemaNode& b) {
    return a.never == b.never && a.types == b.types && sameValues(a.values, b.values) &&
           sameBound(a.minimum, b.minimum) && sameBound(a.maximum, b.maximum) &&
           a.multipleOf == b.multipleOf && a.minLength == b.minLength && a.maxLength == b.maxLength &&
           a.pattern == b.pattern && a.required == b.required && a.minProperties == b.minProperties &&
           a.maxProperties == b.maxProperties && a.dependentRequired == b.dependentRequired &&
           a.minItems == b.minItems && a.maxItems == b.maxItems && a.uniqueItems == b.uniqueItems &&
           a.minContains == b.minContains && a.maxContains == b.maxContains && a.opaque == b.opaque &&
           sameEach(a.properties, b.properties) && sameEach(a.patternProperties, b.patternProperties) &&
           sameBelow(a.additionalProperties, b.additionalProperties) &&
           sameBelow(a.propertyNames, b.propertyNames) && sameEach(a.dependentSchemas, b.dependentSchemas) &&
           sameEach(a.prefixItems, b.prefixItems) && sameBelow(a.items, b.items) &&
           sameBelow(a.contains, b.contains) && sameEach(a.allOf, b.allOf) && sameEach(a.anyOf, b.anyOf) &&
           sameEach(a.oneOf, b.oneOf) && sameBelow(a.notSchema, b.notSchema) &&
           sameBelow(a.ifSchema, b.ifSchema) && sameBelow(a.thenSchema, b.thenSchema) &&
           sameBelow(a.elseSchema, b.elseSchema) && sameBelow(a.ref, b.ref);
}

} // namespace eventflow::schema
