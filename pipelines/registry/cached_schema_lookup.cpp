#include "pipelines/registry/cached_schema_lookup.h"

#include "pipelines/registry/reference_resolver.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace eventflow::registry {

namespace {

std::size_t bytesOf(const codec::RegisteredSchema& schema) {
    std::size_t bytes = sizeof schema + schema.text.size();
    for (const codec::ReferencedSchema& reference : schema.references)
        bytes += sizeof reference + reference.name.size() + reference.subject.size() + reference.text.size();
    return bytes;
}

/// Lower case and in its canonical form, or nothing.
std::optional<std::string> canonicalGuid(std::string_view text) {
    std::string guid(text);
    std::ranges::transform(guid, guid.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    for (std::size_t i = 0; i < guid.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool isHex = (guid[i] >= '0' && guid[i] <= '9') || (guid[i] >= 'a' && guid[i] <= 'f');
        if (isDash ? guid[i] != '-' : !isHex) return std::nullopt;
    }
    return guid.size() == 36 ? std::optional(guid) : std::nullopt;
}

} // namespace

CachedSchemaLookup::CachedSchemaLookup(RegistryReader reader, const Clock& clock,
                                       std::unique_ptr<SchemaCacheFolder> folder, SchemaCacheOptions options)
    : m_reader(std::move(reader)), m_clock(clock), m_folder(std::move(folder)), m_options(options) {}

Result<std::shared_ptr<const codec::RegisteredSchema>> CachedSchemaLookup::find(std::int32_t id) {
    if (id < 0)
        return Error{ErrorCode::NotFound, "schema id " + std::to_string(id) + ": ids are never negative"};
    return findKey(std::to_string(id));
}

Result<std::shared_ptr<const codec::RegisteredSchema>> CachedSchemaLookup::findByGuid(std::string_view guid) {
    const auto key = canonicalGuid(guid);
    if (!key) return Error{ErrorCode::InvalidArgument, "a schema's GUID is a UUID"};
    return findKey(*key);
}

CachedSchemaLookup::Found CachedSchemaLookup::findKey(const std::string& key) {
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            const auto known = m_entries.find(key);
            if (known == m_entries.end()) break;
            Entry& entry = known->second;
            if (!entry.found) {
                m_fetched.wait(lock);
                continue;
            }
            if (m_clock.now() >= entry.expires) {
                drop(known);
                break;
            }
            m_uses.splice(m_uses.begin(), m_uses, entry.use);
            ++(entry.found->has_value() ? m_counts.fromMemory : m_counts.failures);
            return *entry.found;
        }
        m_entries.try_emplace(key);
    }
    Found found = Error{ErrorCode::Internal, "schema " + key + ": not fetched"};
    try {
        found = load(key);
    } catch (const std::exception& error) {
        // Whoever waits for this id has to hear of it, whatever a library throws.
        found = Error{ErrorCode::Internal, "schema " + key + ": " + error.what()};
    }
    keep(key, found);
    return found;
}

CachedSchemaLookup::Found CachedSchemaLookup::load(const std::string& key) {
    if (m_folder)
        if (auto schema = m_folder->read(key)) {
            const std::lock_guard lock(m_mutex);
            ++m_counts.fromDisk;
            return schema;
        }
    auto fetched = fetch(key);
    if (!fetched) {
        const std::lock_guard lock(m_mutex);
        ++m_counts.failures;
        return fetched.error().at("schema " + key);
    }
    auto schema = std::make_shared<const codec::RegisteredSchema>(std::move(*fetched));
    // A schema that cannot be kept on disk is as good as one that can.
    const bool isKept = m_folder && m_folder->write(key, *schema);
    const std::lock_guard lock(m_mutex);
    ++m_counts.fromRegistry;
    if (m_folder && !isKept) ++m_counts.unwritten;
    return schema;
}

Result<codec::RegisteredSchema> CachedSchemaLookup::fetch(const std::string& key) const {
    codec::RegisteredSchema schema;
    const bool isGuid = key.find('-') != std::string::npos;
    if (!isGuid) std::from_chars(key.data(), key.data() + key.size(), schema.id);
    auto definition = isGuid ? m_reader.schemaByGuid(key) : m_reader.schemaById(schema.id);
    if (!definition) return definition.error();
    auto references =
        resolveReferences(*definition, [this](const SchemaReference& reference) -> Result<SchemaDefinition> {
            // Deleted versions as well: what was written with them is still in the topics.
            auto found = m_reader.schema(reference.subject, reference.version, Deleted::Include);
            if (!found) return found.error();
            return std::move(found->schema);
        });
    if (!references) return references.error();
    schema.type = definition->type;
    schema.text = std::move(definition->text);
    schema.references = std::move(*references);
    return schema;
}

void CachedSchemaLookup::keep(const std::string& key, const Found& found) {
    const std::lock_guard lock(m_mutex);
    Entry& entry = m_entries[key];
    entry.found = found;
    m_uses.push_front(key);
    entry.use = m_uses.begin();
    entry.bytes = found ? bytesOf(**found) : found.error().detail.size();
    m_bytes += entry.bytes;
    if (!found)
        entry.expires = m_clock.now() + (found.error().code == ErrorCode::NotFound ? m_options.notFoundFor
                                                                                   : m_options.troubleFor);
    // The newest entry stays, however large.
    while (m_uses.size() > 1 && (m_uses.size() > m_options.maxSchemas || m_bytes > m_options.maxBytes))
        drop(m_entries.find(m_uses.back()));
    m_fetched.notify_all();
}

void CachedSchemaLookup::drop(std::map<std::string, Entry>::iterator entry) {
    m_bytes -= entry->second.bytes;
    m_uses.erase(entry->second.use);
    m_entries.erase(entry);
}

void CachedSchemaLookup::forgetFailures() {
    const std::lock_guard lock(m_mutex);
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        const auto current = entry++;
        const auto& found = current->second.found;
        if (found && !found->has_value()) drop(current);
    }
}

CachedSchemaLookup::Counts CachedSchemaLookup::counts() const {
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

} // namespace eventflow::registry
