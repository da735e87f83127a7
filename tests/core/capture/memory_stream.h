#pragma once

#include "core/capture/mcap/byte_sink.h"
#include "core/capture/mcap/byte_source.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace eventflow::capture::test {

/// A file in memory that may run full.
class MemorySink : public mcap::ByteSink {
public:
    explicit MemorySink(std::size_t capacity = std::string::npos) : m_capacity(capacity) {}

    Status write(std::string_view bytes) override {
        const std::size_t room = m_capacity - std::min(m_capacity, m_bytes.size());
        m_bytes += bytes.substr(0, room);
        if (bytes.size() > room) return Error{ErrorCode::DiskFull, "the disk is full"};
        return {};
    }
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::size_t m_capacity;
    std::string m_bytes;
};

/// A file in memory that counts what is read of it.
class MemorySource : public mcap::ByteSource {
public:
    explicit MemorySource(std::string_view bytes) : m_bytes(bytes) {}
    explicit MemorySource(std::string&&) = delete; // refers to the bytes

    [[nodiscard]] std::uint64_t size() const override { return m_bytes.size(); }
    Status readAt(std::uint64_t offset, std::span<char> out) override {
        if (offset > m_bytes.size() || out.size() > m_bytes.size() - offset)
            return Error{ErrorCode::Internal, "asked for what the file does not have"};
        if (!out.empty()) std::memcpy(out.data(), m_bytes.data() + offset, out.size());
        m_read += out.size();
        return {};
    }
    [[nodiscard]] std::uint64_t bytesRead() const { return m_read; }

private:
    std::string_view m_bytes;
    std::uint64_t m_read = 0;
};

} // namespace eventflow::capture::test
