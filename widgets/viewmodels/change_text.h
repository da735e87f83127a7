#pragma once

#include "core/admin/change_request.h"
#include "core/admin/write_report.h"
#include "core/config/connection.h"

#include <QString>

namespace eventflow::viewmodels {

/// What a change is called: `Delete the topic orders`.
QString changeTitle(const admin::ChangeRequest& request);
/// The button that does it: `Delete topic`.
QString changeVerb(const admin::ChangeRequest& request);
/// It takes something away that nothing brings back.
bool isDestructive(const admin::ChangeRequest& request);
/// It writes records: it takes time, shows counts, and can be slowed down.
bool writesRecords(const admin::ChangeRequest& request);

/// `12,345 written, 3 failed, 2 left out, 1.2 MiB`.
QString writeCountsText(const admin::WriteCounts& counts);
/// `Production`.
QString environmentWord(config::Environment environment);

} // namespace eventflow::viewmodels
