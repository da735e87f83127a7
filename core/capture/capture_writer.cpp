#include "core/capture/capture_writer.h"

#include "core/base/hash.h"
#include "core/capture/profile.h"
#include "core/capture/record_encoding.h"

#include <simdjson.h>

#include <string>
#include <utility>

namespace eventflow::capture {
namespace {

std::string nameOf(std::string_view topic, std::int32_t partition) {
    return std::string(topic) + "/" + std::to_string(partition);
}

Error tooMany(std::size_t limit, const char* what) {
    return {ErrorCode::LimitExceeded,
            "a capture holds at most " + std::to_string(limit) + " " + what +
                ": record fewer topics, or each group of topics into a capture of its own"};
}

} // namespace

std::size_t CaptureWriter::PartitionHash::operator()(const PartitionRef& ref) const {
    return static_cast<std::size_t>(hash64(ref.topic, static_cast<std::uint64_t>(ref.partition)));
}

CaptureWriter::CaptureWriter(mcap::ByteSink& sink, const mcap::WriterOptions& options)
    : m_writer(sink, options) {}

Status CaptureWriter::writeSealed(mcap::Metadata&& metadata) {
    seal(metadata);
    return m_writer.write(metadata);
}

Status CaptureWriter::start(const CaptureInfo& info) {
    const mcap::Header header{std::string(kProfile), "EventFlow " EVENTFLOW_VERSION};
    if (const Status started = m_writer.start(header); !started) return started;
    return writeSealed({std::string(kCaptureRecord),
                        {{"format", "1"},
                         {"cluster_id", info.clusterId},
                         {"workspace_hash", info.workspaceHash},
                         {"engine_version", info.engineVersion}}});
}

Status CaptureWriter::writeWatermarks(std::span<const PartitionWatermarks> watermarks) {
    mcap::Metadata record{std::string(kWatermarksRecord), {}};
    for (const PartitionWatermarks& of : watermarks)
        record.metadata[nameOf(of.topic, of.partition)] =
            std::to_string(of.low) + " " + std::to_string(of.high);
    return writeSealed(std::move(record));
}

Status CaptureWriter::addSchema(const CapturedSchema& schema) {
    if (m_schemas.contains(schema.registryId)) return {};
    if (m_schemas.size() == kMaxSchemas) return tooMany(kMaxSchemas, "schemas");
    const auto id = static_cast<mcap::SchemaId>(m_schemas.size() + 1);
    if (const Status added = m_writer.addSchema(toRecord(schema, id)); !added) return added;
    m_schemas.emplace(schema.registryId, id);
    return {};
}

Status CaptureWriter::addPartition(std::string_view topic, std::int32_t partition,
                                   std::optional<std::int32_t> valueSchema) {
    if (m_partitions.contains({topic, partition}))
        return Error{ErrorCode::AlreadyExists, nameOf(topic, partition) + " is in the capture already"};
    if (m_partitions.size() == kMaxPartitions) return tooMany(kMaxPartitions, "topic-partitions");
    if (!simdjson::validate_utf8(topic.data(), topic.size()))
        return Error{ErrorCode::InvalidArgument, "the name of a topic is not UTF-8"};
    mcap::Channel channel;
    if (valueSchema) {
        const auto schema = m_schemas.find(*valueSchema);
        if (schema == m_schemas.end())
            return Error{ErrorCode::NotFound,
                         "schema " + std::to_string(*valueSchema) + " is not in the capture"};
        channel.schemaId = schema->second;
    }
    channel.id = static_cast<mcap::ChannelId>(m_partitions.size() + 1);
    channel.topic = nameOf(topic, partition);
    channel.messageEncoding = kRecordEncoding;
    channel.metadata.emplace(kTopicKey, topic);
    channel.metadata.emplace(kPartitionKey, std::to_string(partition));
    if (const Status added = m_writer.addChannel(channel); !added) return added;
    auto name = std::make_unique<std::string>(topic);
    const PartitionRef key{*name, partition};
    m_partitions.emplace(key, Partition{std::move(name), channel.id, 0, {}, true});
    return {};
}

Result<CaptureWriter::Partition*> CaptureWriter::partitionOf(const Stream& stream) {
    const PartitionRef key{stream.topic, stream.partition};
    if (const auto found = m_partitions.find(key); found != m_partitions.end()) return &found->second;
    if (const Status added = addPartition(stream.topic, stream.partition, {}); !added) return added.error();
    return &m_partitions.find(key)->second;
}

Status CaptureWriter::write(const CapturedRecord& captured) {
    const auto partition = partitionOf(*captured.record.stream);
    if (!partition) return partition.error();
    m_data.clear();
    if (const Status encoded = encodeRecord(captured, m_data); !encoded) return encoded;
    Partition& into = **partition;
    const MessageTimes times = messageTimes(captured);
    const Status written =
        m_writer.write(mcap::Message{into.channel, into.sequence, times.log, times.publish, m_data.view()});
    if (!written) return written;
    ++into.sequence;
    if (into.lastOffset && captured.record.offset <= *into.lastOffset) into.offsetsIncrease = false;
    into.lastOffset = captured.record.offset;
    return {};
}

Status CaptureWriter::finish() {
    mcap::Metadata order{std::string(kOffsetOrderRecord), {}};
    for (const auto& [key, partition] : m_partitions)
        if (!partition.offsetsIncrease) order.metadata[nameOf(key.topic, key.partition)] = "mixed";
    if (const Status written = writeSealed(std::move(order)); !written) return written;
    return m_writer.finish();
}

} // namespace eventflow::capture
