#pragma once

#include "core/interchange/avro_block_reader.h"
#include "core/interchange/avro_splitter.h"
#include "pipelines/collect/block_window.h"
#include "pipelines/collect/capture_reader.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace eventflow::collect {

/// An Avro container file: each value is a record, as JSON. Its places are numbers of values, from 0; a
/// damaged stretch counts as one. Continuing passes over whole blocks without decompressing them.
class AvroCapture final : public CaptureReader {
public:
    explicit AvroCapture(std::unique_ptr<BlockWindow> window)
        : m_window(std::move(window)), m_splitter(m_window->position()) {}

    Result<bool> seek(std::int64_t position) override;
    Result<bool> read(BatchBuilder& batch) override;
    [[nodiscard]] std::shared_ptr<const void> storage() const override {
        return nullptr;
    } // all is in the arena
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_window->storedBytes(); }

private:
    Result<bool> takeBlock();
    Status beginBlock();
    void addValue(BatchBuilder& batch);
    void addDamage(BatchBuilder& batch);

    std::unique_ptr<BlockWindow> m_window;
    interchange::AvroSplitter m_splitter;
    std::optional<interchange::AvroBlockReader> m_reader;
    interchange::Item m_block;
    bool m_inBlock = false;
    std::int64_t m_next = 0;     ///< number of the next value
    std::int64_t m_blockEnd = 0; ///< of the first one behind the block
};

} // namespace eventflow::collect
