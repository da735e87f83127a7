#pragma once

#include "core/interchange/detection.h"
#include "core/interchange/item_parser.h"
#include "pipelines/collect/block_window.h"
#include "pipelines/collect/capture_reader.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace eventflow::collect {

/// A capture that a framer cuts into items: JSON and text of every layout that is not read line by line. Its
/// places are byte positions. What an item means may hang on those before it, so that continuing reads the
/// file from its beginning, without making records.
class ItemCapture final : public CaptureReader {
public:
    ItemCapture(std::unique_ptr<BlockWindow> window, const interchange::DetectedLayout& detected,
                std::size_t maxItemBytes);

    Result<bool> seek(std::int64_t position) override;
    Result<bool> read(BatchBuilder& batch) override;
    [[nodiscard]] std::shared_ptr<const void> storage() const override { return m_storage; }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_window->storedBytes(); }

private:
    Result<bool> takeItem();
    void addItem(BatchBuilder& batch);

    std::unique_ptr<BlockWindow> m_window;
    std::unique_ptr<interchange::Framer> m_framer;
    std::unique_ptr<interchange::ItemParser> m_parser;
    interchange::Item m_item;
    bool m_waiting = false; ///< m_item was not added yet
    std::shared_ptr<const void> m_storage;
};

} // namespace eventflow::collect
