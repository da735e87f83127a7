#include "core/interchange/layout.h"

#include <array>

namespace eventflow::interchange {

namespace {

constexpr std::array kLayouts{
    LayoutTraits{Layout::Ndjson, "ndjson", "NDJSON", "values only: no topics, keys, headers or times"},
    LayoutTraits{Layout::JsonValues, "json", "JSON values", "values only: no topics, keys, headers or times"},
    LayoutTraits{Layout::RecordLines, "records", "EventFlow records", ""},
    LayoutTraits{Layout::RecordRows, "rows", "EventFlow rows (JSON)",
                 "a value that is the text null is taken for no value, quotes of a value that is a JSON "
                 "string are lost"},
    LayoutTraits{Layout::Kcat, "kcat", "kcat -J", ""},
    LayoutTraits{Layout::Rpk, "rpk", "rpk topic consume",
                 "empty and missing keys and values cannot be told apart (taken for missing), bytes that are "
                 "not text are lost"},
    LayoutTraits{Layout::RedpandaConsole, "redpanda-console", "Redpanda Console (JSON)",
                 "topic missing; bytes are lost where raw data was not included", true},
    LayoutTraits{Layout::RedpandaConsoleCsv, "redpanda-console-csv", "Redpanda Console (CSV)",
                 "topic and headers missing, commas became semicolons, empty and missing values cannot be "
                 "told apart (taken for missing), bytes that are not text are lost",
                 true},
    LayoutTraits{Layout::KafkaUi, "kafka-ui", "kafka-ui",
                 "topic missing, duplicate headers lost, bytes that are not text are lost", true},
    LayoutTraits{Layout::Akhq, "akhq", "AKHQ",
                 "keys and values are as AKHQ decoded them, bytes that are not text are lost", true},
    LayoutTraits{Layout::Kafkactl, "kafkactl", "kafkactl",
                 "topic missing, duplicate headers lost, bytes that are not text stay in base64", true},
    LayoutTraits{Layout::ConsoleConsumer, "console-consumer", "kafka-console-consumer",
                 "topic missing, the text null is taken for no value, columns are guessed", true},
    LayoutTraits{Layout::DumpLog, "dump-log", "kafka-dump-log",
                 "values of headers missing, bytes that are not text are lost", true},
    LayoutTraits{Layout::AwsLambda, "aws-lambda", "AWS Lambda event", ""},
    LayoutTraits{Layout::LensesEnvelope, "lenses", "Lenses envelope",
                 "duplicate headers lost, keys and values are as the connector converted them"},
    LayoutTraits{Layout::AvroContainer, "avro", "Avro container",
                 "values only, as JSON: no topics, keys, headers or times"},
};

constexpr bool isInOrder() {
    for (std::size_t i = 0; i < kLayouts.size(); ++i)
        if (static_cast<std::size_t>(kLayouts[i].layout) != i) return false;
    return true;
}
static_assert(isInOrder());

} // namespace

const LayoutTraits& traitsOf(Layout layout) {
    return kLayouts[static_cast<std::size_t>(layout)];
}

std::span<const LayoutTraits> allLayouts() {
    return kLayouts;
}

bool worthANote(Layout layout) {
    return layout != Layout::Ndjson && layout != Layout::Kcat && layout != Layout::RecordLines;
}

std::string openingNote(Layout layout) {
    const LayoutTraits& traits = traitsOf(layout);
    std::string note = traits.title;
    if (*traits.loss != '\0') note.append(": ").append(traits.loss);
    return note;
}

} // namespace eventflow::interchange
