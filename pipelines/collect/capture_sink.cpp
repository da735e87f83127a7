#include "pipelines/collect/capture_sink.h"

#include "core/codec/kcat_writer.h"
#include "pipelines/collect/byte_writer.h"
#include "pipelines/collect/file_reader.h"
#include "pipelines/collect/simulator.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>

namespace eventflow::collect {

namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::uint64_t kProgressRecords = 250'000;

/// A file that takes its name when it is complete, and is removed otherwise.
class PartFile {
public:
    explicit PartFile(const std::filesystem::path& file) : m_file(file), m_part(file.string() + ".part") {}
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile() {
        if (m_descriptor < 0) return;
        ::close(m_descriptor);
        ::unlink(m_part.c_str());
    }

    Status create() {
        m_descriptor = ::open(m_part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        return m_descriptor < 0 ? Status(fileError("create", errno)) : Status();
    }
    Status commit() {
        if (::fsync(m_descriptor) != 0) return fileError("fsync", errno);
        if (::rename(m_part.c_str(), m_file.c_str()) != 0) return fileError("rename", errno);
        ::close(m_descriptor);
        m_descriptor = -1;
        return {};
    }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    std::filesystem::path m_file;
    std::string m_part;
    int m_descriptor = -1;
};

/// Formats records into a buffer and sends it on when it is full, or when pacing makes the next record wait.
class CaptureRun {
public:
    CaptureRun(const SimulatorOptions& options, const CaptureTarget& target, int descriptor)
        : m_simulator(options),
          m_target(target),
          m_pacer(target.pacing),
          m_writer(makeCompressor(target.compression, makeDescriptorWriter(descriptor))) {
        m_buffer.reserve(kBufferBytes + 2 * TextBuffer::kCapacity);
    }

    Result<CaptureSummary> run(const std::stop_token& stop) {
        SimulatedRecord record;
        while (m_simulator.next(record)) {
            if (const Status status = pace(record, stop); !status) return status.error();
            append(record);
            if (++m_summary.records % kProgressRecords == 0 && m_target.onProgress)
                m_target.onProgress(m_summary.records);
            if (m_buffer.size() < kBufferBytes) continue;
            if (stop.stop_requested()) return cancelled();
            if (const Status status = flush(); !status) return status.error();
        }
        if (const Status status = flush(); !status) return status.error();
        if (const Status status = m_writer->finish(); !status) return status.error();
        m_summary.storedBytes = m_writer->storedBytes();
        if (m_target.onProgress) m_target.onProgress(m_summary.records);
        return m_summary;
    }

private:
    [[nodiscard]] Error cancelled() const {
        return {ErrorCode::Cancelled, "stopped after " + std::to_string(m_summary.records) + " records"};
    }

    Status pace(const SimulatedRecord& record, const std::stop_token& stop) {
        if (m_pacer.unlimited()) return {};
        const Duration due = m_pacer.untilDue(record.index, record.tsArrival, Pacer::Clock::now());
        if (due <= Duration::zero()) return {};
        if (const Status status = flush(); !status) return status;
        return sleepFor(due, stop) ? Status() : Status(cancelled());
    }

    void append(const SimulatedRecord& record) {
        if (m_target.format == LineFormat::Kcat) {
            std::int64_t& offset = m_offsets[static_cast<std::size_t>(record.truth.kind)];
            codec::appendKcatLine(
                m_buffer, {record.topic, 0, offset++, toMs(record.tsArrival), record.key, record.value});
        } else {
            m_buffer += record.value;
            m_buffer += '\n';
        }
    }

    Status flush() {
        m_summary.bytes += m_buffer.size();
        const Status status = m_writer->write(m_buffer);
        m_buffer.clear();
        return status;
    }

    Simulator m_simulator;
    const CaptureTarget& m_target;
    Pacer m_pacer;
    std::unique_ptr<ByteWriter> m_writer;
    std::string m_buffer;
    std::array<std::int64_t, 3> m_offsets{};
    CaptureSummary m_summary;
};

Result<CaptureSummary> writeFile(const SimulatorOptions& options, const CaptureTarget& target,
                                 const std::stop_token& stop) {
    PartFile file(target.file);
    if (const Status status = file.create(); !status) return status.error();
    auto summary = CaptureRun(options, target, file.descriptor()).run(stop);
    if (!summary) return summary.error();
    if (const Status status = file.commit(); !status) return status.error();
    return summary;
}

} // namespace

Result<CaptureSummary> writeCapture(const SimulatorOptions& options, const CaptureTarget& target,
                                    std::stop_token stop) {
    if (const Status status = validate(options); !status) return status.error();
    if (target.file.empty()) {
        auto summary = CaptureRun(options, target, STDOUT_FILENO).run(stop);
        if (!summary) return summary.error().at("stdout");
        return summary;
    }
    if (options.events == 0)
        return Error{ErrorCode::InvalidArgument,
                     "events: a file needs a number of records; only stdout can go on without end"};
    auto summary = writeFile(options, target, stop);
    if (!summary) return summary.error().at(target.file.string());
    return summary;
}

Compression compressionBySuffix(const std::filesystem::path& file) {
    if (file.extension() == ".gz") return Compression::Gzip;
    if (file.extension() == ".zst") return Compression::Zstd;
    return Compression::None;
}

} // namespace eventflow::collect
