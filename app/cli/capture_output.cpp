#include "app/cli/capture_output.h"

#include "app/cli/console_text.h"
#include "app/cli/scan_text.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

void CaptureOutput::addOptions(CLI::App& parser, Use use) {
    parser
        .add_option("-o,--output", m_file, "The capture to write, as incident.mcap; never one that is there")
        ->required();
    parser.add_option("--compression", m_compression, "zstd, lz4 or none")
        ->check(CLI::IsMember({"zstd", "lz4", "none"}))
        ->capture_default_str();
    parser.add_option("--max-file", m_maxFile, "End when the files are that large together: 500M, 20G");
    parser.add_option("--segment-bytes", m_segmentBytes,
                      "Go on in a new file, numbered, when one is that large: 1G");
    parser.add_option("--segment-time", m_segmentTime, "or holds that long: 5m");
    if (use == Use::Recording)
        parser
            .add_option("--keep", m_keep, "A ring: of the finished files keep that many, remove older ones")
            ->check(CLI::Range(1, 100'000));
    parser.add_option("--reserve", m_reserve, "End before the disk has less than that left")
        ->capture_default_str();
}

Result<capture::RecorderOptions> CaptureOutput::options() const {
    capture::RecorderOptions out;
    out.file = m_file;
    using capture::mcap::Compression;
    out.writer.compression = m_compression == "zstd"  ? Compression::Zstd
                             : m_compression == "lz4" ? Compression::Lz4
                                                      : Compression::None;
    out.keepSegments = m_keep;
    struct Size {
        const char* option;
        const std::string& text;
        std::uint64_t& target;
    };
    for (const Size& size : {Size{"--max-file", m_maxFile, out.maxBytes},
                             Size{"--segment-bytes", m_segmentBytes, out.segmentBytes},
                             Size{"--reserve", m_reserve, out.reserveBytes}}) {
        if (size.text.empty()) continue;
        const auto bytes = parseBytes(size.option, size.text);
        if (!bytes) return bytes.error();
        size.target = *bytes;
    }
    if (!m_segmentTime.empty()) {
        const auto time = parseDuration(m_segmentTime);
        if (!time || time->count() <= 0)
            return Error{ErrorCode::InvalidArgument,
                         "--segment-time " + m_segmentTime + ": expected 30s, 5m"};
        out.segmentTime = *time;
    }
    if (out.keepSegments > 0 && !out.rotates())
        return Error{ErrorCode::InvalidArgument, "--keep needs --segment-bytes or --segment-time"};
    return out;
}

void printRecorded(const capture::Recorder& recorder) {
    const auto& counts = recorder.counts();
    const auto& files = recorder.files();
    std::string line = std::to_string(counts.records) + " records, " +
                       bytesText(static_cast<double>(counts.bytes)) + " in " + files.front().string();
    if (files.size() > 1) line += " to " + files.back().filename().string();
    printNote(line);
    if (counts.removedFiles > 0)
        printNote(std::to_string(counts.removedFiles) + " older files of the ring were removed");
    if (counts.refused > 0)
        printNote(std::to_string(counts.refused) + " records are NOT in the capture, the last because " +
                  recorder.refusal());
}

} // namespace eventflow::app
