#pragma once

#include "core/codec/avro/decoder.h"
#include "core/codec/avro/program.h"
#include "core/codec/decode_failure.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::codec::avro {

/// Runs a program over one payload. One loop over the operations, with everything that it touches often in
/// local variables; what fails does so in functions of its own.
class Interpreter {
public:
    /// `arena`: for texts that are not in the payload. Lifetime: refers to all of them.
    Interpreter(const Program& program, std::string_view payload, Decoder& decoder, ValueTape& tape,
                Arena& arena)
        : m_program(program), m_payload(payload), m_decoder(decoder), m_tape(tape), m_arena(arena) {}

    /// Runs from the operation at `start` until the end of its value, and moves `at`, which points into the
    /// payload, behind it. False: see failure(); the tape is of no use then.
    bool run(std::uint32_t start, const char*& at);
    [[nodiscard]] const DecodeFailure& failure() const { return *m_failure; }

private:
    using Frame = Decoder::Frame;
    struct State;

    bool execute(State& state, std::uint32_t pc);
    template <typename Read>
    bool leaf(State& state, const Op& op, Read read);
    bool boolean(State& state, const Op& op);
    bool whole(State& state, const Op& op, bool asInt);
    bool wholeAsReal(State& state, const Op& op, bool asInt, bool single);
    template <typename Real, typename Bits>
    bool real(State& state, const Op& op);
    bool sized(State& state, const Op& op, ValueKind kind);
    bool uuid(State& state, const Op& op);
    bool fixed(State& state, const Op& op);
    bool logicalFixed(State& state, const Op& op);
    bool decimal(State& state, const Op& op);
    bool bigDecimal(State& state, const Op& op);
    bool symbol(State& state, const Op& op);
    bool textMap(State& state, const Op& op);
    bool rest(State& state, const Op& op);
    bool insertDefault(State& state, const Op& op);

    bool open(State& state, const Op& op, std::uint32_t returnTo, ValueKind kind);
    bool openSkipped(State& state, const Op& op, std::uint32_t returnTo);
    bool pushFrame(State& state, const Op& op, std::uint32_t returnTo, std::uint32_t node);
    bool nextBlock(State& state, Frame& frame);
    bool beginEntry(State& state, Frame& frame);
    bool skipLeaf(State& state, const Op& op);
    bool grow(State& state);
    [[gnu::cold]] bool growNodes(const char* at);

    bool readKey(State& state, const char*& data, std::uint32_t& size);
    [[gnu::cold]] bool fail(const char* at, const Op* op, std::string reason);
    [[gnu::cold]] bool failVarint(const char* at, const char* end, const Op* op);
    [[gnu::cold]] bool failSized(const char* at, const char* end, const Op* op, const char* what);
    [[gnu::cold]] bool failBlock(const char* at, const Op* op, std::int64_t count, std::size_t left);
    [[nodiscard]] std::string pathOf(const Op* op) const;

    const Program& m_program;
    std::string_view m_payload;
    Decoder& m_decoder;
    ValueTape& m_tape;
    Arena& m_arena;
    std::size_t m_depth = 0;
    std::size_t m_emptyItems = 0;
    std::optional<DecodeFailure> m_failure;
};

} // namespace eventflow::codec::avro
