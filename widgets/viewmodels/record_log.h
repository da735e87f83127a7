#pragma once

#include "core/feed/pipeline_delta.h"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

/// The latest records of every topic, so that a topic shows something the moment it is chosen.
/// Bounded: kPerTopic records each, kMaxBytes altogether; the topic that holds most bytes gives way first.
/// Thread: GUI.
class RecordLog {
public:
    using RecordPtr = std::shared_ptr<const feed::RecordPreview>;
    static constexpr std::size_t kPerTopic = 500;
    static constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;

    /// `newestLast`; returns them as they are kept.
    std::vector<RecordPtr> append(const std::string& topic,
                                  const std::vector<feed::RecordPreview>& newestLast);
    /// Newest first.
    [[nodiscard]] std::vector<RecordPtr> latest(const std::string& topic) const;
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    void clear();

private:
    struct Topic {
        std::deque<RecordPtr> records; // oldest first
        std::size_t bytes = 0;
    };
    void dropOldest(Topic& topic);

    std::map<std::string, Topic> m_topics;
    std::size_t m_bytes = 0;
};

} // namespace eventflow::viewmodels
