// A whole capture: opened, read in both orders, searched and verified. With the checksums put right where
// they stand, so that what is behind them is reached.

#include "core/base/byte_order.h"
#include "core/capture/capture_reader.h"
#include "core/capture/capture_verify.h"
#include "core/capture/mcap/append_record.h"
#include "core/capture/mcap/crc32.h"
#include "core/capture/mcap/log_time_order.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

using namespace eventflow;
using namespace eventflow::capture;

namespace {

class Source : public mcap::ByteSource {
public:
    explicit Source(std::string_view bytes) : m_bytes(bytes) {}
    [[nodiscard]] std::uint64_t size() const override { return m_bytes.size(); }
    Status readAt(std::uint64_t offset, std::span<char> out) override {
        if (offset > m_bytes.size() || out.size() > m_bytes.size() - offset) std::abort();
        if (!out.empty()) std::memcpy(out.data(), m_bytes.data() + offset, out.size());
        return {};
    }

private:
    std::string_view m_bytes;
};

/// Writes the checksum of the summary into the footer.
void repair(std::string& file) {
    constexpr std::size_t kFooter = 9 + 20 + 8;
    if (file.size() < kFooter + 8) return;
    const auto start = loadLittleEndian<std::uint64_t>(file.data() + file.size() - kFooter + 9);
    const std::size_t crcAt = file.size() - 12;
    if (start > crcAt) return;
    const std::string_view covered(file.data() + start, crcAt - static_cast<std::size_t>(start));
    storeLittleEndian(file.data() + crcAt, mcap::crc32(covered));
}

/// A file with one chunk of these records; their times are 0.
std::string around(std::string_view records) {
    std::string file(mcap::kMagic);
    mcap::appendRecord(file, mcap::Header{"kafka", ""});
    mcap::appendRecord(file, mcap::ChunkHead{0, 0, records.size(), 0, "", records.size()});
    file += records;
    return file;
}

void readEverything(std::string_view file) {
    // Small bounds, so that what is refused for its size is refused here too.
    mcap::Limits limits;
    limits.chunkBytes = 1 << 22;
    limits.summaryBytes = 1 << 20;
    limits.searchBytes = 1 << 24;
    Source source(file);
    auto reader = CaptureReader::open(source, limits);
    if (!reader) return;
    if (reader->damage()) (void)reader->damage()->text();
    (void)reader->timeRange();
    std::uint64_t records = 0;
    bool sound = true;
    CapturedChunk chunk;
    for (std::size_t i = 0; i < reader->chunks().size(); ++i) {
        const Status read = reader->readChunk(i, chunk);
        sound = sound && read.ok();
        records += chunk.records.size();
    }
    mcap::LogTimeOrder order(reader->container(), 0);
    mcap::Message message;
    std::uint64_t ordered = 0;
    std::uint64_t last = 0;
    for (std::size_t errors = 0; errors <= reader->chunks().size();) {
        const auto more = order.next(message);
        if (more && !*more) break;
        errors += more ? 0 : 1;
        if (!more) continue;
        if (sound && message.logTime < last) std::abort();
        last = message.logTime;
        ++ordered;
    }
    if (sound && ordered != records) std::abort();
    for (const CaptureChannel& channel : reader->channels())
        (void)reader->find(channel, 3);
    (void)verify(source, limits);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string file(reinterpret_cast<const char*>(data), size);
    readEverything(file);
    repair(file);
    readEverything(file);
    readEverything(around({reinterpret_cast<const char*>(data), size}));
    return 0;
}
