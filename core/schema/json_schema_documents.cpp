#include "core/schema/json_schema_documents.h"

#include "core/schema/json_schema_uri.h"

#include <charconv>

namespace eventflow::schema {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::size_t kMaxNames = 20'000;

std::optional<std::string_view> textMember(const element& value, const char* name) {
    object members;
    std::string_view text;
    if (value.get(members) != simdjson::SUCCESS || members.at_key(name).get(text) != simdjson::SUCCESS)
        return std::nullopt;
    return text;
}

/// `$id`, or `id` as draft 4 calls it; a property of that name is an object and no text.
std::string baseOf(const element& value, const std::string& base) {
    auto id = textMember(value, "$id");
    if (!id) id = textMember(value, "id");
    if (!id || id->starts_with('#')) return base;
    return resolveReference(base, splitReference(*id).document);
}

} // namespace

Status JsonSchemaDocuments::add(std::string_view name, std::string_view text) {
    Document& document =
        m_documents.emplace_back(Document{std::string(name), codec::JsonDecoder(m_maxBytes), JsonPlace()});
    element root;
    if (const auto code = document.decoder.decodeUnpadded(text, root); code != simdjson::SUCCESS) {
        const Error error = codec::describeJsonError(text, code);
        return name.empty() ? error : error.at(std::string(name));
    }
    document.place = {root, name.empty() ? std::string() : std::string(name) + '#',
                      baseOf(root, std::string(name))};
    if (!name.empty()) m_named.emplace(name, document.place);
    m_named.emplace(document.place.base, document.place);
    index(document.place, 0);
    return {};
}

JsonPlace JsonSchemaDocuments::root() const {
    return m_documents.front().place;
}

/// Recursion is bounded by the decoder's depth.
void JsonSchemaDocuments::index(const JsonPlace& place, std::size_t depth) {
    array elements;
    if (place.value.get(elements) == simdjson::SUCCESS) {
        std::size_t i = 0;
        for (const element& item : elements)
            index({item, place.pointer + '/' + std::to_string(i++), place.base}, depth + 1);
        return;
    }
    object members;
    if (place.value.get(members) != simdjson::SUCCESS || m_named.size() > kMaxNames) return;
    const JsonPlace own{place.value, place.pointer, baseOf(place.value, place.base)};
    if (depth > 0 && own.base != place.base) m_named.emplace(own.base, own);
    for (const char* keyword : {"$anchor", "$dynamicAnchor"})
        if (const auto anchor = textMember(own.value, keyword))
            m_named.emplace(own.base + '#' + std::string(*anchor), own);
    for (const char* keyword : {"$id", "id"})
        if (const auto id = textMember(own.value, keyword); id && id->starts_with('#') && id->size() > 1)
            m_named.emplace(own.base + std::string(*id), own);
    for (const auto& [key, value] : members)
        if (value.is_object() || value.is_array())
            index({value, own.pointer + '/' + escapePointerToken(key), own.base}, depth + 1);
}

const JsonPlace* JsonSchemaDocuments::document(const std::string& base, std::string_view reference) const {
    // As the reference is written, too: registries call a referenced schema what the text calls it.
    for (const std::string& name : {resolveReference(base, reference), std::string(reference)})
        if (const auto found = m_named.find(name); found != m_named.end()) return &found->second;
    return nullptr;
}

std::optional<JsonPlace> JsonSchemaDocuments::resolve(const std::string& base,
                                                      std::string_view reference) const {
    const auto [name, fragment] = splitReference(reference);
    const JsonPlace* place = document(base, name);
    if (place == nullptr) return std::nullopt;
    if (fragment.empty()) return *place;
    if (fragment.starts_with('/')) return descend(*place, fragment);
    const auto anchor = m_named.find(place->base + '#' + fragment);
    return anchor != m_named.end() ? std::optional(anchor->second) : std::nullopt;
}

std::optional<JsonPlace> JsonSchemaDocuments::descend(JsonPlace place, std::string_view pointer) {
    while (!pointer.empty()) {
        const std::size_t end = pointer.find('/', 1);
        const std::string token = unescapePointerToken(
            pointer.substr(1, end == std::string_view::npos ? std::string_view::npos : end - 1));
        pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
        object members;
        array elements;
        if (place.value.get(members) == simdjson::SUCCESS) {
            if (members.at_key(token).get(place.value) != simdjson::SUCCESS) return std::nullopt;
        } else if (place.value.get(elements) == simdjson::SUCCESS) {
            std::size_t i = 0;
            const auto [stop, error] = std::from_chars(token.data(), token.data() + token.size(), i);
            if (error != std::errc() || stop != token.data() + token.size() ||
                elements.at(i).get(place.value) != simdjson::SUCCESS)
                return std::nullopt;
        } else {
            return std::nullopt;
        }
        place.pointer += '/' + escapePointerToken(token);
        place.base = baseOf(place.value, place.base);
    }
    return place;
}

} // namespace eventflow::schema
