#include "pipelines/capture/capture_copy.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <unordered_map>

namespace eventflow::capture {

namespace {

constexpr std::chrono::milliseconds kReadWait{100};

/// Where no arrival is recorded, the order of the file is the order of arrival, whatever the timestamps say.
Timestamp arrivalOf(const Record& record, Timestamp before) {
    if (record.tsReceived != kNoTime) return record.tsReceived;
    return std::max(record.tsArrival, before);
}

/// The streams of a copy. What belongs to no topic but to a file is named after it, without the folders that
/// it lies in: they are nobody's business where the copy goes.
class CopiedStreams {
public:
    const Stream& of(const Stream& stream) {
        if (!stream.topic.starts_with('/')) return stream;
        auto& copy = m_copies[&stream];
        if (!copy)
            copy = std::make_unique<Stream>(Stream{std::filesystem::path(stream.topic).filename().string(),
                                                   std::max(stream.partition, 0), stream.index,
                                                   stream.sequential});
        return *copy;
    }

private:
    std::unordered_map<const Stream*, std::unique_ptr<Stream>> m_copies;
};

class Copy {
public:
    Copy(const CopySelection& selection, browse::RecordFilter& filter, Recorder& recorder, CopyCounts& counts)
        : m_selection(selection), m_filter(filter), m_recorder(recorder), m_counts(counts) {}

    Status take(const Record& record) {
        ++m_counts.read;
        if (record.malformed()) {
            if (m_counts.malformed++ == 0) m_counts.firstMalformed = record.framingError;
            return {};
        }
        const Timestamp arrival = arrivalOf(record, m_last);
        m_last = arrival;
        if (!isWanted(record, arrival)) return {};
        Record copied = record;
        copied.stream = &m_streams.of(*record.stream);
        const auto taken = m_recorder.write(copied, arrival);
        if (!taken) return taken.error();
        if (*taken == Recorder::Taken::Written) ++m_counts.copied;
        m_counts.full = *taken == Recorder::Taken::Full;
        return {};
    }

private:
    bool isWanted(const Record& record, Timestamp arrival) {
        if (m_selection.from != kNoTime && (arrival == kNoTime || arrival < m_selection.from)) return false;
        if (m_selection.until != kNoTime && (arrival == kNoTime || arrival >= m_selection.until))
            return false;
        if (!m_selection.topics.empty() && !m_selection.topics.contains(record.stream->topic)) return false;
        if (m_filter.trivial()) return true;
        const auto verdict = m_filter.test(record);
        if (verdict == browse::RecordFilter::Verdict::Failed && m_counts.filterErrors++ == 0)
            m_counts.firstFilterError = m_filter.error();
        return verdict == browse::RecordFilter::Verdict::Yes;
    }

    const CopySelection& m_selection;
    browse::RecordFilter& m_filter;
    Recorder& m_recorder;
    CopyCounts& m_counts;
    CopiedStreams m_streams;
    Timestamp m_last = kNoTime;
};

} // namespace

Status copyRecords(collect::Source& source, const CopySelection& selection, Recorder& recorder,
                   CopyCounts& counts, const std::stop_token& stop) {
    const auto filter = browse::RecordFilter::compile(selection.filter);
    if (!filter) return filter.error();
    if (Status opened = source.open({}); !opened) return opened;
    Copy copy(selection, **filter, recorder, counts);
    RecordBatch batch;
    for (;;) {
        batch.clear();
        const auto outcome = source.read(batch, kReadWait, stop);
        if (!outcome) return outcome.error();
        for (const Record& record : batch.records) {
            if (Status taken = copy.take(record); !taken) return taken;
            if (counts.full) return {};
        }
        if (*outcome == collect::ReadOutcome::End) return {};
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "stopped before the end of the capture"};
    }
}

} // namespace eventflow::capture
