#include "core/schema/protobuf_compatibility.h"

#include "core/schema/protobuf_messages.h"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <set>
#include <utility>

namespace eventflow::schema {

namespace {

namespace pb = google::protobuf;
using codec::protobuf::MessagePool;

constexpr std::size_t kMaxPairs = 20'000;

/// Types that share a wire form: what one writes the others read.
enum class WireForm { Varint, ZigZag, Fixed32, Fixed64, Float, Double, Bytes, Message, Group };

WireForm wireFormOf(const pb::FieldDescriptor& field) {
    switch (field.type()) {
    case pb::FieldDescriptor::TYPE_SINT32:
    case pb::FieldDescriptor::TYPE_SINT64:
        return WireForm::ZigZag;
    case pb::FieldDescriptor::TYPE_FIXED32:
    case pb::FieldDescriptor::TYPE_SFIXED32:
        return WireForm::Fixed32;
    case pb::FieldDescriptor::TYPE_FIXED64:
    case pb::FieldDescriptor::TYPE_SFIXED64:
        return WireForm::Fixed64;
    case pb::FieldDescriptor::TYPE_FLOAT:
        return WireForm::Float;
    case pb::FieldDescriptor::TYPE_DOUBLE:
        return WireForm::Double;
    case pb::FieldDescriptor::TYPE_STRING:
    case pb::FieldDescriptor::TYPE_BYTES:
        return WireForm::Bytes;
    case pb::FieldDescriptor::TYPE_MESSAGE:
        return WireForm::Message;
    case pb::FieldDescriptor::TYPE_GROUP:
        return WireForm::Group;
    default:
        return WireForm::Varint;
    }
}

std::string typeText(const pb::FieldDescriptor& field) {
    const std::string label = field.is_repeated() && !field.is_map() ? "repeated " : "";
    if (field.message_type() != nullptr) return label + field.message_type()->full_name();
    if (field.enum_type() != nullptr) return label + field.enum_type()->full_name();
    return label + field.type_name();
}

std::string quoted(const std::string& name) {
    return '"' + name + '"';
}

class Walk {
public:
    SchemaCheck run(const MessagePool& reader, const MessagePool& writer) {
        const auto read = messagesOf(reader);
        const auto written = messagesOf(writer);
        if (!read.empty() && !written.empty() &&
            read.front()->file()->package() != written.front()->file()->package())
            m_check.warn(
                {"PACKAGE_CHANGED",
                 {},
                 {},
                 "the package changed from " + quoted(written.front()->file()->package()) + " to " +
                     quoted(read.front()->file()->package()) +
                     ": the bytes are the same, but messages inside of Any are not found by their name"});
        compareMessages(read, written);
        while (!m_open.empty()) {
            const auto [readerMessage, writerMessage] = m_open.back();
            m_open.pop_back();
            compareFields(*readerMessage, *writerMessage);
            compareOneofs(*readerMessage, *writerMessage);
            compareMessages(nested(*readerMessage), nested(*writerMessage));
        }
        return std::move(m_check);
    }

private:
    using Messages = std::vector<const pb::Descriptor*>;

    static Messages nested(const pb::Descriptor& message) {
        Messages out;
        for (int i = 0; i < message.nested_type_count(); ++i)
            if (!message.nested_type(i)->options().map_entry()) out.push_back(message.nested_type(i));
        return out;
    }

    void compareMessages(const Messages& read, const Messages& written) {
        for (const pb::Descriptor* message : written) {
            const auto same =
                std::ranges::find(read, message->name(),
                                  [](const pb::Descriptor* m) -> const std::string& { return m->name(); });
            if (same != read.end())
                enqueue(**same, *message);
            else
                m_check.add(
                    {"MESSAGE_REMOVED",
                     {},
                     messagePath(*message),
                     "the reader has no message " + quoted(message->name()) + ", which the writer may send"});
        }
    }

    void enqueue(const pb::Descriptor& reader, const pb::Descriptor& writer) {
        if (!m_seen.emplace(&reader, &writer).second) return;
        if (m_seen.size() > kMaxPairs) {
            if (m_seen.size() == kMaxPairs + 1)
                m_check.add({"UNDECIDED", messagePath(reader), messagePath(writer),
                             "more than 20000 pairs of messages meet; not looked at further"});
            return;
        }
        m_open.emplace_back(&reader, &writer);
    }

