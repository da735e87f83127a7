#include "core/codec/avro/schema_parser.h"

#include "core/codec/avro/logical_type_rules.h"
#include "core/codec/json_checker.h"
#include "core/codec/json_text.h"
#include "core/codec/json_value.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>
#include <utility>

namespace eventflow::codec::avro {

namespace {

/// Each nested type is some levels of JSON: a record's is an object, its fields, a field, the field's type.
constexpr std::size_t kMaxJsonNesting = 4 * kMaxNesting + 16;
/// Aliases are stored with their namespace, which multiplies what is written.
constexpr std::size_t kMaxAliasBytes = 16 * 1024 * 1024;
/// Types of one text use those of others: how deep they may lie within each other.
constexpr std::size_t kMaxDeclarations = 256;

constexpr std::array kPrimitives{Type::Null,  Type::Boolean, Type::Int,   Type::Long,
                                 Type::Float, Type::Double,  Type::Bytes, Type::String};

std::optional<Type> primitiveNamed(std::string_view name) {
    for (const Type type : kPrimitives)
        if (name == toString(type)) return type;
    return std::nullopt;
}

bool isSimpleName(std::string_view name) {
    const auto isStart = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; };
    return !name.empty() && isStart(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return isStart(c) || (c >= '0' && c <= '9'); });
}

