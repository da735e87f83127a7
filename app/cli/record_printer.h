#pragma once

#include "core/browse/record_decoding.h"
#include "core/browse/record_text.h"
#include "pipelines/browse/scan_judge.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace eventflow::app {

/// How a command prints records.
struct PrintStyle {
    browse::RecordFormat format = browse::RecordFormat::Json;
    bool table = false; ///< aligned lines for people, in place of `format`
    bool eager = false; ///< every record at once, as of a live tail
    bool decode = true; ///< Avro, Protobuf … as JSON, in the formats for people and scripts
};

/// Prints records on standard output as they come, in large writes. When whoever reads is slow, so is the
/// scan; when nobody reads any more, it is told to stop. Thread: confined.
class RecordPrinter final : public browse::MatchSink {
public:
    /// `schemas` may be null. `closed` is called when standard output is gone.
    RecordPrinter(const PrintStyle& style, std::shared_ptr<codec::SchemaLookup> schemas,
                  std::function<void()> closed);
    ~RecordPrinter() override { flush(); }

    void onMatch(const Record& record) override;
    void flush();

private:
    void append(const Record& record, browse::DecodedFrom from);
    void appendTableLine(const Record& record);

    static constexpr std::size_t kBufferBytes = 256 * 1024;

    const PrintStyle m_style;
    std::optional<browse::RecordDecoding> m_decoding;
    const std::function<void()> m_closed;
    std::string m_buffer;
    bool m_broken = false;
};

} // namespace eventflow::app
