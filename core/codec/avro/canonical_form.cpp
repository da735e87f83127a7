#include "core/base/json_writer.h"
#include "core/codec/avro/schema.h"

#include <array>

namespace eventflow::codec::avro {

namespace {

/// Writes each named type in full where it comes first and by its name from then on.
class CanonicalWriter {
public:
    explicit CanonicalWriter(const Schema& schema) : m_schema(schema), m_written(schema.typeCount()) {}

    void write(TypeId id) {
        const SchemaType& type = m_schema[id];
        switch (type.type) {
        case Type::Array:
            m_json.beginObject().key("type").string("array").key("items");
            write(type.element);
            m_json.endObject();
            break;
        case Type::Map:
            m_json.beginObject().key("type").string("map").key("values");
            write(type.element);
            m_json.endObject();
            break;
        case Type::Union:
            m_json.beginArray();
            for (const TypeId branch : type.branches)
                write(branch);
            m_json.endArray();
            break;
        case Type::Record:
        case Type::Enum:
        case Type::Fixed:
            named(id);
            break;
        default:
            m_json.string(toString(type.type));
        }
    }

    std::string take() && { return std::move(m_json).take(); }

private:
    void named(TypeId id) {
        const SchemaType& type = m_schema[id];
        if (m_written[id]) {
            m_json.string(type.name);
            return;
        }
        m_written[id] = true;
        m_json.beginObject().key("name").string(type.name).key("type");
        if (type.type == Type::Record) {
            m_json.string("record").key("fields").beginArray();
            for (const SchemaField& field : type.fields) {
                m_json.beginObject().key("name").string(field.name).key("type");
                write(field.type);
                m_json.endObject();
            }
            m_json.endArray();
        } else if (type.type == Type::Enum) {
            m_json.string("enum").key("symbols").beginArray();
            for (const std::string& symbol : type.symbols)
                m_json.string(symbol);
            m_json.endArray();
        } else {
            m_json.string("fixed").key("size").number(std::uint64_t{type.fixedSize});
        }
        m_json.endObject();
    }

    const Schema& m_schema;
    std::vector<bool> m_written;
    JsonWriter m_json;
};

/// The polynomial and the fingerprint of nothing: the specification gives one number for both.
constexpr std::uint64_t kEmpty = 0xC15D213AA4D7A795U;

constexpr std::array<std::uint64_t, 256> makeCrcTable() {
    std::array<std::uint64_t, 256> table{};
    for (std::uint64_t byte = 0; byte < table.size(); ++byte) {
        std::uint64_t crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? kEmpty : 0);
        table[byte] = crc;
    }
    return table;
}

constexpr auto kCrcTable = makeCrcTable();

} // namespace

std::string canonicalForm(const Schema& schema) {
    CanonicalWriter writer(schema);
    writer.write(schema.root());
    return std::move(writer).take();
}

std::uint64_t crc64Avro(std::string_view bytes) {
    std::uint64_t crc = kEmpty;
    for (const char c : bytes)
        crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
    return crc;
}

} // namespace eventflow::codec::avro
