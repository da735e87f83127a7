#include "core/codec/detection.h"
#include "core/codec/protobuf/message_pool.h"
#include "tests/core/codec/protobuf_sample.h"
#include "tests/core/codec/tape_dump.h"

#include <QTemporaryDir>
#include <QTest>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>

#include <filesystem>
#include <fstream>

using namespace eventflow;
using namespace Qt::StringLiterals;
using codec::protobuf::MessagePool;
using codec::protobuf::ProtoFile;

namespace {

namespace pb = google::protobuf;

const MessagePool::Ptr& samplePool() {
    static const MessagePool::Ptr pool = *MessagePool::fromSources(test::protobufSample());
    return pool;
}

/// The wire format of a message written in libprotobuf's text format.
std::string encoded(const std::string& type, const std::string& text) {
    pb::DynamicMessageFactory factory;
    const std::unique_ptr<pb::Message> message(factory.GetPrototype(samplePool()->find(type))->New());
    pb::TextFormat::Parser parser;
    parser.AllowPartialMessage(true);
    if (!parser.ParseFromString(text, message.get())) qFatal("bad text: %s", text.c_str());
    return message->SerializePartialAsString();
}

QString decoded(const MessagePool& pool, const std::string& type, const std::string& payload) {
    const auto decoder = pool.decoder(type);
    codec::ValueTape tape;
    if (const auto failure = (*decoder)->decode(payload, tape))
        return u"%1: "_s.arg(failure->byte) + QString::fromStdString(failure->reason) +
               (failure->path.empty() ? QString() : u" in "_s + QString::fromStdString(failure->path));
    if (!test::isWellFormed(tape, payload.size())) return u"malformed tape"_s;
    return QString::fromStdString(test::dump({tape, 0}));
}

QString failureOf(std::vector<ProtoFile> files) {
    const auto pool = MessagePool::fromSources(files);
    return pool ? u"none"_s : QString::fromStdString(pool.error().detail);
}

} // namespace

