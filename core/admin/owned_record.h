#pragma once

#include "core/admin/topic_partition.h"
#include "core/model/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::admin {

/// A record that outlives where it came from.
struct OwnedRecord {
    TopicPartition from;
    std::int64_t offset = -1;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers; ///< in order, duplicates kept
    Timestamp timestamp = kNoTime;
};
OwnedRecord toOwned(const Record& record);

/// Where a record is.
struct RecordAddress {
    TopicPartition from;
    std::int64_t offset = -1;

    auto operator<=>(const RecordAddress&) const = default;
};

/// For people: `orders[3] offset 17`.
std::string placeOf(const OwnedRecord& record);
/// Its headers as views, in place of what `out` held.
void viewHeaders(const OwnedRecord& record, std::vector<Header>& out);

/// The same as a Record, for what reads those. Lifetime: within that of `owned`. The value has no padding.
class RecordView {
public:
    explicit RecordView(const OwnedRecord& owned);
    RecordView(const RecordView&) = delete;
    RecordView& operator=(const RecordView&) = delete;

    [[nodiscard]] const Record& record() const { return m_record; }

private:
    Stream m_stream;
    std::vector<Header> m_headers;
    Record m_record;
};

} // namespace eventflow::admin
