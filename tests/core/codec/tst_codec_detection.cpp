#include "core/codec/detection.h"
#include "core/codec/tape_writer.h"
#include "tests/core/codec/tape_dump.h"

#include <QTest>

#include <zlib.h>

#include <algorithm>
#include <random>

using namespace eventflow;
using namespace Qt::StringLiterals;
using codec::PayloadFormat;
using codec::RecordPart;

namespace {

/// Knows the schemas it is given; answers or not.
class FakeLookup : public codec::SchemaLookup {
public:
    using Found = Result<std::shared_ptr<const codec::RegisteredSchema>>;

    void add(std::int32_t id, codec::SchemaType type) {
        m_schemas[std::to_string(id)] =
            std::make_shared<codec::RegisteredSchema>(codec::RegisteredSchema{id, type, "text", {}});
    }
    void addGuid(const std::string& guid, codec::SchemaType type) {
        m_schemas[guid] =
            std::make_shared<codec::RegisteredSchema>(codec::RegisteredSchema{0, type, "text", {}});
    }
    Found find(std::int32_t id) override { return findByGuid(std::to_string(id)); }
    Found findByGuid(std::string_view guid) override {
        if (!answers) return Error{ErrorCode::Unavailable, "connection refused"};
        const auto found = m_schemas.find(std::string(guid));
        if (found == m_schemas.end()) return Error{ErrorCode::NotFound, "not registered"};
        return found->second;
    }

    bool answers = true;

private:
    std::map<std::string, std::shared_ptr<const codec::RegisteredSchema>> m_schemas;
};

/// Accepts a body that begins with its word.
class WordDecoder : public codec::PayloadDecoder {
public:
    explicit WordDecoder(std::string word) : m_word(std::move(word)) {}
    std::optional<codec::DecodeFailure> decode(std::string_view bytes, codec::ValueTape& tape) override {
        if (!bytes.starts_with(m_word)) return codec::DecodeFailure{1, "not " + m_word, "a.b"};
        codec::TapeWriter(tape).text({}, bytes, bytes.size());
        return std::nullopt;
    }
    std::string typeName() const override { return m_word; }

private:
    std::string m_word;
};

codec::DecoderFactory wordFactory(const std::string& word, int* compiled = nullptr) {
    return [=](const codec::RegisteredSchema&,
               std::span<const std::int32_t> path) -> Result<std::shared_ptr<codec::PayloadDecoder>> {
        if (compiled != nullptr) ++*compiled;
        std::string name = word;
        for (const auto index : path)
            name += std::to_string(index);
        return std::shared_ptr<codec::PayloadDecoder>(std::make_shared<WordDecoder>(name));
    };
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values)
        out += static_cast<char>(value);
    return out;
}

std::string framed(std::uint8_t id, const std::string& body) {
    return bytes({0, 0, 0, 0, id}) + body;
}

