#pragma once

#include "core/model/dead_letter.h"

#include <QString>

namespace eventflow::viewmodels {

/// Why records are rejected, for people: what it is called, what it means, what to do about it.
struct RejectText {
    QString title;       ///< `Malformed JSON`
    QString explanation; ///< one or two sentences
    QString nextStep;    ///< one or two sentences, what to look at or change
};
RejectText rejectText(RejectCode code);

/// `Decode`.
QString stepWord(Step step);
/// What the step does, in one sentence.
QString stepExplanation(Step step);

} // namespace eventflow::viewmodels
