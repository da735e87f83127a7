// Random messages, libprotobuf's own reading of them as the measure.

#include "core/codec/protobuf/message_pool.h"
#include "core/codec/protobuf/wire_reader.h"
#include "core/codec/tape_writer.h"
#include "tests/core/codec/protobuf_sample.h"
#include "tests/core/codec/tape_dump.h"

#include <QTest>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <algorithm>
#include <map>
#include <random>

using namespace eventflow;

namespace {

namespace pb = google::protobuf;
using codec::ValueFormat;
using codec::protobuf::MessagePool;

using Random = std::mt19937_64;

/// With members in the order of their names: maps have none of their own.
std::string canonical(codec::ValueView value) {
    if (value->kind != codec::ValueKind::Object && value->kind != codec::ValueKind::Array)
        return test::dump(value);
    const bool object = value->kind == codec::ValueKind::Object;
    std::vector<std::string> children;
    for (const codec::ValueView child : value.children())
        children.push_back((object ? std::string(child->memberName()) + ":" : "") + canonical(child));
    if (object) std::ranges::sort(children);
    std::string out;
    for (const std::string& child : children)
        out += child + ",";
    return (object ? "{" : "[") + out + (object ? "}" : "]");
}

/// What libprotobuf has read, as a tape.
class Expected {
public:
    explicit Expected(codec::TapeWriter& out) : m_out(out) {}

    void message(const pb::Message& message, const codec::NodePlace& place) {
        std::vector<const pb::FieldDescriptor*> fields;
        message.GetReflection()->ListFields(message, &fields);
        const auto index = m_out.open(place, codec::ValueKind::Object);
        for (const auto* field : fields) {
            const codec::NodePlace member{0, field->is_extension() ? copied("[" + field->full_name() + "]")
                                                                   : std::string_view(field->name())};
            if (field->is_map())
                map(message, *field, member);
            else if (field->is_repeated())
                array(message, *field, member);
            else
                value(message, *field, -1, member);
        }
        m_out.close(index, fields.size(), 0);
    }

private:
    std::string_view copied(const std::string& text) { return m_out.arena().copy(text); }

    void array(const pb::Message& message, const pb::FieldDescriptor& field, const codec::NodePlace& place) {
        const int count = message.GetReflection()->FieldSize(message, &field);
        const auto index = m_out.open(place, codec::ValueKind::Array);
        for (int i = 0; i < count; ++i)
            value(message, field, i, {});
        m_out.close(index, static_cast<std::size_t>(count), 0);
    }

    void map(const pb::Message& message, const pb::FieldDescriptor& field, const codec::NodePlace& place) {
        const auto* reflection = message.GetReflection();
        // Reflection may still have all entries of one key: the last counts.
        std::map<std::string, const pb::Message*> entries;
        for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
            const pb::Message& entry = reflection->GetRepeatedMessage(message, &field, i);
            codec::ValueTape key;
            codec::TapeWriter writer(key);
            Expected(writer).value(entry, *entry.GetDescriptor()->map_key(), -1, {});
            entries[codec::memberNameOf({key, 0})] = &entry;
        }
        const auto index = m_out.open(place, codec::ValueKind::Object);
        for (const auto& [key, entry] : entries)
            value(*entry, *entry->GetDescriptor()->map_value(), -1, {0, copied(key)});
        m_out.close(index, entries.size(), 0);
    }