class TestProtobuf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsMessages_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, const char* expected) {
            QTest::newRow(QByteArray(text).left(60).constData())
                << QByteArray(text) << QString::fromUtf8(expected);
        };
        row("", "{}");
        row("f64: 0.1 f32: 0.1 i32: -1 i64: -9223372036854775808 u32: 4294967295 u64: 18446744073709551615",
            "{f64:0.1,f32:0.1@single,i32:-1,i64:-9223372036854775808,u32:4294967295,u64:"
            "18446744073709551615u}");
        row("s32: -2147483648 s64: -9223372036854775808 x32: 4294967295 x64: 18446744073709551615",
            "{s32:-2147483648,s64:-9223372036854775808,x32:4294967295,x64:18446744073709551615u}");
        row("y32: -2147483648 y64: -1 flag: true text: 'é' data: '\\xff'",
            "{y32:-2147483648,y64:-1,flag:true,text:\"é\",data:h'ff'}");
        row("color: GREEN palette: BLUE palette: RED",
            "{color:\"GREEN\"@enum,palette:[\"BLUE\"@enum,\"RED\"@enum]}");
        row("inner { id: 1 list: 1 list: 2 self { name: 'x' } }",
            "{inner:{id:1,list:[1,2],self:{name:\"x\"}}}");
        row("packed: 1 packed: -2 unpacked: 1 unpacked: 300 texts: '' texts: 'b' doubles: 1.5",
            "{packed:[1,-2],unpacked:[1,300],texts:[\"\",\"b\"],doubles:[1.5]}");
        row("inners { id: 1 } inners { }", "{inners:[{id:1},{}]}");
        row("counts { key: 'a' value: 1 } byId { key: -1 value { id: 2 } } colors { key: true value: BLUE }",
            "{counts:{a:1},byId:{-1:{id:2}},colors:{true:\"BLUE\"@enum}}");
        row("blobs { key: 18446744073709551615 value: 'x' }", "{blobs:{18446744073709551615:h'78'}}");
        row("word: 'x'", "{word:\"x\"}");
        row("maybe: 0", "{maybe:0}");
        row("old { id: 1 Part { label: 'l' Deep { n: 5 } } Row { a: 1 } Row { a: 2 } plain: 1 packed: 2 "
            "level: HIGH }",
            "{old:{id:1,part:{label:\"l\",deep:{n:5}},row:[{a:1},{a:2}],plain:[1],packed:[2],level:\"HIGH\"@"
            "enum}}");
        row("old { [sample.discount]: 5 [sample.notes]: 'a' [sample.nested] { id: 2 } }",
            "{old:{[sample.discount]:5,[sample.notes]:[\"a\"],[sample.nested]:{id:2}}}");
        row("at { seconds: 1700000000 }", "{at:2023-11-14T22:13:20Z@stamp-s}");
        row("at { seconds: 1700000000 nanos: 5 }", "{at:2023-11-14T22:13:20.000000005Z@stamp-ns}");
        row("at { seconds: -62135596800 nanos: 5000 }", "{at:0001-01-01T00:00:00.000005Z@stamp-us}");
        row("at { seconds: -62135596800 nanos: 5 }", "{at:{seconds:-62135596800,nanos:5}}");
        row("at { nanos: -1 }", "{at:{nanos:-1}}");
        row("times { seconds: 1 } times { }",
            "{times:[1970-01-01T00:00:01Z@stamp-s,1970-01-01T00:00:00Z@stamp-s]}");
        row("took { seconds: 3 nanos: 4000000 }", "{took:\"PT3.004S\"@duration}");
        row("took { nanos: -500000000 }", "{took:\"PT-0.5S\"@duration}");
        row("took { seconds: 1 nanos: -1 }", "{took:{seconds:1,nanos:-1}}");
        row("took { }", "{took:\"PT0S\"@duration}");
        row("mask { paths: 'a.b' paths: 'c' }", "{mask:\"a.b,c\"}");
        row("name { value: 'x' } big { value: 5 } blob { } ratio { }",
            "{name:\"x\",big:5,blob:h'',ratio:0.0}");
        row("json { fields { key: 'a' value { number_value: 1 } } }", "{json:{a:1.0}}");
        row("json { } list { } value { }", "{json:{},value:null,list:[]}");
        row("value { list_value { values { null_value: NULL_VALUE } values { bool_value: false } values { "
            "struct_value { fields { key: 'k' value { string_value: 's' } } } } } }",
            "{value:[null,false,{k:\"s\"}]}");
        row("any { [type.googleapis.com/sample.Old] { id: 7 } }",
            "{any:{@type:\"type.googleapis.com/sample.Old\",value:{id:7}}}");
        row("any { type_url: 'x/google.protobuf.Duration' value: '\\x08\\x01' }",
            "{any:{@type:\"x/google.protobuf.Duration\",value:\"PT1S\"@duration}}");
        row("any { type_url: 'x/other.Thing' value: 'abc' }",
            "{any:{@type:\"x/other.Thing\",value:h'616263'}}");
        row("any { type_url: 'x/sample.Old' value: '\\x08' }", "{any:{@type:\"x/sample.Old\",value:h'08'}}");
    }
    void readsMessages() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QCOMPARE(
            decoded(*samplePool(), "sample.Everything", encoded("sample.Everything", text.toStdString())),
            expected);
    }

    void readsWhatStandsApart_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* hex, const char* expected) {
            QTest::newRow(name) << QByteArray(hex) << QString::fromUtf8(expected);
        };
        row("the last scalar counts", "180118021803", "{i32:3}");
        row("messages are merged", "8a0102080118058a01051201781801",
            "{inner:{id:1,name:\"x\",list:[1]},i32:5}");
        row("two parts of one message", "8a0102080118058a0103120178", "{inner:{id:1,name:\"x\"},i32:5}");
        row("repeated fields apart, packed or not", "92010201021805900103", "{packed:[1,2,3],i32:5}");
        row("unpacked field that is packed", "9a01020102", "{unpacked:[1,2]}");
        row("the last of two map entries", "b201050a01611001b201050a01621002b201050a01611003",
            "{counts:{b:2,a:3}}");
        row("map entry without key and value", "b20100", "{counts:{:0}}");
        row("map of messages without a value", "ba01020801", "{byId:{1:{}}}");
        row("last member of a oneof", "ca0101611805d80105", "{i32:5,number:5}");
        row("oneof message again", "d201020801d80105d2010312017a", "{node:{name:\"z\"}}");
        row("unknown enum number", "800107e2010107", "{color:7@enum,palette:[7@enum]}");
        row("unknown field of each kind", "b83e05b93e0100000000000000ba3e0161bb3e0801bc3ebd3e01000000",
            "{#999:varint:5,#999:i64:1,#999:len:\"a\",#999:group:{#1:varint:1},#999:i32:1}");
        row("32-bit integers are cut", "18ffffffff1f", "{i32:-1}");
        row("bool of many bits", "68808001", "{flag:true}");
        row("unknown well-known field", "c2020408011801", "{at:{seconds:1,#3:varint:1}}");
        row("wrong wire type", "0801", "0: field 1 is of type double, but stands here as varint in f64");
        row("wrong wire type within", "8a01031d0100",
            "3: field 3 is of type int32, but stands here as i32 in inner.list");
        row("not UTF-8", "7202c328", "2: a string that is not UTF-8 in text");
        row("not UTF-8 in an array", "a20100a201028041", "6: a string that is not UTF-8 in texts[1]");
        row("fault in a map", "ba01050801120108", "8: the message ends in a varint in byId.1");
    }
    void readsWhatStandsApart() {
        QFETCH(QByteArray, hex);
        QFETCH(QString, expected);
        QCOMPARE(decoded(*samplePool(), "sample.Everything", QByteArray::fromHex(hex).toStdString()),
                 expected);
    }

    void textOfProto2NeedNotBeUtf8() {
        QCOMPARE(decoded(*samplePool(), "sample.Old", "\x22\x01\xFF"), u"{text:h'ff'}"_s);
    }

    void nestingIsBounded() {
        const auto nested = [](int levels) {
            std::string message;
            for (int i = 0; i < levels; ++i) {
                std::string size;
                for (std::size_t left = message.size(); size.empty() || left > 0; left >>= 7U)
                    size += static_cast<char>((left & 0x7FU) | (left > 0x7F ? 0x80U : 0U));
                message = (i + 1 < levels ? "\x22" : "\x8A\x01") + size + message;
            }
            return decoded(*samplePool(), "sample.Everything", message);
        };
        QVERIFY(nested(63).startsWith(u"{inner:{self:{"));
        QVERIFY(nested(64).contains(u"nested deeper than 64 levels in inner.self.self"));
    }

    void saysWhereEachFieldStands() {
        const std::string sound = QByteArray::fromHex("180592010201021806").toStdString();
        codec::ValueTape tape;
        QVERIFY(!(*samplePool()->decoder("sample.Everything"))->decode(sound, tape));
        // The message, i32 (the last one counts), the array, its elements.
        const std::pair<std::uint32_t, std::uint32_t> expected[] = {{0, 9}, {7, 9}, {2, 7}, {5, 6}, {6, 7}};
        QCOMPARE(tape.nodes().size(), std::size(expected));
        for (std::uint32_t i = 0; i < std::size(expected); ++i) {
            const auto range = tape.byteRange(i, sound.size());
            QCOMPARE(range.begin, expected[i].first);
            QCOMPARE(range.end, expected[i].second);
        }
    }

    void namesMessages() {
        const auto names = samplePool()->messageNames();
        QCOMPARE(names.size(), std::size_t{6});
        QCOMPARE(names[1], std::string("sample.Everything.Inner"));
        QCOMPARE(samplePool()->messageAt(std::vector<std::int32_t>{0}).value(),
                 std::string("sample.Everything"));
        QCOMPARE(samplePool()->messageAt(std::vector<std::int32_t>{0, 0}).value(),
                 std::string("sample.Everything.Inner"));
        QCOMPARE(samplePool()->messageAt(std::vector<std::int32_t>{1}).error().detail,
                 std::string("message index 1 of 1 in the schema"));
        QVERIFY(!samplePool()->messageAt({}));
        QVERIFY(samplePool()
                    ->decoder("sample.None")
                    .error()
                    .detail.starts_with("no message sample.None; there are: sample.Everything, "));
    }

    void namesTheFaultsOfSchemas_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QString::fromUtf8(expected);
        };
        row("sound", "syntax = \"proto3\"; message A {}", "none");
        row("grammar", "syntax = \"proto3\";\nmessage A { int32 = 1; }",
            "a.proto:2:19: Expected field name.");
        row("unknown type", "syntax = \"proto3\";\nmessage A {\n  B b = 1; }",
            "a.proto:3:3: \"B\" is not defined.");
        row("missing import", "syntax = \"proto3\";\nimport \"b.proto\";",
            "b.proto: no such file among those given\na.proto:2:1: Import \"b.proto\" was not found or had "
            "errors.");
        row("itself", "syntax = \"proto3\"; import \"a.proto\";",
            "a.proto:1:20: File recursively imports itself: a.proto -> a.proto");
        row("number twice", "syntax = \"proto3\"; message A { int32 a = 1; int32 b = 1; }",
            "a.proto:1:55: Field number 1 has already been used in \"A\" by field \"a\".");
        row("nested",
            "syntax = \"proto3\";" + QByteArray("message A {").repeated(65) + QByteArray("}").repeated(65),
            "a.proto: blocks nested deeper than 64 levels");
    }
    void namesTheFaultsOfSchemas() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QVERIFY2(failureOf({{"a.proto", text.toStdString()}}).startsWith(expected),
                 qPrintable(failureOf({{"a.proto", text.toStdString()}})));
    }

    void schemasAreBounded() {
        QVERIFY(failureOf({{"a.proto", std::string(17 * 1024 * 1024, ' ')}}).contains(u"16777216 bytes"));
        QVERIFY(!MessagePool::fromDescriptorSet(std::string(17 * 1024 * 1024, ' ')));
    }

    void readsFolders() {
        QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        QVERIFY(MessagePool::fromFolder(root).error().code == ErrorCode::NotFound);
        QVERIFY(MessagePool::fromFolder(root / "none").error().code == ErrorCode::IoError);
        for (const ProtoFile& file : test::protobufSample()) {
            std::filesystem::create_directories((root / file.name).parent_path());
            std::ofstream(root / file.name) << file.text;
        }
        std::ofstream(root / "notes.txt") << "no schema";
        const auto pool = MessagePool::fromFolder(root);
        QVERIFY2(pool.has_value(), pool ? "" : pool.error().detail.c_str());
        QCOMPARE((*pool)->messageNames(), samplePool()->messageNames());
        std::ofstream(root / "broken.proto") << "syntax = \"proto3\";\nmessage {}";
        QVERIFY(MessagePool::fromFolder(root).error().detail.starts_with("broken.proto:2:9: "));
    }

    void knowsWhatRegistriesBringAlong() {
        QCOMPARE(
            failureOf({{"a.proto", "syntax = \"proto3\"; import \"confluent/meta.proto\";"
                                   "import \"confluent/type/decimal.proto\"; message A {"
                                   " confluent.type.Decimal d = 1 [(confluent.field_meta).doc = \"x\"]; }"}}),
            u"none"_s);
    }

    void readsConfluentDecimals() {
        const ProtoFile file{"a.proto", "syntax = \"proto3\"; import \"confluent/type/decimal.proto\";"
                                        "message A { confluent.type.Decimal d = 1; }"};
        const auto pool = *MessagePool::fromSources(std::span(&file, 1));
        QCOMPARE(decoded(*pool, "A", std::string("\x0A\x06\x0A\x02\xFB\x2E\x18\x02", 8)), u"{d:-12.34d}"_s);
        QCOMPARE(decoded(*pool, "A", std::string("\x0A\x00", 2)), u"{d:0d}"_s);
        QCOMPARE(decoded(*pool, "A", std::string("\x0A\x03\x18\xE9\x07", 5)), u"{d:{scale:1001}}"_s);
    }

    void readsDescriptorSets() {
        pb::FileDescriptorSet set;
        for (const char* name : {"sample/old.proto", "sample/everything.proto"})
            samplePool()->descriptors().FindFileByName(name)->CopyTo(set.add_file());
        const std::string bytes = set.SerializeAsString();
        const auto pool = MessagePool::fromDescriptorSet(bytes);
        QVERIFY2(pool.has_value(), pool ? "" : pool.error().detail.c_str());
        QCOMPARE((*pool)->messageNames().size(), std::size_t{6});
        QCOMPARE(decoded(**pool, "sample.Everything",
                         encoded("sample.Everything", "at { seconds: 1 } old { [sample.discount]: 5 }")),
                 u"{old:{[sample.discount]:5},at:1970-01-01T00:00:01Z@stamp-s}"_s);
        // Without what it imports.
        set.mutable_file()->DeleteSubrange(0, 1);
        const auto lonely = MessagePool::fromDescriptorSet(set.SerializeAsString());
        QVERIFY(!lonely);
        QVERIFY2(lonely.error().detail.find("sample/old.proto") != std::string::npos,
                 lonely.error().detail.c_str());
        QVERIFY(MessagePool::fromDescriptorSet("garbage").error().detail.starts_with("not a descriptor set"));
        QVERIFY(!MessagePool::fromDescriptorSet(""));
        *set.add_file() = set.file(0);
        QVERIFY(!MessagePool::fromDescriptorSet(set.SerializeAsString()));
    }

    void readsRegisteredSchemas() {
        codec::RegisteredSchema schema;
        schema.id = 5;
        schema.type = codec::SchemaType::Protobuf;
        schema.text =
            "syntax = \"proto3\"; import \"b.proto\"; message A { b.B b = 1; message C { int32 n = 1; } }";
        schema.references = {
            {"b.proto", "b-value", 1, "syntax = \"proto3\"; package b; message B { int32 x = 1; }"}};
        const auto decoder = codec::protobuf::makeDecoder(schema, std::vector<std::int32_t>{0});
        QVERIFY2(decoder.has_value(), decoder ? "" : decoder.error().detail.c_str());
        QCOMPARE((*decoder)->typeName(), std::string("A"));
        codec::ValueTape tape;
        QVERIFY(!(*decoder)->decode("\x0A\x02\x08\x05", tape));
        QCOMPARE(test::dump({tape, 0}), std::string("{b:{x:5}}"));
        QCOMPARE((*codec::protobuf::makeDecoder(schema, std::vector<std::int32_t>{0, 0}))->typeName(),
                 std::string("A.C"));
        QVERIFY(!codec::protobuf::makeDecoder(schema, std::vector<std::int32_t>{1}));
        schema.references.clear();
        QVERIFY(codec::protobuf::makeDecoder(schema, std::vector<std::int32_t>{0})
                    .error()
                    .detail.find("schema.proto:1:20") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestProtobuf)
#include "tst_codec_protobuf.moc"
