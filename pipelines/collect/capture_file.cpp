#include "pipelines/collect/capture_file.h"

#include "pipelines/collect/file_reader.h"

#include <array>
#include <utility>

namespace eventflow::collect {

namespace {

constexpr std::size_t kMaxDetectedBytes = 4 * 1024 * 1024;

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

/// The members that tell a layout may stand behind a large value.
Result<interchange::DetectedLayout> detect(BlockWindow& window) {
    for (;;) {
        const auto detected = interchange::detectLayout(window.rest());
        if (!detected || !detected->undecided || window.atEnd() || window.rest().size() >= kMaxDetectedBytes)
            return detected;
        window.grow();
    }
}

Result<CaptureFile> openAndDetect(const std::filesystem::path& path, BlockPool& pool,
                                  const DecompressionLimits& limits) {
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
    capture.window =
        std::make_unique<BlockWindow>(decompressing(std::move(*file), *compression, limits), pool);
    if (const Status begun = capture.window->begin(); !begun) return begun.error();
    const auto detected = detect(*capture.window);
    if (!detected) return detected.error();
    capture.detected = *detected;
    return capture;
}

} // namespace

Result<CaptureFile> openCaptureFile(const std::filesystem::path& path, BlockPool& pool,
                                    const DecompressionLimits& limits) {
    auto capture = openAndDetect(path, pool, limits);
    if (!capture) return capture.error().at(path.string());
    return capture;
}

} // namespace eventflow::collect