bool isFullName(std::string_view name) {
    while (true) {
        const std::size_t dot = name.find('.');
        if (!isSimpleName(name.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        name.remove_prefix(dot + 1);
    }
}

std::string qualified(std::string_view name, const std::string& space) {
    if (space.empty() || name.find('.') != std::string_view::npos) return std::string(name);
    return space + '.' + std::string(name);
}

/// Of an element that was asked for its type already.
simdjson::dom::array arrayOf(const simdjson::dom::element& element) {
    return element.get_array().value_unsafe();
}

simdjson::dom::object objectOf(const simdjson::dom::element& element) {
    return element.get_object().value_unsafe();
}

} // namespace

/// A step down in the JSON pointer, taken back at the end of the scope.
class SchemaParser::PathStep {
public:
    PathStep(std::string& path, std::string_view key) : m_path(path), m_size(path.size()) {
        path += '/';
        path += key;
    }
    PathStep(std::string& path, std::size_t index) : PathStep(path, std::to_string(index)) {}
    PathStep(const PathStep&) = delete;
    PathStep& operator=(const PathStep&) = delete;
    ~PathStep() { m_path.resize(m_size); }

private:
    std::string& m_path;
    std::size_t m_size;
};

SchemaParser::SchemaParser(BadDefaults badDefaults) : m_badDefaults(badDefaults) {
    for (const Type primitive : kPrimitives) {
        SchemaType type;
        type.type = primitive;
        m_schema->m_types.push_back(std::move(type));
    }
}

Status SchemaParser::read(std::string_view text, bool root) {
    m_textBytes += text.size();
    if (m_textBytes > kMaxSchemaBytes)
        return Error{ErrorCode::LimitExceeded,
                     "schemas of more than " + std::to_string(kMaxSchemaBytes) + " bytes are not read"};
    if (const auto fault = findJsonFault(text, JsonNumbers::Machine, kMaxJsonNesting))
        return Error{ErrorCode::ParseError, "byte " + std::to_string(fault->offset) + ": " + fault->cause};
    simdjson::dom::parser parser;
    Element json;
    if (parser.allocate(std::max(text.size(), simdjson::dom::MINIMAL_DOCUMENT_CAPACITY),
                        kMaxJsonNesting + 1) != simdjson::SUCCESS)
        return Error{ErrorCode::LimitExceeded, "not enough memory to read the schema"};
    if (const auto error = parser.parse(text.data(), text.size()).get(json))
        return Error{ErrorCode::ParseError, simdjson::error_message(error)};
    m_path.clear();
    const Id type = this->type(json, "");
    if (!type || !encodeDefaults()) return m_error;
    if (!root) return {};
    m_schema->m_root = *type;
    if (!nestsWithinLimit()) return m_error;
    return {};
}

SchemaParser::Id SchemaParser::type(const Element& element, const std::string& space) {
    if (m_nesting >= kMaxNesting)
        return exceed("types nested deeper than " + std::to_string(kMaxNesting) + " levels");
    ++m_nesting;
    Id result;
    if (element.is_string())
        result = typeByName(element.get_string().value_unsafe(), space);
    else if (element.is_array())
        result = unionType(arrayOf(element), space);
    else if (element.is_object())
        result = typeOfObject(objectOf(element), space);
    else
        fail(std::string("a type is a name, an object or an array (union), not ") + typeName(element));
    --m_nesting;
    return result;
}

SchemaParser::Id SchemaParser::typeByName(std::string_view name, const std::string& space) {
    if (const auto primitive = primitiveNamed(name)) return static_cast<TypeId>(*primitive);
    if (const auto known = m_names.find(qualified(name, space)); known != m_names.end()) return known->second;
    // Writers have long named types of no namespace from within one; so Java's parser looks there too.
    if (const auto known = m_names.find(std::string(name)); known != m_names.end()) return known->second;
    if (name == "record" || name == "error" || name == "enum" || name == "array" || name == "map" ||
        name == "fixed")
        return fail(std::string(name) + " must be an object with its attributes: {\"type\": \"" +
                    std::string(name) + "\", …}");
    return fail("unknown type " + excerpt(name) + "; a type has to be declared before it is named");
}

SchemaParser::Id SchemaParser::typeOfObject(const Object& object, const std::string& space) {
    Element type;
    if (object.at_key("type").get(type) != simdjson::SUCCESS) return fail("the object has no \"type\"");
    if (!type.is_string()) {
        const PathStep step(m_path, "type");
        return withLogicalType(this->type(type, space), object);
    }
    const std::string_view name = type.get_string().value_unsafe();
    if (name == "record" || name == "error") return recordType(object, name == "error", space);
    if (name == "enum") return enumType(object, space);
    if (name == "fixed") return fixedType(object, space);
    if (name == "array") return elementType(Type::Array, object, "items", space);
    if (name == "map") return elementType(Type::Map, object, "values", space);
    const PathStep step(m_path, "type");
    return withLogicalType(typeByName(name, space), object);
}

SchemaParser::Id SchemaParser::elementType(Type type, const Object& object, const char* key,
                                           const std::string& space) {
    Element element;
    if (object.at_key(key).get(element) != simdjson::SUCCESS)
        return fail(std::string("the ") + toString(type) + " has no \"" + key + '"');
    const PathStep step(m_path, key);
    const Id id = this->type(element, space);
    if (!id) return std::nullopt;
    SchemaType made;
    made.type = type;
    made.element = *id;
    return add(std::move(made));
}

SchemaParser::Id SchemaParser::unionType(const simdjson::dom::array& branches, const std::string& space) {
    SchemaType made;
    made.type = Type::Union;
    std::unordered_set<std::string> seen;
    std::size_t index = 0;
    for (const Element branch : branches) {
        const PathStep step(m_path, index++);
        const Id id = type(branch, space);
        if (!id) return std::nullopt;
        const SchemaType& kind = (*m_schema)[*id];
        if (kind.type == Type::Union) return fail("a union cannot directly contain a union");
        if (!seen.insert(isNamed(kind.type) ? kind.name : toString(kind.type)).second)
            return fail("the union has two branches of type " +
                        (isNamed(kind.type) ? kind.name : std::string(toString(kind.type))));
        made.branches.push_back(*id);
    }
    return add(std::move(made));
}

SchemaParser::Id SchemaParser::recordType(const Object& object, bool isError, const std::string& space) {
    std::string inner = space;
    const Id id = declare(Type::Record, object, inner);
    if (!id) return std::nullopt;
    m_schema->m_types[*id].isError = isError;
    Element fields;
    if (object.at_key("fields").get(fields) != simdjson::SUCCESS || !fields.is_array())
        return fail("record " + (*m_schema)[*id].name + " needs \"fields\", an array");
    const PathStep step(m_path, "fields");
    std::unordered_map<std::string_view, std::size_t> names; // views into the JSON document
    std::size_t index = 0;
    for (const Element field : arrayOf(fields)) {
        const PathStep fieldStep(m_path, index++);
        if (!readField(*id, field, inner, names)) return std::nullopt;
    }
    return id;
}

bool SchemaParser::readField(TypeId record, const Element& element, const std::string& space,
                             std::unordered_map<std::string_view, std::size_t>& names) {
    Object object;
    if (element.get(object) != simdjson::SUCCESS)
        return fail(std::string("a field is an object, not ") + typeName(element)), false;
    std::string_view name;
    if (!readText(object, "name", true, name)) return false;
    if (!isSimpleName(name) || name.size() > kMaxNameBytes)
        return fail("field name " + excerpt(name) + " is not letters, digits and underscores"), false;
    if (!names.emplace(name, names.size()).second)
        return fail("record " + (*m_schema)[record].name + " has two fields " + excerpt(name)), false;
    SchemaField field;
    field.name = name;
    std::string_view text;
    if (!readText(object, "doc", false, text)) return false;
    field.doc = text;
    if (!readAliases(object, nullptr, field.aliases)) return false;
    if (!readText(object, "order", false, text)) return false;
    if (text == "descending")
        field.order = FieldOrder::Descending;
    else if (text == "ignore")
        field.order = FieldOrder::Ignore;
    else if (!text.empty() && text != "ascending")
        return fail("order " + excerpt(text) + " is not one of ascending, descending, ignore"), false;
    Element type;
    if (object.at_key("type").get(type) != simdjson::SUCCESS)
        return fail("field " + excerpt(name) + " has no \"type\""), false;
    {
        const PathStep step(m_path, "type");
        const Id id = this->type(type, space);
        if (!id) return false;
        field.type = *id;
    }
    Element byDefault;
    auto& fields = m_schema->m_types[record].fields;
    if (object.at_key("default").get(byDefault) == simdjson::SUCCESS) {
        field.defaultJson = simdjson::to_string(byDefault);
        m_defaults.add(record, fields.size(), byDefault);
    }
    fields.push_back(std::move(field));
    return true;
}

SchemaParser::Id SchemaParser::enumType(const Object& object, const std::string& space) {
    std::string inner = space;
    const Id id = declare(Type::Enum, object, inner);
    if (!id || !readSymbols(m_schema->m_types[*id], object)) return std::nullopt;
    return id;
}

bool SchemaParser::readSymbols(SchemaType& type, const Object& object) {
    Element list;
    if (object.at_key("symbols").get(list) != simdjson::SUCCESS || !list.is_array())
        return fail("enum " + type.name + " needs \"symbols\", an array of names"), false;
    std::unordered_map<std::string_view, std::uint32_t> places; // views into the JSON document
    for (const Element symbol : arrayOf(list)) {
        const PathStep step(m_path, "symbols");
        const PathStep place(m_path, type.symbols.size());
        std::string_view text;
        if (symbol.get(text) != simdjson::SUCCESS)
            return fail(std::string("a symbol is a string, not ") + typeName(symbol)), false;
        if (!isSimpleName(text))
            return fail("symbol " + excerpt(text) + " is not letters, digits and underscores"), false;
        if (!places.emplace(text, static_cast<std::uint32_t>(type.symbols.size())).second)
            return fail("enum " + type.name + " has symbol " + excerpt(text) + " twice"), false;
        type.symbols.emplace_back(text);
    }
    std::string_view byDefault;
    if (!readText(object, "default", false, byDefault)) return false;
    if (byDefault.empty()) return true;
    const auto place = places.find(byDefault);
    if (place == places.end())
        return fail("default " + excerpt(byDefault) + " is no symbol of enum " + type.name), false;
    type.defaultSymbol = place->second;
    return true;
}

SchemaParser::Id SchemaParser::fixedType(const Object& object, const std::string& space) {
    std::string inner = space;
    const Id id = declare(Type::Fixed, object, inner);
    if (!id) return std::nullopt;
    std::int64_t size = -1;
    if (object.at_key("size").get(size) != simdjson::SUCCESS || size < 0 ||
        size > std::numeric_limits<std::int32_t>::max())
        return fail("fixed " + (*m_schema)[*id].name + " needs \"size\", a number of bytes");
    m_schema->m_types[*id].fixedSize = static_cast<std::uint32_t>(size);
    return withLogicalType(id, object);
}

SchemaParser::Id SchemaParser::declare(Type type, const Object& object, std::string& space) {
    std::string_view name;
    if (!readText(object, "name", true, name)) return std::nullopt;
    if (!isFullName(name))
        return fail("name " + excerpt(name) + " is not letters, digits and underscores with dots between");
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
        space = name.substr(0, dot);
    } else if (Element given; object.at_key("namespace").get(given) == simdjson::SUCCESS) {
        std::string_view text;
        if (!given.is_null() && given.get(text) != simdjson::SUCCESS)
            return fail(std::string("\"namespace\" is a string, not ") + typeName(given));
        if (!text.empty() && !isFullName(text))
            return fail("namespace " + excerpt(text) + " is not names with dots between");
        space = text;
    }
    SchemaType made;
    made.type = type;
    made.name = qualified(name, space);
    if (made.name.size() > kMaxNameBytes)
        return exceed("names of more than " + std::to_string(kMaxNameBytes) + " bytes");
    if (primitiveNamed(made.name)) return fail(excerpt(made.name) + " is the name of a primitive type");
    std::string_view doc;
    if (!readText(object, "doc", false, doc)) return std::nullopt;
    made.doc = doc;
    if (!readAliases(object, &space, made.aliases)) return std::nullopt;
    const std::string fullName = made.name;
    const Id id = add(std::move(made));
    if (id && !m_names.emplace(fullName, *id).second)
        return fail("type " + excerpt(fullName) + " is declared twice");
    return id;
}

