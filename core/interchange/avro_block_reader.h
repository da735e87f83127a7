#pragma once

#include "core/base/arena.h"
#include "core/codec/avro/container.h"
#include "core/codec/avro/decoder.h"
#include "core/codec/value_tape.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace eventflow::interchange {

/// Reads the values of a container's blocks, one block after another, each value as a line of JSON. Thread:
/// confined. Memory: one decompressed block.
class AvroBlockReader {
public:
    enum class Step : std::uint8_t {
        Value,
        End,
        Fault, ///< this value, and what is behind it in the block, cannot be read: fault()
    };

    /// Errors: as Program::compile().
    static Result<AvroBlockReader> open(const codec::avro::ContainerHeader& header);

    /// Begins a block as AvroSplitter gives it. Lifetime: the block stays until the next one.
    void begin(std::string_view block);
    /// `json`: with kValuePadding readable bytes behind it, in `arena`; of a Fault the undecoded rest, its
    /// front.
    Step next(Arena& arena, std::string_view& json);
    /// Behind a Fault: in plain words, with the place.
    [[nodiscard]] const std::string& fault() const { return m_fault; }

    [[nodiscard]] std::int64_t valuesLeft() const { return m_left; }

private:
    AvroBlockReader(std::shared_ptr<const codec::avro::Program> program, codec::avro::BlockCodec codec)
        : m_program(std::move(program)), m_codec(codec) {}

    Step fail(Arena& arena, std::string_view& rest, std::string cause);

    std::shared_ptr<const codec::avro::Program> m_program;
    codec::avro::BlockCodec m_codec;
    codec::avro::Decoder m_decoder;
    codec::ValueTape m_tape;
    std::string m_scratch; ///< the decompressed block
    std::string_view m_values;
    std::size_t m_at = 0; ///< in m_values
    std::int64_t m_count = 0;
    std::int64_t m_left = 0;
    std::string m_fault; ///< of the block, or of the value
};

} // namespace eventflow::interchange
