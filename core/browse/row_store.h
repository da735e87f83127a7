#pragma once

#include "core/codec/confluent_frame.h"
#include "core/model/record.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::browse {

/// One record as a table shows it. What is not here is fetched again by its offset.
struct Row {
    static constexpr std::uint16_t kNullKey = 1;
    static constexpr std::uint16_t kNullValue = 2;
    static constexpr std::uint16_t kCutKey = 4; ///< the preview is not all of it
    static constexpr std::uint16_t kCutValue = 8;
    static constexpr std::uint16_t kKeySchema = 16; ///< a header names the schema
    static constexpr std::uint16_t kValueSchema = 32;

    std::int64_t offset = 0;
    std::int64_t timestampMs = 0; ///< kNoTimestamp: none
    std::uint64_t preview = 0;    ///< place in the store's text: key, value, names of schemas
    std::uint32_t stream = 0;
    std::uint32_t keyBytes = 0;
    std::uint32_t valueBytes = 0;
    std::uint32_t headerBytes = 0;
    std::uint16_t headerCount = 0;
    std::uint16_t keyPreview = 0; ///< bytes
    std::uint16_t valuePreview = 0;
    std::uint16_t flags = 0;

    static constexpr std::int64_t kNoTimestamp = INT64_MIN;
    [[nodiscard]] bool has(std::uint16_t flag) const { return (flags & flag) != 0; }
};
static_assert(sizeof(Row) == 48);

struct RowStoreLimits {
    std::size_t rows = 10'000'000;
    std::size_t previewBytes = 512 * 1024 * 1024; ///< of all rows together
    std::size_t previewOfRecord = 4096;           ///< at most, of key and of value
};

/// What a scan found, for a table of millions of rows: rows of 48 bytes, the beginnings of keys and values,
/// and of the headers those that name the schemas of these. As the room for these gets scarce the previews of
/// further rows get shorter; a store that is full says so. Rows never move and never change. Thread: one
/// writer; readers any: what is below size() may be read without a lock, for as long as the store lives.
class RowStore {
public:
    static constexpr std::size_t kRowsPerBlock = 65'536;
    static constexpr std::size_t kMaxRows = 16'777'216;
    static constexpr std::size_t kTextBlockBytes = 1024 * 1024;
    static constexpr std::size_t kMaxTextBlocks = 4096;
    /// A longer header names no schema: an id or a GUID, and which message of it.
    static constexpr std::size_t kMaxSchemaHeader = 64;

    explicit RowStore(const RowStoreLimits& limits = {});
    RowStore(const RowStore&) = delete;
    RowStore& operator=(const RowStore&) = delete;

    /// False when the store is full; the record is then not in it.
    bool append(const Record& record);

    [[nodiscard]] std::size_t size() const { return m_size.load(std::memory_order_acquire); }
    [[nodiscard]] const Row& operator[](std::size_t index) const {
        return (*m_blocks[index / kRowsPerBlock])[index % kRowsPerBlock];
    }
    [[nodiscard]] std::string_view keyPreview(const Row& row) const;
    [[nodiscard]] std::string_view valuePreview(const Row& row) const;
    /// The header that names the schema of the key or the value; nothing: there is none.
    [[nodiscard]] NullableBytes schemaHeader(const Row& row, codec::RecordPart part) const;
    /// Topic and partition of a row. Thread: any (locks).
    [[nodiscard]] const Stream& stream(std::uint32_t index) const;
    [[nodiscard]] std::size_t streamCount() const;
    [[nodiscard]] std::size_t memoryBytes() const;

private:
    [[nodiscard]] std::uint32_t streamOf(const Stream& stream);
    [[nodiscard]] std::size_t previewLimit(std::size_t index) const;
    void addPreview(Row& row, const Record& record, std::size_t limit);
    /// Room for that many bytes in one block; nothing when all blocks are full.
    [[nodiscard]] std::optional<std::uint64_t> room(std::size_t bytes);
    [[nodiscard]] char* text(std::uint64_t place) const;

    using Block = std::array<Row, kRowsPerBlock>;
    const RowStoreLimits m_limits;
    // Tables of a fixed size, so that readers never see one move.
    std::array<std::unique_ptr<Block>, kMaxRows / kRowsPerBlock> m_blocks;
    std::array<std::unique_ptr<char[]>, kMaxTextBlocks> m_text;
    std::uint64_t m_textEnd = 0;
    std::atomic<std::size_t> m_size = 0;
    std::atomic<std::size_t> m_textBytes = 0;
    const Stream* m_lastStream = nullptr;
    std::uint32_t m_lastIndex = 0;
    mutable std::mutex m_mutex;
    std::deque<Stream> m_streams; ///< guarded; elements stay where they are
};

} // namespace eventflow::browse