    // `i` is -1 for a field that may come once.
    void value(const pb::Message& message, const pb::FieldDescriptor& field, int i,
               const codec::NodePlace& place) {
        const auto* r = message.GetReflection();
        const bool one = i < 0;
        switch (field.cpp_type()) {
        case pb::FieldDescriptor::CPPTYPE_INT32:
            return m_out.integer(
                place, one ? r->GetInt32(message, &field) : r->GetRepeatedInt32(message, &field, i), 0);
        case pb::FieldDescriptor::CPPTYPE_INT64:
            return m_out.integer(
                place, one ? r->GetInt64(message, &field) : r->GetRepeatedInt64(message, &field, i), 0);
        case pb::FieldDescriptor::CPPTYPE_UINT32:
            return m_out.integer(
                place, one ? r->GetUInt32(message, &field) : r->GetRepeatedUInt32(message, &field, i), 0);
        case pb::FieldDescriptor::CPPTYPE_UINT64:
            return m_out.unsignedInteger(
                place, one ? r->GetUInt64(message, &field) : r->GetRepeatedUInt64(message, &field, i), 0);
        case pb::FieldDescriptor::CPPTYPE_DOUBLE:
            return m_out.real(
                place, one ? r->GetDouble(message, &field) : r->GetRepeatedDouble(message, &field, i), 0);
        case pb::FieldDescriptor::CPPTYPE_FLOAT:
            return m_out.real(place,
                              one ? r->GetFloat(message, &field) : r->GetRepeatedFloat(message, &field, i), 0,
                              ValueFormat::Single);
        case pb::FieldDescriptor::CPPTYPE_BOOL:
            return m_out.boolean(
                place, one ? r->GetBool(message, &field) : r->GetRepeatedBool(message, &field, i), 0);
        case pb::FieldDescriptor::CPPTYPE_ENUM: {
            const int number =
                one ? r->GetEnumValue(message, &field) : r->GetRepeatedEnumValue(message, &field, i);
            const auto* symbol = field.enum_type()->FindValueByNumber(number);
            if (symbol != nullptr)
                m_out.text(place, symbol->name(), 0, ValueFormat::Enum);
            else
                m_out.integer(place, number, 0, ValueFormat::Enum);
            return;
        }
        case pb::FieldDescriptor::CPPTYPE_STRING: {
            const std::string text =
                one ? r->GetString(message, &field) : r->GetRepeatedString(message, &field, i);
            if (field.type() == pb::FieldDescriptor::TYPE_BYTES)
                m_out.bytes(place, copied(text), 0);
            else
                m_out.text(place, copied(text), 0);
            return;
        }
        case pb::FieldDescriptor::CPPTYPE_MESSAGE:
            return this->message(
                one ? r->GetMessage(message, &field) : r->GetRepeatedMessage(message, &field, i), place);
        }
    }

    codec::TapeWriter& m_out;
};

/// Sets about half of the fields, in any number, as deep as `depth`.
class Filler {
public:
    explicit Filler(Random& random) : m_random(random) {}

    void fill(pb::Message& message, int depth) {
        const auto* type = message.GetDescriptor();
        std::vector<const pb::FieldDescriptor*> fields;
        for (int i = 0; i < type->field_count(); ++i)
            fields.push_back(type->field(i));
        type->file()->pool()->FindAllExtensions(type, &fields);
        for (const auto* field : fields) {
            const bool known =
                field->message_type() != nullptr && field->message_type()->full_name().starts_with("google.");
            if (known || m_random() % 2 == 0 || (field->message_type() != nullptr && depth == 0)) continue;
            for (std::uint64_t n = field->is_repeated() ? m_random() % 4 : 1; n > 0; --n)
                set(message, *field, depth);
        }
    }

private:
    std::uint64_t bits() { return m_random() >> m_random() % 64; }
    template <typename Wide>
    Wide number() {
        return static_cast<Wide>(bits());
    }
    std::string text() { return std::string(m_random() % 5, static_cast<char>('a' + m_random() % 26)); }

    void set(pb::Message& message, const pb::FieldDescriptor& field, int depth) {
        const auto* r = message.GetReflection();
        const bool many = field.is_repeated();
        switch (field.cpp_type()) {
        case pb::FieldDescriptor::CPPTYPE_INT32:
            return many ? r->AddInt32(&message, &field, number<std::int32_t>())
                        : r->SetInt32(&message, &field, number<std::int32_t>());
        case pb::FieldDescriptor::CPPTYPE_INT64:
            return many ? r->AddInt64(&message, &field, number<std::int64_t>())
                        : r->SetInt64(&message, &field, number<std::int64_t>());
        case pb::FieldDescriptor::CPPTYPE_UINT32:
            return many ? r->AddUInt32(&message, &field, number<std::uint32_t>())
                        : r->SetUInt32(&message, &field, number<std::uint32_t>());
        case pb::FieldDescriptor::CPPTYPE_UINT64:
            return many ? r->AddUInt64(&message, &field, bits()) : r->SetUInt64(&message, &field, bits());
        case pb::FieldDescriptor::CPPTYPE_DOUBLE:
            return many ? r->AddDouble(&message, &field, 0.1 * static_cast<double>(bits()))
                        : r->SetDouble(&message, &field, 0.1 * static_cast<double>(bits()));
        case pb::FieldDescriptor::CPPTYPE_FLOAT:
            return many ? r->AddFloat(&message, &field, 0.1F * static_cast<float>(bits()))
                        : r->SetFloat(&message, &field, 0.1F * static_cast<float>(bits()));
        case pb::FieldDescriptor::CPPTYPE_BOOL:
            return many ? r->AddBool(&message, &field, bits() % 2 == 0)
                        : r->SetBool(&message, &field, bits() % 2 == 0);
        case pb::FieldDescriptor::CPPTYPE_ENUM: {
            const auto count = static_cast<std::uint64_t>(field.enum_type()->value_count());
            const auto* value = field.enum_type()->value(static_cast<int>(m_random() % count));
            return many ? r->AddEnum(&message, &field, value) : r->SetEnum(&message, &field, value);
        }
        case pb::FieldDescriptor::CPPTYPE_STRING:
            return many ? r->AddString(&message, &field, text()) : r->SetString(&message, &field, text());
        case pb::FieldDescriptor::CPPTYPE_MESSAGE:
            return fill(many ? *r->AddMessage(&message, &field) : *r->MutableMessage(&message, &field),
                        depth - 1);
        }
    }