    void compareFields(const pb::Descriptor& reader, const pb::Descriptor& writer) {
        for (int i = 0; i < writer.field_count(); ++i) {
            const pb::FieldDescriptor& field = *writer.field(i);
            if (const auto* same = reader.FindFieldByNumber(field.number()))
                compareField(*same, field);
            else
                reportRemoved(reader, field);
        }
        for (int i = 0; i < reader.field_count(); ++i) {
            const pb::FieldDescriptor& field = *reader.field(i);
            const auto* same = writer.FindFieldByNumber(field.number());
            if (field.is_required() && (same == nullptr || !same->is_required()))
                m_check.add({"REQUIRED_FIELD_ADDED", pathOf(field), messagePath(writer),
                             "the reader requires the field " + quoted(field.name()) +
                                 ", which messages of the writer may lack"});
            if (same == nullptr && writer.IsReservedNumber(field.number()))
                m_check.warn({"RESERVED_NUMBER_USED", pathOf(field), messagePath(writer),
                              "the number " + std::to_string(field.number()) +
                                  " was reserved: older data may have another field there"});
        }
    }

    void reportRemoved(const pb::Descriptor& reader, const pb::FieldDescriptor& field) {
        if (field.is_required())
            m_check.add({"REQUIRED_FIELD_REMOVED", messagePath(reader), pathOf(field),
                         "the required field " + quoted(field.name()) + " is gone"});
        else if (field.real_containing_oneof() != nullptr)
            m_check.add({"ONEOF_FIELD_REMOVED", messagePath(reader), pathOf(field),
                         "the field " + quoted(field.name()) + " of the oneof " +
                             quoted(field.real_containing_oneof()->name()) +
                             " is gone: the reader finds none of its fields where the writer set this one"});
        else if (!reader.IsReservedNumber(field.number()))
            m_check.warn({"FIELD_REMOVED_NOT_RESERVED", messagePath(reader), pathOf(field),
                          "the number " + std::to_string(field.number()) + " of the removed field " +
                              quoted(field.name()) +
                              " is not reserved: it might be used for something else"});
    }

    void compareField(const pb::FieldDescriptor& reader, const pb::FieldDescriptor& writer) {
        if (reader.name() != writer.name())
            m_check.warn({"FIELD_NAME_CHANGED", pathOf(reader), pathOf(writer),
                          "the field " + std::to_string(reader.number()) + " was called " +
                              quoted(writer.name()) + ": its JSON form changes"});
        const WireForm form = wireFormOf(reader);
        if (form != wireFormOf(writer)) {
            const bool isMessage = reader.message_type() != nullptr || writer.message_type() != nullptr;
            addPair(isMessage ? "FIELD_KIND_CHANGED" : "FIELD_SCALAR_KIND_CHANGED", reader, writer,
                    "the writer sends " + typeText(writer) + ", which has another form than " +
                        typeText(reader));
            return;
        }
        if (reader.is_map() != writer.is_map()) {
            addPair("FIELD_KIND_CHANGED", reader, writer, "only one of both sides is a map");
            return;
        }
        compareLabel(reader, writer, form);
        compareMeaning(reader, writer);
        if (reader.message_type() != nullptr) compareNamedType(reader, writer);
    }

    void compareLabel(const pb::FieldDescriptor& reader, const pb::FieldDescriptor& writer, WireForm form) {
        if (reader.is_repeated() == writer.is_repeated()) return;
        const bool hasLength = form == WireForm::Bytes || form == WireForm::Message;
        if (!hasLength)
            addPair("FIELD_NUMERIC_LABEL_CHANGED", reader, writer,
                    "numbers are packed where they are repeated: one side is repeated, the other is not");
        else if (writer.is_repeated())
            m_check.warn({"FIELD_LABEL_CHANGED", pathOf(reader), pathOf(writer),
                          "of repeated values the reader keeps the last one only"});
    }

