#include "pipelines/capture/schema_collector.h"

#include <algorithm>

namespace eventflow::capture {

namespace {

SchemaLanguage languageOf(codec::SchemaType type) {
    switch (type) {
    case codec::SchemaType::Json:
        return SchemaLanguage::Json;
    case codec::SchemaType::Protobuf:
        return SchemaLanguage::Protobuf;
    case codec::SchemaType::Avro:
        break;
    }
    return SchemaLanguage::Avro;
}

} // namespace

CapturedSchema capturedSchema(const codec::RegisteredSchema& schema, std::int32_t id) {
    CapturedSchema out{id, languageOf(schema.type), schema.text, {}};
    for (const codec::ReferencedSchema& reference : schema.references)
        out.references.push_back({reference.name, reference.subject,
                                  static_cast<std::uint32_t>(std::max(reference.version, 0)),
                                  reference.text});
    return out;
}

std::vector<CapturedSchema> SchemaCollector::newOnes(const Record& record) {
    std::vector<CapturedSchema> found;
    if (!m_schemas) return found;
    using codec::RecordPart;
    for (const auto part : {RecordPart::Key, RecordPart::Value}) {
        const NullableBytes& bytes = part == RecordPart::Key ? record.key : record.value;
        if (!bytes) continue;
        const codec::SchemaFrame frame = codec::readSchemaFrame(*bytes, record.headers, part);
        if (!frame.schemaId || m_asked.size() >= kMaxIds || !m_asked.insert(*frame.schemaId).second) continue;
        const auto schema = m_schemas->find(*frame.schemaId);
        if (schema) {
            found.push_back(capturedSchema(**schema, *frame.schemaId));
            continue;
        }
        ++m_missing;
        if (schema.error().code != ErrorCode::NotFound) m_trouble = schema.error();
    }
    return found;
}

} // namespace eventflow::capture
