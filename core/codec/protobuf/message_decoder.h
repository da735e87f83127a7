#pragma once

#include "core/codec/payload_decoder.h"
#include "core/codec/protobuf/field_scan.h"
#include "core/codec/protobuf/message_plan.h"

#include <memory>
#include <string>
#include <string_view>

namespace eventflow::codec::protobuf {

class MessagePool;

/// Reads messages of one type from Protobuf's wire format.
/// Shape: an Object with what the payload has, in the order in which the fields first occur; nothing is made
/// up for absent fields. Repeated fields are Arrays, maps Objects (of two entries with one key the last),
/// enums their symbol or else the number. A field that the schema does not know is `#17:varint`, read as raw.
/// Of a field that may come once the last one counts, of a oneof the last member; messages are merged.
/// Well-known types are what they stand for: Timestamp and Duration times, wrappers and Struct their values,
/// FieldMask a text, Any an Object of `@type` and `value` (Bytes when the pool does not know the type).
/// Offsets: a field begins at its tag; nodes end with their last byte.
/// Failures: broken wire format, a field on another wire type than its own, strings of proto3 that are not
/// UTF-8; with the path of the field. Thread: confined.
class MessageDecoder : public PayloadDecoder {
public:
    /// The pool has the message.
    MessageDecoder(std::shared_ptr<const MessagePool> pool, std::string_view messageName);

    std::optional<DecodeFailure> decode(std::string_view bytes, ValueTape& tape) override;
    std::string typeName() const override { return m_plan->name; }

private:
    PlanSet m_plans;
    const MessagePlan* m_plan;
    FieldScan m_scan;
};

} // namespace eventflow::codec::protobuf
