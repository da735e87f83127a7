// Any bytes as a record's value, some of them as its header: there is always a result, twice the same, and
// its offsets lie in the payload.

#include "core/codec/detection.h"
#include "tests/core/codec/tape_dump.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

/// Even ids are JSON, odd ones Avro without a decoder; every fourth is unknown.
class Lookup : public codec::SchemaLookup {
public:
    using Found = Result<std::shared_ptr<const codec::RegisteredSchema>>;
    Found find(std::int32_t id) override {
        if (id % 4 == 3) return Error{ErrorCode::NotFound, "unknown"};
        const auto type = id % 2 == 0 ? codec::SchemaType::Json : codec::SchemaType::Avro;
        return std::shared_ptr<const codec::RegisteredSchema>(
            std::make_shared<codec::RegisteredSchema>(codec::RegisteredSchema{id, type, "{}", {}}));
    }
    Found findByGuid(std::string_view guid) override { return find(guid.front()); }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view payload(reinterpret_cast<const char*>(data), size);
    std::vector<Header> headers;
    if (size > 0 && data[0] == 'h') {
        const std::string_view value = payload.substr(1, 22);
        headers.push_back({"__value_schema_id", value});
        payload.remove_prefix(1 + value.size());
    }
    Lookup lookup;
    codec::DetectionParts parts;
    parts.schemas = &lookup;
    codec::PayloadDetector detector(parts);
    codec::ValueTape tape;
    const auto first = detector.detect({"t", codec::RecordPart::Value, headers}, payload, tape);
    check(test::isWellFormed(tape, first.body.size()));
    check(first.inflated || (first.bodyOffset && *first.bodyOffset + first.body.size() == payload.size()));
    const std::string shown = codec::toJson({tape, 0});
    const auto second = detector.detect({"t", codec::RecordPart::Value, headers}, payload, tape);
    check(second.format == first.format && second.attempts.size() == first.attempts.size());
    check(codec::toJson({tape, 0}) == shown);
    for (const auto& span : first.frame.spans(payload.size(), first.indexBytes))
        check(span.offset + span.size <= payload.size());
    return 0;
}
