// One record of any bytes through the stateless steps: in exactly one list afterwards, and where the decoder
// refuses, the checker that words the message finds a fault.

#include "core/codec/json_decoder.h"
#include "pipelines/normalize/record_processor.h"
#include "tests/pipelines/normalize/batch_builder.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view value(reinterpret_cast<const char*>(data), size);
    SeriesCatalog catalog(16);
    const enrich::EnricherHandle enricher(*enrich::Enricher::load({{"region", "eu"}}, {}, 1));
    normalize::RecordProcessor processor({}, catalog, enricher);
    test::BatchBuilder builder;
    builder.add(value);
    PipelineBatch batch;
    builder.fill(batch);
    processor.process(batch);
    if (batch.events.size() + batch.deadLetters.size() != 1) std::abort();

    codec::JsonDecoder decoder(1024 * 1024);
    simdjson::dom::element json;
    const bool accepted = decoder.decodeUnpadded(value, json) == simdjson::SUCCESS;
    if (size <= 1024 * 1024 && accepted == codec::findJsonFault(value).has_value()) std::abort();
    return 0;
}
