#include "tests/pipelines/collect/capture_bytes.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace eventflow::collect::test {

namespace {

std::string gzipMember(std::string_view text) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("deflateInit2");
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("deflate");
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstdFrame(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3);
    if (ZSTD_isError(size)) throw std::runtime_error(ZSTD_getErrorName(size));
    out.resize(size);
    return out;
}

} // namespace

std::string gzip(std::string_view text, std::size_t memberBytes) {
    std::string out;
    for (std::size_t at = 0; at == 0 || at < text.size(); at += memberBytes)
        out += gzipMember(text.substr(at, memberBytes));
    return out;
}

std::string zstd(std::string_view text, std::size_t frameBytes) {
    std::string out;
    for (std::size_t at = 0; at == 0 || at < text.size(); at += frameBytes) {
        if (at > 0) out += std::string("\x51\x2A\x4D\x18\x03\0\0\0abc", 11);
        out += zstdFrame(text.substr(at, frameBytes));
    }
    return out;
}

void writeFile(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file) throw std::runtime_error("cannot write " + path.string());
}

std::string readFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

OwnedRecord owned(const Record& record) {
    OwnedRecord out;
    out.topic = record.stream->topic;
    out.partition = record.stream->partition;
    out.offset = record.offset;
    out.tsArrivalNs = toNs(record.tsArrival);
    if (record.key) out.key = std::string(*record.key);
    if (record.value) out.value = std::string(*record.value);
    for (const Header& header : record.headers)
        out.headers.emplace_back(std::string(header.name),
                                 header.value ? std::optional(std::string(*header.value)) : std::nullopt);
    out.framingError = record.framingError;
    return out;
}

Reading readAll(Source& source, const Positions& resumeFrom) {
    Reading reading;
    std::set<std::uint32_t> streams;
    const auto fail = [&](const Error& error) {
        reading.error = error;
        return reading;
    };
    if (const Status status = source.open(resumeFrom); !status) return fail(status.error());
    RecordBatch batch;
    volatile char sink = 0;
    for (;;) {
        batch.clear();
        const auto outcome = source.read(batch, std::chrono::milliseconds(10), {});
        if (!outcome) return fail(outcome.error());
        std::size_t bytes = 0;
        for (const Record& record : batch.records) {
            reading.records.push_back(owned(record));
            streams.insert(record.stream->index);
            bytes += record.key.value_or("").size() + record.value.value_or("").size();
            for (const Header& header : record.headers)
                bytes += header.name.size() + header.value.value_or("").size();
            // Under the address sanitizer this proves the promise of record.h.
            if (record.value) sink = record.value->data()[record.value->size() + kValuePadding - 1];
        }
        if (bytes != batch.bytes) return fail({ErrorCode::Internal, "RecordBatch::bytes is wrong"});
        for (const StreamProgress& progress : batch.progress) {
            const auto name = std::pair(progress.stream->topic, progress.stream->partition);
            reading.positions[name] = progress.nextOffset;
            reading.caughtUp[name] = progress.caughtUp;
            streams.insert(progress.stream->index);
        }
        reading.checkpoints.emplace_back(reading.records.size(), reading.positions);
        if (*outcome == ReadOutcome::End) break;
    }
    static_cast<void>(sink);
    if (!streams.empty() && *streams.rbegin() + 1 != streams.size())
        return fail({ErrorCode::Internal, "stream numbers are not dense"});
    return reading;
}

} // namespace eventflow::collect::test
