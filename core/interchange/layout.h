#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace eventflow::interchange {

/// How a tool writes Kafka records to a file. Told by the content alone: detection.h. What each one keeps and
/// loses is documented in resources/docs/formats.md.
enum class Layout : std::uint8_t {
    Ndjson,             ///< a line is a value
    JsonValues,         ///< a JSON value is a value: over several lines, or as the item of an array
    RecordLines,        ///< our own, which loses nothing: record_lines.h
    RecordRows,         ///< rows of messages as our desktop copies them
    Kcat,               ///< `kcat -J`
    Rpk,                ///< `rpk topic consume`
    RedpandaConsole,    ///< Redpanda Console, saved as JSON
    RedpandaConsoleCsv, ///< Redpanda Console, saved as CSV
    KafkaUi,            ///< kafka-ui, a saved or copied message
    Akhq,               ///< AKHQ, records of its API
    Kafkactl,           ///< `kafkactl consume -o json`
    ConsoleConsumer,    ///< kafka-console-consumer with print.timestamp, print.partition or print.offset
    DumpLog,            ///< kafka-dump-log
    AwsLambda,          ///< the event that AWS hands to a function
    LensesEnvelope,     ///< Lenses' connectors with store.envelope
    AvroContainer,      ///< an Avro object container file
};

/// What is known of a layout.
struct LayoutTraits {
    Layout layout;
    const char* name;  ///< in options and output: `kafka-ui`; never changes
    const char* title; ///< for people: `Redpanda Console (JSON)`
    const char* loss;  ///< what it does not say of a record; empty: nothing
    /// Records say their partition and not their topic.
    bool partitionsWithoutTopic = false;
};
const LayoutTraits& traitsOf(Layout layout);
/// In the order of the enumeration.
std::span<const LayoutTraits> allLayouts();

/// Whether people should be told: what NDJSON is they know, and of kcat's lines and our own nothing is lost.
bool worthANote(Layout layout);
/// What people are told when a capture is opened: `kafka-ui: topic missing, duplicate headers lost`; the
/// title alone where nothing was lost.
std::string openingNote(Layout layout);

} // namespace eventflow::interchange
