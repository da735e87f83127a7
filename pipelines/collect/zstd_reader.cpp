#include "pipelines/collect/decompressor.h"

#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <new>
#include <string>

namespace eventflow::collect {

namespace {

/// Enough to begin a frame: zstd then says what else it wants.
constexpr std::size_t kFrameStartBytes = 5;

class ZstdReader final : public Decompressor {
public:
    ZstdReader(std::unique_ptr<ByteReader> stored, DecompressionLimits limits)
        : Decompressor(std::move(stored), limits), m_context(ZSTD_createDCtx()) {
        if (!m_context) throw std::bad_alloc();
        ZSTD_DCtx_setParameter(m_context.get(), ZSTD_d_windowLogMax, limits.maxWindowLog);
    }

private:
    struct FreeContext {
        void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
    };

    [[nodiscard]] bool mayEnd() const override { return !m_inFrame; }

    /// One block at a time, as zstd suggests: an error then loses nothing of the blocks before it.
    Result<std::size_t> decode(std::span<char> target) override {
        const auto source = input();
        if (source.empty() && !m_mayHoldOutput) return std::size_t{0};
        ZSTD_inBuffer in{source.data(), std::min(source.size(), m_wanted), 0};
        ZSTD_outBuffer out{target.data(), target.size(), 0};
        const std::size_t outcome = ZSTD_decompressStream(m_context.get(), &out, &in);
        if (ZSTD_isError(outcome)) return decodeError(outcome);
        consume(in.pos);
        m_inFrame = outcome != 0;
        m_wanted = m_inFrame ? outcome : kFrameStartBytes;
        m_mayHoldOutput = out.pos == out.size;
        return out.pos;
    }

    [[nodiscard]] Error decodeError(std::size_t outcome) const {
        if (ZSTD_getErrorCode(outcome) == ZSTD_error_frameParameter_windowTooLarge)
            return errorHere(ErrorCode::LimitExceeded,
                             "the zstd frame needs a window of more than 2^" +
                                 std::to_string(limits().maxWindowLog) +
                                 " bytes (option maxWindowLog); compress it without --long or --ultra");
        return errorHere(ErrorCode::Corrupt, std::string("broken zstd data: ") + ZSTD_getErrorName(outcome));
    }

    std::unique_ptr<ZSTD_DCtx, FreeContext> m_context;
    std::size_t m_wanted = kFrameStartBytes; ///< what zstd needs for its next step
    bool m_inFrame = false;
    bool m_mayHoldOutput = false; ///< the last target was filled, so the window may hold more
};

} // namespace

std::unique_ptr<ByteReader> makeZstdReader(std::unique_ptr<ByteReader> stored, DecompressionLimits limits) {
    return std::make_unique<ZstdReader>(std::move(stored), limits);
}

} // namespace eventflow::collect
