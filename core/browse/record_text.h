#pragma once

#include "core/base/result.h"
#include "core/browse/scan_request.h"
#include "core/model/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eventflow::browse {

/// How records are written for other programs.
enum class RecordFormat : std::uint8_t {
    Json, ///< one object a line; a value that is JSON is put in as its own text, never written anew
    Kcat, ///< as `kcat -J`, with headers: every byte comes back through parseKcatLine()
    Raw,  ///< the value's bytes and a line end
    Csv,  ///< RFC 4180, csvHeading() first
    Hex,  ///< offsets, bytes and characters of the value, as `hexdump -C`
};
std::optional<RecordFormat> recordFormatOf(std::string_view name);

/// What key and value were before they were decoded into JSON: `avro`, `protobuf` …; null: they are as they
/// came.
struct DecodedFrom {
    const char* key = nullptr;
    const char* value = nullptr;
};

/// Appends one record, with its line end. `from` is told by Json.
void appendRecordText(std::string& out, const Record& record, RecordFormat format, DecodedFrom from = {});
std::string_view csvHeading();

/// Appends as `hexdump -C` does.
void appendHexDump(std::string& out, std::string_view bytes);

/// The kcat command that reads the same records, without secrets: what a colleague can run with an own
/// configuration file. `servers` as in a connection.
std::string kcatCommand(const std::string& servers, const ScanRequest& request);
/// For one record.
std::string kcatCommand(const std::string& servers, const Stream& stream, std::int64_t offset);

} // namespace eventflow::browse
