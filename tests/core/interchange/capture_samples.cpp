#include "tests/core/interchange/capture_samples.h"

#include <utility>

namespace eventflow::interchange::test {

namespace {

using Bytes = std::optional<std::string>;
using Headers = std::vector<std::pair<std::string, Bytes>>;

constexpr std::int64_t kTimeMs = 1'767'225'600'123; // 2026-01-01T00:00:00.123Z
const Bytes kNull;
const std::string kZeroAndFF("\0\xFF", 2);

Imported record(std::string topic, std::int32_t partition, std::int64_t offset, Bytes key, Bytes value,
                Headers headers = {}, Timestamp time = timestampFromMs(kTimeMs)) {
    Imported out;
    out.topic = std::move(topic);
    out.partition = partition;
    out.offset = offset;
    out.time = time;
    out.key = std::move(key);
    out.value = std::move(value);
    out.headers = std::move(headers);
    return out;
}

Imported valueOnly(std::string value) {
    return record("", ImportedRecord::kNoPartition, ImportedRecord::kNoOffset, kNull, std::move(value), {},
                  kNoTime);
}

std::vector<Sample> commandLineSamples() {
    return {
        {"kcat over lines",
         Layout::Kcat,
         R"({
  "topic": "t", "partition": 1, "offset": 7, "tstype": "create", "ts": 1767225600123,
  "headers": ["h", "1", "h", null], "key": null, "payload": "v"
}
% Reached end of topic
)",
         {record("t", 1, 7, kNull, "v", {{"h", "1"}, {"h", kNull}})}},
        {"kcat in a list",
         Layout::Kcat,
         R"([{"topic":"t","partition":1,"offset":7,"ts":1767225600123,"key":"","payload":null}])",
         {record("t", 1, 7, "", kNull)}},
        {"rpk over lines",
         Layout::Rpk,
         R"({
  "topic": "t",
  "key": "k",
  "value": "{\"a\":1}",
  "headers": [
    {
      "key": "h",
      "value": ""
    }
  ],
  "timestamp": 1767225600123,
  "partition": 2,
  "offset": 9
}
{
  "topic": "t",
  "timestamp": -1,
  "partition": 2,
  "offset": 10
}
)",
         {record("t", 2, 9, "k", R"({"a":1})", {{"h", ""}}), record("t", 2, 10, kNull, kNull, {}, kNoTime)}},
        {"kafkactl",
         Layout::Kafkactl,
         R"({
	"Partition": 0,
	"Offset": 2,
	"Headers": {
		"h": "1"
	},
	"Key": "",
	"Value": null,
	"Timestamp": "2026-01-01T02:00:00.123+02:00"
}
{
	"Partition": 0,
	"Offset": 3,
	"Value": "v"
}
)",
         {record("", 0, 2, "", kNull, {{"h", "1"}}), record("", 0, 3, kNull, "v", {}, kNoTime)}},
    };
}

