#include "core/codec/confluent_frame.h"

#include "core/base/hex.h"
#include "core/codec/tape_writer.h"

#include <zlib.h>

#include <algorithm>

namespace eventflow::codec {

namespace {

constexpr std::size_t kIdFrameBytes = 5;
constexpr std::size_t kGuidFrameBytes = 17;
constexpr std::size_t kGlueFrameBytes = 18;
/// Messages nest, but not deeper than this in any schema a person wrote.
constexpr std::size_t kMaxMessagePath = 32;

std::uint8_t byteAt(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

/// The two Confluent forms, at the front of a payload or alone in a header. False when it is neither.
bool readConfluent(std::string_view bytes, SchemaFrame& frame) {
    if (bytes.size() >= kIdFrameBytes && bytes[0] == 0) {
        std::uint32_t id = 0;
        for (std::size_t i = 1; i < kIdFrameBytes; ++i)
            id = id << 8U | byteAt(bytes, i);
        frame.kind = FrameKind::ConfluentId;
        frame.schemaId = static_cast<std::int32_t>(id);
        frame.bodyOffset = kIdFrameBytes;
        return true;
    }
    if (bytes.size() >= kGuidFrameBytes && bytes[0] == 1) {
        frame.kind = FrameKind::ConfluentGuid;
        frame.schemaGuid = uuidText(bytes.substr(1, 16));
        frame.bodyOffset = kGuidFrameBytes;
        return true;
    }
    return false;
}

bool readHeader(std::span<const Header> headers, RecordPart part, SchemaFrame& frame) {
    const NullableBytes bytes = findSchemaHeader(headers, part);
    if (!bytes || !readConfluent(*bytes, frame)) return false;
    frame.headerRest = bytes->substr(frame.bodyOffset);
    frame.kind = FrameKind::ConfluentHeader;
    frame.bodyOffset = 0;
    return true;
}

bool readGlue(std::string_view payload, SchemaFrame& frame) {
    constexpr std::uint8_t kPlain = 0;
    constexpr std::uint8_t kZlib = 5;
    if (payload.size() < kGlueFrameBytes || payload[0] != 3) return false;
    if (byteAt(payload, 1) != kPlain && byteAt(payload, 1) != kZlib) return false;
    frame.kind = FrameKind::Glue;
    frame.zlib = byteAt(payload, 1) == kZlib;
    frame.schemaGuid = uuidText(payload.substr(2, 16));
    frame.bodyOffset = kGlueFrameBytes;
    return true;
}

/// Zig-zag, as Kafka's own varints. False when it ends early or exceeds 32 bits.
bool readVarint(std::string_view bytes, std::size_t& at, std::int32_t& out) {
    std::uint64_t raw = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (at >= bytes.size()) return false;
        const std::uint8_t byte = byteAt(bytes, at++);
        raw |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
        if ((byte & 0x80U) != 0) continue;
        if (raw > 0xFFFFFFFFU) return false;
        out = static_cast<std::int32_t>(static_cast<std::uint32_t>(raw >> 1U) ^
                                        (0U - static_cast<std::uint32_t>(raw & 1U)));
        return true;
    }
    return false;
}

} // namespace

std::vector<FrameSpan> SchemaFrame::spans(std::size_t payloadBytes, std::size_t indexBytes) const {
    using Part = FrameSpan::Part;
    std::vector<FrameSpan> out;
    std::size_t at = 0;
    const auto add = [&](Part part, std::size_t size) {
        if (size > 0) out.push_back({part, at, size});
        at += size;
    };
    if (bodyOffset > 0) {
        add(Part::Magic, 1);
        add(Part::Compression, kind == FrameKind::Glue ? 1 : 0);
        add(Part::SchemaId, bodyOffset - at);
    }
    add(Part::MessageIndexes, indexBytes);
    add(Part::Body, payloadBytes - at);
    return out;
}

std::string_view schemaHeaderName(RecordPart part) {
    return part == RecordPart::Key ? "__key_schema_id" : "__value_schema_id";
}

NullableBytes findSchemaHeader(std::span<const Header> headers, RecordPart part) {
    const std::string_view name = schemaHeaderName(part);
    const auto found = std::find_if(headers.rbegin(), headers.rend(),
                                    [&](const Header& header) { return header.name == name; });
    return found == headers.rend() ? std::nullopt : found->value;
}

SchemaFrame readSchemaFrame(std::string_view payload, std::span<const Header> headers, RecordPart part) {
    SchemaFrame frame;
    if (!readHeader(headers, part, frame) && !readConfluent(payload, frame)) readGlue(payload, frame);
    return frame;
}

std::optional<DecodeFailure> readMessageIndexes(std::string_view bytes, MessageIndexes& out) {
    out = {};
    std::int32_t count = 0;
    if (!readVarint(bytes, out.size, count)) return DecodeFailure{0, "no count of message indexes", {}};
    if (count < 0 || static_cast<std::size_t>(count) > kMaxMessagePath)
        return DecodeFailure{0, "count of " + std::to_string(count) + " message indexes", {}};
    if (count == 0) out.path.push_back(0);
    for (std::int32_t i = 0; i < count; ++i) {
        const std::size_t at = out.size;
        std::int32_t index = 0;
        if (!readVarint(bytes, out.size, index) || index < 0)
            return DecodeFailure{at, "message index " + std::to_string(i + 1) + " is no number above 0", {}};
        out.path.push_back(index);
    }
    return std::nullopt;
}

std::optional<DecodeFailure> inflateBounded(std::string_view compressed, std::string& out) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return DecodeFailure{0, "no memory to inflate", {}};
    out.clear();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
    stream.avail_in = static_cast<uInt>(compressed.size());
    int state = Z_OK;
    while (state == Z_OK && out.size() <= kMaxPayloadBytes) {
        char block[16 * 1024];
        stream.next_out = reinterpret_cast<Bytef*>(block);
        stream.avail_out = sizeof block;
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(block, sizeof block - stream.avail_out);
    }
    const std::size_t at = compressed.size() - stream.avail_in;
    inflateEnd(&stream);
    if (out.size() > kMaxPayloadBytes)
        return DecodeFailure{at, "inflates to more than " + std::to_string(kMaxPayloadBytes) + " bytes", {}};
    if (state == Z_BUF_ERROR) return DecodeFailure{at, "the zlib stream ends early", {}};
    if (state != Z_STREAM_END) return DecodeFailure{at, "not a zlib stream", {}};
    if (at < compressed.size())
        return DecodeFailure{
            at, std::to_string(compressed.size() - at) + " bytes behind the zlib stream", {}};
    return std::nullopt;
}

std::string uuidText(std::string_view bytes) {
    const auto text = toUuid(bytes);
    return {text.data(), text.size()};
}

} // namespace eventflow::codec
