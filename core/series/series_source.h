#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/explanation.h"
#include "core/model/labels.h"
#include "core/model/sample.h"
#include "core/series/sample_origin.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace eventflow {

class AnchoredPattern;
class SampleBlocks;

enum class MatchOp : std::uint8_t { Equal, NotEqual, Regex, NotRegex };
const char* toString(MatchOp op);

/// `name op "value"`. A missing label has the value "". Regular expressions are RE2, anchored at both ends.
/// Cheap to copy; the compiled expression is shared.
class LabelMatcher {
public:
    /// Fails with ParseError when the regular expression does not compile, LimitExceeded when it is too
    /// large.
    static Result<LabelMatcher> create(std::string name, MatchOp op, std::string value);

    [[nodiscard]] bool matches(std::string_view value) const;
    [[nodiscard]] bool matches(const Labels& labels) const { return matches(labels.get(m_name)); }
    [[nodiscard]] bool matchesEmpty() const { return matches(std::string_view{}); }

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] MatchOp op() const { return m_op; }
    [[nodiscard]] const std::string& value() const { return m_value; }
    /// `host=~"web-.*"`.
    [[nodiscard]] std::string toString() const;
    bool operator==(const LabelMatcher& other) const {
        return m_name == other.m_name && m_op == other.m_op && m_value == other.m_value;
    }

private:
    LabelMatcher() = default;
    std::string m_name;
    MatchOp m_op = MatchOp::Equal;
    std::string m_value;
    std::shared_ptr<const AnchoredPattern> m_pattern; ///< of Regex and NotRegex
};

bool matchesAll(std::span<const LabelMatcher> matchers, const Labels& labels);

/// A series and its samples in a window, oldest first, one per time. Views are valid until the source changes
/// or, for sources that load from disk, until the SeriesSource is destroyed.
struct SeriesSlice {
    const Labels* labels = nullptr;
    std::span<const Sample> samples;
    std::span<const SampleOrigin> origins{}; ///< one a sample; empty where the source does not know
    bool mayHaveStaleMarkers = true;
    /// Where what the samples amount to is remembered until the next evaluation; nullptr: nowhere.
    SampleBlocks* blocks = nullptr;
};

/// What a source remembers of one selector, so that it need not match every series again while the set of
/// series stays the same. Belongs to one list of matchers and one source; only the source looks inside.
struct SelectorMemo {
    std::uint64_t version = 0; ///< of the set of series that was matched; 0: none was
    std::vector<std::uint32_t> series;
};

/// Where an expression's samples come from: the engine's head, the store, or a unit test's input series.
/// Thread: confined.
class SeriesSource {
public:
    SeriesSource() = default;
    SeriesSource(const SeriesSource&) = delete;
    SeriesSource& operator=(const SeriesSource&) = delete;
    virtual ~SeriesSource() = default;

    /// Appends every series that matches all matchers and has a sample in the left-open window (after,
    /// until], in the order of its labels.
    virtual Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                          std::vector<SeriesSlice>& out) const = 0;

    /// The record behind an origin of this source's slices; nothing when it is not known.
    [[nodiscard]] virtual std::optional<RecordPosition> recordOf(SampleOrigin) const { return std::nullopt; }
    /// As select(), with a memo of the last call for the same matchers: for someone who comes again.
    virtual Status reselect(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                            Timestamp until, std::vector<SeriesSlice>& out) const {
        static_cast<void>(memo);
        return select(matchers, after, until, out);
    }
    /// As reselect(), for someone who needs only the newest sample of each series in the window; a source may
    /// give more.
    virtual Status reselectNewest(SelectorMemo& memo, std::span<const LabelMatcher> matchers, Timestamp after,
                                  Timestamp until, std::vector<SeriesSlice>& out) const {
        return reselect(memo, matchers, after, until, out);
    }
    /// Not 0 when labels stay under their address for as long as the source lives: a number that no other
    /// source of the process has. What was remembered of labels may then be used again.
    [[nodiscard]] virtual std::uint64_t stableId() const { return 0; }
};

/// The bits of the NaN that marks a series as ended (Prometheus' stale marker).
inline constexpr std::uint64_t kStaleNaNBits = 0x7ff0000000000002ULL;
bool isStaleMarker(double value);
double staleMarker();

} // namespace eventflow
