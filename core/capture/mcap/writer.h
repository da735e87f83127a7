#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_sink.h"
#include "core/capture/mcap/chunk_builder.h"
#include "core/capture/mcap/compressor.h"
#include "core/capture/mcap/records.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::capture::mcap {

struct WriterOptions {
    Compression compression = Compression::Zstd;
    int level = 1; ///< of zstd
    /// A chunk is written out once its records are this large: what a crash costs at most, besides the memory
    /// here.
    std::size_t chunkBytes = std::size_t{4} * 1024 * 1024;
};

/// Writes one MCAP file: chunks with their message indexes, then a summary. What is flushed can be read even
/// if finish is never called. Thread: confined. Lifetime: the sink outlives it. Memory: the open chunk, and
/// of each chunk written some 100 bytes and 10 for each of its channels, which become the summary. Errors:
/// those of the sink; after one of them every call returns it again.
class Writer {
public:
    Writer(ByteSink& sink, const WriterOptions& options);

    /// Once, before everything else.
    Status start(const Header& header);
    /// Before the first channel that names it.
    Status addSchema(const Schema& schema);
    /// Before its first message. Ids are given once.
    Status addChannel(const Channel& channel);
    /// Errors also: LimitExceeded for more than kMaxMessageBytes, InvalidArgument for an unknown channel; the
    /// file stays good.
    Status write(const Message& message);
    /// Stands in the file at once, in front of the open chunk.
    Status write(const Metadata& metadata);
    /// Writes the open chunk out.
    Status flush();
    /// Flushes and writes the summary. Nothing may follow.
    Status finish();

    /// Of everything so far; counts by channel once it is finished.
    [[nodiscard]] const Statistics& statistics() const { return m_statistics; }
    /// What the sink has taken.
    [[nodiscard]] std::uint64_t bytesWritten() const { return m_position; }
    /// What is in the open chunk.
    [[nodiscard]] std::size_t bytesPending() const { return m_chunk.bytes(); }

private:
    Status put(std::string_view bytes);
    Status flushWhenFull();
    void noteMessage(const Message& message);
    void noteChunk(const ChunkHead& head, std::uint64_t chunkStart, std::uint64_t indexStart);
    /// The summary section, and where its groups stand.
    [[nodiscard]] std::string summary(std::vector<SummaryOffset>& offsets);
    [[nodiscard]] static Status checkSize(std::size_t bytes, const char* what);

    ByteSink& m_sink;
    WriterOptions m_options;
    Compressor m_compressor;
    ChunkBuilder m_chunk;
    Status m_status; ///< of the sink
    std::uint64_t m_position = 0;
    std::uint32_t m_dataCrc = 0;
    Statistics m_statistics;
    std::vector<std::uint64_t> m_messagesOf =
        std::vector<std::uint64_t>(std::size_t{1} << 16); ///< by channel
    std::map<SchemaId, Schema> m_schemas;
    std::map<ChannelId, Channel> m_channels;
    std::string m_chunkIndexes;    ///< as records
    std::string m_metadataIndexes; ///< as records
    std::string m_scratch;
    ByteBuffer m_messageIndexes;
};

} // namespace eventflow::capture::mcap
