// Framing of lines, directly or behind a decompression: any input ends with an error or the end, runs lie
// behind each other, and where nothing was refused the runs are the input.

#include "pipelines/collect/decompressor.h"
#include "pipelines/collect/line_reader.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

using namespace eventflow;
using namespace eventflow::collect;

namespace {

class MemoryReader final : public ByteReader {
public:
    MemoryReader(std::string_view bytes, std::size_t piece) : m_bytes(bytes), m_piece(piece) {}
    Result<std::size_t> read(std::span<char> target) override {
        const std::size_t count = std::min({target.size(), m_piece, m_bytes.size() - m_at});
        std::memcpy(target.data(), m_bytes.data() + m_at, count);
        m_at += count;
        return count;
    }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_at; }

private:
    std::string_view m_bytes;
    std::size_t m_piece;
    std::size_t m_at = 0;
};

std::unique_ptr<ByteReader> reader(std::string_view bytes, std::size_t piece) {
    auto stored = std::make_unique<MemoryReader>(bytes, piece);
    [[maybe_unused]] DecompressionLimits limits;
    limits.expansionFreeBytes = 1024 * 1024;
    limits.maxWindowLog = 20;
#if defined(FUZZ_KIND_gzip)
    return makeGzipReader(std::move(stored), limits);
#elif defined(FUZZ_KIND_zstd)
    return makeZstdReader(std::move(stored), limits);
#else
    return stored;
#endif
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const std::size_t blockBytes = 64 + data[0] * 4U;
    const std::size_t maxLineBytes = 1 + data[1] * 16U;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
    BlockPool pool(blockBytes);
    LineReader lines(reader(bytes, 1 + data[2]), pool, maxLineBytes);
    std::int64_t expected = -1;
    LineRun run;
    for (;;) {
        const auto more = lines.next(run);
        if (!more || !*more) break;
        if (run.text.empty() || (expected >= 0 && run.offset != expected)) std::abort();
        if (run.overlongBytes == 0) {
            volatile char padding = run.text.data()[run.text.size() + kValuePadding - 1];
            static_cast<void>(padding);
            if (run.nextOffset != run.offset + static_cast<std::int64_t>(run.text.size())) std::abort();
#if defined(FUZZ_KIND_ndjson)
            if (run.text != bytes.substr(static_cast<std::size_t>(run.offset), run.text.size())) std::abort();
#endif
        } else if (run.overlongBytes <= maxLineBytes) {
            std::abort();
        }
        expected = run.nextOffset;
    }
    return 0;
}
