#pragma once

#include "core/base/result.h"
#include "core/capture/captured_record.h"
#include "core/capture/captured_schema.h"
#include "core/capture/mcap/writer.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace eventflow::capture {

/// What a capture says about where it comes from.
struct CaptureInfo {
    std::string clusterId;
    std::string workspaceHash;
    std::string engineVersion;
    bool operator==(const CaptureInfo&) const = default;
};

/// Both ends of a partition's log when its recording began; -1 not known.
struct PartitionWatermarks {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t low = -1;
    std::int64_t high = -1;
    bool operator==(const PartitionWatermarks&) const = default;
};

/// Writes a capture: MCAP with profile `kafka`, one channel for each topic-partition. Thread: confined.
/// Lifetime: the sink outlives it. Cost: no allocation per record. Errors of every call: those of
/// mcap::Writer.
class CaptureWriter {
public:
    /// A channel's id has 16 bits, and 0 is left out.
    static constexpr std::size_t kMaxPartitions = 65'535;
    static constexpr std::size_t kMaxSchemas = 65'535;

    CaptureWriter(mcap::ByteSink& sink, const mcap::WriterOptions& options);

    /// Once, before everything else.
    Status start(const CaptureInfo& info);
    /// At the start, and again for partitions that come later.
    Status writeWatermarks(std::span<const PartitionWatermarks> watermarks);
    /// Once for each id; again is no error. At any time: messages name their schemas themselves.
    Status addSchema(const CapturedSchema& schema);
    /// What write does by itself for a partition it does not know, here with the schema of its values, which
    /// was added before. Errors: LimitExceeded for more than kMaxPartitions, InvalidArgument for a topic that
    /// is not UTF-8.
    Status addPartition(std::string_view topic, std::int32_t partition,
                        std::optional<std::int32_t> valueSchema);

    /// Errors also: those of addPartition and encodeRecord, LimitExceeded for a record of more than 64 MiB.
    /// The record is then not in the capture, and the caller has to count it; the capture stays good.
    Status write(const CapturedRecord& record);
    /// Writes the open chunk out: what is safe from a crash from then on, once the sink has it.
    Status flush() { return m_writer.flush(); }
    Status finish();

    [[nodiscard]] const mcap::Statistics& statistics() const { return m_writer.statistics(); }
    [[nodiscard]] std::uint64_t bytesWritten() const { return m_writer.bytesWritten(); }
    [[nodiscard]] std::size_t bytesPending() const { return m_writer.bytesPending(); }

private:
    struct PartitionRef {
        std::string_view topic;
        std::int32_t partition = 0;
        bool operator==(const PartitionRef&) const = default;
    };
    struct PartitionHash {
        std::size_t operator()(const PartitionRef& ref) const;
    };
    struct Partition {
        std::unique_ptr<std::string> topic; ///< what the key of this entry points to
        mcap::ChannelId channel = 0;
        std::uint32_t sequence = 0;
        std::optional<std::int64_t> lastOffset;
        bool offsetsIncrease = true;
    };

    Result<Partition*> partitionOf(const Stream& stream);
    Status writeSealed(mcap::Metadata&& metadata);

    mcap::Writer m_writer;
    std::unordered_map<PartitionRef, Partition, PartitionHash> m_partitions;
    std::map<std::int32_t, mcap::SchemaId> m_schemas; ///< by the registry's id
    mcap::ByteBuffer m_data;
};

} // namespace eventflow::capture
