// Our decoder beside libavro's, on random schemas and data. What ours accepts of damaged data, which is less
// than libavro does, it has to understand in the same way.

#include "core/base/json_writer.h"
#include "core/codec/avro/decoder.h"
#include "tests/core/codec/avro/avro_fixture.h"
#include "tests/core/codec/avro/avro_generator.h"

#include <QTest>

#include <avro.h>

#include <memory>
#include <optional>

using namespace eventflow;
using namespace eventflow::codec;

namespace {

void renderPeer(const avro_value_t& value, std::string& out);

void renderChildren(const avro_value_t& value, std::string& out) {
    const avro_type_t type = avro_value_get_type(&value);
    std::size_t count = 0;
    avro_value_get_size(&value, &count);
    out += type == AVRO_ARRAY ? '[' : '{';
    for (std::size_t i = 0; i < count; ++i) {
        avro_value_t child;
        const char* name = nullptr;
        avro_value_get_by_index(&value, i, &child, &name);
        if (i > 0) out += ',';
        if (type != AVRO_ARRAY) out += std::string(name) + ':';
        renderPeer(child, out);
    }
    out += type == AVRO_ARRAY ? ']' : '}';
}

template <typename Number>
Number get(int (*read)(const avro_value_t*, Number*), const avro_value_t& value) {
    Number number{};
    read(&value, &number);
    return number;
}

void renderBytes(const void* data, std::size_t size, std::string& out) {
    out += "x'" + test::hex({static_cast<const char*>(data), size}) + '\'';
}

/// As render() does.
void renderPeer(const avro_value_t& value, std::string& out) {
    const void* data = nullptr;
    std::size_t size = 0;
    switch (avro_value_get_type(&value)) {
    case AVRO_NULL:
        out += "null";
        break;
    case AVRO_BOOLEAN: {
        int set = 0;
        avro_value_get_boolean(&value, &set);
        out += set != 0 ? "true" : "false";
        break;
    }
    case AVRO_INT32:
        out += std::to_string(
            get<std::int32_t>([](auto* v, auto* n) { return avro_value_get_int(v, n); }, value));
        break;
    case AVRO_INT64:
        out += std::to_string(
            get<std::int64_t>([](auto* v, auto* n) { return avro_value_get_long(v, n); }, value));
        break;
    case AVRO_FLOAT:
        out += formatDouble(static_cast<double>(
            get<float>([](auto* v, auto* n) { return avro_value_get_float(v, n); }, value)));
        break;
    case AVRO_DOUBLE:
        out += formatDouble(get<double>([](auto* v, auto* n) { return avro_value_get_double(v, n); }, value));
        break;
    case AVRO_BYTES:
        avro_value_get_bytes(&value, &data, &size);
        renderBytes(data, size, out);
        break;
    case AVRO_FIXED:
        avro_value_get_fixed(&value, &data, &size);
        renderBytes(data, size, out);
        break;
    case AVRO_STRING: {
        const char* text = nullptr;
        avro_value_get_string(&value, &text, &size); // with its terminator
        appendJsonString(out, {text, size - 1});
        break;
    }
    case AVRO_ENUM: {
        int symbol = 0;
        avro_value_get_enum(&value, &symbol);
        out += '"' + std::string(avro_schema_enum_get(avro_value_get_schema(&value), symbol)) + "\" enum";
        break;
    }
    case AVRO_UNION: {
        avro_value_t branch;
        avro_value_get_current_branch(&value, &branch);
        renderPeer(branch, out);
        break;
    }
    default:
        renderChildren(value, out);
    }
}

/// libavro's view of one schema.
class Peer {
public:
    explicit Peer(const std::string& schema) {
        if (avro_schema_from_json_length(schema.data(), schema.size(), &m_schema) == 0)
            m_class = avro_generic_class_from_schema(m_schema);
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() {
        if (m_class != nullptr) avro_value_iface_decref(m_class);
        if (m_schema != nullptr) avro_schema_decref(m_schema);
    }

    [[nodiscard]] bool valid() const { return m_class != nullptr; }
    [[nodiscard]] std::optional<std::string> decode(std::string_view binary) const {
        avro_value_t value;
        avro_generic_value_new(m_class, &value);
        avro_reader_t reader = avro_reader_memory(binary.data(), static_cast<std::int64_t>(binary.size()));
        std::optional<std::string> text;
        if (avro_value_read(reader, &value) == 0) renderPeer(value, text.emplace());
        avro_reader_free(reader);
        avro_value_decref(&value);
        return text;
    }

private:
    avro_schema_t m_schema = nullptr;
    avro_value_iface_t* m_class = nullptr;
};

} // namespace

class TestAvroDifferential : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void understandsDataAsLibavroDoes() {
        avro::Decoder decoder;
        ValueTape tape;
        int compared = 0;
        int damagedCompared = 0;
        for (std::uint64_t seed = 10'000; seed < 12'000; ++seed) {
            test::AvroGenerator generator(seed, false);
            const std::string text = generator.schema(4).writer;
            const auto schema = test::avroSchema(text);
            const auto program = avro::Program::compile(schema);
            const Peer peer(text);
            if (!peer.valid()) continue; // what libavro cannot do
            for (int i = 0; i < 8; ++i) {
                std::string binary;
                std::string unused;
                generator.value(*schema, schema->root(), binary, unused);
                QVERIFY(!decoder.decode(**program, binary, 0, tape));
                const auto theirs = peer.decode(binary);
                if (!theirs) continue;
                QCOMPARE(test::render(tape), *theirs);
                ++compared;
                const std::string damaged = generator.damaged(binary);
                if (decoder.decode(**program, damaged, 0, tape)) continue;
                if (const auto other = peer.decode(damaged)) {
                    QCOMPARE(test::render(tape), *other);
                    ++damagedCompared;
                }
            }
        }
        QVERIFY2(compared > 10'000, qPrintable(QString::number(compared)));
        QVERIFY2(damagedCompared > 1000, qPrintable(QString::number(damagedCompared)));
    }
};

QTEST_GUILESS_MAIN(TestAvroDifferential)
#include "tst_avro_differential.moc"
