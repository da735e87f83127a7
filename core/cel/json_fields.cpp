#include "core/cel/json_fields.h"

#include "core/cel/map.h"

namespace eventflow::cel {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

Value build(const element& json, Heap& heap);

Value buildList(const simdjson::dom::array& array, Heap& heap) {
    const std::size_t size = array.size();
    auto* items = heap.allocate<Value>(size);
    if (items == nullptr || !heap.spend(size)) return Value::absent();
    std::size_t count = 0;
    for (const element item : array) {
        if (count == size) break; // simdjson stops counting at 2^24
        items[count++] = build(item, heap);
        if (heap.exhausted()) return Value::absent();
    }
    return Value::list({items, count});
}

Value buildMap(const simdjson::dom::object& object, Heap& heap) {
    const std::size_t size = object.size();
    MapBuilder map(heap, size);
    std::size_t count = 0;
    for (const auto [name, member] : object) {
        if (count++ == size || heap.exhausted()) break;
        if (!map.contains(Value::string(name))) map.insert(Value::string(name), build(member, heap));
    }
    const Value built = map.finish();
    return built.isError() ? Value::absent() : built;
}

/// The depth of a document is bounded by its decoder.
Value build(const element& json, Heap& heap) {
    switch (json.type()) {
    case element_type::ARRAY:
        return buildList(json.get_array().value_unsafe(), heap);
    case element_type::OBJECT:
        return buildMap(json.get_object().value_unsafe(), heap);
    case element_type::INT64:
        return Value::integer(json.get_int64().value_unsafe());
    case element_type::UINT64:
        return Value::unsignedInteger(json.get_uint64().value_unsafe());
    case element_type::DOUBLE:
        return Value::real(json.get_double().value_unsafe());
    case element_type::STRING:
        return Value::string(json.get_string().value_unsafe());
    case element_type::BOOL:
        return Value::boolean(json.get_bool().value_unsafe());
    case element_type::NULL_VALUE:
        break;
    }
    return Value::null();
}

} // namespace

Value readJson(const element& root, std::span<const PathStep> path, Heap& heap) {
    element at = root;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool found = path[i].isKey()
                               ? at.is_object() && at.at_key(path[i].key).get(at) == simdjson::SUCCESS
                               : at.is_array() && at.at(static_cast<std::size_t>(path[i].index)).get(at) ==
                                                      simdjson::SUCCESS;
        if (found) continue;
        const bool container = path[i].isKey() ? at.is_object() : at.is_array();
        return Value::absent(static_cast<std::uint32_t>(i + (container ? 1 : 0)));
    }
    return build(at, heap);
}

} // namespace eventflow::cel
