#include "tests/core/interchange/capture_samples.h"

#include <utility>

namespace eventflow::interchange::test {

namespace {

using Records = std::vector<Imported>;

constexpr std::int64_t kTimeMs = 1'767'225'600'123; // 2026-01-01T00:00:00.123Z

Imported record(std::string topic, std::int32_t partition, std::int64_t offset,
                std::optional<std::string> key, std::optional<std::string> value,
                std::vector<std::pair<std::string, std::optional<std::string>>> headers = {},
                Timestamp time = timestampFromMs(kTimeMs)) {
    return {std::move(topic), partition,          offset, time, std::move(key),
            std::move(value), std::move(headers), {},     0};
}

} // namespace

std::vector<Sample> samples() {
    const std::optional<std::string> null;
    std::vector<Sample> all;
    const auto add = [&](const char* name, Layout layout, std::string text, Records records) {
        all.push_back({name, layout, std::move(text), std::move(records)});
    };

    add("kcat over lines", Layout::Kcat,
        "{\n  \"topic\": \"t\", \"partition\": 1, \"offset\": 7, \"tstype\": \"create\", \"ts\": "
        "1767225600123,\n"
        "  \"headers\": [\"h\", \"1\", \"h\", null], \"key\": null, \"payload\": \"v\"\n}\n% Reached end of "
        "topic\n",
        {record("t", 1, 7, null, "v", {{"h", "1"}, {"h", null}})});
    add("kcat in a list", Layout::Kcat,
        R"([{"topic":"t","partition":1,"offset":7,"ts":1767225600123,"key":"","payload":null}])",
        {record("t", 1, 7, "", null)});

    add("rpk over lines", Layout::Rpk,
        "{\n  \"topic\": \"t\",\n  \"key\": \"k\",\n  \"value\": \"{\\\"a\\\":1}\",\n  \"headers\": [\n    "
        "{\n      "
        "\"key\": \"h\",\n      \"value\": \"\"\n    }\n  ],\n  \"timestamp\": 1767225600123,\n  "
        "\"partition\": 2,\n  "
        "\"offset\": 9\n}\n{\n  \"topic\": \"t\",\n  \"timestamp\": -1,\n  \"partition\": 2,\n  \"offset\": "
        "10\n}\n",
        {record("t", 2, 9, "k", "{\"a\":1}", {{"h", ""}}), record("t", 2, 10, null, null, {}, kNoTime)});

    add("Redpanda Console, raw data", Layout::RedpandaConsole,
        R"([{"partitionID":3,"offset":5,"timestamp":1767225600123,"compression":"lz4","isTransactional":false,
        "headers":[{"key":"h","value":{"payload":"1","rawPayload":"AP8=","encoding":"text","isPayloadNull":false}}],
        "key":{"payload":"k","encoding":"text","isPayloadNull":false,"schemaId":0,"size":1},
        "value":{"payload":"?","rawPayload":"//4A","encoding":"binary","isPayloadNull":false,"size":3}},
        {"partitionID":3,"offset":6,"timestamp":1767225600123,"headers":[],"key":{"isPayloadNull":true},
        "value":{"payload":{"a":[1]},"encoding":"json","isPayloadNull":false}},
        {"partitionID":3,"offset":7,"timestamp":1767225600123,"headers":[],"key":{"payload":"","isPayloadNull":false},
        "value":{"payload":null,"isPayloadNull":true}}])",
        {record("", 3, 5, "k", std::string("\xFF\xFE\0", 3), {{"h", std::string("\0\xFF", 2)}}),
         record("", 3, 6, null, R"({"a":[1]})"), record("", 3, 7, "", null)});
    add("Redpanda Console, CSV", Layout::RedpandaConsoleCsv,
        "timestamp,partitionID,offset,key,value,keySize,valueSize,compression,isTransactional\n"
        "1767225600123,0,4,k,{\"a\":1;\"b\":2},1,13,uncompressed,false\n"
        "1767225600123,0,5,,two\nlines,,9,uncompressed,false\n1767225600123,0,6,k,,1,,uncompressed,false",
        {record("", 0, 4, "k", "{\"a\":1;\"b\":2}"), record("", 0, 5, null, "two\nlines"),
         record("", 0, 6, "k", null)});

    add("kafka-ui", Layout::KafkaUi,
        "{\n\t\"Value\": \"v\",\n\t\"Offset\": 8,\n\t\"Key\": null,\n\t\"Partition\": 0,\n\t\"Headers\": "
        "{\n\t\t\"h\": "
        "\"1\"\n\t},\n\t\"Timestamp\": \"2026-01-01T00:00:00.123Z\"\n}",
        {record("", 0, 8, null, "v", {{"h", "1"}})});
    add("kafka-ui, before it was renamed", Layout::KafkaUi,
        R"({"Content":"","Offset":8,"Key":"k","Partition":0,"Headers":{},"Timestamp":"2026-01-01T00:00:00.123Z"})",
        {record("", 0, 8, "k", "")});

    add("AKHQ", Layout::Akhq,
        R"([ { "topic": {"name":"t","partitions":[{"id":0}]}, "partition": 1, "offset": 3,
        "timestamp": "2026-01-01T01:00:00.123+01:00[Europe/Paris]", "keySchemaId": null, "valueSchemaId": 4,
        "headers": [{"key":"h","value":"1"},{"key":"h","value":null}], "key": "k", "value": null, "exceptions": [],
        "truncated": false } ])",
        {record("t", 1, 3, "k", null, {{"h", "1"}, {"h", null}})});
    add("AKHQ, an answer of its API", Layout::Akhq,
        R"({"results":[{"topic":{"name":"t"},"partition":1,"offset":3,"timestamp":"2026-01-01T00:00:00.123Z",
        "headers":{"h":"1"},"key":null,"value":"v"}],"after":"1-3","size":1})",
        {record("t", 1, 3, null, "v", {{"h", "1"}})});
    add("AKHQ, rows of its page", Layout::Akhq,
        R"([{"key":"k","value":"v","timestamp":"2026-01-01T00:00:00.123Z","partition":"1","offset":"3","headers":[],
        "schema":{},"exceptions":[]}])",
        {record("", 1, 3, "k", "v")});

    add("kafkactl", Layout::Kafkactl,
        "{\n\t\"Partition\": 0,\n\t\"Offset\": 2,\n\t\"Headers\": {\n\t\t\"h\": \"1\"\n\t},\n\t\"Key\": "
        "\"\",\n\t"
        "\"Value\": null,\n\t\"Timestamp\": \"2026-01-01T02:00:00.123+02:00\"\n}\n{\n\t\"Partition\": "
        "0,\n\t\"Offset\": "
        "3,\n\t\"Value\": \"v\"\n}\n",
        {record("", 0, 2, "", null, {{"h", "1"}}), record("", 0, 3, null, "v", {}, kNoTime)});

    add("console consumer, all columns", Layout::ConsoleConsumer,
        "CreateTime:1767225600123\tPartition:0\tOffset:1\th:1,i:null\tk\tv\n"
        "CreateTime:1767225600123\tPartition:0\tOffset:2\tNO_HEADERS\tnull\tnull\n"
        "CreateTime:1767225600123\tPartition:0\tOffset:3\tNO_HEADERS\t\t{\"a\":\n\n\"b\tc\"}\nProcessed a "
        "total of 3 "
        "messages\n",
        {record("", 0, 1, "k", "v", {{"h", "1"}, {"i", null}}), record("", 0, 2, null, null),
         record("", 0, 3, "", "{\"a\":\n\n\"b\tc\"}")});
    add("console consumer, times and values", Layout::ConsoleConsumer,
        "LogAppendTime:1767225600123\t{\"a\":1}\nNO_TIMESTAMP\t\n",
        {record("", -1, -1, null, "{\"a\":1}"), record("", -1, -1, null, "", {}, kNoTime)});
    add("console consumer, headers and values", Layout::ConsoleConsumer,
        "Partition:4\th:a,b,i:2\tv\nPartition:4\tNO_HEADERS\tw\n",
        {record("", 4, -1, null, "v", {{"h", "a,b"}, {"i", "2"}}, kNoTime),
         record("", 4, -1, null, "w", {}, kNoTime)});

    add("dump log", Layout::DumpLog,
        "Dumping /var/lib/kafka/my-topic-3/00000000000000000000.log\nLog starting offset: 0\n"
        "baseOffset: 0 lastOffset: 1 count: 2 baseSequence: -1 isTransactional: false isControl: false "
        "position: 0 "
        "CreateTime: 1767225600123 size: 90 magic: 2 compresscodec: none crc: 1 isvalid: true\n"
        "| offset: 0 CreateTime: 1767225600123 keySize: 12 valueSize: 11 sequence: -1 headerKeys: [h,i] key: "
        "a payload: "
        "b payload: two\nlines \n"
        "| offset: 1 CreateTime: 1767225600123 keySize: -1 valueSize: -1 sequence: -1 headerKeys: []\n"
        "| offset: 2 CreateTime: 1767225600123 keySize: 4 valueSize: 6 sequence: -1 headerKeys: [] "
        "endTxnMarker: COMMIT "
        "coordinatorEpoch: 0\nFound 10 invalid bytes at the end of 00000000000000000000.log\n",
        {record("my-topic", 3, 0, "a payload: b", "two\nlines ", {{"h", null}, {"i", null}}),
         record("my-topic", 3, 1, null, null)});
    add("dump log, an old build", Layout::DumpLog,
        "Dumping orders-0/0.log\nStarting offset: 0\noffset: 5 position: 0 CreateTime: 1767225600123 "
        "isvalid: true "
        "keysize: -1 valuesize: 1 magic: 2 compresscodec: NONE producerId: -1 sequence: -1 isTransactional: "
        "false "
        "headerKeys: [] payload: v\n",
        {record("orders", 0, 5, null, "v")});

    add("AWS Lambda", Layout::AwsLambda,
        R"({"eventSource":"aws:kafka","eventSourceArn":"arn","bootstrapServers":"b","records":{"t-0":[
        {"topic":"t","partition":0,"offset":15,"timestamp":1767225600123,"timestampType":"CREATE_TIME","key":"AP8=",
        "value":"eyJhIjoxfQ==","headers":[{"h":[104,-1]},{"h":[]},{"key":[49]}]},
        {"topic":"t","partition":0,"offset":16,"timestamp":1767225600123,"value":null,"headers":[]}]}})",
        {record("t", 0, 15, std::string("\0\xFF", 2), "{\"a\":1}", {{"h", "h\xFF"}, {"h", ""}, {"key", "1"}}),
         record("t", 0, 16, null, null)});

    add("Lenses", Layout::LensesEnvelope,
        "{\"key\":\"AP8=\",\"value\":{\"a\":1},\"headers\":{\"h\":\"1\"},\"metadata\":{\"timestamp\":"
        "1767225600123,"
        "\"topic\":\"t\",\"partition\":0,\"offset\":4},\"keyIsArray\":true}\n"
        "{\"key\":null,\"value\":\"v\",\"headers\":{},\"metadata\":{\"timestamp\":1767225600,\"topic\":\"t\","
        "\"partition\":0,\"offset\":5}}\n",
        {record("t", 0, 4, std::string("\0\xFF", 2), R"({"a":1})", {{"h", "1"}}),
         record("t", 0, 5, null, "v", {}, timestampFromMs(1'767'225'600'000))});

    add("EventFlow records", Layout::RecordLines,
        R"({"topic":"t","partition":0,"offset":1,"ts":"2026-01-01T00:00:00.123Z","key":{"base64":"AP8="},)"
        R"("value":"null","headers":[["h","1"],["h",null],[{"base64":"/w=="},""]]})",
        {record("t", 0, 1, std::string("\0\xFF", 2), "null", {{"h", "1"}, {"h", null}, {"\xFF", ""}})});
    add("EventFlow rows", Layout::RecordRows,
        R"({"topic":"t","partition":0,"offset":1,"timestamp":"2026-01-01T00:00:00.123Z","key":{"hex":"00ff"},)"
        R"("headers":[["h","1"]],"value":{"a":1}})",
        {record("t", 0, 1, std::string("\0\xFF", 2), R"({"a":1})", {{"h", "1"}})});

    add("events", Layout::Ndjson, "{\"metric\":\"x\"}\n{\"metric\":\"y\"}\n",
        {record("", -1, -1, null, "{\"metric\":\"x\"}", {}, kNoTime),
         record("", -1, -1, null, "{\"metric\":\"y\"}", {}, kNoTime)});
    add("events over lines", Layout::JsonValues, "{\n\"metric\": \"x\"\n}\n{\"metric\":\"y\"}\n",
        {record("", -1, -1, null, "{\n\"metric\": \"x\"\n}", {}, kNoTime),
         record("", -1, -1, null, "{\"metric\":\"y\"}", {}, kNoTime)});
    add("events in a list", Layout::JsonValues, R"([{"metric":"x"},{"metric":"y"}])",
        {record("", -1, -1, null, "{\"metric\":\"x\"}", {}, kNoTime),
         record("", -1, -1, null, "{\"metric\":\"y\"}", {}, kNoTime)});
    return all;
}

} // namespace eventflow::interchange::test
