#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/labels.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow {

/// Where a record stands: what Kafka calls its coordinates. In a capture file of lines the topic is the file
/// and the offset the byte its line begins at.
struct RecordPosition {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    bool operator==(const RecordPosition&) const = default;
};

/// The oldest or newest sample of a window. No record: a rule made the sample, or it was read before the last
/// restart.
struct ContributingSample {
    Timestamp ts = kNoTime;
    double value = 0;
    std::optional<RecordPosition> record;
    bool operator==(const ContributingSample&) const = default;
};

/// What one selector saw of the series behind an alert, in (after, until].
struct ExplainedWindow {
    std::string selector;
    Timestamp after = kNoTime;
    Timestamp until = kNoTime;
    std::uint64_t series = 0;
    std::uint64_t samples = 0;
    double min = 0; ///< these, `first` and `last` mean nothing when there are no samples
    double max = 0;
    ContributingSample first;
    ContributingSample last;
    bool operator==(const ExplainedWindow&) const = default;
};

/// One sub-expression, seen from the alert: only elements whose labels do not contradict its key count.
struct ExplainedTerm {
    std::string expression;
    std::uint32_t depth = 0;     ///< how many terms are around it
    std::uint64_t elements = 0;  ///< a scalar is one
    std::optional<double> value; ///< when there is exactly one element
    std::string comparison;      ///< `>`; empty when it compares nothing
    std::optional<double> left;  ///< of the comparison, as `value`
    std::optional<double> right; ///< the threshold
    std::optional<bool> verdict; ///< of comparisons, `and`, `or` and `unless`: whether it holds for the alert
    bool operator==(const ExplainedTerm&) const = default;
};

/// One expression of the rule.
struct ExplainedPart {
    std::string name;  ///< `expr`, `resolve_when`, `level critical expr`
    std::string error; ///< why there are no terms; else empty
    std::vector<ExplainedTerm> terms;
    std::vector<ExplainedWindow> windows;
    bool truncated = false; ///< there were more than are kept
    bool operator==(const ExplainedPart&) const = default;
};

/// Why an alert took a step: the values its rule was decided on. Rule, tick, watermark, states and reason are
/// in the AlertTransition it belongs to. Deterministic, but for records that only the process knows that read
/// them.
struct Explanation {
    std::string ruleHash; ///< of the rule as it was evaluated
    Labels key;           ///< the series behind the alert
    std::vector<ExplainedPart> parts;
    bool operator==(const Explanation&) const = default;
};

/// JSON with a fixed key order: equal explanations are equal bytes.
std::string toJson(const Explanation& explanation);
/// ParseError for anything toJson() could not have written.
Result<Explanation> explanationFromJson(std::string_view text);

} // namespace eventflow
