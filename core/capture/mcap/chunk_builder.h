#pragma once

#include "core/capture/mcap/byte_buffer.h"
#include "core/capture/mcap/records.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::capture::mcap {

/// The records of the open chunk and where its messages are. Schemas and channels stand in front of the
/// messages, whenever they come, so that a chunk whose first message is at 0 defines nothing. Thread:
/// confined.
class ChunkBuilder {
public:
    void add(const Message& message);
    void define(const Schema& schema);
    void define(const Channel& channel);

    [[nodiscard]] bool empty() const { return m_records.empty() && m_definitions.empty(); }
    [[nodiscard]] std::size_t bytes() const { return m_records.size() + m_definitions.size(); }
    [[nodiscard]] std::uint64_t startTime() const { return m_messages.empty() ? 0 : m_startTime; }
    [[nodiscard]] std::uint64_t endTime() const { return m_endTime; }

    /// Puts everything in its order: no add or define until clear.
    std::string_view close();
    /// The MessageIndex records that follow the closed chunk, one for each of its channels by id; where each
    /// stands is added to `offsets`, relative to the first.
    void appendMessageIndexes(ByteBuffer& out, std::vector<std::pair<ChannelId, std::uint64_t>>& offsets);

    void clear();

private:
    struct Place {
        ChannelId channel;
        MessageIndexEntry entry;
    };

    ByteBuffer m_records;
    std::string m_definitions;
    std::vector<Place> m_messages;
    std::vector<ChannelId> m_channels; ///< that have messages in this chunk
    std::vector<std::uint32_t> m_countOf = std::vector<std::uint32_t>(std::size_t{1} << 16); ///< by channel
    std::uint64_t m_startTime = 0;
    std::uint64_t m_endTime = 0;
};

} // namespace eventflow::capture::mcap
