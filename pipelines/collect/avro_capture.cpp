#include "pipelines/collect/avro_capture.h"

namespace eventflow::collect {

namespace {

/// How many blocks a resume may pass over before it looks whether it should stop.
constexpr int kSkipBudget = 1000;

} // namespace

/// Sets m_block and where it ends; false at the end of the file.
Result<bool> AvroCapture::takeBlock() {
    for (;;) {
        std::size_t used = 0;
        const bool atEnd = m_window->atEnd() && !m_window->failure();
        const auto step = m_splitter.next(m_window->rest(), atEnd, m_block, used);
        m_window->consume(used);
        if (step == interchange::Framer::Step::Item) {
            const bool sound = m_block.fault.empty();
            m_blockEnd = m_next + (sound ? interchange::AvroSplitter::valueCount(m_block.text) : 1);
            m_inBlock = true;
            return true;
        }
        if (m_window->atEnd()) {
            if (m_window->failure()) return *m_window->failure();
            return false;
        }
        m_window->grow();
    }
}

Status AvroCapture::beginBlock() {
    if (!m_reader) {
        auto reader = interchange::AvroBlockReader::open(*m_splitter.header());
        if (!reader) return reader.error();
        m_reader.emplace(std::move(*reader));
    }
    m_reader->begin(m_block.text);
    return {};
}

Result<bool> AvroCapture::seek(std::int64_t position) {
    for (int i = 0; i < kSkipBudget; ++i) {
        const auto more = takeBlock();
        if (!more) return more;
        if (!*more) {
            if (position > m_next)
                return Error{
                    ErrorCode::Corrupt,
                    "value " + std::to_string(position) +
                        ", where reading was to continue, lies behind the end of the file; the file has "
                        "changed since: start it from the beginning"};
            return true;
        }
        if (m_blockEnd > position) {
            if (!m_block.fault.empty()) return true;
            if (const Status begun = beginBlock(); !begun) return begun.error();
            Arena arena;
            std::string_view passed;
            for (; m_next < position; ++m_next) {
                static_cast<void>(m_reader->next(arena, passed));
                arena.clear();
            }
            return true;
        }
        m_next = m_blockEnd;
        m_inBlock = false;
    }
    return false;
}

Result<bool> AvroCapture::read(BatchBuilder& batch) {
    while (!batch.full()) {
        if (!m_inBlock) {
            const auto more = takeBlock();
            if (!more || !*more) return batch.empty() ? more : Result<bool>(true);
            if (m_block.fault.empty())
                if (const Status begun = beginBlock(); !begun) return begun.error();
        }
        if (m_block.fault.empty())
            addValue(batch);
        else
            addDamage(batch);
    }
    return true;
}

void AvroCapture::addValue(BatchBuilder& batch) {
    std::string_view json;
    switch (m_reader->next(batch.arena(), json)) {
    case interchange::AvroBlockReader::Step::Value:
        if (json.size() > batch.maxRecordBytes())
            batch.addOverlong(json, json.size(), m_next);
        else
            batch.addToFile(json, m_next);
        ++m_next;
        break;
    case interchange::AvroBlockReader::Step::Fault:
        batch.addToFile(json, m_next++, batch.arena().copy(m_reader->fault()));
        break;
    case interchange::AvroBlockReader::Step::End:
        m_next = m_blockEnd; // further on than the values behind a fault
        m_inBlock = false;
        break;
    }
    batch.setNextOffset(m_next);
}

void AvroCapture::addDamage(BatchBuilder& batch) {
    const std::string_view front = m_block.text.substr(0, interchange::OverlongItem::kKeptBytes);
    batch.addToFile(interchange::copyPadded(batch.arena(), front), m_next,
                    batch.arena().copy("byte " + std::to_string(m_block.offset) + ": " + m_block.fault));
    m_next = m_blockEnd;
    m_inBlock = false;
    batch.setNextOffset(m_next);
}

} // namespace eventflow::collect
