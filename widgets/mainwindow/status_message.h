#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/severity.h"

#include <QString>

#include <optional>

namespace eventflow::widgets {

/// What a banner says: cause, consequence with the next step, and a button.
struct StatusMessage {
    viewmodels::Severity severity = viewmodels::Severity::Info;
    QString cause;
    QString consequence;
    QString action; ///< label; empty for none
    bool operator==(const StatusMessage&) const = default;
};

/// What the window has to say about the state of the pipeline; nothing when all is well.
std::optional<StatusMessage> messageFor(const feed::RunStatus& status);
/// What the progress strip says; nothing when the source is not bounded or not being read.
std::optional<QString> progressText(const feed::RunStatus& status);

} // namespace eventflow::widgets
