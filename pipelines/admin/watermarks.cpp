#include "pipelines/admin/watermarks.h"

#include "pipelines/kafka/cluster_queries.h"
#include "pipelines/kafka/kafka_error.h"

#include <algorithm>

namespace eventflow::admin {
namespace {

/// Bounds the size of one request and of its answer.
constexpr std::size_t kPartitionsPerQuery = 5000;

kafka::PartitionListPtr listOf(std::span<const TopicPartition> partitions) {
    auto list = kafka::makePartitionList(partitions.size());
    for (const TopicPartition& partition : partitions)
        rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
    return list;
}

Error offsetError(const AdminClient& client, const rd_kafka_topic_partition_t& item) {
    const std::string place = toString({item.topic, item.partition});
    if (item.err == RD_KAFKA_RESP_ERR_NO_ERROR)
        return client.explained({ErrorCode::Unavailable, place + ": its leader does not tell its offsets"});
    return client.explained(kafka::toError(item.err, place + ": offsets"));
}

/// The library gives items back in the order they were listed.
void queryEnd(const AdminClient& client, std::span<const TopicPartition> partitions, kafka::OffsetEnd end,
              std::span<Watermarks> out) {
    for (std::size_t from = 0; from < partitions.size(); from += kPartitionsPerQuery) {
        const std::size_t count = std::min(kPartitionsPerQuery, partitions.size() - from);
        const auto list = listOf(partitions.subspan(from, count));
        // What failed is told partition by partition.
        static_cast<void>(kafka::queryOffsets(client.handle(), *list, end, client.timeout()));
        for (std::size_t i = 0; i < count; ++i) {
            const auto& item = list->elems[i];
            Watermarks& marks = out[from + i];
            (end == kafka::OffsetEnd::Low ? marks.low : marks.high) = item.offset;
            if (item.offset < 0 && !marks.error) marks.error = offsetError(client, item);
        }
    }
}

} // namespace

std::vector<Watermarks> fetchWatermarks(const AdminClient& client,
                                        std::span<const TopicPartition> partitions) {
    std::vector<Watermarks> out(partitions.size());
    queryEnd(client, partitions, kafka::OffsetEnd::Low, out);
    queryEnd(client, partitions, kafka::OffsetEnd::High, out);
    return out;
}

std::vector<std::int64_t> fetchEndOffsets(const AdminClient& client,
                                          std::span<const TopicPartition> partitions) {
    std::vector<Watermarks> marks(partitions.size());
    queryEnd(client, partitions, kafka::OffsetEnd::High, marks);
    std::vector<std::int64_t> out;
    for (const Watermarks& mark : marks)
        out.push_back(mark.high);
    return out;
}

std::vector<std::optional<std::int64_t>>
fetchOffsetsAt(const AdminClient& client, std::span<const TopicPartition> partitions, Timestamp time) {
    std::vector<std::optional<std::int64_t>> out(partitions.size());
    const auto ends = fetchEndOffsets(client, partitions);
    const auto list = listOf(partitions);
    const std::span items(list->elems, partitions.size());
    for (auto& item : items)
        item.offset = std::max<std::int64_t>(toMs(time), 0);
    static_cast<void>(
        rd_kafka_offsets_for_times(client.get(), list.get(), static_cast<int>(client.timeout().count())));
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (items[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
        // No record is that young: the protocol says -1, which is also the library's name of a log's end.
        if (items[i].offset >= 0)
            out[i] = items[i].offset;
        else if (items[i].offset == RD_KAFKA_OFFSET_END && ends[i] >= 0)
            out[i] = ends[i];
    }
    return out;
}

} // namespace eventflow::admin
