#include "core/codec/avro/decoder.h"
#include "core/schema/avro_compatibility.h"
#include "tests/core/codec/avro/avro_fixture.h"
#include "tests/core/codec/avro/avro_generator.h"

#include <QTest>

using namespace eventflow;
using namespace eventflow::codec;
using test::AvroGenerator;

namespace {

constexpr std::uint64_t kSchemas = 3000;
constexpr int kValues = 8;

} // namespace

class TestAvroProperty : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodesWhatWasEncoded() {
        avro::Decoder decoder;
        ValueTape tape;
        for (std::uint64_t seed = 0; seed < kSchemas; ++seed) {
            AvroGenerator generator(seed, true);
            const std::string text = generator.schema(4).writer;
            const auto schema = test::avroSchema(text);
            const auto program = avro::Program::compile(schema);
            for (int i = 0; i < kValues; ++i) {
                std::string binary;
                std::string expected;
                generator.value(*schema, schema->root(), binary, expected);
                const auto failure = decoder.decode(**program, binary, 0, tape);
                QVERIFY2(!failure, failure ? (text + ": " + failure->reason).c_str() : "");
                QCOMPARE(test::render(tape), expected);
                QVERIFY(test::isSound(tape, binary.size()));
                // Damage is refused or gives another sound value, and every cut is refused.
                const std::string damaged = generator.damaged(binary);
                if (!decoder.decode(**program, damaged, 0, tape))
                    QVERIFY(test::isSound(tape, damaged.size()));
                if (!binary.empty())
                    QVERIFY(decoder.decode(**program, std::string_view(binary).substr(0, binary.size() - 1),
                                           0, tape));
            }
        }
    }

    void readsAllDataOfCompatibleWriters() {
        avro::Decoder decoder;
        ValueTape tape;
        int compatible = 0;
        int failed = 0;
        for (std::uint64_t seed = 0; seed < kSchemas; ++seed) {
            AvroGenerator generator(seed, false);
            const test::SchemaPair pair = generator.schema(4);
            const auto writer = test::avroSchema(pair.writer);
            const auto reader = test::avroSchema(pair.reader);
            const bool promised = schema::canRead(*reader, *writer).compatible();
            compatible += promised ? 1 : 0;
            const auto program = avro::Program::compile(writer, reader);
            for (int i = 0; i < kValues; ++i) {
                std::string binary;
                std::string expected;
                generator.value(*writer, writer->root(), binary, expected);
                const auto failure = decoder.decode(**program, binary, 0, tape);
                if (failure && failure->reason.ends_with("not UTF-8"))
                    continue; // bytes as string: may be none
                failed += failure ? 1 : 0;
                QVERIFY2(!failure || !promised, (pair.writer + "\n" + pair.reader).c_str());
                if (!failure) QVERIFY(test::isSound(tape, binary.size()));
            }
        }
        QVERIFY2(compatible > 1000 && compatible < 2900, qPrintable(QString::number(compatible)));
        QVERIFY2(failed > 500, qPrintable(QString::number(failed)));
    }
};

QTEST_GUILESS_MAIN(TestAvroProperty)
#include "tst_avro_property.moc"
