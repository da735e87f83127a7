#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace google::protobuf {
class Descriptor;
class EnumDescriptor;
class FieldDescriptor;
} // namespace google::protobuf

namespace eventflow::codec::protobuf {

class MessagePool;

/// How a field's values stand on the wire; numbered as in descriptor.proto.
enum class FieldType : std::uint8_t {
    Double = 1,
    Float,
    Int64,
    UInt64,
    Int32,
    Fixed64,
    Fixed32,
    Bool,
    String,
    Group,
    Message,
    Bytes,
    UInt32,
    Enum,
    SFixed32,
    SFixed64,
    SInt32,
    SInt64,
};

/// Messages that mean more than their fields: of google/protobuf/*.proto, and Confluent's decimal.
enum class WellKnown : std::uint8_t {
    None,
    Any,
    Timestamp,
    Duration,
    FieldMask,
    Decimal,     ///< confluent.type.Decimal
    Transparent, ///< its one field stands for it: wrappers, Struct, ListValue, Value
};

struct EnumPlan {
    std::unordered_map<std::int32_t, std::string> symbols;
    bool isNull = false; ///< google.protobuf.NullValue
};

struct MessagePlan;

struct FieldPlan {
    std::string name; ///< of an extension `[shop.v1.discount]`
    std::uint32_t number = 0;
    FieldType type = FieldType::Int32;
    bool repeated = false;
    bool map = false;
    bool mustBeUtf8 = false; ///< a string of proto3
    std::int32_t oneof = -1; ///< the index of the one it is in
    const MessagePlan* message = nullptr;
    const EnumPlan* symbols = nullptr;
};

/// A message type as its decoder needs it.
struct MessagePlan {
    std::string name;
    WellKnown wellKnown = WellKnown::None;
    std::vector<FieldPlan> fields; ///< by number
    std::size_t oneofs = 0;

    [[nodiscard]] const FieldPlan* find(std::uint32_t number) const;
};

/// Compiles descriptors into plans, each type once and with all it refers to. Thread: confined. Lifetime:
/// plans live as long as this; descriptors are not referred to afterwards.
class PlanSet {
public:
    explicit PlanSet(std::shared_ptr<const MessagePool> pool);
    ~PlanSet();
    PlanSet(const PlanSet&) = delete;
    PlanSet& operator=(const PlanSet&) = delete;

    /// Null when the pool has no such message.
    const MessagePlan* byName(std::string_view messageName);

private:
    const MessagePlan* plan(const google::protobuf::Descriptor& message);
    const EnumPlan* plan(const google::protobuf::EnumDescriptor& type);
    void compile(const google::protobuf::Descriptor& message, MessagePlan& out);
    FieldPlan compile(const google::protobuf::FieldDescriptor& field);

    std::shared_ptr<const MessagePool> m_pool;
    std::unordered_map<const google::protobuf::Descriptor*, std::unique_ptr<MessagePlan>> m_messages;
    std::unordered_map<const google::protobuf::EnumDescriptor*, std::unique_ptr<EnumPlan>> m_enums;
    std::vector<const google::protobuf::Descriptor*> m_pending; ///< created, not compiled yet
};

} // namespace eventflow::codec::protobuf
