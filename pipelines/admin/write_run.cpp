#include "pipelines/admin/write_run.h"

#include "pipelines/admin/change_gate.h"

namespace eventflow::admin {

Result<WriteReport> runWrite(const WriteContext& context, const Plan& plan,
                             const std::function<Status(RecordSender&)>& write) {
    WriteReport report;
    Status written = Error{ErrorCode::Internal, "nothing was written"};
    const Status status =
        carryOut(plan, context.permit, context.confirmation, context.audit, [&](Details& details) {
            auto sender = RecordSender::open(context.access, context.permit, context.options);
            if (!sender) return Status(sender.error());
            written = write(**sender);
            report = std::move((*sender)->report());
            details = detailsOf(report);
            for (const auto& [partition, next] : report.next)
                details["next " + toString(partition)] = std::to_string(next);
            return written;
        });
    if (status) return report;
    if (written || report.counts.read == 0) return status.error();
    if (report.failures.empty()) report.addFailure("the whole", written.error());
    return report;
}

} // namespace eventflow::admin
