#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::codec::avro {
class Schema;
}

namespace eventflow::schema {

class JsonSchema;

/// One field or element of a schema of any format, as it is shown.
struct SchemaNode {
    std::string name; ///< of the field; `[]` elements of an array, `{}` values of a map, `|1` an alternative
    std::string typeText; ///< in the format's own words: `record shop.Order`, `string or null`
    std::string doc;
    std::optional<std::string> defaultText; ///< JSON
    bool optional = false;                  ///< data without it is valid
    bool open = false;                      ///< an object may hold fields that are not among the children
    /// What its values look like as JSON: a bit for each ValueType.
    std::uint8_t valueTypes = 0;
    /// Where it is declared, as Incompatibility names places; more than one when references lead there.
    std::vector<std::string> places;
    std::vector<SchemaNode> children;
};

/// A schema without its format's peculiarities, for trees, differences and drift. Bounds: kMaxNodes nodes,
/// kMaxDepth levels; a type that holds itself is not opened a second time on its own path.
struct SchemaTree {
    static constexpr std::size_t kMaxNodes = 20'000;
    static constexpr std::size_t kMaxDepth = 32;

    SchemaNode root;
    bool truncated = false; ///< larger than the bounds: something is missing
};

SchemaTree treeOf(const codec::avro::Schema& schema);
SchemaTree treeOf(const JsonSchema& schema);

/// The name of a child as seen from the top: `order.items[].price`. `parent` is empty for the root.
std::string childPath(std::string_view parent, std::string_view name);

} // namespace eventflow::schema
