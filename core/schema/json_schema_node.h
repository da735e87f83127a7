#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::schema {

/// The types of JSON Schema as bits. A number is an integer or a fraction, so that `integer` is a part of
/// `number` and one set of types can be a part of another.
using JsonTypes = std::uint8_t;
inline constexpr JsonTypes kJsonNull = 1;
inline constexpr JsonTypes kJsonBoolean = 2;
inline constexpr JsonTypes kJsonInteger = 4;
inline constexpr JsonTypes kJsonFraction = 8;
inline constexpr JsonTypes kJsonString = 16;
inline constexpr JsonTypes kJsonObject = 32;
inline constexpr JsonTypes kJsonArray = 64;
inline constexpr JsonTypes kJsonNumber = kJsonInteger | kJsonFraction;
inline constexpr JsonTypes kJsonAnyType = 127;
/// `string or null`, for messages.
std::string describeTypes(JsonTypes types);

inline constexpr std::size_t kMaxAnnotationBytes = 1000;

/// A number as JSON writes it.
std::string numberText(long double value);

/// A value of `enum` or `const`.
struct JsonConstant {
    std::string canonical; ///< its JSON text: keys sorted, 1.0 as 1; equal texts are equal values
    JsonTypes type = 0;
    long double number = 0; ///< of a number; holds every 64-bit integer exactly
    std::string text;       ///< of a string
};

struct JsonBound {
    long double value = 0;
    bool exclusive = false;
};

/// One schema of a JSON Schema document, with its keywords as conditions that all hold. Pointers are to other
/// nodes of the same JsonSchema; null: the keyword is absent.
struct JsonSchemaNode {
    using Node = const JsonSchemaNode*;

    std::string pointer;     ///< JSON pointer to it; below `name#` when it lies in a referenced document
    bool constrains = false; ///< has any keyword that refuses a value
    bool never = false;      ///< the schema `false`
    std::optional<std::string> defaultJson; ///< up to kMaxAnnotationBytes, cut
    std::string doc;                        ///< `description`, else `title`; likewise

    JsonTypes types = kJsonAnyType;
    std::optional<std::vector<JsonConstant>> values; ///< of `enum`, `const`

    std::optional<JsonBound> minimum;
    std::optional<JsonBound> maximum;
    std::optional<long double> multipleOf;

    std::optional<std::uint64_t> minLength;
    std::optional<std::uint64_t> maxLength;
    std::optional<std::string> pattern;

    std::map<std::string, Node> properties;
    std::vector<std::pair<std::string, Node>> patternProperties;
    Node additionalProperties = nullptr;
    Node propertyNames = nullptr;
    std::vector<std::string> required; ///< sorted
    std::optional<std::uint64_t> minProperties;
    std::optional<std::uint64_t> maxProperties;
    std::map<std::string, std::vector<std::string>> dependentRequired;
    std::map<std::string, Node> dependentSchemas;

    std::vector<Node> prefixItems;
    Node items = nullptr; ///< of those behind the prefix
    std::optional<std::uint64_t> minItems;
    std::optional<std::uint64_t> maxItems;
    bool uniqueItems = false;
    Node contains = nullptr;
    std::uint64_t minContains = 1;
    std::optional<std::uint64_t> maxContains;

    std::vector<Node> allOf;
    std::vector<Node> anyOf;
    std::vector<Node> oneOf;
    Node notSchema = nullptr;
    Node ifSchema = nullptr;
    Node thenSchema = nullptr;
    Node elseSchema = nullptr;

    Node ref = nullptr;
    /// A keyword that nothing is proven about, with its JSON text: `$ref "http://…"` that leads nowhere,
    /// `unevaluatedProperties`.
    std::vector<std::pair<std::string, std::string>> opaque;
};

/// Whether two nodes say the same, word for word, annotations apart. Follows references.
class JsonSchemaEquality {
public:
    [[nodiscard]] bool same(const JsonSchemaNode& a, const JsonSchemaNode& b);

private:
    bool sameKeywords(const JsonSchemaNode& a, const JsonSchemaNode& b);
    bool sameBelow(const JsonSchemaNode* a, const JsonSchemaNode* b);
    template <typename Nodes>
    bool sameEach(const Nodes& a, const Nodes& b);

    std::vector<std::pair<const JsonSchemaNode*, const JsonSchemaNode*>> m_path; ///< under comparison
    std::size_t m_steps = 0;
};

} // namespace eventflow::schema