std::vector<Sample> userInterfaceSamples() {
    return {
        {"Redpanda Console, raw data",
         Layout::RedpandaConsole,
         R"([
    {"partitionID": 3, "offset": 5, "timestamp": 1767225600123, "compression": "lz4", "isTransactional": false,
     "headers": [{"key": "h", "value": {"payload": "1", "rawPayload": "AP8=", "isPayloadNull": false}}],
     "key": {"payload": "k", "encoding": "text", "isPayloadNull": false, "schemaId": 0, "size": 1},
     "value": {"payload": "?", "rawPayload": "//4A", "encoding": "binary", "isPayloadNull": false, "size": 3}},
    {"partitionID": 3, "offset": 6, "timestamp": 1767225600123, "headers": [], "key": {"isPayloadNull": true},
     "value": {"payload": {"a":[1]}, "encoding": "json", "isPayloadNull": false}},
    {"partitionID": 3, "offset": 7, "timestamp": 1767225600123, "headers": [],
     "key": {"payload": "", "isPayloadNull": false}, "value": {"payload": null, "isPayloadNull": true}},
    {"partitionID": 3, "offset": 8, "timestamp": 1767225600123, "headers": [], "value": {"isPayloadNull": false}}
])",
         {record("", 3, 5, "k", std::string("\xFF\xFE\0", 3), {{"h", kZeroAndFF}}),
          record("", 3, 6, kNull, R"({"a":[1]})"), record("", 3, 7, "", kNull), record("", 3, 8, kNull, "")}},
        {"Redpanda Console, CSV",
         Layout::RedpandaConsoleCsv,
         R"(timestamp,partitionID,offset,key,value,keySize,valueSize,compression,isTransactional
1767225600123,0,4,k,{"a":1;"b":2},1,13,uncompressed,false
1767225600123,0,5,,two
lines,,9,uncompressed,false
1767225600123,0,6,k,,1,,uncompressed,false)",
         {record("", 0, 4, "k", R"({"a":1;"b":2})"), record("", 0, 5, kNull, "two\nlines"),
          record("", 0, 6, "k", kNull)}},
        {"kafka-ui",
         Layout::KafkaUi,
         R"({
	"Value": "v",
	"Offset": 8,
	"Key": null,
	"Partition": 0,
	"Headers": {
		"h": "1"
	},
	"Timestamp": "2026-01-01T00:00:00.123Z"
})",
         {record("", 0, 8, kNull, "v", {{"h", "1"}})}},
        {"kafka-ui, before it was renamed",
         Layout::KafkaUi,
         R"({"Content":"","Offset":8,"Key":"k","Partition":0,"Headers":{},"Timestamp":"2026-01-01T00:00:00.123Z"})",
         {record("", 0, 8, "k", "")}},
        {"AKHQ",
         Layout::Akhq,
         R"([ {
  "topic": {"name": "t", "partitions": [{"id": 0}]}, "partition": 1, "offset": 3,
  "timestamp": "2026-01-01T01:00:00.123+01:00[Europe/Paris]", "keySchemaId": null, "valueSchemaId": 4,
  "headers": [{"key": "h", "value": "1"}, {"key": "h", "value": null}], "key": "k", "value": null,
  "exceptions": [], "truncated": false
} ])",
         {record("t", 1, 3, "k", kNull, {{"h", "1"}, {"h", kNull}})}},
        {"AKHQ, an answer of its API",
         Layout::Akhq,
         R"({"results": [{"topic": {"name": "t"}, "partition": 1, "offset": 3, "timestamp": "2026-01-01T00:00:00.123Z",
    "headers": {"h": "1"}, "key": null, "value": "v"}], "after": "1-3", "size": 1})",
         {record("t", 1, 3, kNull, "v", {{"h", "1"}})}},
        {"AKHQ, rows of its page",
         Layout::Akhq,
         R"([{"key": "k", "value": "v", "timestamp": "2026-01-01T00:00:00.123Z", "partition": "1", "offset": "3",
    "headers": [], "schema": {}, "exceptions": []}])",
         {record("", 1, 3, "k", "v")}},
    };
}

std::vector<Sample> apacheSamples() {
    return {
        {"console consumer, all columns",
         Layout::ConsoleConsumer,
         "CreateTime:1767225600123\tPartition:0\tOffset:1\th:1,i:null\tk\tv\n"
         "CreateTime:1767225600123\tPartition:0\tOffset:2\tNO_HEADERS\tnull\tnull\n"
         "CreateTime:1767225600123\tPartition:0\tOffset:3\tNO_HEADERS\t\t{\"a\":\n\n\"b\tc\"}\n"
         "Processed a total of 3 messages\n",
         {record("", 0, 1, "k", "v", {{"h", "1"}, {"i", kNull}}), record("", 0, 2, kNull, kNull),
          record("", 0, 3, "", "{\"a\":\n\n\"b\tc\"}")}},
        {"console consumer, times and values",
         Layout::ConsoleConsumer,
         "LogAppendTime:1767225600123\t{\"a\":1}\nNO_TIMESTAMP\t\n",
         {record("", -1, -1, kNull, R"({"a":1})"), record("", -1, -1, kNull, "", {}, kNoTime)}},
        {"console consumer, headers and values",
         Layout::ConsoleConsumer,
         "Partition:4\th:a,b,i:2\tv\nPartition:4\tNO_HEADERS\tw\n",
         {record("", 4, -1, kNull, "v", {{"h", "a,b"}, {"i", "2"}}, kNoTime),
          record("", 4, -1, kNull, "w", {}, kNoTime)}},
        {"dump log",
         Layout::DumpLog,
         "Dumping /var/lib/kafka/my-topic-3/00000000000000000000.log\n"
         "Log starting offset: 0\n"
         "baseOffset: 0 lastOffset: 1 count: 2 baseSequence: -1 isTransactional: false isControl: false "
         "position: 0 CreateTime: 1767225600123 size: 90 magic: 2 compresscodec: none crc: 1 isvalid: true\n"
         "| offset: 0 CreateTime: 1767225600123 keySize: 12 valueSize: 11 sequence: -1 headerKeys: [h,i] "
         "key: a payload: b payload: two\nlines \n"
         "| offset: 1 CreateTime: 1767225600123 keySize: -1 valueSize: -1 sequence: -1 headerKeys: []\n"
         "| offset: 2 CreateTime: 1767225600123 keySize: 4 valueSize: 6 sequence: -1 headerKeys: [] "
         "endTxnMarker: COMMIT coordinatorEpoch: 0\n"
         "Found 10 invalid bytes at the end of 00000000000000000000.log\n",
         {record("my-topic", 3, 0, "a payload: b", "two\nlines ", {{"h", kNull}, {"i", kNull}}),
          record("my-topic", 3, 1, kNull, kNull)}},
        {"dump log, an old build",
         Layout::DumpLog,
         "Dumping orders-0/0.log\nStarting offset: 0\n"
         "offset: 5 position: 0 CreateTime: 1767225600123 isvalid: true keysize: -1 valuesize: 1 magic: 2 "
         "compresscodec: NONE producerId: -1 sequence: -1 isTransactional: false headerKeys: [] payload: v\n",
         {record("orders", 0, 5, kNull, "v")}},
    };
}

