#pragma once

#include "core/base/result.h"
#include "core/codec/avro/block_codec.h"
#include "core/codec/avro/decoder.h"
#include "core/codec/avro/program.h"
#include "core/codec/avro/schema.h"
#include "core/codec/decode_failure.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::codec::avro {

inline constexpr std::string_view kContainerMagic{"Obj\x01", 4};
inline constexpr std::size_t kSyncBytes = 16;

/// What stands at the beginning of an object container file.
struct ContainerHeader {
    std::map<std::string, std::string, std::less<>>
        metadata; ///< `avro.schema`, `avro.codec` and what others add
    std::shared_ptr<const Schema> schema;
    BlockCodec codec = BlockCodec::None;
    std::array<char, kSyncBytes> sync{};
    std::size_t size = 0; ///< bytes of the header
};

/// Reads object container files (`Obj` 01) value by value. A file that is torn or damaged gives every whole
/// block before the damage, then failure(). Thread: confined. Lifetime: refers to the file's bytes. Memory:
/// one decompressed block.
class ContainerReader {
public:
    /// Reads the header. `file`: all of its bytes, mapped or read. Errors: ParseError, Unsupported (a codec
    /// that is not known), LimitExceeded.
    static Result<std::unique_ptr<ContainerReader>> open(std::string_view file);

    [[nodiscard]] const ContainerHeader& header() const { return m_header; }
    /// Decodes the next value. False at the end of the file, and where it is damaged: see failure().
    /// Lifetime: the tape points into this reader, up to the next call. Its offsets count from the beginning
    /// of the block's decompressed bytes.
    bool next(ValueTape& tape);
    /// The same, as the reader's schema wants it. `program`: compiled from header().schema.
    bool next(const Program& program, ValueTape& tape);
    /// What is wrong behind the values that next() gave; the byte counts in the file.
    [[nodiscard]] const std::optional<DecodeFailure>& failure() const { return m_failure; }

    [[nodiscard]] std::uint64_t valuesRead() const { return m_values; }
    [[nodiscard]] std::uint64_t blocksRead() const { return m_blocks; }
    /// Where the block of the last value begins in the file.
    [[nodiscard]] std::size_t blockOffset() const { return m_blockOffset; }

private:
    explicit ContainerReader(std::string_view file) : m_file(file) {}

    Status readHeader();
    Status readMetadata();
    bool readBlock();
    bool fail(std::size_t byte, std::string reason, std::string path = {});

    std::string_view m_file;
    ContainerHeader m_header;
    std::shared_ptr<const Program> m_program;
    Decoder m_decoder;
    std::string m_scratch; ///< the decompressed block
    std::string_view m_block;
    std::size_t m_blockAt = 0;      ///< in m_block
    std::int64_t m_blockValues = 0; ///< still to come
    std::size_t m_blockOffset = 0;
    std::size_t m_at = 0; ///< in the file, behind the block
    std::uint64_t m_values = 0;
    std::uint64_t m_blocks = 0;
    std::optional<DecodeFailure> m_failure;
};

} // namespace eventflow::codec::avro
