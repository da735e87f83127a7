// Any bytes as a lookup table, in both formats.

#include "pipelines/enrich/csv_reader.h"
#include "pipelines/enrich/lookup_file.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::size_t lastLine = 0;
    static_cast<void>(enrich::readCsv(text, [&](auto fields, std::size_t line) -> Status {
        if (fields.empty() || line <= lastLine) std::abort();
        lastLine = line;
        return {};
    }));
    const config::LookupTable table{"table", "host", "id", {"team", "rack"}};
    static_cast<void>(enrich::parseCsvLookup(text, table).has_value());
    static_cast<void>(enrich::parseJsonLookup(text, table).has_value());
    return 0;
}
