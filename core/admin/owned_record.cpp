#include "core/admin/owned_record.h"

namespace eventflow::admin {
namespace {

NullableBytes viewOf(const std::optional<std::string>& bytes) {
    return bytes ? NullableBytes(*bytes) : std::nullopt;
}

std::optional<std::string> owned(const NullableBytes& bytes) {
    return bytes ? std::optional<std::string>(*bytes) : std::nullopt;
}

} // namespace

OwnedRecord toOwned(const Record& record) {
    OwnedRecord out;
    if (record.stream) out.from = {record.stream->topic, record.stream->partition};
    out.offset = record.offset;
    out.key = owned(record.key);
    out.value = owned(record.value);
    for (const Header& header : record.headers)
        out.headers.emplace_back(header.name, owned(header.value));
    out.timestamp = record.tsArrival;
    return out;
}

std::string placeOf(const OwnedRecord& record) {
    return toString(record.from) + " offset " + std::to_string(record.offset);
}

void viewHeaders(const OwnedRecord& record, std::vector<Header>& out) {
    out.clear();
    for (const auto& [name, value] : record.headers)
        out.push_back({name, viewOf(value)});
}

RecordView::RecordView(const OwnedRecord& owned) {
    m_stream.topic = owned.from.topic;
    m_stream.partition = owned.from.partition;
    viewHeaders(owned, m_headers);
    m_record.stream = &m_stream;
    m_record.offset = owned.offset;
    m_record.tsArrival = owned.timestamp;
    m_record.key = viewOf(owned.key);
    m_record.value = viewOf(owned.value);
    m_record.headers = m_headers;
}

} // namespace eventflow::admin
