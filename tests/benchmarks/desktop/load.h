#pragma once

#include "core/feed/pipeline_delta.h"

#include <cstddef>
#include <string>
#include <vector>

namespace eventflow::bench {

/// What the screen is loaded with; deterministic. `frame` counts from 0, one tenth of a second each.

inline constexpr int kAlerts = 10'000;
inline constexpr int kTopics = 5;
inline constexpr int kPartitionsPerTopic = 200;
inline constexpr std::uint64_t kDeadLetters = 100'000;

enum class Shape { CompactJson, IndentedJson, OneString, Binary };
/// A message of exactly `bytes` bytes.
std::string message(Shape shape, std::size_t bytes);
feed::RecordPreview record(const std::string& topic, std::int64_t offset, std::string value);

/// Figures, steps, counters of a running pipeline, nothing else.
feed::PipelineDelta quietFrame(int frame);
/// kAlerts active alerts, a hundred of which change their value or state from frame to frame.
feed::PipelineDelta alertsFrame(int frame);
/// kTopics × kPartitionsPerTopic streams; every partition moves on; each topic gets as many records as a
/// delta holds.
feed::PipelineDelta topicsFrame(int frame);
/// kDeadLetters counted in eight groups, as many new ones as a delta holds.
feed::PipelineDelta lettersFrame(int frame);

std::vector<AlertTransition> transitions(int frame, std::size_t count);
std::vector<feed::DeadLetterPreview> letters(Step step, RejectCode code, std::int64_t firstOffset,
                                             std::size_t count, std::size_t valueBytes);

} // namespace eventflow::bench
