#pragma once

#include "core/codec/avro/default_encoder.h"
#include "core/codec/avro/schema.h"

#include <simdjson.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eventflow::codec::avro {

/// Builds a schema from one or more texts. Used once. See Schema::parse().
class SchemaParser {
public:
    explicit SchemaParser(BadDefaults badDefaults);

    /// Reads a text; what earlier ones declared is known to it. `root`: it is the schema itself.
    Status read(std::string_view text, bool root);
    [[nodiscard]] std::shared_ptr<const Schema> take() { return std::move(m_schema); }

private:
    using Element = simdjson::dom::element;
    using Object = simdjson::dom::object;
    using Id = std::optional<TypeId>;
    class PathStep;

    Id type(const Element& element, const std::string& space);
    Id typeOfObject(const Object& object, const std::string& space);
    Id typeByName(std::string_view name, const std::string& space);
    Id unionType(const simdjson::dom::array& branches, const std::string& space);
    Id elementType(Type type, const Object& object, const char* key, const std::string& space);
    Id recordType(const Object& object, bool isError, const std::string& space);
    Id enumType(const Object& object, const std::string& space);
    Id fixedType(const Object& object, const std::string& space);
    Id withLogicalType(Id type, const Object& object);

    bool readField(TypeId record, const Element& element, const std::string& space,
                   std::unordered_map<std::string_view, std::size_t>& names);
    bool readSymbols(SchemaType& type, const Object& object);
    /// Declares a named type; `space` becomes the namespace of what is inside of it.
    Id declare(Type type, const Object& object, std::string& space);
    bool readAliases(const Object& object, const std::string* space, std::vector<std::string>& out);
    bool readText(const Object& object, const char* key, bool required, std::string_view& out);
    bool encodeDefaults();
    bool nestsWithinLimit();
    Id add(SchemaType type);
    std::nullopt_t fail(std::string cause);
    std::nullopt_t exceed(std::string limit);

    std::shared_ptr<Schema> m_schema = std::make_shared<Schema>();
    std::unordered_map<std::string, TypeId> m_names;
    DefaultEncoder m_defaults;
    BadDefaults m_badDefaults;
    std::size_t m_textBytes = 0;
    std::size_t m_aliasBytes = 0;
    std::size_t m_nesting = 0;
    std::string m_path; ///< JSON pointer
    Error m_error;
};

} // namespace eventflow::codec::avro
