#include "core/interchange/avro_block_reader.h"

#include "core/codec/avro/varint.h"
#include "core/codec/value_json.h"
#include "core/interchange/framer.h"
#include "core/interchange/imported_record.h"

#include <algorithm>

namespace eventflow::interchange {

using namespace codec::avro;

Result<AvroBlockReader> AvroBlockReader::open(const ContainerHeader& header) {
    auto program = Program::compile(header.schema);
    if (!program) return program.error();
    return AvroBlockReader(std::move(*program), header.codec);
}

void AvroBlockReader::begin(std::string_view block) {
    const char* const end = block.data() + block.size();
    const Varint count = readLongVarint(block.data(), end);
    const Varint size = readLongVarint(count.next, end); // the splitter has seen both
    m_count = m_left = count.value;
    m_at = 0;
    m_fault.clear();
    const auto values =
        decompressBlock(m_codec, {size.next, static_cast<std::size_t>(size.value)}, m_scratch);
    m_values = values ? *values : std::string_view();
    if (!values)
        m_fault = values.error().detail;
    else if (static_cast<std::uint64_t>(m_count) > std::max(m_values.size(), Decoder::kMaxEmptyItems))
        m_fault = "a block of " + std::to_string(m_count) + " values in " + std::to_string(m_values.size()) +
                  " bytes";
}

AvroBlockReader::Step AvroBlockReader::next(Arena& arena, std::string_view& json) {
    if (m_left == 0) return Step::End;
    if (!m_fault.empty()) return fail(arena, json, m_fault);
    const std::size_t begin = m_at;
    if (const auto failure = m_decoder.decodeNext(*m_program, m_values, m_at, m_tape)) {
        m_at = begin;
        return fail(arena, json,
                    "byte " + std::to_string(failure->byte) + " of the block" +
                        (failure->path.empty() ? "" : ", " + failure->path) + ": " + failure->reason);
    }
    if (m_left == 1 && m_at < m_values.size()) {
        m_at = begin;
        return fail(arena, json, "bytes are left in the block behind its last value");
    }
    --m_left;
    json = copyPadded(arena, codec::toJson(codec::ValueView(m_tape, 0)));
    return Step::Value;
}

AvroBlockReader::Step AvroBlockReader::fail(Arena& arena, std::string_view& rest, std::string cause) {
    m_fault = "value " + std::to_string(m_count - m_left + 1) + " of a block of " + std::to_string(m_count) +
              ": " + std::move(cause);
    if (m_left > 1) m_fault += "; the " + std::to_string(m_left - 1) + " values behind it are lost with it";
    rest = copyPadded(arena, m_values.substr(m_at, OverlongItem::kKeptBytes));
    m_left = 0;
    return Step::Fault;
}

} // namespace eventflow::interchange
