#include "core/capture/mcap/record_walk.h"

#include "core/base/byte_order.h"

#include <algorithm>
#include <string>

namespace eventflow::capture::mcap {
namespace {

constexpr std::uint64_t kWindowBytes = 64 * 1024;

Error torn(std::uint64_t position, const std::string& cause) {
    return {ErrorCode::Corrupt, "byte " + std::to_string(position) + ": " + cause};
}

} // namespace

Result<std::string_view> RecordWalk::view(std::uint64_t offset, std::size_t bytes) {
    const bool inside = offset >= m_windowStart && offset - m_windowStart <= m_window.size() &&
                        bytes <= m_window.size() - static_cast<std::size_t>(offset - m_windowStart);
    if (!inside) {
        const std::uint64_t size = std::min(m_end - offset, std::max<std::uint64_t>(bytes, kWindowBytes));
        char* const target = m_window.reset(static_cast<std::size_t>(size));
        m_windowStart = offset;
        if (const Status read = m_source.readAt(offset, {target, m_window.size()}); !read) {
            m_window.clear();
            return read.error();
        }
    }
    return m_window.view().substr(static_cast<std::size_t>(offset - m_windowStart), bytes);
}

Result<RecordPlace> RecordWalk::next() {
    const std::uint64_t left = m_end - m_next;
    if (left < kRecordHeadBytes)
        return torn(m_next, "a record's head needs 9 bytes, but only " + std::to_string(left) + " follow");
    const auto head = view(m_next, kRecordHeadBytes);
    if (!head) return head.error();
    RecordPlace place;
    place.opcode = static_cast<Opcode>(loadLittleEndian<std::uint8_t>(head->data()));
    place.position = m_next;
    place.contentLength = loadLittleEndian<std::uint64_t>(head->data() + 1);
    if (place.contentLength > left - kRecordHeadBytes)
        return torn(m_next, "the record there is " + std::to_string(place.contentLength) +
                                " bytes long, but only " + std::to_string(left - kRecordHeadBytes) +
                                " follow");
    m_next = place.end();
    return place;
}

Result<RawRecord> RecordWalk::read(const RecordPlace& place, std::uint64_t atMost) {
    const auto bytes = static_cast<std::size_t>(std::min(place.contentLength, atMost));
    const auto content = view(place.position + kRecordHeadBytes, bytes);
    if (!content) return content.error();
    return RawRecord{place.opcode, place.position, *content};
}

} // namespace eventflow::capture::mcap
