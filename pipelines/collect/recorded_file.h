#pragma once

#include "core/capture/capture_reader.h"
#include "core/capture/mcap/log_time_order.h"
#include "pipelines/collect/file_bytes.h"
#include "pipelines/collect/stream_table.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::collect {

/// One capture on its way through a RecordedSource: its messages by time, one ahead. Thread: confined.
/// Lifetime: the streams are those of the table, which outlives it.
class RecordedFile {
public:
    /// The file's own stream is (path, 0). LimitExceeded where the table is full.
    static Result<std::unique_ptr<RecordedFile>> open(const std::filesystem::path& path,
                                                      StreamTable& streams);

    /// False at the end. After it, message() or failure() is what comes next.
    bool advance();
    [[nodiscard]] std::uint64_t time() const { return m_message.logTime; }
    /// Why a chunk could not be read: its records are lost, what is behind it comes next.
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }
    /// As Source::read gives it; a record that can't be taken apart belongs to own(). Headers go into
    /// `arena`.
    [[nodiscard]] Record record(Arena& arena) const;
    [[nodiscard]] StreamTable::Entry& entry() const;
    /// What record()'s views point into.
    [[nodiscard]] const std::shared_ptr<capture::mcap::ChunkContents>& chunk() const {
        return m_order.chunk();
    }

    /// The partitions that were being read when the recording began: whose first records arrived within
    /// kBeginsTogether of the first of all. From the index; none where that does not tell.
    [[nodiscard]] std::vector<StreamTable::Entry*> beginners() const;
    static constexpr std::chrono::nanoseconds kBeginsTogether = std::chrono::seconds(10);

    [[nodiscard]] StreamTable::Entry& own() const { return m_own; }
    [[nodiscard]] const capture::CaptureReader& reader() const { return m_reader; }
    /// How many messages and failures came before the present one.
    [[nodiscard]] std::int64_t position() const { return m_position; }
    [[nodiscard]] double progress() const;

private:
    RecordedFile(std::unique_ptr<FileBytes> bytes, capture::CaptureReader&& reader, StreamTable::Entry& own)
        : m_bytes(std::move(bytes)),
          m_reader(std::move(reader)),
          m_own(own),
          m_order(m_reader.container(), 0) {}

    std::unique_ptr<FileBytes> m_bytes;
    capture::CaptureReader m_reader;
    StreamTable::Entry& m_own;
    capture::mcap::LogTimeOrder m_order;
    std::vector<StreamTable::Entry*> m_streams; ///< by channel
    capture::mcap::Message m_message;
    std::optional<Error> m_failure;
    std::int64_t m_position = -1;
};

} // namespace eventflow::collect
