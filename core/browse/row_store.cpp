#include "core/browse/row_store.h"

#include "core/browse/record_copy.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace eventflow::browse {
namespace {

using codec::RecordPart;

/// A row may take this many times the room that would be left for each, were all rows to come.
constexpr std::size_t kGenerosity = 128;

std::uint32_t size32(std::size_t size) {
    return static_cast<std::uint32_t>(std::min<std::size_t>(size, std::numeric_limits<std::uint32_t>::max()));
}

char* write(char* at, std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(at, bytes.data(), bytes.size());
    return at + bytes.size();
}

/// With the size in front, which fits into a byte.
char* writeSized(char* at, std::string_view bytes) {
    *at = static_cast<char>(bytes.size());
    return write(at + 1, bytes);
}

NullableBytes schemaName(const Record& record, RecordPart part) {
    const NullableBytes name = codec::findSchemaHeader(record.headers, part);
    return name && name->size() <= RowStore::kMaxSchemaHeader ? name : std::nullopt;
}

} // namespace

RowStore::RowStore(const RowStoreLimits& limits)
    : m_limits{std::min(limits.rows, kMaxRows),
               std::min(limits.previewBytes, kMaxTextBlocks * kTextBlockBytes),
               std::min<std::size_t>(limits.previewOfRecord, 4096)} {}

bool RowStore::append(const Record& record) {
    const std::size_t index = m_size.load(std::memory_order_relaxed);
    if (index >= m_limits.rows) return false;
    std::unique_ptr<Block>& block = m_blocks[index / kRowsPerBlock];
    if (!block) block = std::make_unique<Block>();
    Row& row = (*block)[index % kRowsPerBlock];
    row.offset = record.offset;
    row.timestampMs = record.tsArrival == kNoTime ? Row::kNoTimestamp : toMs(record.tsArrival);
    row.stream = streamOf(*record.stream);
    row.keyBytes = size32(record.key.value_or("").size());
    row.valueBytes = size32(record.value.value_or("").size());
    row.headerBytes =
        size32(recordBytes(record) - record.key.value_or("").size() - record.value.value_or("").size());
    row.headerCount = static_cast<std::uint16_t>(std::min<std::size_t>(record.headers.size(), 65'535));
    if (!record.key) row.flags |= Row::kNullKey;
    if (!record.value) row.flags |= Row::kNullValue;
    addPreview(row, record, previewLimit(index));
    m_size.store(index + 1, std::memory_order_release);
    return true;
}

std::size_t RowStore::previewLimit(std::size_t index) const {
    const std::size_t used = m_textBytes.load(std::memory_order_relaxed);
    const std::size_t left = m_limits.previewBytes - std::min(m_limits.previewBytes, used);
    return std::min(m_limits.previewOfRecord, left / ((m_limits.rows - index) / kGenerosity + 1));
}

void RowStore::addPreview(Row& row, const Record& record, std::size_t limit) {
    const std::string_view key = record.key.value_or("").substr(0, limit);
    const std::string_view value = record.value.value_or("").substr(0, limit);
    // A schema is of use only where there is something to read with it.
    const NullableBytes keySchema = key.empty() ? std::nullopt : schemaName(record, RecordPart::Key);
    const NullableBytes valueSchema = value.empty() ? std::nullopt : schemaName(record, RecordPart::Value);
    const auto place = room(key.size() + value.size() + (keySchema ? keySchema->size() + 1 : 0) +
                            (valueSchema ? valueSchema->size() + 1 : 0));
    if (place) {
        row.preview = *place;
        row.keyPreview = static_cast<std::uint16_t>(key.size());
        row.valuePreview = static_cast<std::uint16_t>(value.size());
        char* at = write(text(*place), key);
        at = write(at, value);
        if (keySchema) at = writeSized(at, *keySchema);
        if (valueSchema) writeSized(at, *valueSchema);
        if (keySchema) row.flags |= Row::kKeySchema;
        if (valueSchema) row.flags |= Row::kValueSchema;
    }
    if (row.keyPreview < row.keyBytes) row.flags |= Row::kCutKey;
    if (row.valuePreview < row.valueBytes) row.flags |= Row::kCutValue;
}

std::optional<std::uint64_t> RowStore::room(std::size_t bytes) {
    const std::size_t left = kTextBlockBytes - m_textEnd % kTextBlockBytes;
    if (bytes > left) m_textEnd += left;
    const auto block = static_cast<std::size_t>(m_textEnd / kTextBlockBytes);
    if (block >= kMaxTextBlocks) return std::nullopt;
    if (!m_text[block]) m_text[block].reset(new char[kTextBlockBytes]);
    const std::uint64_t place = m_textEnd;
    m_textEnd += bytes;
    m_textBytes.store(static_cast<std::size_t>(m_textEnd), std::memory_order_relaxed);
    return place;
}

char* RowStore::text(std::uint64_t place) const {
    return m_text[static_cast<std::size_t>(place / kTextBlockBytes)].get() + place % kTextBlockBytes;
}

std::string_view RowStore::keyPreview(const Row& row) const {
    if (row.keyPreview == 0) return {};
    return {text(row.preview), row.keyPreview};
}

std::string_view RowStore::valuePreview(const Row& row) const {
    if (row.valuePreview == 0) return {};
    return {text(row.preview) + row.keyPreview, row.valuePreview};
}

NullableBytes RowStore::schemaHeader(const Row& row, RecordPart part) const {
    if (!row.has(part == RecordPart::Key ? Row::kKeySchema : Row::kValueSchema)) return std::nullopt;
    const char* at = text(row.preview) + row.keyPreview + row.valuePreview;
    if (part == RecordPart::Value && row.has(Row::kKeySchema)) at += 1 + *at;
    return std::string_view(at + 1, static_cast<std::size_t>(*at));
}

std::uint32_t RowStore::streamOf(const Stream& stream) {
    if (m_lastStream == &stream) return m_lastIndex;
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_streams.begin(), m_streams.end(), [&](const Stream& known) {
        return known.partition == stream.partition && known.topic == stream.topic;
    });
    m_lastStream = &stream;
    m_lastIndex = static_cast<std::uint32_t>(found - m_streams.begin());
    if (found == m_streams.end()) m_streams.push_back({stream.topic, stream.partition, m_lastIndex});
    return m_lastIndex;
}

const Stream& RowStore::stream(std::uint32_t index) const {
    const std::lock_guard lock(m_mutex);
    return m_streams[index];
}

std::size_t RowStore::streamCount() const {
    const std::lock_guard lock(m_mutex);
    return m_streams.size();
}

std::size_t RowStore::memoryBytes() const {
    const std::size_t rowBlocks = (size() + kRowsPerBlock - 1) / kRowsPerBlock;
    const std::size_t textBlocks =
        (m_textBytes.load(std::memory_order_relaxed) + kTextBlockBytes - 1) / kTextBlockBytes;
    return rowBlocks * sizeof(Block) + textBlocks * kTextBlockBytes;
}

} // namespace eventflow::browse
