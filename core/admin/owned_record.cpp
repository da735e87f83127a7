#include "core/admin/owned_record.h"

namespace eventflow::admin {
namespace {

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

} // namespace eventflow::admin
