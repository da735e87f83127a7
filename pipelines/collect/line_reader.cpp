#include "pipelines/collect/line_reader.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace eventflow::collect {

Result<bool> LineReader::seek(std::int64_t target, std::uint64_t budget) {
    if (const Status status = m_window->begin(); !status) return status.error();
    if (target <= m_window->position()) return true;
    // To the byte before, which has to end a line.
    const auto reached = m_window->seek(target - 1, budget);
    if (!reached || !*reached) return reached;
    if (m_window->rest().empty()) return changedSince(target, "lies behind the end of the file");
    const bool behindLine = m_window->rest().front() == '\n';
    m_window->consume(1);
    if (m_window->rest().empty()) m_window->grow();
    // A file that ended without a line feed is continued at its end, where nothing follows.
    if (!behindLine && !m_window->rest().empty()) return changedSince(target, "is not the start of a line");
    return true;
}

void LineReader::give(LineRun& run, std::size_t bytes) {
    run.storage = m_window->storage();
    run.text = m_window->rest().substr(0, bytes);
    run.offset = m_window->position();
    run.overlongBytes = 0;
    m_window->consume(bytes);
    m_scanned = 0;
    run.nextOffset = m_window->position();
}

bool LineReader::giveWholeLines(LineRun& run) {
    const std::string_view rest = m_window->rest();
    const void* last = ::memrchr(rest.data() + m_scanned, '\n', rest.size() - m_scanned);
    m_scanned = rest.size();
    if (last == nullptr) return false;
    const auto bytes = static_cast<std::size_t>(static_cast<const char*>(last) - rest.data()) + 1;
    give(run, bytes);
    m_scanned = rest.size() - bytes;
    return true;
}

bool LineReader::giveLastLine(LineRun& run) {
    if (m_window->rest().empty()) return false;
    give(run, m_window->rest().size());
    return true;
}

/// The rest is the beginning of a line over the limit: its front is kept, the other bytes are only counted.
Result<bool> LineReader::giveOverlong(LineRun& run) {
    const std::int64_t start = m_window->position();
    auto kept = m_window->pool().take(kKeptOfOverlong);
    const std::size_t keptBytes = std::min(m_window->rest().size(), kKeptOfOverlong);
    std::memcpy(kept->bytes.get(), m_window->rest().data(), keptBytes);
    for (;;) {
        m_window->consume(m_window->rest().size());
        m_window->grow();
        const std::size_t lineEnd = m_window->rest().find('\n');
        if (lineEnd != std::string_view::npos) {
            m_window->consume(lineEnd);
            break;
        }
        if (!m_window->atEnd()) continue;
        if (m_window->failure()) return *m_window->failure();
        m_window->consume(m_window->rest().size());
        break;
    }
    run.text = {kept->bytes.get(), keptBytes};
    run.storage = std::move(kept);
    run.offset = start;
    run.overlongBytes = static_cast<std::uint64_t>(m_window->position() - start);
    if (!m_window->rest().empty()) m_window->consume(1);
    run.nextOffset = m_window->position();
    m_scanned = 0;
    return true;
}

Result<bool> LineReader::next(LineRun& run) {
    if (const Status status = m_window->begin(); !status) return status.error();
    for (;;) {
        if (giveWholeLines(run)) return true;
        if (m_window->atEnd()) {
            if (m_window->failure()) return *m_window->failure();
            return giveLastLine(run);
        }
        if (m_window->rest().size() > m_maxLineBytes) return giveOverlong(run);
        // Doubling: a long line is copied at most twice.
        m_window->grow();
    }
}

} // namespace eventflow::collect
