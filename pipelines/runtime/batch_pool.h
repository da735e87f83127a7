#pragma once

#include "pipelines/runtime/pipeline_batch.h"

#include <memory>
#include <mutex>
#include <vector>

namespace eventflow::runtime {

/// Batches on their way back to the source, with the memory they have grown.
/// Thread: any (locks).
class BatchPool {
public:
    /// More than the queues hold at a time would only be kept for nothing.
    static constexpr std::size_t kKept = 64;

    [[nodiscard]] std::unique_ptr<PipelineBatch> get() {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_free.empty()) {
                auto batch = std::move(m_free.back());
                m_free.pop_back();
                return batch;
            }
        }
        return std::make_unique<PipelineBatch>();
    }

    void put(std::unique_ptr<PipelineBatch> batch) {
        batch->clear();
        const std::lock_guard lock(m_mutex);
        if (m_free.size() < kKept) m_free.push_back(std::move(batch));
    }

private:
    std::mutex m_mutex;
    std::vector<std::unique_ptr<PipelineBatch>> m_free;
};

} // namespace eventflow::runtime
