#include "core/capture/mcap/decompressor.h"

#include "core/capture/mcap/compression.h"
#include "core/capture/mcap/limits.h"

#include <lz4frame.h>
#include <zstd.h>

#include <string>

namespace eventflow::capture::mcap {
namespace {

LZ4F_dctx* createLz4() {
    LZ4F_dctx* context = nullptr;
    return LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) != 0 ? nullptr : context;
}

Error corrupt(std::string_view compression, const std::string& cause) {
    return {ErrorCode::Corrupt, "its " + std::string(compression) + " data is damaged: " + cause};
}

} // namespace

struct Decompressor::Contexts {
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> zstd{ZSTD_createDCtx(), ZSTD_freeDCtx};
    std::unique_ptr<LZ4F_dctx, decltype(&LZ4F_freeDecompressionContext)> lz4{createLz4(),
                                                                             LZ4F_freeDecompressionContext};
};

Decompressor::Decompressor() : m_contexts(std::make_unique<Contexts>()) {}
Decompressor::~Decompressor() = default;
Decompressor::Decompressor(Decompressor&&) noexcept = default;
Decompressor& Decompressor::operator=(Decompressor&&) noexcept = default;

Status Decompressor::decompress(std::string_view compression, std::string_view compressed,
                                std::uint64_t uncompressedSize, ByteBuffer& out) {
    const auto known = compressionNamed(compression);
    if (!known)
        return Error{ErrorCode::Unsupported, "its compression '" + std::string(compression.substr(0, 40)) +
                                                 "' is none of zstd, lz4 and no compression"};
    if (*known == Compression::None && compressed.size() != uncompressedSize)
        return Error{ErrorCode::Corrupt, "it declares " + std::to_string(uncompressedSize) +
                                             " bytes of records and holds " +
                                             std::to_string(compressed.size())};
    if (!ratioIsPlausible(compressed.size(), uncompressedSize))
        return Error{ErrorCode::LimitExceeded, std::to_string(compressed.size()) + " bytes would become " +
                                                   std::to_string(uncompressedSize) + ", more than " +
                                                   std::to_string(kMaxRatio) +
                                                   " times as many: not decompressed"};
    out.reset(static_cast<std::size_t>(uncompressedSize));
    out.pad();
    if (*known == Compression::Zstd) return zstd(compressed, out);
    if (*known == Compression::Lz4) return lz4(compressed, out);
    if (!compressed.empty()) std::memcpy(out.data(), compressed.data(), compressed.size());
    return {};
}

Status Decompressor::zstd(std::string_view compressed, ByteBuffer& out) {
    const std::size_t size = ZSTD_decompressDCtx(m_contexts->zstd.get(), out.data(), out.size(),
                                                 compressed.data(), compressed.size());
    if (ZSTD_isError(size) != 0) return corrupt("zstd", ZSTD_getErrorName(size));
    if (size != out.size())
        return corrupt("zstd", "it becomes " + std::to_string(size) + " bytes instead of the declared " +
                                   std::to_string(out.size()));
    return {};
}

Status Decompressor::lz4(std::string_view compressed, ByteBuffer& out) {
    LZ4F_dctx* const context = m_contexts->lz4.get();
    if (context == nullptr) return Error{ErrorCode::LimitExceeded, "no memory to decompress"};
    LZ4F_resetDecompressionContext(context);
    // The whole output stays in place, so that lz4 needs no copy of its last 64 KiB.
    LZ4F_decompressOptions_t options{};
    options.stableDst = 1;
    std::size_t read = 0;
    std::size_t written = 0;
    for (std::size_t hint = 1; hint != 0;) {
        std::size_t source = compressed.size() - read;
        std::size_t target = out.size() - written;
        hint = LZ4F_decompress(context, out.data() + written, &target, compressed.data() + read, &source,
                               &options);
        if (LZ4F_isError(hint) != 0) return corrupt("lz4", LZ4F_getErrorName(hint));
        read += source;
        written += target;
        if (hint != 0 && source == 0 && target == 0)
            return corrupt("lz4", "it ends within its data, or becomes more than the declared " +
                                      std::to_string(out.size()) + " bytes");
    }
    if (read != compressed.size()) return corrupt("lz4", "bytes follow its frame");
    if (written != out.size())
        return corrupt("lz4", "it becomes " + std::to_string(written) + " bytes instead of the declared " +
                                  std::to_string(out.size()));
    return {};
}

} // namespace eventflow::capture::mcap
