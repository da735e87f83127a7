// Any bytes as one format (FUZZED_FORMAT, a PayloadFormat): what is accepted keeps the tape's promises and
// can be shown, what is refused leaves no tape and names a byte of the payload.

#include "core/codec/json_checker.h"
#include "core/codec/json_tape.h"
#include "core/codec/payload_format.h"
#include "tests/core/codec/tape_dump.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

void showsWhatItRead(const codec::ValueTape& tape) {
    const std::string json = codec::toJson({tape, 0});
    check(!codec::findJsonFault(json, codec::JsonNumbers::Any));
    check(codec::previewText({tape, 0}, 40).size() <= 40);
    // A number may be written in another way than JSON's own (0.00000000000000015 for 1.5e-16), but only
    // once.
    codec::ValueTape again;
    check(!codec::decodeJson(json, again));
    const std::string second = codec::toJson({again, 0});
    codec::ValueTape third;
    check(!codec::decodeJson(second, third));
    check(codec::toJson({third, 0}) == second);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr auto kFormat = codec::PayloadFormat::FUZZED_FORMAT;
    const std::string_view payload(reinterpret_cast<const char*>(data), size);
    codec::ValueTape tape;
    const auto failure = codec::decodeAs(kFormat, payload, tape);
    if (failure)
        check(tape.empty() && failure->byte <= size && !failure->reason.empty());
    else
        check(test::isWellFormed(tape, size));
    if (!failure) showsWhatItRead(tape);
    if (kFormat == codec::PayloadFormat::Json)
        check(failure.has_value() == codec::findJsonFault(payload, codec::JsonNumbers::Any).has_value());
    const bool plausible = !codec::decodeIfPlausible(kFormat, payload, tape);
    check(!plausible || !failure);
    return 0;
}
