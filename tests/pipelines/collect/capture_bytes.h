#pragma once

#include "pipelines/collect/source.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eventflow::collect::test {

/// The text as gzip members of `memberBytes` each; made with zlib itself, not with code of ours.
std::string gzip(std::string_view text, std::size_t memberBytes);
/// The text as zstd frames of `frameBytes` each, a skippable frame between them.
std::string zstd(std::string_view text, std::size_t frameBytes);

void writeFile(const std::filesystem::path& path, std::string_view bytes);
std::string readFile(const std::filesystem::path& path);

/// A record that owns its bytes.
struct OwnedRecord {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::int64_t tsArrivalNs = 0;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
    std::string framingError;

    bool operator==(const OwnedRecord&) const = default;
};
OwnedRecord owned(const Record& record);

/// Everything a bounded source gives, checked on the way: padding readable, bytes counted, streams numbered
/// densely.
struct Reading {
    std::vector<OwnedRecord> records;
    Positions positions; ///< the newest of each stream
    /// After each batch: records so far, and the positions.
    std::vector<std::pair<std::size_t, Positions>> checkpoints;
    std::map<std::pair<std::string, std::int32_t>, bool> caughtUp;
    std::optional<Error> error;
};
Reading readAll(Source& source, const Positions& resumeFrom = {});

} // namespace eventflow::collect::test
