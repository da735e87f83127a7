#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

/// MCAP by the letter of its specification, with nothing of the code under test.
namespace eventflow::capture::test::handmade {

inline std::string number(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
    return out;
}
inline std::string u16(std::uint64_t value) {
    return number(value, 2);
}
inline std::string u32(std::uint64_t value) {
    return number(value, 4);
}
inline std::string u64(std::uint64_t value) {
    return number(value, 8);
}
/// String, Bytes, Map and Array: a length of four bytes, then the bytes.
inline std::string sized(const std::string& bytes) {
    return u32(bytes.size()) + bytes;
}
inline std::string record(int opcode, const std::string& content) {
    return number(static_cast<std::uint64_t>(opcode), 1) + u64(content.size()) + content;
}
inline std::uint64_t crc(const std::string& bytes) {
    return crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
}

inline const std::string kMagic("\x89MCAP\x30\r\n", 8);

inline std::string header(const std::string& profile = "kafka", const std::string& library = "by hand") {
    return record(0x01, sized(profile) + sized(library));
}
inline std::string channel(int id, const std::string& topic, int partition) {
    const std::string name = topic + "/" + std::to_string(partition);
    return record(0x04, u16(static_cast<std::uint64_t>(id)) + u16(0) + sized(name) + sized("x-kafka-record") +
                            sized(sized("kafka.partition") + sized(std::to_string(partition)) +
                                  sized("kafka.topic") + sized(topic)));
}
/// A record with this offset, no key and no value.
inline std::string emptyRecord(std::uint64_t offset) {
    return u64(offset) + std::string("\0\xff\x01\x01\x01\0", 6);
}
inline std::string message(int channelId, std::uint64_t sequence, std::uint64_t time,
                           const std::string& data) {
    return record(0x05,
                  u16(static_cast<std::uint64_t>(channelId)) + u32(sequence) + u64(time) + u64(time) + data);
}
inline std::string chunk(std::uint64_t start, std::uint64_t end, const std::string& records,
                         const std::string& compression = "", const std::string& compressed = "",
                         std::uint64_t uncompressedSize = UINT64_MAX) {
    const std::string& body = compression.empty() ? records : compressed;
    const std::uint64_t size = uncompressedSize == UINT64_MAX ? records.size() : uncompressedSize;
    return record(0x06, u64(start) + u64(end) + u64(size) + u32(crc(records)) + sized(compression) +
                            u64(body.size()) + body);
}
inline std::string footer(const std::string& summary, std::uint64_t summaryStart, std::uint64_t offsetStart) {
    const std::string front = std::string(1, 2) + u64(20) + u64(summaryStart) + u64(offsetStart);
    return front + u32(crc(summary + front));
}
/// The end of a file without summary.
inline std::string plainEnd() {
    return record(0x0F, u32(0)) + record(0x02, u64(0) + u64(0) + u32(0)) + kMagic;
}

} // namespace eventflow::capture::test::handmade
