#pragma once

#include "core/codec/avro/program.h"
#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::codec::avro {

/// Decodes Avro's binary form, from anyone: lengths, counts, depths and texts are checked against the bytes
/// that are there before anything is allocated for them. Copies nothing: texts and bytes are views into the
/// payload. Thread: confined. In the steady state it allocates nothing.
class Decoder {
public:
    /// Items that take no bytes (of type null, say) cost the sender nothing: no payload has more.
    static constexpr std::size_t kMaxEmptyItems = 65'536;

    /// Decodes the value that stands in `payload` from byte `start` up to its very end.
    /// On failure the tape is empty. Lifetime: the tape points into the payload and into the program.
    std::optional<DecodeFailure> decode(const Program& program, std::string_view payload, std::size_t start,
                                        ValueTape& tape);
    /// Decodes one value at byte `at` and moves `at` behind it: for values in a row.
    std::optional<DecodeFailure> decodeNext(const Program& program, std::string_view payload, std::size_t& at,
                                            ValueTape& tape);

private:
    friend class Interpreter;
    friend class Compiler;

    /// A record, array or map that is not complete yet.
    struct Frame {
        const Op* op = nullptr;
        std::uint32_t returnTo = 0;
        std::uint32_t node = 0;
        std::int64_t left = 0;          ///< items of the block
        std::int64_t items = 0;         ///< begun so far
        const char* blockEnd = nullptr; ///< where the block says that it ends
        const char* key = nullptr;      ///< Map: of the entry, likewise those below
        std::uint32_t keySize = 0;
        std::uint32_t entryNode = 0;
        std::uint32_t entryOffset = 0;
    };

    std::array<Frame, ValueTape::kMaxDepth> m_frames;
    std::size_t m_nodeHint = 0; ///< how many nodes the last payload had
};

} // namespace eventflow::codec::avro