/// `space`: of the type; the names of fields have none.
bool SchemaParser::readAliases(const Object& object, const std::string* space,
                               std::vector<std::string>& out) {
    Element aliases;
    if (object.at_key("aliases").get(aliases) != simdjson::SUCCESS || aliases.is_null()) return true;
    if (!aliases.is_array())
        return fail(std::string("\"aliases\" is an array, not ") + typeName(aliases)), false;
    for (const Element alias : arrayOf(aliases)) {
        std::string_view name;
        if (alias.get(name) != simdjson::SUCCESS)
            return fail(std::string("an alias is a string, not ") + typeName(alias)), false;
        out.push_back(space ? qualified(name, *space) : std::string(name));
        m_aliasBytes += out.back().size();
        if (m_aliasBytes > kMaxAliasBytes)
            return exceed("more than " + std::to_string(kMaxAliasBytes) + " bytes of aliases"), false;
    }
    return true;
}

/// An attribute that is absent or null is empty.
bool SchemaParser::readText(const Object& object, const char* key, bool required, std::string_view& out) {
    out = {};
    Element value;
    if (object.at_key(key).get(value) != simdjson::SUCCESS || (value.is_null() && !required)) {
        if (required) fail(std::string("the object has no \"") + key + '"');
        return !required;
    }
    // Documentation is for people; some writers put lists there.
    if (!value.is_string() && std::string_view(key) == "doc") return true;
    if (value.get(out) == simdjson::SUCCESS) return true;
    return fail(std::string("\"") + key + "\" is a string, not " + typeName(value)), false;
}

