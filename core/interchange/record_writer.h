#pragma once

#include "core/model/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace eventflow::interchange {

/// The layouts in which records are exported. What a line of each is, is documented in
/// resources/docs/formats.md.
enum class ExportLayout : std::uint8_t {
    RecordLines, ///< our own: every byte of a record comes back when it is imported
    Ndjson,      ///< values only, for programs that read JSON
    Kcat,        ///< as `kcat -J`, for Kafka's tools
    Csv,         ///< RFC 4180, for spreadsheets
};

/// What is known of an export layout.
struct ExportTraits {
    ExportLayout layout;
    const char* name;      ///< in options: `kcat`; never changes
    const char* title;     ///< for people
    const char* extension; ///< customary, `ndjson`
    const char* loss;      ///< what is not in the file, in plain words; empty: nothing
};
const ExportTraits& traitsOf(ExportLayout layout);
/// In the order of the enumeration.
std::span<const ExportTraits> allExportLayouts();
std::optional<ExportLayout> exportLayoutOf(std::string_view name);

/// Writes records one after another. Thread: confined. Memory: what one record needs.
class RecordWriter {
public:
    RecordWriter() = default;
    RecordWriter(const RecordWriter&) = delete;
    RecordWriter& operator=(const RecordWriter&) = delete;
    virtual ~RecordWriter() = default;

    /// What stands in front of the first record: a heading.
    virtual void appendHeading(std::string& /*out*/) const {}
    /// Appends the record's line with its line end. False, and nothing appended, when the layout has none for
    /// it: a record without a value in Ndjson, and everywhere one that the source could not take apart.
    bool append(std::string& out, const Record& record) {
        return !record.malformed() && record.stream != nullptr && appendRecord(out, record);
    }

private:
    virtual bool appendRecord(std::string& out, const Record& record) = 0;
};
std::unique_ptr<RecordWriter> makeRecordWriter(ExportLayout layout);

} // namespace eventflow::interchange
