// What a registry answers, and what lies in the cache of schemas.

#include "pipelines/registry/registry_error.h"
#include "pipelines/registry/registry_responses.h"
#include "pipelines/registry/registry_url.h"
#include "pipelines/registry/schema_cache_folder.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace eventflow::registry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    (void)parseNames(text);
    (void)parseNumbers(text);
    (void)parseNumber(text);
    (void)parseSubjectVersions(text);
    (void)parseCompatibility(text);
    (void)parseConfig(text);
    (void)parseMode(text);
    (void)parseId(text);
    (void)parseRegistryUrl(text);
    if (const auto schema = parseSubjectSchema(text);
        schema && schema->schema.references.size() > kMaxReferences)
        std::abort();
    const auto error = replyError({200 + data[0] * 2, std::string(text), std::string(text)});
    if (error && error->detail.size() > 3000) std::abort();
    if (const auto schema = parseDefinition(text)) {
        // What is kept is what is read back.
        eventflow::codec::RegisteredSchema kept;
        kept.text = schema->text;
        const auto read = parseCacheEntry("7", cacheEntryText("7", kept));
        if (!read || read->text != kept.text) std::abort();
    }
    (void)parseCacheEntry("7", text);
    return 0;
}
