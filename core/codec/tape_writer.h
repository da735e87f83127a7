#pragma once

#include "core/codec/decode_failure.h"
#include "core/codec/value_tape.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace eventflow::codec {

/// What no decoder takes more of: an offset fits its 32 bits, and one record cannot fill the memory.
inline constexpr std::size_t kMaxPayloadBytes = 64 * 1024 * 1024;

/// Nothing when the payload has a size that decoders take.
std::optional<DecodeFailure> refuseOversized(std::string_view payload);

/// Where a node begins and what its parent calls it.
struct NodePlace {
    std::size_t offset = 0;
    std::string_view name; ///< of a member; at most ValueTape::kMaxNameBytes; lives as long as the payload
};

/// Appends nodes and where they end. The first thing that does not fit is kept as a failure, and everything
/// behind it goes nowhere: a decoder looks at failed() when it is done with a container.
/// Thread: confined. Lifetime: refers to the tape, which it clears.
class TapeWriter {
public:
    explicit TapeWriter(ValueTape& tape) : m_tape(tape) { tape.clear(); }

    void null(const NodePlace& place, std::size_t end);
    void boolean(const NodePlace& place, bool value, std::size_t end);
    void integer(const NodePlace& place, std::int64_t value, std::size_t end,
                 ValueFormat format = ValueFormat::Plain);
    /// Integer where it fits, else Unsigned.
    void unsignedInteger(const NodePlace& place, std::uint64_t value, std::size_t end);
    void real(const NodePlace& place, double value, std::size_t end, ValueFormat format = ValueFormat::Plain);
    /// Null of format Extension: CBOR's `undefined`.
    void undefined(const NodePlace& place, std::size_t end);
    /// `text` points into the payload, the schema or the arena, here and below.
    void text(const NodePlace& place, std::string_view text, std::size_t end,
              ValueFormat format = ValueFormat::Plain);
    void bytes(const NodePlace& place, std::string_view bytes, std::size_t end,
               ValueFormat format = ValueFormat::Plain);

    /// An Array or Object whose children follow; its index, for close().
    [[nodiscard]] std::uint32_t open(const NodePlace& place, ValueKind kind);
    void close(std::uint32_t index, std::size_t children, std::size_t end);

    /// How many nodes there are; truncate() takes back those added since, unless the tape has failed.
    [[nodiscard]] std::size_t size() const { return m_tape.nodes().size(); }
    void truncate(std::size_t size);

    [[nodiscard]] Arena& arena() { return m_tape.arena(); }
    [[nodiscard]] bool failed() const { return m_failure.has_value(); }
    [[nodiscard]] const std::optional<DecodeFailure>& failure() const { return m_failure; }

private:
    ValueNode& add(const NodePlace& place, ValueKind kind, std::size_t end);
    void data(const NodePlace& place, ValueKind kind, std::string_view bytes, std::size_t end,
              ValueFormat format);

    ValueTape& m_tape;
    ValueNode m_refused; ///< what is written to once the tape has failed
    std::optional<DecodeFailure> m_failure;
};

} // namespace eventflow::codec
