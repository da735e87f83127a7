#include "core/notify/marks.h"

#include "core/base/hash.h"
#include "core/notify/matcher_text.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace eventflow::notify {

namespace {

Error invalid(std::string detail) {
    return {ErrorCode::InvalidArgument, std::move(detail)};
}

Status checkLength(std::size_t bytes, std::size_t most, const char* what) {
    if (bytes <= most) return {};
    return Error{ErrorCode::LimitExceeded,
                 std::string(what) + " longer than " + std::to_string(most) + " bytes; shorten it"};
}

Status check(const Silence& silence) {
    // As in Alertmanager: what only asks for labels to be missing hides nearly everything there is.
    if (std::ranges::all_of(silence.matchers, &LabelMatcher::matchesEmpty))
        return invalid(
            "these matchers also match alerts that have none of their labels, which is nearly every "
            "alert; add one that an empty value does not match, such as severity=\"page\"");
    if (silence.endsAt <= silence.startsAt)
        return invalid("the silence would end at " + formatIso8601(silence.endsAt) + ", but starts at " +
                       formatIso8601(silence.startsAt));
    if (Status s =
            checkLength(toString(silence.matchers).size(), Marks::kMaxMatcherBytes, "the matchers are");
        !s)
        return s;
    if (Status s = checkLength(silence.createdBy.size(), Marks::kMaxTextBytes, "the name is"); !s) return s;
    return checkLength(silence.comment.size(), Marks::kMaxTextBytes, "the comment is");
}

/// Depends on the silence alone: nothing here is random.
std::string idOf(const Silence& silence, std::uint64_t salt) {
    const std::string text = toString(silence.matchers) + '\n' + std::to_string(toNs(silence.startsAt)) +
                             '\n' + std::to_string(toNs(silence.endsAt)) + '\n' + silence.createdBy + '\n' +
                             silence.comment;
    std::array<char, 9> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x", static_cast<unsigned>(hash64(text, salt)));
    return digits.data();
}

} // namespace

Result<std::string> Marks::addSilence(Silence silence, Timestamp now) {
    if (Status status = check(silence); !status) return status.error();
    if (silences.size() >= kMaxSilences) {
        const auto first = std::ranges::min_element(silences, {}, &Silence::endsAt);
        if (first->endsAt > now)
            return Error{ErrorCode::LimitExceeded,
                         "there are " + std::to_string(kMaxSilences) +
                             " silences that have not ended; expire some, or make one "
                             "that hides what they hide"};
        silences.erase(first);
    }
    const auto taken = [&](const std::string& id) {
        return std::ranges::find(silences, id, &Silence::id) != silences.end();
    };
    std::uint64_t salt = 0;
    do
        silence.id = idOf(silence, salt++);
    while (taken(silence.id));
    silences.push_back(std::move(silence));
    return silences.back().id;
}

Status Marks::expireSilence(std::string_view id, Timestamp at) {
    const auto silence = std::ranges::find(silences, id, &Silence::id);
    if (silence == silences.end())
        return Error{ErrorCode::NotFound, "there is no silence " + std::string(id)};
    if (silence->endsAt <= at)
        return invalid("the silence " + silence->id + " has ended at " + formatIso8601(silence->endsAt));
    if (at <= silence->startsAt)
        silences.erase(silence);
    else
        silence->endsAt = at;
    return {};
}

Status Marks::acknowledge(Acknowledgement acknowledgement) {
    const auto& [alert, firedAt, startsAt, endsAt, createdBy, comment] = acknowledgement;
    if (Status s = checkLength(createdBy.size(), kMaxTextBytes, "the name is"); !s) return s;
    if (Status s = checkLength(comment.size(), kMaxTextBytes, "the comment is"); !s) return s;
    if (const Acknowledgement* there = acknowledgementOf(alert, firedAt, startsAt))
        return Error{ErrorCode::AlreadyExists,
                     "the alert " + alert + " is acknowledged since " + formatIso8601(there->startsAt) +
                         (there->createdBy.empty() ? std::string() : " by " + there->createdBy)};
    if (acknowledgements.size() >= kMaxAcknowledgements)
        acknowledgements.erase(std::ranges::min_element(acknowledgements, {}, &Acknowledgement::startsAt));
    acknowledgements.push_back(std::move(acknowledgement));
    return {};
}

Status Marks::unacknowledge(std::string_view alert, Timestamp firedAt, Timestamp at) {
    const auto there = std::ranges::find_if(acknowledgements, [&](const Acknowledgement& one) {
        return one.alert == alert && one.firedAt == firedAt && one.endsAt > at;
    });
    if (there == acknowledgements.end())
        return Error{ErrorCode::NotFound, "the alert " + std::string(alert) + " is not acknowledged"};
    if (at <= there->startsAt)
        acknowledgements.erase(there);
    else
        there->endsAt = at;
    return {};
}

const Acknowledgement* Marks::acknowledgementOf(std::string_view alert, Timestamp firedAt,
                                                Timestamp t) const {
    const auto there = std::ranges::find_if(acknowledgements, [&](const Acknowledgement& one) {
        return one.firedAt == firedAt && one.activeAt(t) && one.alert == alert;
    });
    return there == acknowledgements.end() ? nullptr : &*there;
}

} // namespace eventflow::notify
