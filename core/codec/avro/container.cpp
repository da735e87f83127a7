#include "core/codec/avro/container.h"

#include "core/codec/avro/varint.h"
#include "core/codec/json_text.h"

#include <algorithm>

namespace eventflow::codec::avro {

namespace {

/// The schema's text, twice as a margin for what else writers put there.
constexpr std::size_t kMaxHeaderBytes = 2 * kMaxSchemaBytes;

} // namespace

Result<std::unique_ptr<ContainerReader>> ContainerReader::open(std::string_view file) {
    std::unique_ptr<ContainerReader> reader(new ContainerReader(file));
    if (const Status read = reader->readHeader(); !read) return read.error();
    auto program = Program::compile(reader->m_header.schema);
    if (!program) return program.error();
    reader->m_program = *program;
    return reader;
}

Status ContainerReader::readHeader() {
    if (!m_file.starts_with(kContainerMagic))
        return Error{ErrorCode::ParseError,
                     "byte 0: not a container file: it does not begin with Obj and 01"};
    if (const Status read = readMetadata(); !read) return read;
    const auto text = m_header.metadata.find("avro.schema");
    if (text == m_header.metadata.end()) return Error{ErrorCode::ParseError, "the header has no avro.schema"};
    auto schema = Schema::parse(text->second, {}, BadDefaults::Keep);
    if (!schema) return schema.error().at("avro.schema");
    m_header.schema = *schema;
    if (const auto name = m_header.metadata.find("avro.codec"); name != m_header.metadata.end()) {
        const auto codec = parseBlockCodec(name->second);
        if (!codec)
            return Error{ErrorCode::Unsupported,
                         "codec " + excerpt(name->second) + " is not null, deflate, snappy or zstandard"};
        m_header.codec = *codec;
    }
    if (m_file.size() - m_at < kSyncBytes)
        return Error{ErrorCode::ParseError,
                     "byte " + std::to_string(m_at) + ": the file ends within its header"};
    m_file.substr(m_at).copy(m_header.sync.data(), kSyncBytes);
    m_at += kSyncBytes;
    m_header.size = m_at;
    return {};
}

/// The metadata is an Avro map of bytes: the decoder reads it, too.
Status ContainerReader::readMetadata() {
    const auto schema = Schema::parse(R"({"type":"map","values":"bytes"})");
    if (!schema) return schema.error();
    const auto program = Program::compile(*schema);
    if (!program) return program.error();
    ValueTape tape;
    m_at = kContainerMagic.size();
    if (const auto failure = m_decoder.decodeNext(**program, m_file.substr(0, kMaxHeaderBytes), m_at, tape))
        return Error{ErrorCode::ParseError,
                     "byte " + std::to_string(failure->byte) + ": in the header: " + failure->reason};
    for (const ValueView entry : ValueView(tape, 0).children())
        m_header.metadata.emplace(entry->memberName(), entry->text());
    return {};
}

bool ContainerReader::next(ValueTape& tape) {
    return next(*m_program, tape);
}

bool ContainerReader::next(const Program& program, ValueTape& tape) {
    tape.clear();
    if (m_failure) return false;
    while (m_blockValues == 0) {
        if (m_blockAt < m_block.size())
            return fail(m_blockOffset, std::to_string(m_block.size() - m_blockAt) +
                                           " bytes are left in the block behind its last value");
        if (m_at == m_file.size() || !readBlock()) return false;
    }
    if (auto failure = m_decoder.decodeNext(program, m_block, m_blockAt, tape))
        return fail(m_blockOffset,
                    "value " + std::to_string(m_values + 1) + " of the file, byte " +
                        std::to_string(failure->byte) + " of its block: " + failure->reason,
                    std::move(failure->path));
    --m_blockValues;
    ++m_values;
    return true;
}

bool ContainerReader::readBlock() {
    m_blockOffset = m_at;
    const char* end = m_file.data() + m_file.size();
    const Varint count = readLongVarint(m_file.data() + m_at, end);
    const Varint size = count.next != nullptr ? readLongVarint(count.next, end) : Varint{};
    const std::string torn = "the file is torn: it ends within the block that begins here, behind " +
                             std::to_string(m_values) + " whole values";
    if (size.next == nullptr) return fail(m_at, torn);
    if (count.value < 0 || size.value < 0) return fail(m_at, "a block of a negative size");
    const auto left = static_cast<std::uint64_t>(end - size.next);
    if (static_cast<std::uint64_t>(size.value) > left ||
        left - static_cast<std::uint64_t>(size.value) < kSyncBytes)
        return fail(m_at, torn);
    const std::string_view data(size.next, static_cast<std::size_t>(size.value));
    const std::string_view sync(data.data() + data.size(), kSyncBytes);
    if (!std::ranges::equal(sync, m_header.sync))
        return fail(static_cast<std::size_t>(sync.data() - m_file.data()),
                    "the block does not end with the file's sync marker: one of them is damaged");
    const auto block = decompressBlock(m_header.codec, data, m_scratch);
    if (!block) return fail(m_at, block.error().detail);
    if (static_cast<std::uint64_t>(count.value) > std::max(block->size(), Decoder::kMaxEmptyItems))
        return fail(m_at, "a block of " + std::to_string(count.value) + " values in " +
                              std::to_string(block->size()) + " bytes");
    m_block = *block;
    m_blockAt = 0;
    m_blockValues = count.value;
    m_at = static_cast<std::size_t>(sync.data() - m_file.data()) + kSyncBytes;
    ++m_blocks;
    return true;
}

bool ContainerReader::fail(std::size_t byte, std::string reason, std::string path) {
    m_failure = DecodeFailure{byte, std::move(reason), std::move(path)};
    return false;
}

} // namespace eventflow::codec::avro
