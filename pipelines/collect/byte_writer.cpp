#include "pipelines/collect/byte_writer.h"

#include "pipelines/collect/file_reader.h"

#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <new>
#include <string>
#include <vector>

namespace eventflow::collect {

namespace {

constexpr std::size_t kOutputBytes = 128 * 1024;

class DescriptorWriter final : public ByteWriter {
public:
    explicit DescriptorWriter(int descriptor) : m_descriptor(descriptor) {}

    Status write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written < 0) {
                if (errno == EINTR) continue;
                return fileError("write", errno);
            }
            bytes.remove_prefix(static_cast<std::size_t>(written));
            m_stored += static_cast<std::uint64_t>(written);
        }
        return {};
    }
    Status finish() override { return {}; }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_stored; }

private:
    int m_descriptor;
    std::uint64_t m_stored = 0;
};

class ZstdWriter final : public ByteWriter {
public:
    explicit ZstdWriter(std::unique_ptr<ByteWriter> target)
        : m_target(std::move(target)), m_context(ZSTD_createCCtx()), m_output(kOutputBytes) {
        if (!m_context) throw std::bad_alloc();
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, 3);
        ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1);
    }

    Status write(std::string_view bytes) override { return compress(bytes, ZSTD_e_continue); }
    Status finish() override {
        if (const Status status = compress({}, ZSTD_e_end); !status) return status;
        return m_target->finish();
    }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_target->storedBytes(); }

private:
    struct FreeContext {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };

    Status compress(std::string_view bytes, ZSTD_EndDirective directive) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{m_output.data(), m_output.size(), 0};
            const std::size_t rest = ZSTD_compressStream2(m_context.get(), &out, &in, directive);
            if (ZSTD_isError(rest)) return Error{ErrorCode::Internal, ZSTD_getErrorName(rest)};
            if (const Status status = m_target->write({m_output.data(), out.pos}); !status) return status;
            if (directive == ZSTD_e_end ? rest == 0 : in.pos == in.size) return {};
        }
    }

    std::unique_ptr<ByteWriter> m_target;
    std::unique_ptr<ZSTD_CCtx, FreeContext> m_context;
    std::vector<char> m_output;
};

class GzipWriter final : public ByteWriter {
public:
    explicit GzipWriter(std::unique_ptr<ByteWriter> target)
        : m_target(std::move(target)), m_output(kOutputBytes) {
        constexpr int kGzipWindowBits = 15 + 16;
        constexpr int kMemoryLevel = 8;
        if (deflateInit2(&m_stream, 6, Z_DEFLATED, kGzipWindowBits, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~GzipWriter() override { deflateEnd(&m_stream); }

    Status write(std::string_view bytes) override { return compress(bytes, Z_NO_FLUSH); }
    Status finish() override {
        if (const Status status = compress({}, Z_FINISH); !status) return status;
        return m_target->finish();
    }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_target->storedBytes(); }

private:
    Status compress(std::string_view bytes, int flush) {
        // zlib declares its input without const, but does not write to it.
        m_stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        for (;;) {
            m_stream.next_out = reinterpret_cast<Bytef*>(m_output.data());
            m_stream.avail_out = static_cast<uInt>(m_output.size());
            const int outcome = deflate(&m_stream, flush);
            const std::size_t produced = m_output.size() - m_stream.avail_out;
            if (const Status status = m_target->write({m_output.data(), produced}); !status) return status;
            if (flush == Z_FINISH ? outcome == Z_STREAM_END : m_stream.avail_out != 0) return {};
        }
    }

    std::unique_ptr<ByteWriter> m_target;
    std::vector<char> m_output;
    z_stream m_stream{};
};

} // namespace

std::unique_ptr<ByteWriter> makeDescriptorWriter(int descriptor) {
    return std::make_unique<DescriptorWriter>(descriptor);
}

std::unique_ptr<ByteWriter> makeCompressor(Compression compression, std::unique_ptr<ByteWriter> target) {
    switch (compression) {
    case Compression::Gzip:
        return std::make_unique<GzipWriter>(std::move(target));
    case Compression::Zstd:
        return std::make_unique<ZstdWriter>(std::move(target));
    case Compression::None:
        break;
    }
    return target;
}

} // namespace eventflow::collect
