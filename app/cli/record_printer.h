#pragma once

#include "core/browse/record_text.h"
#include "pipelines/browse/scan_judge.h"

#include <functional>
#include <string>

namespace eventflow::app {

/// Prints records on standard output as they come, in large writes. When whoever reads is slow, so is the
/// scan; when nobody reads any more, it is told to stop. Thread: confined.
class RecordPrinter final : public browse::MatchSink {
public:
    /// `table`: aligned lines for people, in place of `format`. `closed` is called when standard output is
    /// gone.
    RecordPrinter(browse::RecordFormat format, bool table, bool eager, std::function<void()> closed);
    ~RecordPrinter() override { flush(); }

    void onMatch(const Record& record) override;
    void flush();

private:
    void appendTableLine(const Record& record);

    static constexpr std::size_t kBufferBytes = 256 * 1024;

    const browse::RecordFormat m_format;
    const bool m_table;
    const bool m_eager; ///< of a live tail: every record is shown at once
    const std::function<void()> m_closed;
    std::string m_buffer;
    bool m_broken = false;
};

} // namespace eventflow::app
