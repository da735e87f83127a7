// Any bytes as an object container file, read value by value and as one payload.

#include "core/codec/avro/payload_decoders.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;
using namespace eventflow::codec;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    ValueTape tape;
    std::uint64_t values = 0;
    bool whole = false;
    if (const auto reader = avro::ContainerReader::open(file)) {
        while ((*reader)->next(tape))
            ++values;
        whole = !(*reader)->failure();
        if (values != (*reader)->valuesRead()) std::abort();
    }
    avro::ContainerDecoder decoder;
    const auto failure = decoder.decode(file, tape);
    if (!failure && (!whole || tape.root().size != values)) std::abort();
    return 0;
}
