#include "pipelines/admin/neighbourhood.h"

#include "pipelines/admin/redrive.h"
#include "pipelines/admin/watermarks.h"

#include <algorithm>

namespace eventflow::admin {

Result<Neighbourhood> fetchNeighbourhood(const AdminClient& client, const TopicPartition& partition,
                                         std::int64_t offset, std::int64_t around) {
    const Watermarks marks = fetchWatermarks(client, std::span(&partition, 1)).front();
    if (!marks.known()) return marks.error.value_or(Error{ErrorCode::Unavailable, toString(partition)});
    const std::int64_t width = std::clamp<std::int64_t>(around, 0, 1000);
    const std::int64_t middle = std::clamp(offset, marks.low, marks.high);
    const OffsetRange range{partition, std::max(marks.low, middle - width),
                            std::min(marks.high, middle + width + 1), 0};
    auto records = readRecords(client.access(), {range}, client.timeout());
    if (!records) return records.error();
    Neighbourhood out{std::move(*records), 0};
    out.suspect = static_cast<std::size_t>(
        std::ranges::find_if(out.records,
                             [&](const OwnedRecord& record) { return record.offset >= offset; }) -
        out.records.begin());
    return out;
}

} // namespace eventflow::admin
