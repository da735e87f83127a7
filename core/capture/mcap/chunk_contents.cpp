#include "core/capture/mcap/chunk_contents.h"

#include "core/base/byte_order.h"
#include "core/capture/mcap/parse_record.h"

#include <string>

namespace eventflow::capture::mcap {
namespace {

Error corrupt(std::uint64_t position, const std::string& cause) {
    return {ErrorCode::Corrupt, "byte " + std::to_string(position) + " of its records: " + cause};
}

Status addDefinition(ChunkContents& contents, const RawRecord& record) {
    switch (record.opcode) {
    case Opcode::Schema: {
        auto schema = parseSchema(record);
        if (!schema) return schema.error();
        contents.schemas.push_back(*std::move(schema));
        return {};
    }
    case Opcode::Channel: {
        auto channel = parseChannel(record);
        if (!channel) return channel.error();
        contents.channels.push_back(*std::move(channel));
        return {};
    }
    default:
        if (record.opcode > Opcode::DataEnd) return {}; // of a later version, or an application's own
        return corrupt(record.position, "a record of kind " +
                                            std::to_string(static_cast<int>(record.opcode)) +
                                            " may not be in a chunk");
    }
}

/// parseMessage without what it costs to carry an error: most records are messages.
Message messageAt(const char* content, std::size_t length) {
    return {loadLittleEndian<ChannelId>(content),
            loadLittleEndian<std::uint32_t>(content + 2),
            loadLittleEndian<std::uint64_t>(content + 6),
            loadLittleEndian<std::uint64_t>(content + 14),
            {content + kMessageHeadBytes, length - kMessageHeadBytes}};
}

} // namespace

Status takeApart(ChunkContents& contents) {
    contents.messages.clear();
    contents.schemas.clear();
    contents.channels.clear();
    const std::string_view records = contents.records.view();
    for (std::size_t at = 0; at < records.size();) {
        const std::size_t left = records.size() - at;
        if (left < kRecordHeadBytes) return corrupt(at, "they end in the head of a record");
        const auto opcode = static_cast<Opcode>(records[at]);
        const auto length = loadLittleEndian<std::uint64_t>(records.data() + at + 1);
        if (length > left - kRecordHeadBytes)
            return corrupt(at, "a record of " + std::to_string(length) + " bytes, but only " +
                                   std::to_string(left - kRecordHeadBytes) + " follow");
        const std::string_view content =
            records.substr(at + kRecordHeadBytes, static_cast<std::size_t>(length));
        if (opcode == Opcode::Message) {
            if (length < kMessageHeadBytes) return corrupt(at, "a message shorter than its own head");
            contents.messages.push_back(messageAt(content.data(), content.size()));
        } else if (const Status added = addDefinition(contents, {opcode, at, content}); !added) {
            return added;
        }
        at += kRecordHeadBytes + content.size();
    }
    return {};
}

} // namespace eventflow::capture::mcap
