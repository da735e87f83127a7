#include "pipelines/collect/decompressor.h"

#include <algorithm>
#include <string>

namespace eventflow::collect {

Decompressor::Decompressor(std::unique_ptr<ByteReader> stored, DecompressionLimits limits)
    : m_stored(std::move(stored)), m_limits(limits), m_input(kInputBytes) {
    m_limits.maxExpansion = std::max<std::uint64_t>(m_limits.maxExpansion, 1);
}

Error Decompressor::errorHere(ErrorCode code, const std::string& cause) const {
    return Error{code, cause}.at("stored byte " + std::to_string(storedBytes()));
}

Status Decompressor::refill() {
    m_inputStart += m_inputSize;
    m_inputUsed = m_inputSize = 0;
    const auto got = m_stored->read(m_input);
    if (!got) return got.error();
    m_inputSize = *got;
    m_storedEnd = *got == 0;
    return {};
}

bool Decompressor::expandsTooMuch() const {
    return m_produced > m_limits.expansionFreeBytes && m_produced / m_limits.maxExpansion > storedBytes();
}

Result<std::size_t> Decompressor::readOrFail(std::span<char> target) {
    for (;;) {
        if (m_inputUsed == m_inputSize && !m_storedEnd)
            if (const Status status = refill(); !status) return status.error();
        const std::size_t before = m_inputUsed;
        const auto got = decode(target);
        if (!got) return got.error();
        m_produced += *got;
        if (expandsTooMuch())
            return errorHere(
                ErrorCode::LimitExceeded,
                "expands to more than " + std::to_string(m_limits.maxExpansion) +
                    " times its stored size (option maxExpansion); decompress it by hand if it is sound");
        if (*got > 0) return *got;
        const bool moreToCome = m_inputUsed == m_inputSize && !m_storedEnd;
        if (m_inputUsed != before || moreToCome) continue;
        if (mayEnd()) return std::size_t{0};
        return errorHere(ErrorCode::Corrupt, "the compressed data ends in the middle, after " +
                                                 std::to_string(m_produced) +
                                                 " decompressed bytes; the file is truncated");
    }
}

Result<std::size_t> Decompressor::read(std::span<char> target) {
    if (m_failure) return *m_failure;
    auto got = readOrFail(target);
    if (!got) m_failure = got.error();
    return got;
}

} // namespace eventflow::collect
