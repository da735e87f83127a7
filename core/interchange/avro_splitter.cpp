#include "core/interchange/avro_splitter.h"

#include "core/codec/avro/varint.h"

#include <algorithm>

namespace eventflow::interchange {

using codec::avro::kMaxBlockBytes;
using codec::avro::kSyncBytes;
using codec::avro::readLongVarint;
using codec::avro::Varint;

namespace {

/// A schema's text and what writers add to it.
constexpr std::size_t kMaxHeaderBytes = 2 * codec::avro::kMaxSchemaBytes;
/// Of the two numbers at a block's beginning.
constexpr std::size_t kMaxSizesBytes = 20;
constexpr const char* kTorn = "the file ends within a block";

} // namespace

std::int64_t AvroSplitter::valueCount(std::string_view block) {
    return readLongVarint(block.data(), block.data() + block.size()).value;
}

Framer::Step AvroSplitter::next(std::string_view window, bool atEnd, Item& item, std::size_t& used) {
    used = 0;
    if (m_unreadable) {
        used = window.size();
        m_position += static_cast<std::int64_t>(used);
        return Step::More;
    }
    if (!m_header) {
        const Step step = readHeader(window, atEnd, item, used);
        m_position += static_cast<std::int64_t>(used);
        if (!m_header || step == Step::Item) return step;
        window.remove_prefix(used);
    }
    std::size_t blockBytes = 0;
    if (m_damage == nullptr) {
        switch (lookAtBlock(window, atEnd, blockBytes)) {
        case Look::More:
            return Step::More;
        case Look::Block:
            return give(window.substr(0, blockBytes), item, used);
        case Look::Damage:
            m_damageStart = m_position;
            m_searched = 0;
        }
    }
    return passDamage(window, atEnd, item, used);
}

/// The window has to hold all of it; what is behind it is left for the blocks.
Framer::Step AvroSplitter::readHeader(std::string_view window, bool atEnd, Item& item, std::size_t& used) {
    const auto reader = codec::avro::ContainerReader::open(window);
    if (reader) {
        m_header = (*reader)->header();
        used = m_header->size;
        return Step::More;
    }
    if (!atEnd && window.size() < kMaxHeaderBytes) return Step::More;
    if (window.empty()) return Step::More;
    m_unreadable = true;
    item = {window.substr(0, OverlongItem::kKeptBytes), m_position,
            std::min(window.size(), OverlongItem::kKeptBytes),
            "the header of the Avro file cannot be read, so that nothing in it can: " +
                reader.error().detail};
    used = item.text.size();
    return Step::Item;
}

AvroSplitter::Look AvroSplitter::damaged(const char* why) {
    m_damage = why;
    return Look::Damage;
}

AvroSplitter::Look AvroSplitter::lookAtBlock(std::string_view window, bool atEnd, std::size_t& end) {
    if (window.empty()) return Look::More;
    const char* const last = window.data() + window.size();
    const Varint count = readLongVarint(window.data(), last);
    const Varint size = count.next != nullptr ? readLongVarint(count.next, last) : Varint{};
    if (size.next == nullptr && window.size() < kMaxSizesBytes) return atEnd ? damaged(kTorn) : Look::More;
    if (size.next == nullptr || count.value < 0 || count.value > kMaxBlockValues || size.value < 0 ||
        size.value > static_cast<std::int64_t>(kMaxBlockBytes))
        return damaged("a block with impossible sizes");
    const auto data = static_cast<std::size_t>(size.next - window.data());
    const std::size_t dataEnd = data + static_cast<std::size_t>(size.value);
    end = dataEnd + kSyncBytes;
    if (window.size() < end) return atEnd ? damaged(kTorn) : Look::More;
    if (!std::ranges::equal(window.substr(dataEnd, kSyncBytes), m_header->sync))
        return damaged("a block that does not end with the file's sync marker");
    return Look::Block;
}

Framer::Step AvroSplitter::passDamage(std::string_view window, bool atEnd, Item& item, std::size_t& used) {
    const std::string_view sync(m_header->sync.data(), kSyncBytes);
    const std::size_t marker = window.find(sync, m_searched);
    if (marker == window.npos && !atEnd) {
        // What may be the beginning of a marker comes again.
        m_searched = window.size() - std::min(window.size(), kSyncBytes - 1);
        if (!m_overlong.active() && m_searched <= kMaxBlockBytes) return Step::More;
        if (m_overlong.active())
            m_overlong.add(m_searched);
        else
            m_overlong.begin(window.substr(0, m_searched));
        used += m_searched;
        m_position += static_cast<std::int64_t>(m_searched);
        m_searched = 0;
        return Step::More;
    }
    const std::size_t end = marker == window.npos ? window.size() : marker + kSyncBytes;
    item.offset = m_damageStart;
    item.text = window.substr(0, end);
    item.bytes = end;
    if (m_overlong.active()) {
        m_overlong.add(end);
        m_overlong.finish(item, OverlongItem::kKeptBytes);
    }
    item.fault = m_damage;
    m_damage = nullptr;
    used += end;
    m_position += static_cast<std::int64_t>(end);
    return Step::Item;
}

Framer::Step AvroSplitter::give(std::string_view text, Item& item, std::size_t& used) {
    item = {text, m_position, text.size(), {}};
    used += text.size();
    m_position += static_cast<std::int64_t>(text.size());
    return Step::Item;
}

} // namespace eventflow::interchange
