#pragma once

#include "app/cli/command.h"
#include "pipelines/capture/recorder.h"

#include <cstdint>
#include <optional>
#include <string>

namespace eventflow::app {

/// Where a command records to: the options for file, segments, ring and compression.
class CaptureOutput {
public:
    enum class Use : std::uint8_t { Recording, Copying }; ///< a copy has no ring
    void addOptions(CLI::App& parser, Use use);

    /// Without info and watermarks. Errors are those of the command line.
    [[nodiscard]] Result<capture::RecorderOptions> options() const;

private:
    std::string m_file;
    std::string m_compression = "zstd";
    std::string m_maxFile;
    std::string m_segmentBytes;
    std::string m_segmentTime;
    std::size_t m_keep = 0;
    std::string m_reserve = "256M";
};

/// What the recording came to, on standard error.
void printRecorded(const capture::Recorder& recorder);

} // namespace eventflow::app
