#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_source.h"
#include "core/capture/mcap/chunk_loader.h"
#include "core/capture/mcap/recovery.h"
#include "core/capture/mcap/summary.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace eventflow::capture::mcap {

/// Reads an MCAP file chunk by chunk. Thread: confined. Lifetime: the source outlives it.
class Reader {
public:
    /// Reads the header and the summary alone, or, where that is missing or damaged, searches the whole file.
    /// Errors: ParseError for what is no MCAP 1 file; those of the source.
    static Result<Reader> open(ByteSource& source, const Limits& limits = {});

    [[nodiscard]] const Header& header() const { return m_header; }
    [[nodiscard]] const Summary& summary() const { return m_summary; }
    /// What is missing or could not be trusted; nothing for a sound file.
    [[nodiscard]] const std::optional<Damage>& damage() const { return m_damage; }

    /// Chunk `index` of the summary, in the memory `out` has.
    /// Errors: those of ChunkLoader; Corrupt for a message of an unknown channel, or a schema or channel that
    /// is defined in another way elsewhere.
    Status readChunk(std::size_t index, ChunkContents& out);
    Result<Metadata> readMetadata(const MetadataIndex& index);

private:
    Reader(ByteSource& source, const Limits& limits)
        : m_source(&source), m_limits(limits), m_loader(source, limits) {}

    Status readHeader();
    Status readStructure();
    [[nodiscard]] Status checkDefinitions(const ChunkContents& contents) const;

    ByteSource* m_source;
    Limits m_limits;
    ChunkLoader m_loader;
    Header m_header;
    std::uint64_t m_dataStart = 0;
    Summary m_summary;
    std::optional<Damage> m_damage;
    std::vector<bool> m_knows = std::vector<bool>(std::size_t{1} << 16); ///< by channel
};

} // namespace eventflow::capture::mcap
