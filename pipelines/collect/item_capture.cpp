#include "pipelines/collect/item_capture.h"

namespace eventflow::collect {

namespace {

/// How far a resume may go before it looks whether it should stop.
constexpr std::int64_t kSkipBudget = 16 * 1024 * 1024;

} // namespace

ItemCapture::ItemCapture(std::unique_ptr<BlockWindow> window, const interchange::DetectedLayout& detected,
                         std::size_t maxItemBytes)
    : m_window(std::move(window)),
      m_framer(interchange::makeFramer(detected, maxItemBytes, m_window->position())),
      m_parser(interchange::makeItemParser(detected.layout, m_window->rest())) {}

/// Sets m_item; false at the end of the stream. Where the stream fails, what it fails in is no item.
Result<bool> ItemCapture::takeItem() {
    for (;;) {
        std::size_t used = 0;
        const bool atEnd = m_window->atEnd() && !m_window->failure();
        const auto step = m_framer->next(m_window->rest(), atEnd, m_item, used);
        m_window->consume(used);
        if (step == interchange::Framer::Step::Item) return m_waiting = true;
        if (m_window->atEnd()) {
            if (m_window->failure()) return *m_window->failure();
            return false;
        }
        m_window->grow();
    }
}

Result<bool> ItemCapture::seek(std::int64_t position) {
    const std::int64_t from = m_framer->position();
    while (m_framer->position() - from < kSkipBudget) {
        const auto more = takeItem();
        if (!more) return more;
        if (!*more) {
            if (position > m_framer->position())
                return changedSince(position, "lies behind the end of the file");
            return true;
        }
        if (m_item.offset >= position) return true;
        const auto end = m_item.offset + static_cast<std::int64_t>(m_item.bytes);
        if (end > position) return changedSince(position, "is not the start of a record");
        m_parser->passOver(m_item.text);
        m_waiting = false;
    }
    return false;
}

Result<bool> ItemCapture::read(BatchBuilder& batch) {
    m_storage = m_waiting ? m_window->storage() : nullptr;
    while (!batch.full()) {
        if (!m_waiting) {
            const auto more = takeItem();
            if (more && !*more) batch.setNextOffset(m_framer->position());
            // An error, or the end, waits for the next call where there are records to give first.
            if (!more || !*more) return batch.empty() ? more : Result<bool>(true);
            if (m_storage != nullptr && m_storage != m_window->storage()) return true;
            m_storage = m_window->storage();
        }
        addItem(batch);
        m_waiting = false;
        batch.setNextOffset(m_framer->position());
    }
    return true;
}

void ItemCapture::addItem(BatchBuilder& batch) {
    std::string_view text = m_item.text;
    if (text.size() < m_item.bytes) text = interchange::copyPadded(batch.arena(), text); // it is the framer's
    if (!m_item.fault.empty()) return batch.addToFile(text, m_item.offset, batch.arena().copy(m_item.fault));
    interchange::ImportedRecord record;
    std::string_view error;
    switch (m_parser->parse(text, batch.arena(), record, error)) {
    case interchange::ParsedItem::Record:
        return batch.add(record, text, m_item.offset);
    case interchange::ParsedItem::Malformed:
        return batch.addToFile(text, m_item.offset, error);
    case interchange::ParsedItem::None:
        return;
    }
}

} // namespace eventflow::collect