std::vector<Sample> connectorSamples() {
    return {
        {"AWS Lambda",
         Layout::AwsLambda,
         R"({"eventSource": "aws:kafka", "eventSourceArn": "arn", "bootstrapServers": "b", "records": {"t-0": [
    {"topic": "t", "partition": 0, "offset": 15, "timestamp": 1767225600123, "timestampType": "CREATE_TIME",
     "key": "AP8=", "value": "eyJhIjoxfQ==", "headers": [{"h": [104, -1]}, {"h": []}, {"key": [49]}]},
    {"topic": "t", "partition": 0, "offset": 16, "timestamp": 1767225600123, "value": null, "headers": []}]}})",
         {record("t", 0, 15, kZeroAndFF, R"({"a":1})", {{"h", "h\xFF"}, {"h", ""}, {"key", "1"}}),
          record("t", 0, 16, kNull, kNull)}},
        {"Lenses",
         Layout::LensesEnvelope,
         R"({"key":"AP8=","value":{"a":1},"headers":{"h":"1"},"metadata":{"timestamp":1767225600123,"topic":"t",)"
         R"("partition":0,"offset":4},"keyIsArray":true}
{"key":null,"value":"v","headers":{},"metadata":{"timestamp":1767225600,"topic":"t","partition":0,"offset":5}}
)",
         {record("t", 0, 4, kZeroAndFF, R"({"a":1})", {{"h", "1"}}),
          record("t", 0, 5, kNull, "v", {}, timestampFromMs(1'767'225'600'000))}},
    };
}

std::vector<Sample> ownSamples() {
    return {
        {"EventFlow records",
         Layout::RecordLines,
         R"({"topic":"t","partition":0,"offset":1,"ts":"2026-01-01T00:00:00.123Z","key":{"base64":"AP8="},)"
         R"("value":"null","headers":[["h","1"],["h",null],[{"base64":"/w=="},""]]})",
         {record("t", 0, 1, kZeroAndFF, "null", {{"h", "1"}, {"h", kNull}, {"\xFF", ""}})}},
        {"EventFlow rows",
         Layout::RecordRows,
         R"({"topic":"t","partition":0,"offset":1,"timestamp":"2026-01-01T00:00:00.123Z","key":{"hex":"00ff"},)"
         R"("headers":[["h","1"]],"value":{"a":1}})",
         {record("t", 0, 1, kZeroAndFF, R"({"a":1})", {{"h", "1"}})}},
        {"events",
         Layout::Ndjson,
         "{\"metric\":\"x\"}\n{\"metric\":\"y\"}\n",
         {valueOnly(R"({"metric":"x"})"), valueOnly(R"({"metric":"y"})")}},
        {"events over lines",
         Layout::JsonValues,
         "{\n\"metric\": \"x\"\n}\n{\"metric\":\"y\"}\n",
         {valueOnly("{\n\"metric\": \"x\"\n}"), valueOnly(R"({"metric":"y"})")}},
        {"events in a list",
         Layout::JsonValues,
         R"([{"metric":"x"},{"metric":"y"}])",
         {valueOnly(R"({"metric":"x"})"), valueOnly(R"({"metric":"y"})")}},
    };
}

} // namespace

std::vector<Sample> samples() {
    std::vector<Sample> all;
    for (const auto& some :
         {commandLineSamples(), userInterfaceSamples(), apacheSamples(), connectorSamples(), ownSamples()})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

} // namespace eventflow::interchange::test
