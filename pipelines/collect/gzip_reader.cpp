#include "pipelines/collect/decompressor.h"

#include <zlib.h>

#include <algorithm>
#include <climits>
#include <new>
#include <string>

namespace eventflow::collect {

namespace {

/// windowBits of the largest window (15), plus 16 for the gzip wrapper only.
constexpr int kGzipWindowBits = 15 + 16;

class GzipReader final : public Decompressor {
public:
    GzipReader(std::unique_ptr<ByteReader> stored, DecompressionLimits limits)
        : Decompressor(std::move(stored), limits) {
        if (inflateInit2(&m_stream, kGzipWindowBits) != Z_OK) throw std::bad_alloc();
    }
    ~GzipReader() override { inflateEnd(&m_stream); }

private:
    [[nodiscard]] bool mayEnd() const override { return !m_inMember; }

    Result<std::size_t> decode(std::span<char> target) override {
        if (!m_inMember && !beginMember()) return std::size_t{0};
        const auto source = input();
        const auto available = static_cast<uInt>(std::min<std::size_t>(target.size(), UINT_MAX));
        // zlib declares its input without const, but does not write to it.
        m_stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(source.data()));
        m_stream.avail_in = static_cast<uInt>(source.size());
        m_stream.next_out = reinterpret_cast<Bytef*>(target.data());
        m_stream.avail_out = available;
        const int outcome = inflate(&m_stream, Z_NO_FLUSH);
        consume(source.size() - m_stream.avail_in);
        const std::size_t produced = available - m_stream.avail_out;
        if (outcome == Z_STREAM_END) {
            m_inMember = false;
            inflateReset(&m_stream);
        } else if (outcome != Z_OK && outcome != Z_BUF_ERROR && produced == 0) {
            // With bytes produced the error comes again at the next call, behind them.
            return errorHere(ErrorCode::Corrupt, std::string("broken gzip data: ") +
                                                     (m_stream.msg ? m_stream.msg : "unknown error"));
        }
        return produced;
    }

    /// False when nothing but zero padding, as tape and block devices leave it, is in the input.
    bool beginMember() {
        const auto source = input();
        const auto first = std::find_if(source.begin(), source.end(), [](char c) { return c != '\0'; });
        consume(static_cast<std::size_t>(first - source.begin()));
        m_inMember = first != source.end();
        return m_inMember;
    }

    z_stream m_stream{};
    bool m_inMember = false;
};

} // namespace

std::unique_ptr<ByteReader> makeGzipReader(std::unique_ptr<ByteReader> stored, DecompressionLimits limits) {
    return std::make_unique<GzipReader>(std::move(stored), limits);
}

} // namespace eventflow::collect
