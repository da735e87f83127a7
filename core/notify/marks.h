#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/notify/config.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::notify {

/// Somebody sees to an alert that fires: it is not repeated meanwhile. It is about one firing only, so that
/// the next one is news again.
struct Acknowledgement {
    std::string alert; ///< fingerprint()
    Timestamp firedAt; ///< Alert::firedAt of the firing
    Timestamp startsAt;
    Timestamp endsAt = Timestamp::max(); ///< when it was taken back
    std::string createdBy{};
    std::string comment{};

    [[nodiscard]] bool activeAt(Timestamp t) const { return t >= startsAt && t < endsAt; }
    bool operator==(const Acknowledgement&) const = default;
};

/// What people have said about alerts: they change who is told, never an alert's state. All times are event
/// time, so with the same marks a replay tells the same people the same things. As text it is YAML, an entry
/// a line, with Alertmanager's names for silences.
/// Invariant: no two silences have the same id.
struct Marks {
    static constexpr std::size_t kMaxSilences = 1'000;
    static constexpr std::size_t kMaxAcknowledgements = 5'000;
    static constexpr std::size_t kMaxTextBytes = 500;     ///< of a name or comment
    static constexpr std::size_t kMaxMatcherBytes = 2000; ///< of all matchers of a silence
    static constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;

    std::vector<Silence> silences;                 ///< in the order they were made
    std::vector<Acknowledgement> acknowledgements; ///< likewise

    /// Gives the silence an id and adds it. InvalidArgument when it makes no sense: without a matcher that
    /// asks for a label, or over before it starts. When there are kMaxSilences the one that ended first is
    /// forgotten; LimitExceeded when none has ended by `now`.
    Result<std::string> addSilence(Silence silence, Timestamp now);
    /// Ends it at `at`; one that has not started by then is removed. NotFound, or InvalidArgument when it has
    /// ended before.
    Status expireSilence(std::string_view id, Timestamp at);

    /// Forgets the oldest when there are kMaxAcknowledgements. AlreadyExists when this firing is
    /// acknowledged.
    Status acknowledge(Acknowledgement acknowledgement);
    /// Ends it at `at`. NotFound when this firing is not acknowledged.
    Status unacknowledge(std::string_view alert, Timestamp firedAt, Timestamp at);

    /// The one in force at `t`; nullptr when there is none.
    [[nodiscard]] const Acknowledgement* acknowledgementOf(std::string_view alert, Timestamp firedAt,
                                                           Timestamp t) const;
};

std::string toYaml(const Marks& marks);
/// The inverse; also of what people write by hand. The error names `file`, line and column.
Result<Marks> marksFromYaml(std::string_view text, const std::string& file);

} // namespace eventflow::notify
