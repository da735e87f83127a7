#include "core/capture/mcap/compressor.h"

#include "core/capture/mcap/limits.h"

#include <lz4frame.h>
#include <zstd.h>

namespace eventflow::capture::mcap {
namespace {

LZ4F_preferences_t lz4Preferences(std::size_t bytes) {
    LZ4F_preferences_t preferences{};
    preferences.frameInfo.blockSizeID = LZ4F_max4MB;
    preferences.frameInfo.blockMode = LZ4F_blockLinked;
    preferences.frameInfo.contentSize = bytes;
    return preferences;
}

} // namespace

struct Compressor::Context {
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> zstd{ZSTD_createCCtx(), ZSTD_freeCCtx};
};

Compressor::Compressor(Compression compression, int level)
    : m_compression(compression), m_level(level), m_context(std::make_unique<Context>()) {}
Compressor::~Compressor() = default;
Compressor::Compressor(Compressor&&) noexcept = default;
Compressor& Compressor::operator=(Compressor&&) noexcept = default;

Result<CompressedRecords> Compressor::compress(std::string_view records) {
    const CompressedRecords asTheyAre{Compression::None, records};
    if (m_compression == Compression::None || records.empty()) return asTheyAre;
    const Result<std::size_t> size = m_compression == Compression::Zstd ? zstd(records) : lz4(records);
    if (!size) return size.error();
    if (*size >= records.size() || !ratioIsPlausible(*size, records.size())) return asTheyAre;
    return CompressedRecords{m_compression, m_out.view().substr(0, *size)};
}

Result<std::size_t> Compressor::zstd(std::string_view records) {
    const std::size_t bound = ZSTD_compressBound(records.size());
    const std::size_t size = ZSTD_compressCCtx(m_context->zstd.get(), m_out.reset(bound), bound,
                                               records.data(), records.size(), m_level);
    if (ZSTD_isError(size) != 0)
        return Error{ErrorCode::Internal,
                     std::string("zstd cannot compress a chunk: ") + ZSTD_getErrorName(size)};
    return size;
}

Result<std::size_t> Compressor::lz4(std::string_view records) {
    const LZ4F_preferences_t preferences = lz4Preferences(records.size());
    const std::size_t bound = LZ4F_compressFrameBound(records.size(), &preferences);
    const std::size_t size =
        LZ4F_compressFrame(m_out.reset(bound), bound, records.data(), records.size(), &preferences);
    if (LZ4F_isError(size) != 0)
        return Error{ErrorCode::Internal,
                     std::string("lz4 cannot compress a chunk: ") + LZ4F_getErrorName(size)};
    return size;
}

} // namespace eventflow::capture::mcap
