#include "pipelines/registry/registry_responses.h"

#include "core/codec/json_decoder.h"
#include "core/codec/json_value.h"

#include <limits>

namespace eventflow::registry {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// Larger answers are refused by the connection before.
constexpr std::size_t kMaxAnswerBytes = 64 * 1024 * 1024;

Error broken(const std::string& why) {
    return {ErrorCode::ParseError, "the registry's answer " + why};
}

Error wrongMember(const char* name, const char* expected) {
    return broken(std::string("has no ") + name + " that is " + expected);
}

/// Decodes and hands the root to `read`, while the document lives.
template <typename Read>
auto withRoot(std::string_view json, const Read& read) -> decltype(read(element())) {
    codec::JsonDecoder decoder(kMaxAnswerBytes);
    element root;
    if (const auto code = decoder.decodeUnpadded(json, root); code != simdjson::SUCCESS)
        return broken("is not JSON: " + codec::describeJsonError(json, code).detail);
    return read(root);
}

template <typename Read>
auto withObject(std::string_view json, const Read& read) -> decltype(read(object())) {
    return withRoot(json, [&](const element& root) -> decltype(read(object())) {
        object members;
        if (root.get(members) != simdjson::SUCCESS)
            return broken(std::string("is ") + codec::typeName(root) + ", not an object");
        return read(members);
    });
}

/// Every element of an array through `read`, until one fails.
template <typename T, typename Read>
Result<std::vector<T>> readArray(const element& value, const Read& read) {
    array elements;
    if (value.get(elements) != simdjson::SUCCESS)
        return broken(std::string("is ") + codec::typeName(value) + ", not an array");
    std::vector<T> out;
    for (const element& item : elements) {
        Result<T> one = read(item);
        if (!one) return one.error();
        out.push_back(std::move(*one));
    }
    return out;
}

Result<std::string> asText(const element& value, const char* name) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return wrongMember(name, "a string");
    return std::string(text);
}

/// Ids and versions are Java's int; -1 and the like mean nothing here.
Result<std::int32_t> asNumber(const element& value, const char* name) {
    std::int64_t number = 0;
    if (value.get(number) != simdjson::SUCCESS || number < 0 ||
        number > std::numeric_limits<std::int32_t>::max())
        return wrongMember(name, "a number from 0 to 2147483647");
    return static_cast<std::int32_t>(number);
}

Result<std::string> textMember(const object& members, const char* name) {
    const auto value = codec::findMember(members, name);
    if (!value) return wrongMember(name, "a string");
    return asText(*value, name);
}

Result<std::int32_t> numberMember(const object& members, const char* name) {
    const auto value = codec::findMember(members, name);
    if (!value) return wrongMember(name, "a number");
    return asNumber(*value, name);
}

Result<SubjectVersion> readSubjectVersion(const element& value) {
    object members;
    if (value.get(members) != simdjson::SUCCESS) return broken("lists something that is no object");
    auto subject = textMember(members, "subject");
    if (!subject) return subject.error();
    const auto version = numberMember(members, "version");
    if (!version) return version.error();
    return SubjectVersion{std::move(*subject), *version};
}

Result<SchemaReference> readReference(const element& value) {
    object members;
    if (value.get(members) != simdjson::SUCCESS) return broken("has a reference that is no object");
    auto name = textMember(members, "name");
    if (!name) return name.error();
    auto place = readSubjectVersion(value);
    if (!place) return place.error();
    return SchemaReference{std::move(*name), std::move(place->subject), place->version};
}

Result<SchemaDefinition> readDefinition(const object& members) {
    SchemaDefinition definition;
    auto text = textMember(members, "schema");
    if (!text) return text.error();
    definition.text = std::move(*text);
    if (const auto typeName = codec::findMember(members, "schemaType")) {
        const auto name = asText(*typeName, "schemaType");
        if (!name) return name.error();
        const auto type = schemaTypeFromName(*name);
        if (!type)
            return Error{ErrorCode::Unsupported,
                         "schemas of the type \"" + name->substr(0, 64) + "\" cannot be read"};
        definition.type = *type;
    }
    if (const auto references = codec::findMember(members, "references")) {
        auto read = readArray<SchemaReference>(*references, readReference);
        if (!read) return read.error();
        if (read->size() > kMaxReferences)
            return Error{ErrorCode::LimitExceeded, "the schema has more than 256 references"};
        definition.references = std::move(*read);
    }
    return definition;
}

} // namespace

Result<std::vector<std::string>> parseNames(std::string_view json) {
    return withRoot(json, [](const element& root) {
        return readArray<std::string>(root, [](const element& item) { return asText(item, "name"); });
    });
}

Result<std::vector<std::int32_t>> parseNumbers(std::string_view json) {
    return withRoot(json, [](const element& root) {
        return readArray<std::int32_t>(root, [](const element& item) { return asNumber(item, "element"); });
    });
}

Result<std::int32_t> parseNumber(std::string_view json) {
    return withRoot(json, [](const element& root) { return asNumber(root, "value"); });
}

Result<std::vector<SubjectVersion>> parseSubjectVersions(std::string_view json) {
    return withRoot(json,
                    [](const element& root) { return readArray<SubjectVersion>(root, readSubjectVersion); });
}

Result<SchemaDefinition> parseDefinition(std::string_view json) {
    return withObject(json, [](const object& members) { return readDefinition(members); });
}

Result<SubjectSchema> parseSubjectSchema(std::string_view json) {
    return withObject(json, [](const object& members) -> Result<SubjectSchema> {
        SubjectSchema out;
        auto subject = textMember(members, "subject");
        if (!subject) return subject.error();
        out.subject = std::move(*subject);
        const auto version = numberMember(members, "version");
        if (!version) return version.error();
        out.version = *version;
        const auto id = numberMember(members, "id");
        if (!id) return id.error();
        out.id = *id;
        auto definition = readDefinition(members);
        if (!definition) return definition.error();
        out.schema = std::move(*definition);
        return out;
    });
}

Result<std::int32_t> parseId(std::string_view json) {
    return withObject(json, [](const object& members) { return numberMember(members, "id"); });
}

Result<CompatibilityAnswer> parseCompatibility(std::string_view json) {
    return withObject(json, [](const object& members) -> Result<CompatibilityAnswer> {
        CompatibilityAnswer answer;
        if (members["is_compatible"].get(answer.compatible) != simdjson::SUCCESS)
            return wrongMember("is_compatible", "a boolean");
        if (const auto messages = codec::findMember(members, "messages")) {
            auto read = readArray<std::string>(*messages,
                                               [](const element& item) { return asText(item, "message"); });
            if (!read) return read.error();
            answer.messages = std::move(*read);
        }
        return answer;
    });
}

Result<RegistryConfig> parseConfig(std::string_view json) {
    return withObject(json, [](const object& members) -> Result<RegistryConfig> {
        RegistryConfig config;
        const bool isAnswerToGet = codec::findMember(members, "compatibilityLevel").has_value();
        auto level = textMember(members, isAnswerToGet ? "compatibilityLevel" : "compatibility");
        if (!level) return level.error();
        config.compatibility = std::move(*level);
        bool normalize = false;
        if (members["normalize"].get(normalize) == simdjson::SUCCESS) config.normalize = normalize;
        return config;
    });
}

Result<std::string> parseMode(std::string_view json) {
    return withObject(json, [](const object& members) { return textMember(members, "mode"); });
}

} // namespace eventflow::registry
