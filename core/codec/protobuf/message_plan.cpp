#include "core/codec/protobuf/message_plan.h"

#include "core/codec/protobuf/message_pool.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

namespace eventflow::codec::protobuf {

namespace {

namespace pb = google::protobuf;

WellKnown wellKnownOf(const std::string& name) {
    static const std::unordered_map<std::string, WellKnown> kNames{
        {"google.protobuf.Any", WellKnown::Any},
        {"google.protobuf.Timestamp", WellKnown::Timestamp},
        {"google.protobuf.Duration", WellKnown::Duration},
        {"google.protobuf.FieldMask", WellKnown::FieldMask},
        {"confluent.type.Decimal", WellKnown::Decimal},
        {"google.protobuf.Struct", WellKnown::Transparent},
        {"google.protobuf.ListValue", WellKnown::Transparent},
        {"google.protobuf.Value", WellKnown::Transparent},
        {"google.protobuf.DoubleValue", WellKnown::Transparent},
        {"google.protobuf.FloatValue", WellKnown::Transparent},
        {"google.protobuf.Int64Value", WellKnown::Transparent},
        {"google.protobuf.UInt64Value", WellKnown::Transparent},
        {"google.protobuf.Int32Value", WellKnown::Transparent},
        {"google.protobuf.UInt32Value", WellKnown::Transparent},
        {"google.protobuf.BoolValue", WellKnown::Transparent},
        {"google.protobuf.StringValue", WellKnown::Transparent},
        {"google.protobuf.BytesValue", WellKnown::Transparent},
    };
    const auto found = kNames.find(name);
    return found == kNames.end() ? WellKnown::None : found->second;
}

} // namespace

const FieldPlan* MessagePlan::find(std::uint32_t number) const {
    // Most messages number their fields from 1 without gaps.
    if (number <= fields.size() && fields[number - 1].number == number) return &fields[number - 1];
    const auto found = std::ranges::lower_bound(fields, number, {}, &FieldPlan::number);
    return found != fields.end() && found->number == number ? &*found : nullptr;
}

PlanSet::PlanSet(std::shared_ptr<const MessagePool> pool) : m_pool(std::move(pool)) {}

PlanSet::~PlanSet() = default;

const MessagePlan* PlanSet::byName(std::string_view messageName) {
    const pb::Descriptor* message = m_pool->find(messageName);
    if (message == nullptr) return nullptr;
    const MessagePlan* result = plan(*message);
    while (!m_pending.empty()) {
        const pb::Descriptor* next = m_pending.back();
        m_pending.pop_back();
        compile(*next, *m_messages[next]);
    }
    return result;
}

/// Types refer to each other in circles: a plan exists before it is compiled.
const MessagePlan* PlanSet::plan(const pb::Descriptor& message) {
    auto& entry = m_messages[&message];
    if (!entry) {
        entry = std::make_unique<MessagePlan>();
        m_pending.push_back(&message);
    }
    return entry.get();
}

const EnumPlan* PlanSet::plan(const pb::EnumDescriptor& type) {
    auto& entry = m_enums[&type];
    if (entry) return entry.get();
    entry = std::make_unique<EnumPlan>();
    entry->isNull = type.full_name() == "google.protobuf.NullValue";
    // Of two symbols with one number the first is the canonical one: emplace keeps it.
    for (int i = 0; i < type.value_count(); ++i)
        entry->symbols.emplace(type.value(i)->number(), type.value(i)->name());
    return entry.get();
}

void PlanSet::compile(const pb::Descriptor& message, MessagePlan& out) {
    out.name = message.full_name();
    out.wellKnown = wellKnownOf(out.name);
    out.oneofs = static_cast<std::size_t>(message.oneof_decl_count());
    for (int i = 0; i < message.field_count(); ++i)
        out.fields.push_back(compile(*message.field(i)));
    std::vector<const pb::FieldDescriptor*> extensions;
    m_pool->descriptors().FindAllExtensions(&message, &extensions);
    for (const pb::FieldDescriptor* extension : extensions)
        out.fields.push_back(compile(*extension));
    std::ranges::sort(out.fields, {}, &FieldPlan::number);
}

FieldPlan PlanSet::compile(const pb::FieldDescriptor& field) {
    FieldPlan out;
    out.name = field.is_extension() ? "[" + field.full_name() + "]" : field.name();
    out.number = static_cast<std::uint32_t>(field.number());
    out.type = static_cast<FieldType>(field.type());
    out.repeated = field.is_repeated();
    out.map = field.is_map();
    out.mustBeUtf8 =
        out.type == FieldType::String && field.file()->syntax() == pb::FileDescriptor::SYNTAX_PROTO3;
    if (const auto* oneof = field.real_containing_oneof()) out.oneof = oneof->index();
    if (field.message_type() != nullptr) out.message = plan(*field.message_type());
    if (field.enum_type() != nullptr) out.symbols = plan(*field.enum_type());
    return out;
}

} // namespace eventflow::codec::protobuf
