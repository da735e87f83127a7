#pragma once

#include "core/capture/mcap/byte_buffer.h"
#include "core/capture/mcap/records.h"

#include <string>

namespace eventflow::capture::mcap {

/// Append one whole record: opcode, length, content.
void appendRecord(std::string& out, const Header& header);
void appendRecord(std::string& out, const Footer& footer);
void appendRecord(std::string& out, const Schema& schema);
void appendRecord(std::string& out, const Channel& channel);
void appendRecord(ByteBuffer& out, const Message& message);
void appendRecord(std::string& out, const ChunkIndex& index);
void appendRecord(std::string& out, const Statistics& statistics);
void appendRecord(std::string& out, const Metadata& metadata);
void appendRecord(std::string& out, const MetadataIndex& index);
void appendRecord(std::string& out, const SummaryOffset& offset);
void appendRecord(std::string& out, const DataEnd& end);

/// Everything of a Chunk up to its records, which follow as they are.
void appendRecord(std::string& out, const ChunkHead& head);
/// A MessageIndex whose entries are still to be written, behind its first kMessageIndexHeadBytes.
void appendEmptyMessageIndex(ByteBuffer& out, ChannelId channel, std::size_t entries);

/// A string as records hold it: four bytes of length, then its bytes.
void appendSized(std::string& out, std::string_view bytes);

} // namespace eventflow::capture::mcap