SchemaParser::Id SchemaParser::withLogicalType(Id id, const Object& object) {
    std::string_view name;
    if (!id || object.at_key("logicalType").get(name) != simdjson::SUCCESS) return id;
    SchemaType made = (*m_schema)[*id];
    if (!applyLogicalType(name, object, made)) return id;
    if (made.type != Type::Fixed) return add(std::move(made));
    m_schema->m_types[*id] = std::move(made); // a declared type keeps its place
    return id;
}

bool SchemaParser::encodeDefaults() {
    m_defaults.encodeAll(m_schema->m_types);
    if (m_badDefaults == BadDefaults::Keep) return true;
    for (const SchemaType& type : m_schema->m_types)
        for (const SchemaField& field : type.fields)
            if (!field.defaultFault.empty()) {
                m_error = {ErrorCode::ParseError, "default of field " + excerpt(field.name) + " of record " +
                                                      type.name + ": " + field.defaultFault};
                return false;
            }
    return true;
}

/// Whoever walks the types down from the root, each once, does not go deeper than this.
bool SchemaParser::nestsWithinLimit() {
    std::vector<bool> seen(m_schema->typeCount());
    const auto walk = [&](const auto& self, TypeId id, std::size_t depth) -> bool {
        if (depth > kMaxDeclarations) return false;
        if (seen[id]) return true;
        seen[id] = true;
        const SchemaType& type = (*m_schema)[id];
        const auto deeper = [&](TypeId below) { return self(self, below, depth + 1); };
        if (type.type == Type::Array || type.type == Type::Map) return deeper(type.element);
        return std::ranges::all_of(type.branches, deeper) &&
               std::ranges::all_of(type.fields, [&](const SchemaField& field) { return deeper(field.type); });
    };
    if (walk(walk, m_schema->root(), 0)) return true;
    exceed("types that lie more than " + std::to_string(kMaxDeclarations) + " deep within each other");
    return false;
}

SchemaParser::Id SchemaParser::add(SchemaType type) {
    if (m_schema->typeCount() >= kMaxTypes)
        return exceed("more than " + std::to_string(kMaxTypes) + " types");
    m_schema->m_types.push_back(std::move(type));
    return static_cast<TypeId>(m_schema->typeCount() - 1);
}

std::nullopt_t SchemaParser::fail(std::string cause) {
    m_error = {ErrorCode::ParseError, m_path.empty() ? std::move(cause) : m_path + ": " + cause};
    return std::nullopt;
}

std::nullopt_t SchemaParser::exceed(std::string limit) {
    fail(std::move(limit));
    m_error.code = ErrorCode::LimitExceeded;
    return std::nullopt;
}

Result<std::shared_ptr<const Schema>>
Schema::parse(std::string_view text, std::span<const std::string_view> references, BadDefaults badDefaults) {
    SchemaParser parser(badDefaults);
    for (std::size_t i = 0; i < references.size(); ++i) {
        // Two references may bring the same third one along.
        if (std::ranges::find(references.begin(), references.begin() + static_cast<std::ptrdiff_t>(i),
                              references[i]) != references.begin() + static_cast<std::ptrdiff_t>(i))
            continue;
        if (const Status read = parser.read(references[i], false); !read)
            return read.error().at("reference " + std::to_string(i + 1));
    }
    if (const Status read = parser.read(text, true); !read) return read.error();
    return parser.take();
}

} // namespace eventflow::codec::avro
