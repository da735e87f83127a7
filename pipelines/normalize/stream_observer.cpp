#include "pipelines/normalize/stream_observer.h"

#include <algorithm>

namespace eventflow::normalize {

void StreamObserver::startBatch(std::span<const Record> records, std::vector<StreamObservation>& out) {
    m_out = &out;
    m_progress.clear();
    m_stream = nullptr;
    for (const Record& record : records) {
        if (record.stream != m_stream || out.empty()) select(record.stream);
        StreamObservation& observation = out[m_slot];
        ++observation.records;
        observation.bytes +=
            (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
        if (!record.key) ++observation.nullKeys;
    }
    m_progress.resize(out.size());
    for (std::size_t slot = 0; slot < out.size(); ++slot)
        m_progress[slot].stride = std::max<std::uint64_t>(1, (out[slot].records + kSamples - 1) / kSamples);
}

void StreamObserver::select(const Stream* stream) {
    m_stream = stream;
    const std::size_t index = stream != nullptr ? stream->index : 0;
    if (index >= m_slotOfIndex.size()) m_slotOfIndex.resize(index + 1);
    m_slot = m_slotOfIndex[index];
    if (m_slot < m_out->size() && (*m_out)[m_slot].stream == stream) return;
    const auto found = std::ranges::find(*m_out, stream, &StreamObservation::stream);
    m_slot = static_cast<std::size_t>(found - m_out->begin());
    if (found == m_out->end()) m_out->emplace_back().stream = stream;
    m_slotOfIndex[index] = static_cast<std::uint32_t>(m_slot);
}

} // namespace eventflow::normalize
