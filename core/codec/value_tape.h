#pragma once

#include "core/base/arena.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace eventflow::codec {

/// What a node is, in the terms that every format shares.
enum class ValueKind : std::uint8_t {
    Null,
    Boolean,
    Integer,  ///< std::int64_t
    Unsigned, ///< std::uint64_t above std::int64_t's range; smaller ones are Integer
    Real,
    Text, ///< valid UTF-8
    Bytes,
    Array,  ///< children without names
    Object, ///< children with names, in the payload's order; a name may come twice
};

/// What the value means beyond its kind: how to show it, and what a schema calls it.
enum class ValueFormat : std::uint8_t {
    Plain,
    Enum,       ///< Text: the symbol. Integer: a number that the schema has no symbol for
    Decimal,    ///< Text: the exact decimal number, `-12.30`
    Uuid,       ///< Text in its canonical form
    Date,       ///< Integer: days since 1970-01-01
    TimeMillis, ///< Integer since midnight, likewise the two below
    TimeMicros,
    TimeNanos,
    TimestampSeconds, ///< Integer since the epoch, UTC, likewise the three below
    TimestampMillis,
    TimestampMicros,
    TimestampNanos,
    LocalTimestampMillis, ///< likewise, in no time zone
    LocalTimestampMicros,
    LocalTimestampNanos,
    Duration,  ///< Text, ISO 8601: `P1M2DT3.004S`
    Extension, ///< Bytes that only the producer can read (MessagePack ext, CBOR tag); see the decoder's
               ///< header
    Single,    ///< Real: of 32 bits or less; its shortest text is the one of a float
};

/// One value of a decoded payload; its children follow it directly on the tape, in order (pre-order).
/// Lifetime: `name` and `data` point into the payload, the schema or the tape's arena.
struct ValueNode {
    union {
        const char* data = nullptr; ///< Text, Bytes
        std::int64_t integer;
        std::uint64_t unsignedInteger;
        double real;
        bool boolean;
    };
    const char* name = nullptr; ///< of a member of an Object
    std::uint32_t size = 0;     ///< Text, Bytes: bytes. Array, Object: number of children
    std::uint32_t end = 0;      ///< index of the first node behind this one's subtree
    /// Of its first byte in the payload, a member's name included. See ValueTape::byteRange.
    std::uint32_t offset = 0;
    std::uint16_t nameSize = 0;
    ValueKind kind = ValueKind::Null;
    ValueFormat format = ValueFormat::Plain;

    [[nodiscard]] std::string_view text() const { return {data, size}; }
    [[nodiscard]] std::string_view memberName() const { return {name, nameSize}; }
};
static_assert(sizeof(ValueNode) == 32);

/// A decoded payload: what every decoder writes and everything behind them reads (normalizing, filters, the
/// inspector). node 0 is the root. One tape is reused from record to record: clear() keeps its memory, so
/// that decoding allocates nothing in the steady state. Thread: confined. Shape: at most kMaxNodes nodes;
/// offsets never decrease, but where a decoder that tells the ends of nodes groups what the payload scatters
/// (Protobuf's repeated fields).
class ValueTape {
public:
    static constexpr std::size_t kMaxNodes = 8'000'000;
    static constexpr std::size_t kMaxDepth = 64;
    static constexpr std::size_t kMaxNameBytes = 65'535;

    /// Bytes of a payload, `end` excluded.
    struct ByteRange {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    void clear() {
        m_nodes.clear();
        m_byteEnds.clear();
        m_arena.clear();
    }
    /// Frees the memory of an unusually large payload.
    void release();

    [[nodiscard]] bool empty() const { return m_nodes.empty(); }
    [[nodiscard]] const ValueNode& root() const { return m_nodes.front(); }
    [[nodiscard]] const std::vector<ValueNode>& nodes() const { return m_nodes; }
    [[nodiscard]] const ValueNode& operator[](std::uint32_t index) const { return m_nodes[index]; }

    /// Where the node stands in the payload. Without ends told by the decoder a node reaches up to the next
    /// one behind its subtree.
    [[nodiscard]] ByteRange byteRange(std::uint32_t index, std::size_t payloadBytes) const;

    // For decoders.
    [[nodiscard]] std::vector<ValueNode>& nodes() { return m_nodes; }
    [[nodiscard]] Arena& arena() { return m_arena; }
    /// Of each node the byte behind it; empty where the decoder does not tell.
    [[nodiscard]] std::vector<std::uint32_t>& byteEnds() { return m_byteEnds; }

private:
    std::vector<ValueNode> m_nodes;
    std::vector<std::uint32_t> m_byteEnds;
    Arena m_arena; ///< texts that are not in the payload: decimals, UUIDs, names of numbers
};

/// A node of a tape as a value: cheap to copy. Lifetime: the tape's.
class ValueView {
public:
    ValueView(const ValueTape& tape, std::uint32_t index) : m_tape(&tape), m_index(index) {}

    [[nodiscard]] const ValueNode& node() const { return (*m_tape)[m_index]; }
    const ValueNode* operator->() const { return &node(); }
    [[nodiscard]] std::uint32_t index() const { return m_index; }

    /// The children of an Array or Object, for a range-for loop.
    class Children;
    [[nodiscard]] Children children() const;

private:
    const ValueTape* m_tape;
    std::uint32_t m_index;
};

class ValueView::Children {
public:
    class Iterator {
    public:
        Iterator(const ValueTape* tape, std::uint32_t index) : m_tape(tape), m_index(index) {}
        ValueView operator*() const { return {*m_tape, m_index}; }
        Iterator& operator++() {
            m_index = (*m_tape)[m_index].end;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return m_index != other.m_index; }

    private:
        const ValueTape* m_tape;
        std::uint32_t m_index;
    };

    Children(const ValueTape& tape, std::uint32_t first, std::uint32_t end)
        : m_tape(&tape), m_first(first), m_end(end) {}
    [[nodiscard]] Iterator begin() const { return {m_tape, m_first}; }
    [[nodiscard]] Iterator end() const { return {m_tape, m_end}; }

private:
    const ValueTape* m_tape;
    std::uint32_t m_first;
    std::uint32_t m_end;
};

inline ValueView::Children ValueView::children() const {
    const bool hasChildren = node().kind == ValueKind::Array || node().kind == ValueKind::Object;
    return {*m_tape, m_index + 1, hasChildren ? node().end : m_index + 1};
}

} // namespace eventflow::codec
