#pragma once

#include "pipelines/admin/record_writes.h"

#include <functional>

namespace eventflow::admin {

/// carryOut() for records: opens the sender, lets `write` use it, logs the numbers. What was sent before
/// something failed is worth a report: the failure is then its last, and only a write that sent nothing is an
/// error.
Result<WriteReport> runWrite(const WriteContext& context, const Plan& plan,
                             const std::function<Status(RecordSender&)>& write);

} // namespace eventflow::admin
