// Two JSON Schemas, divided by a newline: parsing, the check both ways, the tree and the difference. Every
// schema that parses reads itself.

#include "core/schema/json_schema.h"
#include "core/schema/schema_diff.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace eventflow::schema;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t line = text.find('\n');
    const auto reader = JsonSchema::parse(text.substr(0, line));
    if (!reader) return 0;
    const SchemaCheck itself = canRead(*reader, *reader);
    for (const Incompatibility& found : itself.incompatibilities)
        if (found.kind != "TOO_COMPLEX") std::abort();
    if (line == std::string_view::npos) return 0;
    const auto writer = JsonSchema::parse(text.substr(line + 1));
    if (!writer) return 0;
    const SchemaDiff found =
        diff(treeOf(*writer), treeOf(*reader), canRead(*reader, *writer), canRead(*writer, *reader));
    if (found.changes.size() > 2 * SchemaTree::kMaxNodes) std::abort();
    return 0;
}