    void compareMeaning(const pb::FieldDescriptor& reader, const pb::FieldDescriptor& writer) {
        if (reader.type() == writer.type() && reader.enum_type() == nullptr) return;
        const auto is32 = [](const pb::FieldDescriptor& f) {
            return f.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT32 ||
                   f.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT32 ||
                   f.cpp_type() == pb::FieldDescriptor::CPPTYPE_BOOL;
        };
        const auto is64 = [](const pb::FieldDescriptor& f) {
            return f.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64 ||
                   f.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64;
        };
        if (is32(reader) && is64(writer))
            warnPair("FIELD_NARROWED", reader, writer, "large numbers are cut: the writer sends 64 bits");
        if (reader.type() == pb::FieldDescriptor::TYPE_STRING &&
            writer.type() == pb::FieldDescriptor::TYPE_BYTES)
            warnPair("FIELD_NARROWED", reader, writer, "bytes that are not UTF-8 cannot be read as a string");
        if (reader.enum_type() == nullptr || writer.enum_type() == nullptr) return;
        std::string missing;
        for (int i = 0; i < writer.enum_type()->value_count(); ++i) {
            const pb::EnumValueDescriptor& value = *writer.enum_type()->value(i);
            if (reader.enum_type()->FindValueByNumber(value.number()) == nullptr && missing.size() < 200)
                missing += (missing.empty() ? "" : ", ") + value.name();
        }
        if (!missing.empty())
            warnPair("ENUM_CONST_REMOVED", reader, writer, "the reader has no names for " + missing);
    }

    void compareNamedType(const pb::FieldDescriptor& reader, const pb::FieldDescriptor& writer) {
        if (reader.is_map()) {
            compareField(*reader.message_type()->field(0), *writer.message_type()->field(0));
            compareField(*reader.message_type()->field(1), *writer.message_type()->field(1));
        } else if (messagePath(*reader.message_type()) != messagePath(*writer.message_type())) {
            addPair("FIELD_NAMED_TYPE_CHANGED", reader, writer,
                    "the writer sends the message " + writer.message_type()->full_name() +
                        ", the reader expects " + reader.message_type()->full_name());
        } else {
            enqueue(*reader.message_type(), *writer.message_type());
        }
    }

    /// Of fields that the writer may set together the reader of a oneof keeps only the last.
    void compareOneofs(const pb::Descriptor& reader, const pb::Descriptor& writer) {
        for (int i = 0; i < reader.real_oneof_decl_count(); ++i) {
            const pb::OneofDescriptor& oneof = *reader.oneof_decl(i);
            std::set<const void*> groups;
            std::string names;
            for (int k = 0; k < oneof.field_count(); ++k) {
                const auto* same = writer.FindFieldByNumber(oneof.field(k)->number());
                if (same == nullptr) continue;
                const void* group = same->real_containing_oneof();
                groups.insert(group != nullptr ? group : static_cast<const void*>(same));
                names += (names.empty() ? "" : ", ") + same->name();
            }
            if (groups.size() > 1)
                m_check.add({"MULTIPLE_FIELDS_MOVED_TO_ONEOF", messagePath(reader) + '/' + oneof.name(),
                             messagePath(writer),
                             "the reader has " + names + " in the oneof " + quoted(oneof.name()) +
                                 ", the writer may set several of them, of which one is kept"});
        }
    }

    static std::string pathOf(const pb::FieldDescriptor& field) {
        return messagePath(*field.containing_type()) + '/' + field.name();
    }
    static std::string described(const pb::FieldDescriptor& field, const std::string& what) {
        return "field " + quoted(field.name()) + " (" + std::to_string(field.number()) + "): " + what;
    }
    void addPair(const char* kind, const pb::FieldDescriptor& reader, const pb::FieldDescriptor& writer,
                 const std::string& what) {
        m_check.add({kind, pathOf(reader), pathOf(writer), described(writer, what)});
    }
    void warnPair(const char* kind, const pb::FieldDescriptor& reader, const pb::FieldDescriptor& writer,
                  const std::string& what) {
        m_check.warn({kind, pathOf(reader), pathOf(writer), described(writer, what)});
    }

    SchemaCheck m_check;
    std::set<std::pair<const pb::Descriptor*, const pb::Descriptor*>> m_seen;
    std::vector<std::pair<const pb::Descriptor*, const pb::Descriptor*>> m_open;
};

} // namespace

SchemaCheck canRead(const MessagePool& reader, const MessagePool& writer) {
    return Walk().run(reader, writer);
}

} // namespace eventflow::schema
