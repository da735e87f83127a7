#pragma once

#include "core/base/result.h"
#include "core/codec/decode_failure.h"
#include "core/codec/registered_schema.h"
#include "core/codec/value_tape.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::codec {

/// Reads payloads of one schema, or of one format that describes itself: what detection is given from
/// outside. Thread: confined to the detector that holds it, as it may keep scratch memory.
class PayloadDecoder {
public:
    PayloadDecoder() = default;
    PayloadDecoder(const PayloadDecoder&) = delete;
    PayloadDecoder& operator=(const PayloadDecoder&) = delete;
    virtual ~PayloadDecoder() = default;

    /// Reads all of `bytes`; what is left over is a failure. Nothing on success. Lifetime: the tape points
    /// into `bytes` and into what the decoder holds. Offsets count from the beginning of `bytes`.
    [[nodiscard]] virtual std::optional<DecodeFailure> decode(std::string_view bytes, ValueTape& tape) = 0;
    /// What it read last: the full name of the record or message, `shop.v1.Order`; empty when it has none.
    [[nodiscard]] virtual std::string typeName() const = 0;
};

/// Makes a decoder from a registered schema. `messagePath` is which message of a Protobuf schema the payload
/// says it is (see MessageIndexes), empty for other schemas. Errors: the schema's own faults.
using DecoderFactory = std::function<Result<std::shared_ptr<PayloadDecoder>>(
    const RegisteredSchema& schema, std::span<const std::int32_t> messagePath)>;

} // namespace eventflow::codec
