#pragma once

#include "pipelines/collect/byte_reader.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace eventflow::collect {

/// What bounds a decompression.
struct DecompressionLimits {
    /// More than this many bytes from one stored byte is taken for a decompression bomb…
    std::uint64_t maxExpansion = 200;
    /// …once this many bytes came out.
    std::uint64_t expansionFreeBytes = 16 * 1024 * 1024;
    /// zstd frames that ask for a larger window (2^n bytes) are refused.
    int maxWindowLog = 27;
};

/// What gzip and zstd have in common: an input buffer, the bound on expansion, and an error that comes after
/// the data. Thread: confined. Memory: the input buffer and the codec's window.
class Decompressor : public ByteReader {
public:
    Result<std::size_t> read(std::span<char> target) final;
    [[nodiscard]] std::uint64_t storedBytes() const final { return m_inputStart + m_inputUsed; }

protected:
    Decompressor(std::unique_ptr<ByteReader> stored, DecompressionLimits limits);

    /// Takes from input(), which may be empty, calls consume(), and gives how many bytes it wrote.
    virtual Result<std::size_t> decode(std::span<char> target) = 0;
    /// Between two members or frames, so that the file may end here.
    [[nodiscard]] virtual bool mayEnd() const = 0;

    [[nodiscard]] std::span<const char> input() const {
        return std::span(m_input).subspan(m_inputUsed, m_inputSize - m_inputUsed);
    }
    void consume(std::size_t bytes) { m_inputUsed += bytes; }
    /// `stored byte 1234: ` and the cause.
    [[nodiscard]] Error errorHere(ErrorCode code, const std::string& cause) const;
    [[nodiscard]] const DecompressionLimits& limits() const { return m_limits; }

private:
    static constexpr std::size_t kInputBytes = 128 * 1024;

    Status refill();
    Result<std::size_t> readOrFail(std::span<char> target);
    [[nodiscard]] bool expandsTooMuch() const;

    std::unique_ptr<ByteReader> m_stored;
    DecompressionLimits m_limits;
    std::vector<char> m_input;
    std::size_t m_inputUsed = 0;
    std::size_t m_inputSize = 0;
    std::uint64_t m_inputStart = 0; ///< position in the file of the input buffer's first byte
    std::uint64_t m_produced = 0;
    bool m_storedEnd = false;
    std::optional<Error> m_failure;
};

/// Reads a gzip file of one or more members (RFC 1952).
std::unique_ptr<ByteReader> makeGzipReader(std::unique_ptr<ByteReader> stored, DecompressionLimits limits);
/// Reads a Zstandard file of one or more frames (RFC 8878), skippable ones included.
std::unique_ptr<ByteReader> makeZstdReader(std::unique_ptr<ByteReader> stored, DecompressionLimits limits);

} // namespace eventflow::collect
