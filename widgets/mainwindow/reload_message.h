#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/mainwindow/status_message.h"

namespace eventflow::widgets {

/// What became of the rules after their files changed: which rules say something else now, and what that does
/// to their alerts; or why the files cannot be loaded.
StatusMessage messageFor(const feed::RulesReload& reload);

} // namespace eventflow::widgets
