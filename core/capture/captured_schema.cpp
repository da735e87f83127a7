#include "core/capture/captured_schema.h"

#include "core/base/byte_order.h"
#include "core/capture/mcap/append_record.h"
#include "core/capture/mcap/field_reader.h"

#include <array>
#include <charconv>
#include <utility>

namespace eventflow::capture {
namespace {

constexpr std::array<std::pair<SchemaLanguage, std::string_view>, 3> kEncodings{
    {{SchemaLanguage::Avro, "x-registry-avro"},
     {SchemaLanguage::Json, "x-registry-json"},
     {SchemaLanguage::Protobuf, "x-registry-protobuf"}}};

} // namespace

mcap::Schema toRecord(const CapturedSchema& schema, mcap::SchemaId id) {
    mcap::Schema record;
    record.id = id;
    record.name = std::to_string(schema.registryId);
    for (const auto& [language, encoding] : kEncodings)
        if (language == schema.language) record.encoding = encoding;
    mcap::appendSized(record.data, schema.text);
    std::string references;
    for (const CapturedReference& reference : schema.references) {
        mcap::appendSized(references, reference.name);
        mcap::appendSized(references, reference.subject);
        appendLittleEndian(references, reference.version);
        mcap::appendSized(references, reference.text);
    }
    mcap::appendSized(record.data, references);
    return record;
}

Result<CapturedSchema> fromRecord(const mcap::Schema& record) {
    const std::string place = "schema " + std::to_string(record.id);
    CapturedSchema schema;
    const char* const end = record.name.data() + record.name.size();
    const auto [behind, error] = std::from_chars(record.name.data(), end, schema.registryId);
    if (error != std::errc() || behind != end)
        return Error{ErrorCode::ParseError, place + ": its name is not the id of a registry"};
    bool known = false;
    for (const auto& [language, encoding] : kEncodings) {
        if (encoding != record.encoding) continue;
        schema.language = language;
        known = true;
    }
    if (!known) return Error{ErrorCode::ParseError, place + ": its encoding is not one of this profile"};
    mcap::FieldReader fields(record.data, 0);
    schema.text = fields.sized("text");
    mcap::FieldReader references(fields.sized("references"), 0);
    while (!references.atEnd()) {
        CapturedReference reference;
        reference.name = references.sized("name");
        reference.subject = references.sized("subject");
        reference.version = references.integer<std::uint32_t>("version");
        reference.text = references.sized("text");
        schema.references.push_back(std::move(reference));
    }
    fields.adopt(references);
    if (fields.error()) return fields.error()->at(place);
    return schema;
}

} // namespace eventflow::capture
