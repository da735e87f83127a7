#include "core/browse/record_copy.h"

#include <cstring>

namespace eventflow::browse {
namespace {

NullableBytes copyNullable(Arena& arena, const NullableBytes& bytes) {
    if (!bytes) return std::nullopt;
    return arena.copy(*bytes);
}

} // namespace

void copyRecord(RecordBatch& out, const Record& record) {
    Record& copy = out.records.emplace_back(record);
    copy.key = copyNullable(out.arena, record.key);
    if (record.value) {
        const std::size_t size = record.value->size();
        auto* target = reinterpret_cast<char*>(out.arena.allocate(size + kValuePadding, 1));
        if (size > 0) std::memcpy(target, record.value->data(), size);
        std::memset(target + size, 0, kValuePadding);
        copy.value = std::string_view(target, size);
    }
    if (!record.headers.empty()) {
        auto* headers = reinterpret_cast<Header*>(
            out.arena.allocate(record.headers.size() * sizeof(Header), alignof(Header)));
        for (std::size_t i = 0; i < record.headers.size(); ++i)
            new (headers + i) Header{out.arena.copy(record.headers[i].name),
                                     copyNullable(out.arena, record.headers[i].value)};
        copy.headers = {headers, record.headers.size()};
    }
    out.bytes += recordBytes(record);
}

std::size_t recordBytes(const Record& record) {
    std::size_t bytes = record.key.value_or("").size() + record.value.value_or("").size();
    for (const Header& header : record.headers)
        bytes += header.name.size() + header.value.value_or("").size();
    return bytes;
}

} // namespace eventflow::browse
