#pragma once

#include "core/base/result.h"
#include "core/codec/avro/schema.h"
#include "core/codec/value_tape.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::codec::avro {

/// What an operation does; each reads one value of the writer's and appends what the reader makes of it.
/// `a` and `b` are the operands.
enum class OpCode : std::uint8_t {
    Null,
    Boolean,
    Int,
    Long,
    IntToFloat,
    IntToDouble,
    LongToFloat,
    LongToDouble,
    Float,
    Double,
    Bytes,
    Text,
    UuidText,     ///< Text; a UUID where it is one
    Rest,         ///< everything up to the end as bytes, without a length
    Fixed,        ///< a: bytes, likewise the next three
    DecimalFixed, ///< b: scale
    UuidFixed,
    DurationFixed,
    DecimalBytes, ///< b: scale
    BigDecimal,
    Enum,   ///< a: first of its b symbols
    Union,  ///< a: first of its b branches, one operation each
    Record, ///< a: its fields' operations, up to RecordEnd; b: members
    RecordEnd,
    Array, ///< a: the item's operation and ItemEnd; b: least bytes of an item
    ItemEnd,
    Map, ///< a: the value's operation and EntryEnd; b: least bytes of an entry
    EntryEnd,
    TextMap,    ///< the frequent map of plain strings in one operation; b: likewise
    Default,    ///< a: which of the program's defaults; reads nothing
    Mismatch,   ///< the reader cannot have what is written here; a: which of the program's reasons
    SkipVarint, ///< the reader does not want it, likewise those below
    SkipSized,
    SkipFixed,  ///< a: bytes
    SkipRecord, ///< a: its fields' operations, up to SkipRecordEnd
    SkipRecordEnd,
    SkipItems, ///< a: an item's operations, up to SkipItemEnd; b: least bytes of an item
    SkipItemEnd,
    Stop,
};

struct Op {
    OpCode code = OpCode::Null;
    ValueFormat format = ValueFormat::Plain;
    std::uint16_t nameSize = 0;
    std::uint32_t a = 0;
    const char* name = nullptr; ///< of the member that it makes
    std::uint32_t b = 0;
};
static_assert(sizeof(Op) == 24);

struct CompileOptions {
    /// A schema that is bare `bytes` stands for the whole body, without a length: how Confluent's serializers
    /// write it.
    bool rawRootBytes = false;
};

/// How to decode data of one schema as another: schema resolution done once, as a flat list of operations.
/// Where the schemas do not fit, the program fails at the value that shows it, as the specification wants it:
/// data that never takes that branch is readable.
/// Immutable: share it between threads. Lifetime: what is decoded with it points into it.
class Program {
public:
    static constexpr std::size_t kMaxOps = 1'000'000;

    /// As the writer wrote it.
    static Result<std::shared_ptr<const Program>> compile(std::shared_ptr<const Schema> writer,
                                                          CompileOptions options = {});
    /// As the reader wants it. Errors: LimitExceeded.
    static Result<std::shared_ptr<const Program>> compile(std::shared_ptr<const Schema> writer,
                                                          std::shared_ptr<const Schema> reader,
                                                          CompileOptions options = {});

    [[nodiscard]] const Schema& writer() const { return *m_writer; }
    [[nodiscard]] const Schema& reader() const { return *m_reader; }

private:
    friend class Compiler;
    friend class Interpreter;
    Program() = default;

    /// A run of nodes of m_defaultTape.
    struct DefaultValue {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    std::shared_ptr<const Schema> m_writer;
    std::shared_ptr<const Schema> m_reader;
    std::vector<Op> m_ops;                   ///< the first is the root's, then Stop
    std::vector<std::string_view> m_symbols; ///< data() is null: the reader has no such symbol
    std::vector<std::string> m_reasons;
    std::vector<DefaultValue> m_defaults;
    ValueTape m_defaultTape;
};

} // namespace eventflow::codec::avro
