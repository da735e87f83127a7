// Configurations of other programs: what is imported can be exported.

#include "core/config/connection_export.h"
#include "core/config/connection_import.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace eventflow::config;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto imported = importConnections(text, "imported");
    if (!imported) {
        if (imported.error().detail.empty()) std::abort();
        return 0;
    }
    for (const ImportedConnection& one : *imported) {
        const std::string properties = toProperties(one.connection);
        const auto added = withConnection("", one.connection);
        if (!added) std::abort();
        if (!withoutConnection(*added, one.connection.name)) std::abort();
        if (const auto again = importProperties(properties, "again"); !again) std::abort();
    }
    return 0;
}