const std::string kGuid = bytes({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
constexpr const char* kGuidText = "01020304-0506-0708-090a-0b0c0d0e0f10";

QString describe(const codec::Detection& detection, const codec::ValueTape& tape) {
    QString out = QString::fromLatin1(codec::toString(detection.format));
    if (!detection.typeName.empty()) out += u' ' + QString::fromStdString(detection.typeName);
    if (detection.bodyOffset.value_or(0) > 0) out += u" at %1"_s.arg(*detection.bodyOffset);
    return out + u' ' + QString::fromStdString(test::dump({tape, 0}));
}

QString attempts(const codec::Detection& detection) {
    QString out;
    for (const auto& attempt : detection.attempts)
        out += QString::fromLatin1(codec::toString(attempt.format)) + u"@%1 "_s.arg(attempt.failure.byte) +
               QString::fromStdString(attempt.failure.reason) + u"; "_s;
    return out;
}

} // namespace

class TestDetection : public QObject {
    Q_OBJECT

private:
    /// Schemas 1 Avro, 2 Protobuf, 3 JSON; and one GUID of Avro.
    static codec::DetectionParts parts(FakeLookup& lookup) {
        lookup.add(1, codec::SchemaType::Avro);
        lookup.add(2, codec::SchemaType::Protobuf);
        lookup.add(3, codec::SchemaType::Json);
        lookup.addGuid(kGuidText, codec::SchemaType::Avro);
        codec::DetectionParts parts;
        parts.schemas = &lookup;
        parts.avro = wordFactory("avro");
        parts.protobuf = wordFactory("proto");
        parts.avroSingleObject = std::make_shared<WordDecoder>("\xC3\x01so");
        return parts;
    }

private Q_SLOTS:
    void findsTheFormat_data() {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& payload, const char* expected) {
            QTest::newRow(name) << QByteArray::fromStdString(payload) << QString::fromUtf8(expected);
        };
        row("json", " {\"a\":1}", "json {a:1}");
        row("json number", "12", "json 12");
        row("xml", "<?xml version='1.0'?><a/>\n", "xml \"<?xml version='1.0'?><a/>\\n\"");
        row("not xml", "<3 you>", "text \"<3 you>\"");
        row("msgpack", bytes({0x81, 0xA1, 0x61, 0x01}), "msgpack {a:1}");
        row("both of msgpack and cbor", bytes({0x82, 0x01, 0x02, 0x03, 0x04}), "msgpack {1:2,3:4}");
        row("cbor array", bytes({0x82, 0x01, 0x02}), "cbor [1,2]");
        row("cbor map", bytes({0xA1, 0x61, 0x61, 0x01}), "cbor {a:1}");
        row("self-described cbor", bytes({0xD9, 0xD9, 0xF7, 0x05}), "cbor 5");
        row("cyrillic is no cbor", "\xD0\xA0", "text \"Р\"");
        row("protobuf", bytes({0x08, 0x96, 0x01, 0x12, 0x02, 'h', 'i'}),
            "protobuf-raw {#1:varint:150,#2:len:\"hi\"}");
        row("protobuf of a uuid", "\n$0b6ac1f2-0000-4000-8000-00000000beef",
            "protobuf-raw {#1:len:\"0b6ac1f2-0000-4000-8000-00000000beef\"}");
        row("logfmt", "level=info msg=\"hello you\"", "logfmt {level:\"info\",msg:\"hello you\"}");
        row("prose with one pair", "set x=1 now", "text \"set x=1 now\"");
        row("text", "hello\n", "text \"hello\\n\"");
        row("utf-16", std::string("\xFF\xFEh\0i\0", 6), "text \"hi\"");
        row("bytes", bytes({0xFF, 0x00, 0x80}), "hex h'ff0080'");
        row("a long", bytes({0, 0, 0, 0, 0, 0x31, 0x32, 0x33}), "hex h'0000000000313233'");
        row("avro", framed(1, "avro!"), "avro avro at 5 \"avro!\"");
        row("avro by guid", "\x01" + kGuid + "avro", "avro avro at 17 \"avro\"");
        row("protobuf by schema", framed(2, bytes({0}) + "proto0"), "protobuf proto0 at 6 \"proto0\"");
        row("protobuf, unshortened", framed(2, bytes({2, 0}) + "proto0"), "protobuf proto0 at 7 \"proto0\"");
        row("protobuf, nested", framed(2, bytes({4, 2, 4}) + "proto12"), "protobuf proto12 at 8 \"proto12\"");
        row("json by schema", framed(3, "7"), "json at 5 7");
        row("json of an unknown schema", framed(9, "{\"a\":1}"), "json at 5 {a:1}");
        row("protobuf of an unknown schema", framed(9, bytes({0, 0x08, 0x96, 0x01})),
            "protobuf-raw at 6 {#1:varint:150}");
        row("container without a decoder", "Obj\x01xyz", "hex h'4f626a0178797a'");
        row("glue", bytes({3, 0}) + kGuid + "{\"a\":1}", "json at 18 {a:1}");
    }
    void findsTheFormat() {
        QFETCH(QByteArray, payload);
        QFETCH(QString, expected);
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        codec::ValueTape tape;
        const std::string value = payload.toStdString();
        const auto detection = detector.detect({"t", RecordPart::Value, {}}, value, tape);
        QCOMPARE(describe(detection, tape), expected);
    }

    void nullIsNotEmpty() {
        codec::PayloadDetector detector({});
        codec::ValueTape tape;
        QVERIFY(detector.detect({"t", RecordPart::Key, {}}, std::nullopt, tape).format ==
                PayloadFormat::Null);
        QVERIFY(tape.root().kind == codec::ValueKind::Null);
        QVERIFY(detector.detect({"t", RecordPart::Key, {}}, "", tape).format == PayloadFormat::Empty);
        QVERIFY(tape.root().kind == codec::ValueKind::Bytes);
    }

    void readsSingleObjects() {
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        codec::ValueTape tape;
        const auto detection = detector.detect({"t", RecordPart::Value, {}}, "\xC3\x01so", tape);
        QVERIFY(detection.format == PayloadFormat::AvroSingleObject);
        QVERIFY(detection.attempts.empty());
    }

    void headersNameTheSchema() {
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        codec::ValueTape tape;
        const std::string avro = framed(1, "");
        const std::string proto = framed(2, bytes({4, 2, 4}));
        const std::vector<Header> avroHeader{{"__value_schema_id", avro}};
        const std::vector<Header> protoHeader{{"__value_schema_id", proto}};
        auto detection = detector.detect({"t", RecordPart::Value, avroHeader}, "avro", tape);
        QCOMPARE(describe(detection, tape), u"avro avro \"avro\""_s);
        detection = detector.detect({"t", RecordPart::Value, protoHeader}, "proto12", tape);
        QCOMPARE(describe(detection, tape), u"protobuf proto12 \"proto12\""_s);
        // Of the key the value's header says nothing.
        detection = detector.detect({"t", RecordPart::Key, avroHeader}, "avro", tape);
        QCOMPARE(describe(detection, tape), u"text \"avro\""_s);
        // A header does not hide what it cannot explain.
        detection = detector.detect({"t", RecordPart::Value, avroHeader}, "{\"a\":1}", tape);
        QCOMPARE(describe(detection, tape), u"json {a:1}"_s);
        QCOMPARE(attempts(detection), u"avro@1 not avro; "_s);
    }

    void saysWhyNot() {
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        codec::ValueTape tape;
        auto detection = detector.detect({"t", RecordPart::Value, {}}, framed(1, "\xFFzz"), tape);
        QVERIFY(detection.format == PayloadFormat::Hex);
        QVERIFY(!detection.schema);
        QCOMPARE(attempts(detection).replace(u"; "_s, u"\n"_s),
                 u"avro@6 not avro\n"
                 "schema-frame@5 too few bytes behind it to tell without the schema\n"
                 "json@0 unexpected byte 0x00, expected a value\n"
                 "xml@5 not UTF-8\n"
                 "msgpack@1 7 bytes behind the value\n"
                 "cbor@1 7 bytes behind the data item\n"
                 "protobuf-raw@0 field number 0\n"
                 "logfmt@0 no key here\n"
                 "text@5 not UTF-8\n"_s);
        QCOMPARE(detection.attempts.front().failure.path, std::string("a.b"));
        detection = detector.detect({"t", RecordPart::Value, {}}, "Obj\x01", tape);
        QVERIFY(attempts(detection).startsWith(u"avro-container@0 no decoder is set for it; "));
        detection = detector.detect({"t", RecordPart::Value, {}}, framed(9, "{\"a\":}"), tape);
        QVERIFY2(attempts(detection).startsWith(
                     u"schema-frame@1 schema 9: not registered; json@10 unexpected '}', expected a value; "),
                 qPrintable(attempts(detection)));
    }

    void aSilentRegistryHidesNothing() {
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        codec::ValueTape tape;
        lookup.answers = false;
        const std::string payload = framed(3, "{\"a\":1}");
        auto detection = detector.detect({"t", RecordPart::Value, {}}, payload, tape);
        QVERIFY(detection.registryUnavailable);
        QCOMPARE(describe(detection, tape), u"json at 5 {a:1}"_s);
        QCOMPARE(attempts(detection), u"schema-frame@1 schema 3: connection refused; "_s);
        QVERIFY(detection.frame.kind == codec::FrameKind::ConfluentId);
        lookup.answers = true;
        detection = detector.detect({"t", RecordPart::Value, {}}, payload, tape);
        QVERIFY(!detection.registryUnavailable && detection.schema);
    }

    void compilesASchemaOnce() {
        FakeLookup lookup;
        auto all = parts(lookup);
        int compiled = 0;
        all.avro = wordFactory("avro", &compiled);
        codec::PayloadDetector detector(all);
        codec::ValueTape tape;
        for (int i = 0; i < 3; ++i)
            static_cast<void>(detector.detect({"t", RecordPart::Value, {}}, framed(1, "avro"), tape));
        QCOMPARE(compiled, 1);
        all.avro = nullptr;
        codec::PayloadDetector without(all);
        const auto detection = without.detect({"t", RecordPart::Value, {}}, framed(1, "\xFF"), tape);
        QVERIFY(attempts(detection).startsWith(u"avro@5 schema 1: no decoder is set for such schemas; "));
    }

    void overridesAreOfOneTopicAndPart() {
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        codec::ValueTape tape;
        const auto format = [&](const char* topic, RecordPart part, const std::string& payload) {
            return describe(detector.detect({topic, part, {}}, payload, tape), tape);
        };
        detector.setOverride("t", RecordPart::Key, {PayloadFormat::Text, {}});
        QCOMPARE(format("t", RecordPart::Key, "12"), u"text \"12\""_s);
        QCOMPARE(format("t", RecordPart::Value, "12"), u"json 12"_s);
        QCOMPARE(format("u", RecordPart::Key, "12"), u"json 12"_s);
        detector.clearOverride("t", RecordPart::Key);
        QCOMPARE(format("t", RecordPart::Key, "12"), u"json 12"_s);
        // With a decoder, behind a frame or without one.
        detector.setOverride("t", RecordPart::Value,
                             {PayloadFormat::Protobuf, std::make_shared<WordDecoder>("mine")});
        QCOMPARE(format("t", RecordPart::Value, "mine"), u"protobuf mine \"mine\""_s);
        QCOMPARE(format("t", RecordPart::Value, framed(9, bytes({0}) + "mine")),
                 u"protobuf mine at 6 \"mine\""_s);
        // What does not fit says so and is read as without it.
        const std::string other = "{\"a\":1}";
        const auto detection = detector.detect({"t", RecordPart::Value, {}}, other, tape);
        QCOMPARE(describe(detection, tape), u"json {a:1}"_s);
        QCOMPARE(attempts(detection), u"protobuf@1 not mine; "_s);
    }

    void readsCompressedGlueBodies() {
        const std::string json = "{\"a\":[1,2,3]}";
        uLongf size = compressBound(json.size());
        std::string packed(size, '\0');
        QCOMPARE(compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                          reinterpret_cast<const Bytef*>(json.data()), json.size()),
                 Z_OK);
        packed.resize(size);
        codec::PayloadDetector detector({});
        codec::ValueTape tape;
        auto detection = detector.detect({"t", RecordPart::Value, {}}, bytes({3, 5}) + kGuid + packed, tape);
        QCOMPARE(describe(detection, tape), u"json {a:[1,2,3]}"_s);
        QVERIFY(!detection.bodyOffset && detection.body == json);
        QVERIFY(attempts(detection).contains(QString::fromLatin1(kGuidText)));
        packed.pop_back();
        detection = detector.detect({"t", RecordPart::Value, {}}, bytes({3, 5}) + kGuid + packed, tape);
        QVERIFY(detection.format == PayloadFormat::Hex && !detection.inflated);
        QVERIFY(attempts(detection).contains(u"the zlib stream ends early"));
    }

    void hugePayloadsStayBytes() {
        codec::PayloadDetector detector({});
        codec::ValueTape tape;
        const std::string huge(codec::kMaxPayloadBytes + 1, ' ');
        const auto detection = detector.detect({"t", RecordPart::Value, {}}, huge, tape);
        QVERIFY(detection.format == PayloadFormat::Hex);
        QCOMPARE(std::size_t{tape.root().size}, huge.size());
        QVERIFY(attempts(detection).contains(u"more than the 67108864 that are decoded"));
    }

    /// Whatever came before, a payload is read the same.
    void theOrderOfRecordsDoesNotMatter() {
        FakeLookup lookup;
        codec::PayloadDetector detector(parts(lookup));
        std::vector<std::string> payloads{"{}",
                                          "12",
                                          "a=1 b=2",
                                          "hello",
                                          framed(1, "avro"),
                                          framed(3, "{}"),
                                          framed(9, "{\"a\":1}"),
                                          bytes({0x82, 1, 2}),
                                          bytes({0x81, 1, 2}),
                                          bytes({8, 1}),
                                          bytes({0xFF, 1})};
        std::mt19937_64 random(3);
        codec::ValueTape tape;
        std::map<std::string, QString> expected;
        for (int i = 0; i < 50; ++i) {
            std::ranges::shuffle(payloads, random);
            for (const std::string& payload : payloads) {
                const auto detection = detector.detect({"t", RecordPart::Value, {}}, payload, tape);
                const QString found = describe(detection, tape) + attempts(detection);
                QCOMPARE(found, expected.try_emplace(payload, found).first->second);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestDetection)
#include "tst_codec_detection.moc"