    Random& m_random;
};

/// The message's fields in any order: what a writer is free to do.
std::string shuffled(const std::string& payload, Random& random) {
    codec::protobuf::WireReader in(payload);
    std::vector<std::string> fields;
    while (!in.atEnd()) {
        const std::size_t start = in.at();
        codec::protobuf::WireTag tag;
        if (!in.tag(tag) || !in.skip(tag)) qFatal("libprotobuf wrote what cannot be read");
        fields.emplace_back(in.since(start));
    }
    std::ranges::shuffle(fields, random);
    std::string out;
    for (const std::string& field : fields)
        out += field;
    return out;
}

} // namespace

class TestProtobufDifferential : public QObject {
    Q_OBJECT

private:
    const MessagePool::Ptr m_pool = *MessagePool::fromSources(test::protobufSample());
    pb::DynamicMessageFactory m_factory{&m_pool->descriptors()};

    std::unique_ptr<pb::Message> empty() {
        return std::unique_ptr<pb::Message>(m_factory.GetPrototype(m_pool->find("sample.Everything"))->New());
    }

    std::string randomPayload(Random& random) {
        const auto message = empty();
        Filler(random).fill(*message, 3);
        return message->SerializePartialAsString();
    }

    /// Nothing when libprotobuf refuses it.
    std::optional<std::string> theirs(const std::string& payload) {
        const auto message = empty();
        if (!message->ParsePartialFromString(payload)) return std::nullopt;
        codec::ValueTape tape;
        codec::TapeWriter writer(tape);
        Expected(writer).message(*message, {});
        return canonical({tape, 0});
    }

    static std::optional<std::string> ours(codec::PayloadDecoder& decoder, const std::string& payload) {
        codec::ValueTape tape;
        if (decoder.decode(payload, tape)) return std::nullopt;
        if (!test::isWellFormed(tape, payload.size())) return "malformed tape";
        return canonical({tape, 0});
    }

private Q_SLOTS:
    void readsWhatLibprotobufReads() {
        Random random(17);
        const auto decoder = *m_pool->decoder("sample.Everything");
        std::size_t bytes = 0;
        for (int i = 0; i < 3'000; ++i) {
            // One message, two that merge, and fields in any order.
            std::string payload = randomPayload(random);
            if (i % 3 != 0) payload += randomPayload(random);
            if (i % 3 == 2) payload = shuffled(payload, random);
            bytes += payload.size();
            const auto expected = theirs(payload);
            QVERIFY(expected.has_value());
            const auto found = ours(*decoder, payload);
            QVERIFY2(found.has_value(), expected->c_str());
            QVERIFY2(*found == *expected, (*found + "\n" + *expected).c_str());
        }
        QVERIFY(bytes > 500'000);
    }

    /// What is damaged and yet accepted, libprotobuf accepts too; but for a value that a later one replaces,
    /// which we do not look into.
    void acceptsNoMoreThanLibprotobuf() {
        Random random(19);
        const auto decoder = *m_pool->decoder("sample.Everything");
        int accepted = 0;
        int alone = 0;
        for (int i = 0; i < 20'000; ++i) {
            std::string payload = randomPayload(random).substr(0, 200);
            if (payload.empty()) continue;
            payload[random() % payload.size()] = static_cast<char>(random());
            if (!ours(*decoder, payload)) continue;
            ++accepted;
            if (!theirs(payload)) ++alone;
        }
        QVERIFY(accepted > 500);
        QVERIFY2(alone * 200 < accepted, std::to_string(alone).c_str());
    }
};

QTEST_GUILESS_MAIN(TestProtobufDifferential)
#include "tst_codec_protobuf_differential.moc"
