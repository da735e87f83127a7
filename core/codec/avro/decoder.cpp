#include "core/codec/avro/decoder.h"

#include "core/codec/avro/interpreter.h"
#include "core/codec/tape_writer.h"

namespace eventflow::codec::avro {

std::optional<DecodeFailure> Decoder::decode(const Program& program, std::string_view payload,
                                             std::size_t start, ValueTape& tape) {
    std::size_t at = start;
    if (auto failure = decodeNext(program, payload, at, tape)) return failure;
    if (at == payload.size()) return std::nullopt;
    tape.clear();
    return DecodeFailure{
        at, "the value ends here, but " + std::to_string(payload.size() - at) + " more bytes follow", {}};
}

std::optional<DecodeFailure> Decoder::decodeNext(const Program& program, std::string_view payload,
                                                 std::size_t& at, ValueTape& tape) {
    tape.clear();
    if (auto failure = refuseOversized(payload)) return failure;
    if (at > payload.size()) return DecodeFailure{payload.size(), "the payload ends before the value", {}};
    const char* position = payload.data() + at;
    Interpreter interpreter(program, payload, *this, tape, tape.arena());
    if (!interpreter.run(0, position)) {
        tape.clear();
        return interpreter.failure();
    }
    at = static_cast<std::size_t>(position - payload.data());
    return std::nullopt;
}

} // namespace eventflow::codec::avro
