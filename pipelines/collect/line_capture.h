#pragma once

#include "pipelines/collect/capture_reader.h"
#include "pipelines/collect/line_reader.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace eventflow::collect {

/// A capture whose records are lines: NDJSON and `kcat -J`. Its places are byte positions.
class LineCapture final : public CaptureReader {
public:
    LineCapture(std::unique_ptr<BlockWindow> window, bool kcat, std::size_t maxLineBytes)
        : m_lines(std::move(window), maxLineBytes), m_kcat(kcat) {}

    Result<bool> seek(std::int64_t position) override;
    Result<bool> read(BatchBuilder& batch) override;
    [[nodiscard]] std::shared_ptr<const void> storage() const override { return m_run.storage; }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_lines.storedBytes(); }

private:
    void readRun(BatchBuilder& batch);
    void readLine(std::string_view line, std::uint64_t bytes, BatchBuilder& batch) const;
    void readKcatLine(std::string_view line, BatchBuilder& batch) const;

    LineReader m_lines;
    bool m_kcat;
    LineRun m_run;
    std::string_view m_rest; ///< of the run, not yet read
    std::int64_t m_restOffset = 0;
};

} // namespace eventflow::collect
