#pragma once

#include "core/codec/avro/container.h"
#include "core/codec/avro/decoder.h"
#include "core/codec/payload_decoder.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow::codec::avro {

/// The decoder of a registered schema, for detection (a DecoderFactory): the body behind a Confluent frame,
/// where a schema of plain `bytes` has no length. Errors: as Schema::parse() and Program::compile().
Result<std::shared_ptr<PayloadDecoder>> makeSchemaDecoder(const RegisteredSchema& schema,
                                                          std::span<const std::int32_t> messagePath = {});

/// Reads the single-object encoding: C3 01, the fingerprint of the schema's canonical form, the value.
/// A registry does not know fingerprints: these are the schemas that it has been shown.
class SingleObjectDecoder final : public PayloadDecoder {
public:
    /// Errors: as Program::compile().
    Status add(const std::shared_ptr<const Schema>& schema);

    [[nodiscard]] std::optional<DecodeFailure> decode(std::string_view bytes, ValueTape& tape) override;
    [[nodiscard]] std::string typeName() const override { return m_typeName; }

private:
    std::unordered_map<std::uint64_t, std::shared_ptr<const Program>> m_programs;
    Decoder m_decoder;
    std::string m_typeName;
};

/// Reads a whole object container file as an array of its values; their offsets are those of their blocks. A
/// torn one is a failure that says what is missing: ContainerReader gives its whole blocks.
class ContainerDecoder final : public PayloadDecoder {
public:
    [[nodiscard]] std::optional<DecodeFailure> decode(std::string_view bytes, ValueTape& tape) override;
    [[nodiscard]] std::string typeName() const override { return m_typeName; }

private:
    std::optional<DecodeFailure> append(const ContainerReader& reader, ValueTape& tape);

    std::unique_ptr<ContainerReader> m_reader; ///< the tape's names point into its schema
    ValueTape m_value;
    std::size_t m_copiedBytes = 0;
    std::string m_typeName;
};

} // namespace eventflow::codec::avro
