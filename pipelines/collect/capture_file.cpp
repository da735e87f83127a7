#include "pipelines/collect/capture_file.h"

#include "pipelines/collect/file_reader.h"

#include <array>
#include <utility>

namespace eventflow::collect {

namespace {

std::unique_ptr<ByteReader> decompressing(std::unique_ptr<ByteReader> stored, Compression compression,
                                          const DecompressionLimits& limits) {
    switch (compression) {
    case Compression::Gzip:
        return makeGzipReader(std::move(stored), limits);
    case Compression::Zstd:
        return makeZstdReader(std::move(stored), limits);
    case Compression::None:
        break;
    }
    return stored;
}

Result<CaptureFile> openAndDetect(const std::filesystem::path& path, BlockPool& pool,
                                  const FileSourceOptions& options) {
    auto file = FileReader::open(path);
    if (!file) return file.error();
    std::array<char, 16> magic{};
    const auto read = (*file)->read(magic);
    if (!read) return read.error();
    const auto compression = detectCompression({magic.data(), *read});
    if (!compression) return compression.error();
    (*file)->rewind();

    CaptureFile capture;
    capture.compression = *compression;
    capture.storedSize = (*file)->size();
    capture.lines = std::make_unique<LineReader>(
        decompressing(std::move(*file), *compression, options.decompression), pool, options.maxRecordBytes);
    const auto front = capture.lines->peek();
    if (!front) return front.error();
    const auto format = detectLineFormat(*front);
    if (!format) return format.error();
    capture.format = *format;
    return capture;
}

} // namespace

Result<CaptureFile> openCaptureFile(const std::filesystem::path& path, BlockPool& pool,
                                    const FileSourceOptions& options) {
    auto capture = openAndDetect(path, pool, options);
    if (!capture) return capture.error().at(path.string());
    return capture;
}

} // namespace eventflow::collect
