#pragma once

#include "core/base/result.h"
#include "core/capture/mcap/byte_buffer.h"
#include "core/capture/mcap/byte_source.h"
#include "core/capture/mcap/records.h"

#include <cstdint>

namespace eventflow::capture::mcap {

/// Where a record stands, without its content.
struct RecordPlace {
    Opcode opcode{};
    std::uint64_t position = 0; ///< of its opcode in the file
    std::uint64_t contentLength = 0;

    [[nodiscard]] std::uint64_t end() const { return position + kRecordHeadBytes + contentLength; }
};

/// Goes from record to record through a part of a file and reads no content that nobody asks for.
/// Thread: confined. Lifetime: the source outlives it.
class RecordWalk {
public:
    /// `from` <= `to` <= the source's size.
    RecordWalk(ByteSource& source, std::uint64_t from, std::uint64_t to)
        : m_source(source), m_next(from), m_end(to) {}

    [[nodiscard]] bool atEnd() const { return m_next == m_end; }
    /// Where the next record begins.
    [[nodiscard]] std::uint64_t position() const { return m_next; }

    /// Errors: Corrupt where no whole record stands; the walk then stays where it is. Those of the source.
    Result<RecordPlace> next();
    /// The record with its content, or only the beginning of it. Lifetime: until the next call of anything
    /// here.
    Result<RawRecord> read(const RecordPlace& place, std::uint64_t atMost);

private:
    Result<std::string_view> view(std::uint64_t offset, std::size_t bytes);

    ByteSource& m_source;
    std::uint64_t m_next;
    std::uint64_t m_end;
    ByteBuffer m_window;
    std::uint64_t m_windowStart = 0;
};

} // namespace eventflow::capture::mcap
