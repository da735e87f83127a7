// The data of one message, as a damaged or hostile capture would hold it.

#include "core/capture/record_encoding.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace eventflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    Arena arena;
    capture::CapturedRecord record;
    if (!capture::decodeRecord(input, arena, record)) return 0;

    // What was decoded survives another round; the input itself may have longer numbers than needed.
    capture::mcap::ByteBuffer once;
    if (!capture::encodeRecord(record, once)) std::abort();
    capture::CapturedRecord again;
    if (!capture::decodeRecord(once.view(), arena, again)) std::abort();
    capture::mcap::ByteBuffer twice;
    if (!capture::encodeRecord(again, twice) || once.view() != twice.view()) std::abort();
    const auto offset = capture::decodeOffset(input);
    if (!offset || *offset != record.record.offset) std::abort();
    return 0;
}
