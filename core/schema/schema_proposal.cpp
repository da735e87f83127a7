#include "core/schema/schema_proposal.h"

#include "core/base/json_writer.h"

#include <algorithm>
#include <set>

namespace eventflow::schema {

namespace {

std::uint64_t count(const Field& field, ValueType type) {
    return field.types[static_cast<int>(type)];
}

bool isAvroName(std::string_view name) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !name.empty() && isLetter(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

std::string avroNameOf(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, 200))
        name += isAvroName(std::string(1, c)) || (!name.empty() && c >= '0' && c <= '9') ? c : '_';
    return isAvroName(name) ? name : '_' + name;
}

/// Writes one value's schema; recursion is bounded by Inference::kMaxDepth.
class AvroWriter {
public:
    void record(const Field& field, const std::string& name, std::uint64_t objects) {
        m_json.beginObject().key("type").string("record").key("name").string(uniqueRecord(name));
        m_json.key("fields").beginArray();
        std::set<std::string> used;
        for (const auto& [key, child] : field.children) {
            if (key == "[]") continue; // of values that were arrays
            std::string own = avroNameOf(key);
            while (!used.insert(own).second)
                own += '_';
            m_json.beginObject().key("name").string(own);
            if (own != key) m_json.key("doc").string("in JSON: " + key);
            m_json.key("type");
            const bool isOptional = child.present < objects || count(child, ValueType::Null) > 0;
            type(child, name + '_' + own, isOptional);
            if (isOptional) m_json.key("default").null();
            m_json.endObject();
        }
        m_json.endArray().endObject();
    }

    std::string take() && { return std::move(m_json).take(); }

private:
    /// Record names are unique in a schema.
    std::string uniqueRecord(std::string name) {
        while (!m_records.insert(name).second)
            name += '_';
        return name;
    }

    void type(const Field& field, const std::string& name, bool withNull) {
        const bool isNumber = count(field, ValueType::Number) > 0;
        const bool isInteger = count(field, ValueType::Integer) > 0;
        const int branches = (count(field, ValueType::Boolean) > 0 ? 1 : 0) +
                             (isNumber || isInteger ? 1 : 0) + (count(field, ValueType::String) > 0 ? 1 : 0) +
                             (count(field, ValueType::Object) > 0 ? 1 : 0) +
                             (count(field, ValueType::Array) > 0 ? 1 : 0);
        const bool isUnion = branches + (withNull ? 1 : 0) > 1;
        if (isUnion) m_json.beginArray();
        // The default of a union is one of its first branch.
        if (withNull || branches == 0) m_json.string("null");
        if (count(field, ValueType::Boolean) > 0) m_json.string("boolean");
        if (isNumber || isInteger) m_json.string(isNumber ? "double" : "long");
        if (count(field, ValueType::String) > 0) m_json.string("string");
        if (const auto objects = count(field, ValueType::Object)) record(field, name, objects);
        if (count(field, ValueType::Array) > 0) array(field, name);
        if (isUnion) m_json.endArray();
    }

    void array(const Field& field, const std::string& name) {
        m_json.beginObject().key("type").string("array").key("items");
        const auto items = field.children.find("[]");
        if (items != field.children.end())
            type(items->second, name + "_item", count(items->second, ValueType::Null) > 0);
        else
            m_json.string("null");
        m_json.endObject();
    }

    JsonWriter m_json;
    std::set<std::string> m_records;
};

class JsonSchemaWriter {
public:
    void keywords(const Field& field) {
        types(field);
        if (count(field, ValueType::Object) > 0) properties(field);
        const auto items = field.children.find("[]");
        if (count(field, ValueType::Array) > 0 && items != field.children.end()) {
            m_json.key("items").beginObject();
            keywords(items->second);
            m_json.endObject();
        }
        if (field.examples.empty() || count(field, ValueType::String) == 0) return;
        m_json.key("examples").beginArray();
        for (const std::string& example : field.examples)
            m_json.string(example);
        m_json.endArray();
    }
    JsonWriter& json() { return m_json; }

private:
    void types(const Field& field) {
        std::vector<const char*> names;
        for (int i = 0; i < kValueTypeCount; ++i) {
            const auto type = static_cast<ValueType>(i);
            const bool isCovered = type == ValueType::Integer && count(field, ValueType::Number) > 0;
            if (count(field, type) > 0 && !isCovered) names.push_back(toString(type));
        }
        m_json.key("type");
        if (names.size() == 1) {
            m_json.string(names.front());
            return;
        }
        m_json.beginArray();
        for (const char* name : names)
            m_json.string(name);
        m_json.endArray();
    }

    void properties(const Field& field) {
        m_json.key("properties").beginObject();
        for (const auto& [name, child] : field.children) {
            if (name == "[]" && count(field, ValueType::Array) > 0) continue;
            m_json.key(name).beginObject();
            keywords(child);
            m_json.endObject();
        }
        m_json.endObject().key("required").beginArray();
        for (const auto& [name, child] : field.children)
            if (name != "[]" && child.present >= count(field, ValueType::Object)) m_json.string(name);
        m_json.endArray();
    }

    JsonWriter m_json;
};

Error nothingObserved() {
    return {ErrorCode::NotFound, "no JSON value was observed: there is nothing to propose a schema from"};
}

} // namespace

Result<std::string> proposeJsonSchema(const Inference& observed, std::string_view title) {
    if (observed.observed() == 0) return nothingObserved();
    JsonSchemaWriter writer;
    writer.json().beginObject().key("$schema").string("https://json-schema.org/draft/2020-12/schema");
    if (!title.empty()) writer.json().key("title").string(title);
    writer.keywords(observed.root());
    writer.json().endObject();
    return writer.json().text();
}

Result<std::string> proposeAvro(const Inference& observed, std::string_view name) {
    if (observed.observed() == 0) return nothingObserved();
    std::string_view rest = name;
    for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
        if (!isAvroName(rest.substr(0, dot))) break;
        rest.remove_prefix(dot + 1);
    }
    if (!isAvroName(rest))
        return Error{ErrorCode::InvalidArgument,
                     "an Avro name has letters, digits and _ in parts divided by dots, as shop.Order"};
    const std::uint64_t objects = count(observed.root(), ValueType::Object);
    if (objects == 0)
        return Error{ErrorCode::InvalidArgument, "no value is an object, which an Avro record needs"};
    AvroWriter writer;
    writer.record(observed.root(), std::string(name), objects);
    return std::move(writer).take();
}

} // namespace eventflow::schema
